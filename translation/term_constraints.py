"""Wanted terms: written into the source for models that know it, looked for in the output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from glossary.types import TermMatch

MOST_TERMS = 3
"""The starter pack was trained with at most so many wanted terms in a sentence."""


class TermStrategy(StrEnum):
    """How a family can be made to use a wanted term."""

    INLINE = "inline"
    NONE = "none"


_STRATEGIES = {"starter": TermStrategy.INLINE}


def strategy_for(family: str) -> TermStrategy:
    """The strategy of a family; families that nobody has taught yet have none."""
    return _STRATEGIES.get(family, TermStrategy.NONE)


def unmet(target: str, terms: Sequence[TermMatch]) -> tuple[TermMatch, ...]:
    """The terms whose wanted form is not in the target (letter case aside)."""
    low = target.casefold()
    return tuple(t for t in terms if t.wanted and t.wanted.casefold() not in low)


@dataclass(frozen=True, slots=True)
class InlineTerms:
    """Terms written into the source: ``begin source term separator wanted term end``."""

    begin: str
    separator: str
    end: str

    @property
    def markers(self) -> tuple[str, str, str]:
        """The three markers."""
        return (self.begin, self.separator, self.end)

    def annotate(
        self,
        text: str,
        plain: str,
        terms: Sequence[TermMatch],
        lang: str,
        normalise: Callable[[str, str], str],
    ) -> str:
        """``plain``, the normalised form of ``text``, with its terms marked.

        A term that cannot be found again after normalising is left alone.
        """
        edits: list[tuple[int, int, str]] = []
        for term in sorted(terms, key=lambda t: t.start - t.end):
            if len(edits) == MOST_TERMS or not term.wanted:
                continue
            place = _place(text, plain, term, lang, normalise)
            if place is None or any(a < place[1] and place[0] < b for a, b, _ in edits):
                continue
            edits.append((*place, self._mark(plain[place[0] : place[1]], term.wanted, lang)))
        for start, stop, marked in sorted(edits, reverse=True):
            # The space before an English term is inside the mark.
            if lang == "en" and start and plain[start - 1] == " ":
                start -= 1
            plain = plain[:start] + marked + plain[stop:]
        return plain

    def _mark(self, term: str, wanted: str, lang: str) -> str:
        first, second = (" ", "") if lang == "en" else ("", " ")
        return f"{self.begin}{first}{term}{self.separator}{second}{wanted}{self.end}"


def _place(
    text: str, plain: str, term: TermMatch, lang: str, normalise: Callable[[str, str], str]
) -> tuple[int, int] | None:
    """Where the term stands in the normalised text: the same occurrence as in ``text``."""
    word = normalise(text[term.start : term.end], lang)
    if not word:
        return None
    before = normalise(text[: term.start], lang).count(word)
    at = -1
    for _ in range(before + 1):
        at = plain.find(word, at + 1)
        if at < 0:
            return None
    return at, at + len(word)
