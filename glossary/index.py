"""Forms of one language by their keys: the longest form at each place of a text.

A table of whole forms and one of their first two keys (with the longest form that begins so)
does the work of a trie and is read from a file in milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from glossary.concepts import Terms
from glossary.normalise import Token, fold, key_of, tokens
from glossary.rules import LanguageRules
from glossary.types import Register

_JOINED = re.compile(r"[\s\-‐·/'’\u0640\u064b-\u0652\u0670]*")
"""What may stand between the words of one term."""
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


@dataclass(frozen=True, slots=True)
class End:
    """A form of concept number ``number``; with ``exact`` its letters' case counts."""

    kind: str
    number: int
    exact: str = ""

    @property
    def rank(self) -> int:
        """Smaller is better: preferred, admitted, abbreviated, plain, deprecated."""
        return _ORDER.index(self.kind)


@dataclass(frozen=True, slots=True)
class Span:
    """A form found at tokens ``first`` to ``last`` (exclusive), characters ``start:end``."""

    start: int
    end: int
    first: int
    last: int
    ends: tuple[End, ...]


@dataclass(slots=True)
class LanguageIndex:
    """The forms of one language. ``forms`` maps joined keys to written ends."""

    lang: str
    rules: LanguageRules
    forms: dict[str, str]
    heads: dict[str, int]
    _words: frozenset[str] = field(default=frozenset())

    @classmethod
    def build(
        cls, lang: str, entries: Iterable[tuple[int, Terms]], rules: LanguageRules
    ) -> LanguageIndex:
        """The index of concepts' terms (concept number, terms)."""
        forms: dict[str, dict[str, None]] = {}
        heads: dict[str, int] = {}
        skip = {_joined(form, lang) for form in rules.skip}
        for number, terms in entries:
            for kind, form in _forms(terms):
                keys = [token.key for token in tokens(form, lang)]
                joined = " ".join(keys)
                too_short = lang == "zh" and sum(map(len, keys)) < 2 and form not in rules.single
                if not keys or joined in skip or too_short:
                    continue
                exact = form if kind == "b" or _SHORTENED.fullmatch(form) else ""
                forms.setdefault(joined, {})[f"{kind}{number}={exact}"] = None
                if len(keys) > 1:
                    head = f"{keys[0]} {keys[1]}"
                    heads[head] = max(heads.get(head, 0), len(keys))
        return cls(lang, rules, {key: "\x1f".join(ends) for key, ends in forms.items()}, heads)

    def dump(self) -> str:
        """The index as text; see `load`."""
        columns = (
            self.forms.keys(),
            self.forms.values(),
            self.heads.keys(),
            map(str, self.heads.values()),
        )
        return "\f".join("\n".join(column) for column in columns)

    @classmethod
    def load(cls, lang: str, text: str, rules: LanguageRules) -> LanguageIndex:
        """An index from what `dump` wrote."""
        keys, ends, heads, sizes = (column.split("\n") for column in text.split("\f"))
        forms = dict(zip(keys, ends, strict=True)) if keys != [""] else {}
        longest = dict(zip(heads, map(int, sizes), strict=True)) if heads != [""] else {}
        return cls(lang, rules, forms, longest)

    def spans(self, text: str) -> list[Span]:
        """The longest admissible form at each place where one begins; they may overlap."""
        words = tokens(text, self.lang)
        if self.rules.clitics:
            words = self._without_clitics(words, text)
        keys = [word.key for word in words]
        found = []
        for at in range(len(keys)):
            longest = 1
            if at + 1 < len(keys):
                longest = self.heads.get(f"{keys[at]} {keys[at + 1]}", 1)
            for count in range(min(longest, len(keys) - at), 0, -1):
                ends = self.forms.get(" ".join(keys[at : at + count]) if count > 1 else keys[at])
                if ends is None or not self._whole(words, at, count, text):
                    continue
                span = self._span(ends, words, at, count, text)
                if span is not None:
                    found.append(span)
                    break
        return found

    def _span(
        self, written: str, words: Sequence[Token], at: int, count: int, text: str
    ) -> Span | None:
        start, end = words[at].start, words[at + count - 1].end
        surface = text[start:end]
        ends = tuple(end for end in _read_ends(written) if self._case_fits(end.exact, surface))
        return Span(start, end, at, at + count, ends) if ends else None

    def _case_fits(self, exact: str, surface: str) -> bool:
        """Abbreviations: mg is not Mg, "or" no operating room; "mri" is MRI all the same."""
        if not exact or surface in (exact, exact + "s"):
            return True
        low = surface.lower()
        if exact.islower():
            return low == exact
        if low != exact.lower() or not surface.islower():
            return False
        if self.lang not in _LATIN:
            return len(low) >= 2 and low not in self.rules.ordinary
        return len(low) >= 3 and low.isalnum() and low not in self.rules.ordinary

    def _whole(self, words: Sequence[Token], at: int, count: int, text: str) -> bool:
        """Whether the form does not reach over a comma and begins and ends where words do."""
        for left, right in zip(words[at : at + count - 1], words[at + 1 : at + count], strict=True):
            if left.end != right.start and not _JOINED.fullmatch(text, left.end, right.start):
                return False
        start, end = words[at].start, words[at + count - 1].end
        if self.lang == "ko":
            return self._korean_fits(words, at, text, start, end)
        if self.lang == "ja":
            return _japanese_fits(text, start, end)
        return True

    def _korean_fits(
        self, words: Sequence[Token], at: int, text: str, start: int, end: int
    ) -> bool:
        if at and words[at - 1].end == start:
            return False
        if end - start > 2:
            return True
        rest = _HANGUL.match(text, end)
        tail = rest.group() if rest else ""
        return not tail or tail.startswith(self.rules.particles)

    def _without_clitics(self, words: list[Token], text: str) -> list[Token]:
        """Arabic "and", "with", "for" and the article off words that the termbase lacks."""
        if not self._words:
            self._words = frozenset(key for form in self.forms for key in form.split(" "))
        return [word if word.key in self._words else self._bare(word, text) for word in words]

    def _bare(self, word: Token, text: str) -> Token:
        raw, _ = fold(text[word.start : word.end])
        stem = key_of(self.lang)
        for clitic in self.rules.clitics:
            rest = raw[len(clitic) :]
            if raw.startswith(clitic) and len(rest) > 1:
                for form in (rest, "ال" + rest):
                    if stem(form) in self._words:
                        return Token(stem(form), word.start, word.end)
        return word


def _forms(terms: Terms) -> Iterable[tuple[str, str]]:
    yield "p", terms.term
    yield from (("a", form) for form in terms.also)
    yield from (("b", form) for form in terms.abbr)
    if terms.plain:
        yield "l", terms.plain
    yield from (("v", form) for form in terms.avoid)


def _read_ends(written: str) -> Iterable[End]:
    for entry in written.split("\x1f"):
        number, _, exact = entry[1:].partition("=")
        yield End(entry[0], int(number), exact)


def _joined(form: str, lang: str) -> str:
    return " ".join(token.key for token in tokens(form, lang))


def _japanese_fits(text: str, start: int, end: int) -> bool:
    """One kanji alone stands between other signs; katakana is never part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if end - start == 1 and _KANJI.match(text, start):
        return not (_KANJI.match(before) or _KANJI.match(after))
    if _KATAKANA.match(text, start) and _KATAKANA.match(before):
        return False
    return not (_KATAKANA.match(text, end - 1) and _KATAKANA.match(after))
