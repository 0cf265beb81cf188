"""What a text is about, alike in every language: for finding clauses that were left out.

A word may stand for several things ("cold": the weather, an illness); it is answered when the
other text names any of them. Things come from ``tokens/anchor.toml``, ``thing_*.toml``, the tables
of body parts, allergens and relatives; how much a thing that is missing says, from
``tokens/thing_weight.toml``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from translation.checks.lexicon import Lexicon
from translation.checks.lexicon_shelves import SIGNS
from translation.checks.tables import entries, load
from translation.checks.word_forms import fold
from translation.types import Span

LANGUAGES = ("zh", "en", "ru", "ar", "ko", "ja", "fr", "es")
_HIDDEN, _NOTHING = "_hide", "_nothing"
_SECTIONS = ("anchor", "body_part", "allergen")
_LINES = ("thing_body", "thing_life", "thing_deed", "thing_word")
_ARABIC_PREFIXES = ("", "ي", "ت", "ا", "ن")
"""Of a verb's persons: he, you or she, I, we."""
_LONGEST = 6
"""Signs of an entry in which shorter entries are looked for."""
_STEM_LEAST = 2
"""Letters of an open entry that longer entries may begin with."""


class Thing(NamedTuple):
    """A word's place, what it may stand for, and how much it says when nothing answers it."""

    start: int
    end: int
    senses: frozenset[str]
    weight: float

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


@functools.lru_cache(maxsize=32)
def things(text: str, lang: str) -> tuple[Thing, ...]:
    """What ``text`` names, from left to right; nothing in a language without tables."""
    lexicon, names = _lexicon(lang)
    plain, words = fold(text), _word_weights(lang)
    found = []
    for name, (start, end) in lexicon.find(text):
        senses, usual = names[name]
        found.append(Thing(start, end, senses, words.get(plain[start:end], usual)))
    return tuple(found)


def names_of(found: Iterable[Thing]) -> frozenset[str]:
    """The names of everything that ``found`` may stand for."""
    return frozenset().union(*(thing.senses for thing in found))


@functools.cache
def _word_weights(lang: str) -> dict[str, float]:
    return _by_weight(load("thing_weight")["words"].get(lang, {}))


@functools.cache
def _thing_weights() -> dict[str, float]:
    return _by_weight(load("thing_weight")["things"])


def _by_weight(table: dict[str, str]) -> dict[str, float]:
    return {word: float(weight) for weight, raw in table.items() for word in entries(raw)}


@functools.cache
def _lexicon(lang: str) -> tuple[Lexicon, dict[str, tuple[frozenset[str], float]]]:
    """All entries under the name of their group, and the group's senses with their weight."""
    forms: dict[str, set[str]] = {}
    for name, form in _entries(lang):
        forms.setdefault(form, set()).add(name)
    hidden = _take_hidden(forms)
    if lang in SIGNS:
        _with_inner(forms)
    else:
        _with_shorter(forms)
    for senses in forms.values():
        senses.update(*(_opposites().get(name, ()) for name in tuple(senses)))
    groups: dict[str, list[str]] = {_HIDDEN: hidden}
    for form, senses in forms.items():
        groups.setdefault(" ".join(sorted(senses)), []).append(form)
    usual, known = float(load("thing_weight")["usual"]), _thing_weights()
    senses_of = {group: frozenset(group.split()) for group in groups}
    return Lexicon(lang, groups, alone=True), {
        group: (senses, min(known.get(name, usual) for name in senses))
        for group, senses in senses_of.items()
    }


@functools.cache
def _opposites() -> dict[str, frozenset[str]]:
    """A thing and what it may have been mistaken for: then nothing was lost."""
    groups = [group.split() for group in load("thing_weight")["opposites"]]
    return {name: frozenset(group) for group in groups for name in group}


def _take_hidden(forms: dict[str, set[str]]) -> list[str]:
    """Takes the entries out that only hide others; what one table hides may be a thing itself."""
    hidden = []
    for form, senses in list(forms.items()):
        senses -= (marks := {name for name in senses if name[0] == "_"})
        if _NOTHING in marks or not senses:
            hidden.append(form)
            del forms[form]
    return hidden


def _entries(lang: str) -> Iterator[tuple[str, str]]:
    for table in _SECTIONS:
        for name, section in load(table).items():
            if isinstance(section, dict) and isinstance(section.get(lang), str):
                near = (name, *section.get("near", "").split())
                yield from ((each, form) for form in entries(section[lang]) for each in near)
    yield from ((_NOTHING, form) for form in entries(load("thing_weight")["nothing"].get(lang, "")))
    for name, section in load("person")["kin"].items():
        if name[0] != "_":
            near = (name, *section.get("near", "").split())
            yield from ((each, form) for form in entries(section.get(lang, "")) for each in near)
    if lang not in LANGUAGES:
        return
    for table in _LINES:
        for name, line in load(table).items():
            for form in entries(line.split("|")[LANGUAGES.index(lang)]):
                yield from ((name, full) for full in _forms(form))


def _forms(form: str) -> tuple[str, ...]:
    if form[0] != "~":
        return (form,)
    return tuple(f"{prefix}{form[1:]}*" for prefix in _ARABIC_PREFIXES)


def _with_inner(forms: dict[str, set[str]]) -> None:
    """Adds to an entry the senses of the entries inside it: an entry hides them in a text."""
    for form, senses in forms.items():
        if 1 < len(form) <= _LONGEST:
            inner = {form[i:j] for i in range(len(form)) for j in range(i + 1, len(form) + 1)} - {
                form
            }
            for part in inner & forms.keys():
                senses |= forms[part]


def _with_shorter(forms: dict[str, set[str]]) -> None:
    """Adds to an entry the senses of the open entries that it begins with."""
    stems = {form[:-1]: senses for form, senses in forms.items() if form.endswith("*")}
    for form, senses in forms.items():
        for length in range(_STEM_LEAST, len(form) + 1):
            senses |= stems.get(form[:length], set())
