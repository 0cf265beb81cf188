"""Forms of one language by their keys: the longest form at each place of a text.

A table of whole forms and one of their first two keys (with the longest form that begins so)
does the work of a trie and is read from a file in milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from glossary.concepts import Terms
from glossary.inflection import CHECKED, fits, shared, written
from glossary.normalise import Keyed, fold, key_of, keyed
from glossary.rules import LanguageRules
from glossary.types import Register

_JOINED = re.compile(r"[\s\-‐·/'’\u0640\u064b-\u0652\u0670]*")
"""What may stand between the words of one term."""
_NEXT = ("", " ")
_GUARDED = frozenset(("ko", "ja"))
"""Languages that look at what stands around a single sign or word as well."""
_SHORTENED = re.compile(r"(?=.*[A-Z])[A-Za-z0-9/&.+\-]{1,6}")
"""A form that looks like an abbreviation: then its case is part of it."""
_LATIN = frozenset(("en", "fr", "es"))
_KANJI = re.compile(r"[㐀-鿿々]")
_KATAKANA = re.compile(r"[ァ-ヿｦ-ﾟ]")
_HANGUL = re.compile(r"[가-힣]*")

KINDS = {
    "p": Register.PREFERRED,
    "a": Register.ADMITTED,
    "b": Register.ABBREVIATION,
    "l": Register.PLAIN,
    "v": Register.DEPRECATED,
}
_ORDER = "pablv"
_KOREAN_APART = 4
_WORDS_KEPT = 20_000
"""The clitics of so many words are remembered, and as many forms as they are written: most words of
a talk come again."""


@dataclass(frozen=True, slots=True)
class End:
    """A form of concept number ``number``; with ``exact`` its letters' case counts.

    ``written`` tells it from forms of other concepts with the same key: "бронх" and "бронхит" have
    one stem, "dos" and "dose" as well.
    """

    kind: str
    number: int
    exact: str = ""
    written: str = ""

    @property
    def rank(self) -> int:
        """Smaller is better: preferred, admitted, abbreviated, plain, deprecated."""
        return _ORDER.index(self.kind)


class Span(NamedTuple):
    """A form found at the characters ``start:end``; ``key`` is its key in the index."""

    start: int
    end: int
    key: str
    ends: tuple[End, ...]


@dataclass(slots=True)
class LanguageIndex:
    """The forms of one language. ``forms`` maps joined keys to written ends, ``heads`` two keys to
    the lengths (in keys, the longest first) of the forms that begin with them."""

    lang: str
    rules: LanguageRules
    forms: dict[str, str]
    heads: dict[str, str]
    _words: frozenset[str] = field(default=frozenset())
    _bares: dict[str, str] = field(default_factory=dict)
    _admitted: dict[tuple[str, str], tuple[End, ...]] = field(default_factory=dict)
    """What forms mean as they are written in a text."""

    @classmethod
    def build(
        cls, lang: str, entries: Iterable[tuple[int, Terms]], rules: LanguageRules
    ) -> LanguageIndex:
        """The index of concepts' terms (concept number, terms)."""
        forms: dict[str, dict[tuple[str, int, str, str], None]] = {}
        heads: dict[str, set[int]] = {}
        skip = {_joined(form, lang) for form in rules.skip}
        for number, terms in entries:
            for kind, form in _forms(terms):
                keys = keyed(form, lang).keys
                joined = " ".join(keys)
                signs = sum(map(len, keys))
                too_short = lang in ("zh", "ko") and signs < 2 and form not in rules.single
                if not keys or joined in skip or too_short:
                    continue
                exact = form if kind == "b" or _SHORTENED.fullmatch(form) else ""
                end = (kind, number, exact, written(form, lang))
                forms.setdefault(joined, {})[end] = None
                if len(keys) > 1:
                    heads.setdefault(f"{keys[0]} {keys[1]}", set()).add(len(keys))
        rows = {key: _written(key, list(ends), lang) for key, ends in forms.items()}
        lengths = {
            head: " ".join(map(str, sorted(counts, reverse=True))) for head, counts in heads.items()
        }
        return cls(lang, rules, rows, lengths)

    def dump(self) -> str:
        """The index as text; see `load`."""
        columns = (
            self.forms.keys(),
            self.forms.values(),
            self.heads.keys(),
            self.heads.values(),
        )
        return "\f".join("\n".join(column) for column in columns)

    @classmethod
    def load(cls, lang: str, text: str, rules: LanguageRules) -> LanguageIndex:
        """An index from what `dump` wrote."""
        keys, ends, heads, sizes = (column.split("\n") for column in text.split("\f"))
        forms = dict(zip(keys, ends, strict=True)) if keys != [""] else {}
        lengths = dict(zip(heads, sizes, strict=True)) if heads != [""] else {}
        return cls(lang, rules, forms, lengths)

    def spans(self, text: str) -> list[Span]:
        """The longest admissible form at each place where one begins; they may overlap."""
        words = keyed(text, self.lang)
        if self.rules.clitics:
            words = self._without_clitics(words, text)
        keys, forms, heads = words.keys, self.forms, self.heads
        found = []
        joined = " ".join(keys)
        begins = [0, *accumulate([len(key) + 1 for key in keys])]
        last = len(keys) - 1
        starts, ends, korean = words.starts, words.ends, self.lang == "ko"
        for at, key in enumerate(keys):
            if korean and at and ends[at - 1] == starts[at]:
                continue  # in Korean a form begins where a word does
            if at < last and (lengths := heads.get(f"{key} {keys[at + 1]}")):
                span = None
                for count in _lengths(lengths):
                    if at + count <= last + 1:
                        form = joined[begins[at] : begins[at + count] - 1]
                        if form in forms and (span := self._span(form, words, at, count, text)):
                            found.append(span)
                            break
                if span:
                    continue
            if key in forms and (span := self._span(key, words, at, 1, text)):
                found.append(span)
        return found

    def _span(self, key: str, words: Keyed, at: int, count: int, text: str) -> Span | None:
        if (count > 1 or self.lang in _GUARDED) and not self._whole(words, at, count, text):
            return None
        start, end = words.starts[at], words.ends[at + count - 1]
        surface = text[start:end]
        ends = self._admitted.get((key, surface))
        if ends is None:
            if len(self._admitted) > _WORDS_KEPT:
                self._admitted.clear()
            ends = self._admitted[key, surface] = self._ends(key, surface, count)
        return Span(start, end, key, ends) if ends else None

    def _ends(self, key: str, surface: str, count: int) -> tuple[End, ...]:
        """What a form of so many words means where it is written as ``surface``."""
        if count == 1 and surface.lower() in self.rules.not_terms:
            return ()
        ends = tuple(
            end for end in _read_ends(self.forms[key]) if self._case_fits(end.exact, surface)
        )
        if count == 1 and self.lang in CHECKED:
            ends = tuple(e for e in ends if fits(e.written or key, surface, self.lang))
        if len(ends) > 1 and any(end.written for end in ends):
            ends = _nearest(ends, written(surface, self.lang))
        return ends

    def _case_fits(self, exact: str, surface: str) -> bool:
        """Abbreviations: mg is not Mg, "or" no operating room; "mri" is MRI all the same."""
        if not exact:
            return True
        surface = unicodedata.normalize("NFKC", surface)
        if surface in (exact, exact + "s"):
            return True
        low = surface.lower()
        if exact.islower():
            return low == exact
        if low != exact.lower() or not surface.islower():
            return False
        if self.lang in _LATIN and self.lang != "en":
            return False
        shortest = 3 if self.lang in ("en", "ru") else 2
        return len(low) >= shortest and low.isalnum() and low not in self.rules.ordinary

    def _whole(self, words: Keyed, at: int, count: int, text: str) -> bool:
        """Whether the form does not reach over a comma and begins and ends where words do."""
        for left in range(at, at + count - 1):
            gap = text[words.ends[left] : words.starts[left + 1]]
            if gap not in _NEXT and not _JOINED.fullmatch(gap):
                return False
        start, end = words.starts[at], words.ends[at + count - 1]
        if self.lang == "ko":
            begins = at == 0 or words.ends[at - 1] != start
            # 간 질환 is no 간질: only a long form may have a space that it lacks.
            apart = count < _KOREAN_APART and " " in text[start:end]
            return begins and not apart and self._korean_ends(text, start, end)
        return self.lang != "ja" or _japanese_fits(text, start, end)

    def _korean_ends(self, text: str, start: int, end: int) -> bool:
        """A short term is followed by a particle or nothing; a long one by what it likes."""
        if end - start > 2:
            return True
        rest = _HANGUL.match(text, end)
        tail = rest.group() if rest else ""
        return not tail or tail.startswith(self.rules.particles)

    def _without_clitics(self, words: Keyed, text: str) -> Keyed:
        """Arabic "and", "with", "for" and the article off words that the termbase lacks."""
        if not self._words:
            self._words = frozenset(key for form in self.forms for key in form.split(" "))
        keys = [
            key if key in self._words else self._bare(key, text[start:end])
            for key, start, end in zip(*words, strict=True)
        ]
        if len(self._bares) > _WORDS_KEPT:
            self._bares.clear()
        return Keyed(keys, words.starts, words.ends)

    def _bare(self, key: str, word: str) -> str:
        if word not in self._bares:
            self._bares[word] = self._without_clitic(key, word)
        return self._bares[word]

    def _without_clitic(self, key: str, word: str) -> str:
        raw, _ = fold(word)
        stem = key_of(self.lang)
        for clitic in self.rules.clitics:
            rest = raw[len(clitic) :]
            if raw.startswith(clitic) and len(rest) > 1:
                for form in (rest, "ال" + rest):
                    if stem(form) in self._words:
                        return stem(form)
        return key


def _forms(terms: Terms) -> Iterable[tuple[str, str]]:
    yield "p", terms.term
    yield from (("a", form) for form in terms.also)
    yield from (("b", form) for form in terms.abbr)
    if terms.plain:
        yield "l", terms.plain
    yield from (("v", form) for form in terms.avoid)


def _written(key: str, ends: Sequence[tuple[str, int, str, str]], lang: str) -> str:
    """The ends of a key as text; see `_read_ends`."""
    unlike = len({end[3] for end in ends}) > 1 and len({end[1] for end in ends}) > 1
    cut = lang in CHECKED and " " not in key
    rows = dict.fromkeys(
        f"{kind}{number}={exact}" + (f"\x1e{form}" if unlike or (cut and form != key) else "")
        for kind, number, exact, form in ends
    )
    return "\x1f".join(rows)


@lru_cache(maxsize=1_000)
def _lengths(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split(" ")))


@lru_cache(maxsize=20_000)
def _read_ends(written: str) -> tuple[End, ...]:
    ends = []
    for entry in written.split("\x1f"):
        row, _, form = entry.partition("\x1e")
        number, _, exact = row[1:].partition("=")
        ends.append(End(row[0], int(number), exact, form))
    return tuple(ends)


def _nearest(ends: tuple[End, ...], surface: str) -> tuple[End, ...]:
    """Of forms with one key those that are written most like the text; of two the shorter one."""

    def likeness(end: End) -> tuple[int, int]:
        return shared(end.written, surface), -len(end.written)

    best = max(map(likeness, ends))
    numbers = {end.number for end in ends if likeness(end) == best}
    return tuple(end for end in ends if end.number in numbers)


def _joined(form: str, lang: str) -> str:
    return " ".join(keyed(form, lang).keys)


def _japanese_fits(text: str, start: int, end: int) -> bool:
    """One kanji alone stands between other signs; katakana is never part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if end - start == 1 and _KANJI.match(text, start):
        return not (_KANJI.match(before) or _KANJI.match(after))
    if _KATAKANA.match(text, start) and _KATAKANA.match(before):
        return False
    return not (_KATAKANA.match(text, end - 1) and _KATAKANA.match(after))
