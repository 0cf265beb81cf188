"""Red flags: words of a patient that a doctor must see at once, before any translation.

The phrases stand in ``red_flags.toml`` with their sources. A phrase is found when all its words
are said close together in one sentence, in any order; what the same clause denies is not flagged,
and what a denial earlier in the sentence may reach is flagged as "possible".
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from translation.checks.negation import READERS
from translation.checks.polarity import NOT
from translation.checks.polarity_table import BACKWARDS, clause_of
from translation.checks.word_forms import fold, tokenise, variants
from translation.types import Span

POSSIBLE = "possible"
_SIGNS = frozenset(("zh", "ja", "ko"))
_NEAR_SIGNS = 12
"""Signs between the pieces of a phrase, in languages that are matched sign by sign."""
_NEAR_WORDS = 9
"""Words between the words of a phrase, elsewhere."""
_DENIES = "!"
_NOTHING = "\0"
"""Stands where harmless words stood, so that what is beside them keeps its distance."""
_NEXT_WORD = 2
"""Elsewhere only a denial that follows at once and ends the clause ("болей нет") denies what stands
before it."""
_BECAUSE = ("서 ", "니까 ", "ので", "から")
"""What stands before these is said to be so, whatever is denied after them."""
_SENTENCE_END = re.compile(r"[.!?。！？؟\n]+")
_Word = tuple[tuple[str, bool], ...]
"""The alternatives of one word of a phrase: text, and whether its end is open."""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A concept found in a text. ``severity`` is "now", "today" or "possible" (half denied)."""

    concept: str
    severity: str
    span: Span


@functools.cache
def _data() -> dict[str, Any]:
    path = resources.files("translation").joinpath("red_flags.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def concepts() -> dict[str, tuple[str, str]]:
    """Every concept with its severity and its source."""
    return {name: (str(c["severity"]), str(c["source"])) for name, c in _data().items()}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of the data. ``denies`` says that it holds a denial itself ("can't breathe")."""

    concept: str
    words: tuple[_Word, ...]
    denies: bool


@functools.cache
def _phrases(lang: str) -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(name, tuple(map(_word, raw.removeprefix(_DENIES).split())), raw[:1] == _DENIES)
        for name, concept in _data().items()
        for raw in concept.get(lang, ())
    )


@functools.cache
def _harmless(lang: str) -> dict[str, tuple[tuple[_Word, ...], ...]]:
    """Expressions of each concept that hold its words and mean something else."""
    return {
        name: tuple(tuple(map(_word, raw.split())) for raw in concept["harmless"][lang])
        for name, concept in _data().items()
        if lang in concept.get("harmless", {})
    }


def _word(raw: str) -> _Word:
    return tuple((w.removesuffix("*"), w.endswith("*")) for w in fold(raw).split("|"))


def find_red_flags(text: str, lang: str) -> tuple[RedFlag, ...]:
    """The red flags of a text, at most one a concept and sentence, in their order."""
    found: dict[tuple[int, str], RedFlag] = {}
    start = 0
    for stop, after in [*(m.span() for m in _SENTENCE_END.finditer(text)), (len(text),) * 2]:
        sentence = text[start:stop]
        if sentence.strip():
            for flag in _in_sentence(sentence, lang):
                a, b = flag.span
                key = start, flag.concept
                placed = RedFlag(flag.concept, flag.severity, (a + start, b + start))
                if key not in found or found[key].severity == POSSIBLE:
                    found[key] = placed
        start = after
    return tuple(sorted(found.values(), key=lambda flag: flag.span))


def _in_sentence(sentence: str, lang: str) -> list[RedFlag]:
    plain = fold(sentence)
    found: list[tuple[_Phrase, Span]] = []
    if lang in _SIGNS:
        signs = {name: _without_signs(plain, x) for name, x in _harmless(lang).items()}
    else:
        all_words = tokenise(sentence, lang)
        words = {name: _without_words(all_words, x, lang) for name, x in _harmless(lang).items()}
    for phrase in _phrases(lang):
        if lang in _SIGNS:
            span = _signs(signs.get(phrase.concept, plain), phrase)
        else:
            span = _words(words.get(phrase.concept, all_words), phrase, lang)
        if span is not None:
            found.append((phrase, span))
    if not found:
        return []
    denials = _denials(sentence, lang, [span for phrase, span in found if phrase.denies])
    flags = []
    for phrase, span in found:
        severity: str | None = str(_data()[phrase.concept]["severity"])
        if not phrase.denies:
            severity = _severity(sentence, lang, span, str(severity), denials)
        if severity is not None:
            flags.append(RedFlag(phrase.concept, severity, span))
    return flags


def _without_signs(plain: str, harmless: tuple[tuple[_Word, ...], ...]) -> str:
    for ((text, _),) in (expression[0] for expression in harmless):
        plain = plain.replace(text, _NOTHING * len(text))
    return plain


def _without_words(
    words: list[tuple[str, int, int]], harmless: tuple[tuple[_Word, ...], ...], lang: str
) -> list[tuple[str, int, int]]:
    hidden: set[int] = set()
    for expression in harmless:
        for at in range(len(words) - len(expression) + 1):
            if all(_is(words[at + i][0], word, lang) for i, word in enumerate(expression)):
                hidden.update(range(at, at + len(expression)))
    return [(_NOTHING, *w[1:]) if i in hidden else w for i, w in enumerate(words)]


def _signs(plain: str, phrase: _Phrase) -> Span | None:
    """Where all pieces of a phrase stand close together; spaces do not count."""
    letters = [i for i, sign in enumerate(plain) if sign != " "]
    dense = plain.replace(" ", "")
    places = []
    for word in phrase.words:
        at = [(i, i + len(w)) for w, _ in word if (i := dense.find(w)) >= 0]
        if not at:
            return None
        places.append(at)
    span = _close(places, _NEAR_SIGNS)
    return None if span is None else (letters[span[0]], letters[span[1] - 1] + 1)


def _words(words: list[tuple[str, int, int]], phrase: _Phrase, lang: str) -> Span | None:
    places: list[list[Span]] = []
    for word in phrase.words:
        at = [(i, i + 1) for i, (form, _, _) in enumerate(words) if _is(form, word, lang)]
        if not at:
            return None
        places.append(at)
    span = _close(places, _NEAR_WORDS)
    return None if span is None else (words[span[0]][1], words[span[1] - 1][2])


def _is(form: str, word: _Word, lang: str) -> bool:
    return any(
        v.startswith(w) if is_open else v == w for v in variants(form, lang) for w, is_open in word
    )


def _close(places: list[list[Span]], near: int) -> Span | None:
    """The first choice of one place a word whose places stand near each other and are different."""
    for first in places[0][:4]:
        chosen = [first]
        for options in places[1:]:
            fitting = [
                o
                for o in options
                if o not in chosen and min(max(o[0] - c[1], c[0] - o[1]) for c in chosen) <= near
            ]
            if not fitting:
                break
            chosen.append(fitting[0])
        else:
            return min(c[0] for c in chosen), max(c[1] for c in chosen)
    return None


def _denials(sentence: str, lang: str, own: list[Span]) -> list[Span]:
    """Plain denials of a sentence, without those that are part of what is said (``own``)."""
    denials = [
        cue.span
        for cue in READERS[lang](sentence)
        if cue.demand
        and NOT in cue.kinds
        and not any(a <= cue.span[0] < b or a < cue.span[1] <= b for a, b in own)
    ]
    if lang != "ar":
        return denials
    # "and I cannot sleep" is one entry of the table, but what it denies is the sleep
    return [(a, a + len(sentence[a:b].split(" ")[0])) for a, b in denials]


def _severity(
    sentence: str, lang: str, span: Span, severity: str, denials: list[Span]
) -> str | None:
    """``severity``, less where a denial stands before the words; None where it denies them."""
    if not denials:
        return severity
    start, stop = clause_of(sentence, lang, span)
    here = [(a, b) for a, b in denials if start <= a < stop]
    if any(a < span[1] for a, _ in here):
        return None
    follow = [(a, b) for a, b in here if _reaches(sentence, lang, span, a)]
    if any(lang in BACKWARDS or stop - b <= 1 for _, b in follow):
        return None
    # "The pain does not stop" denies something else than "pain: none".
    return POSSIBLE if follow or any(b <= span[0] for _, b in denials) else severity


def _reaches(sentence: str, lang: str, span: Span, denial: int) -> bool:
    """Whether a denial that stands after the words may deny them."""
    if lang not in BACKWARDS:
        return denial - span[1] <= _NEXT_WORD
    return not any(because in sentence[span[1] : denial] for because in _BECAUSE)
