"""A text of several sentences: split, translate each, join, and know what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from glossary.types import TermMatch
from translation.sentences import MAX_CHARACTERS, split_sentences
from translation.translator import Translator
from translation.types import SentenceTranslation, Span, Translation

_UNSPACED = frozenset(("zh", "ja", "th"))
"""Languages that put no space between sentences."""


def translate_text(
    translator: Translator,
    text: str,
    source_lang: str,
    target_lang: str,
    terms: Sequence[TermMatch] = (),
    max_characters: int = MAX_CHARACTERS,
    *,
    careful: bool = False,
) -> Translation:
    """Translate ``text`` sentence by sentence.

    ``complete`` is false when a sentence came back empty or cut. Line breaks stay where they
    were; pieces without any word are copied. Raises ValueError for an unknown direction.
    """
    if (source_lang, target_lang) not in translator.directions():
        raise ValueError(f"no translation from {source_lang} to {target_lang}")
    spans = [_trim(text, s) for s in split_sentences(text, source_lang, max_characters)]
    spans = [s for s in spans if s[0] < s[1]]
    sentences = [text[a:b] for a, b in spans]
    spoken = [i for i, s in enumerate(sentences) if has_word(s)]
    answers = translator.translate(
        [sentences[i] for i in spoken],
        source_lang,
        target_lang,
        [_inside(terms, spans[i]) for i in spoken],
        careful=careful,
    )
    results = [SentenceTranslation(s, s, 0.0) for s in sentences]
    for i, answer in zip(spoken, answers, strict=True):
        results[i] = answer
    missing = any(results[i].cut or not has_word(results[i].target) for i in spoken)
    return Translation(
        source=text,
        target=_join(text, spans, results, target_lang),
        sentences=tuple(results),
        complete=not missing,
    )


def has_word(text: str) -> bool:
    """Whether there is anything to translate: a letter or a digit in any script."""
    return any(c.isalnum() for c in text)


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _inside(terms: Sequence[TermMatch], span: Span) -> list[TermMatch]:
    """The terms of one sentence, with their offsets counted from its start."""
    return [
        dataclasses.replace(t, start=t.start - span[0], end=t.end - span[0])
        for t in terms
        if span[0] <= t.start and t.end <= span[1]
    ]


def _join(
    text: str, spans: Sequence[Span], results: Sequence[SentenceTranslation], target_lang: str
) -> str:
    """Targets one after another, spaced as the target language wants it."""
    joined = ""
    gap_start = 0
    for (start, end), result in zip(spans, results, strict=True):
        target = result.target.strip()
        breaks = text[gap_start:start].count("\n") if joined else 0
        gap_start = end
        if not target:
            continue
        latin = joined[-1:].isascii() and joined[-1:].isalnum() and target[0].isascii()
        if breaks:
            joined += "\n" * breaks
        elif joined and (target_lang not in _UNSPACED or latin):
            joined += " "
        joined += target
    return joined
