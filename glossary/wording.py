"""The wording helper: what in a sentence may reach the other side wrongly, and how to say it.

It is for the doctor's own sentences, typed or recognised, before they are sent. It only advises;
nothing is changed until the doctor takes a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glossary.types import Register, TermMatch
from glossary.wording_rules import (
    Length,
    Lexicon,
    PatternRule,
    Why,
    WordingRules,
    wording_rules,
)

BLANK = "___"
"""Stands in a suggestion for what only the doctor knows: a name, a number."""


class StaleSuggestionError(ValueError):
    """The text is no longer the one that the suggestion was made for."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Write ``text`` instead of ``old``, which stands at ``start`` to ``end`` (characters)."""

    start: int
    end: int
    old: str
    text: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left for the doctor to fill in."""
        return BLANK not in self.text


@dataclass(frozen=True, slots=True)
class Advice:
    """One finding about ``start`` to ``end`` of the text, told in Chinese and English.

    ``kind`` is one of "length", "double negative", "verb", "idiom", "abbreviation", "vague",
    "pronoun", "false friend", "blank".
    """

    rule: str
    kind: str
    start: int
    end: int
    zh: str
    en: str
    suggestions: tuple[Suggestion, ...] = ()

    def told(self, lang: str) -> str:
        """The explanation for a doctor who reads ``lang``: Chinese, else English."""
        return self.zh if lang == "zh" else self.en


_EMPTY_BLANK = Why(
    "blank",
    "blank",
    "这里还空着，请补上药名或数量。",
    "Still empty: fill in the name or the amount.",
)


def advise(
    text: str, lang: str, other_lang: str, matches: Sequence[TermMatch] = ()
) -> tuple[Advice, ...]:
    """Findings about ``text`` from left to right, not overlapping, for a listener of
    ``other_lang``.

    ``matches`` are the terms of ``text`` (`Termbase.find`); without them the rules that look at
    medicines stay silent. A well-said text gives an empty tuple.
    """
    rules = wording_rules(lang)
    found = [*_blanks(text), *_in_sentences(text, rules, matches), *_shortened(rules, matches)]
    for lexicon in rules.lexicons:
        found += _words(text, lexicon, lang, other_lang)
    return _without_overlap(found)


def apply(text: str, suggestion: Suggestion) -> str:
    """``text`` with the suggestion taken.

    Raises StaleSuggestionError when the text has changed at that place since.
    """
    if text[suggestion.start : suggestion.end] != suggestion.old:
        raise StaleSuggestionError(f"not the text of the suggestion at {suggestion.start}")
    return text[: suggestion.start] + suggestion.text + text[suggestion.end :]


def _blanks(text: str) -> Iterator[Advice]:
    start = text.find(BLANK)
    while start >= 0:
        yield _advice(_EMPTY_BLANK, start, start + len(BLANK), ())
        start = text.find(BLANK, start + len(BLANK))


def _in_sentences(text: str, rules: WordingRules, matches: Sequence[TermMatch]) -> Iterator[Advice]:
    for sentence in rules.sentence.finditer(text):
        start, end = sentence.span()
        kinds = {m.semantic_type for m in matches if start <= m.start < end and not m.fuzzy}
        for rule in rules.patterns:
            yield from _by_pattern(text, start, end, rule, kinds)
        if rules.length is not None:
            yield from _too_long(text, start, end, rules.length)


def _by_pattern(
    text: str, start: int, end: int, rule: PatternRule, kinds: set[str]
) -> Iterator[Advice]:
    if (rule.needs and not rule.needs & kinds) or rule.lacks & kinds:
        return
    # endpos hides what follows from a lookahead, but a question mark tells a rule something.
    stop = min(end + 1, len(text))
    found = rule.pattern.search(text, start, stop)
    if found is None or (rule.unless and rule.unless.search(text, start, stop)):
        return
    first, last = found.span()
    given = (_cased(found.expand(template), found.group()) for template in rule.give)
    suggestions = tuple(Suggestion(first, last, found.group(), new) for new in given)
    yield _advice(rule.why, first, last, suggestions)


def _shortened(rules: WordingRules, matches: Sequence[TermMatch]) -> Iterator[Advice]:
    """Abbreviations of the termbase that the other language does not use as they are."""
    if rules.abbreviation is None:
        return
    for match in matches:
        if match.register != Register.ABBREVIATION or not match.full or match.fuzzy:
            continue
        if match.term.casefold() not in {form.casefold() for form in match.accepted}:
            told = Suggestion(match.start, match.end, match.term, match.full)
            yield _advice(rules.abbreviation, match.start, match.end, (told,))


def _too_long(text: str, start: int, end: int, length: Length) -> Iterator[Advice]:
    count = sum(1 for _ in length.unit.finditer(text, start, end))
    if count <= length.most:
        return
    middle = (start + end) // 2
    cuts = sorted(length.cut.finditer(text, start, end), key=lambda c: abs(c.start() - middle))
    suggestions = tuple(
        Suggestion(*_wider(text, cut), _sentence_case(text, cut, length.give)) for cut in cuts[:1]
    )
    yield _advice(length.why, start, end, suggestions)


def _wider(text: str, cut: re.Match[str]) -> tuple[int, int, str]:
    """The cut together with the sign after it, which becomes the first of a sentence."""
    end = min(cut.end() + 1, len(text))
    return cut.start(), end, text[cut.start() : end]


def _sentence_case(text: str, cut: re.Match[str], give: str) -> str:
    return give + text[cut.end() : cut.end() + 1].upper()


def _words(text: str, lexicon: Lexicon, lang: str, other_lang: str) -> Iterator[Advice]:
    for found in lexicon.pattern.finditer(text):
        entry = lexicon.entries[found.group().lower()]
        if entry.others and other_lang not in entry.others:
            continue
        start, end = found.span()
        if any(_stands(new, text, start, end) for new in entry.instead):
            continue
        suggestions = tuple(
            Suggestion(start, end, found.group(), _cased(new, found.group()))
            for new in entry.instead
        )
        yield _advice(entry.why, start, end, suggestions)


def _stands(new: str, text: str, start: int, end: int) -> bool:
    """Whether the better wording stands around ``start`` to ``end`` already."""
    place = text.lower().find(new.lower(), max(0, start - len(new)), end + len(new))
    return 0 <= place <= start and end <= place + len(new)


def _cased(new: str, old: str) -> str:
    """``new`` with a capital where ``old`` began a sentence with one; abbreviations stay out."""
    return new[:1].upper() + new[1:] if old[:1].isupper() and old[1:].islower() else new


def _advice(why: Why, start: int, end: int, suggestions: tuple[Suggestion, ...]) -> Advice:
    return Advice(why.rule, why.kind, start, end, why.zh, why.en, suggestions)


def _without_overlap(found: Sequence[Advice]) -> tuple[Advice, ...]:
    """The first and then the longest of those that touch; the length of a sentence is told in
    addition to what is wrong inside it."""
    chosen: list[Advice] = []
    for advice in sorted(found, key=lambda a: (a.start, -a.end)):
        if advice.kind == "length" or not any(
            other.kind != "length" and advice.start < other.end for other in chosen
        ):
            chosen.append(advice)
    return tuple(chosen)
