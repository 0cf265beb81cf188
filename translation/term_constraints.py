"""Wanted terms: how each family can be made to use them, and whether they came out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from glossary.normalise import SIGN_BY_SIGN, fold, keyed
from glossary.types import TermMatch

MOST_TERMS = 3
"""The starter pack was trained with at most so many wanted terms in a sentence."""


@dataclass(frozen=True, slots=True)
class TermStrategy:
    """How a family is made to use a wanted term that did not come out by itself.

    In this order: ``inline`` annotation of the source (only for models trained on it); the best
    of ``n_best`` hypotheses that has the term and whose mean token log-probability is at most
    ``margin`` below the first; decoding once more with the term at the place where it was
    expected (``constrained``); putting the term there afterwards, flagged (``replaced``).
    """

    inline: bool = False
    n_best: int = 0
    margin: float = 0.0
    constrained: bool = False
    replaced: bool = False


PUBLIC = TermStrategy(n_best=6, margin=0.35, constrained=True, replaced=True)
STRATEGIES = {
    "starter": TermStrategy(inline=True, n_best=6, margin=0.35, constrained=True, replaced=True),
    "opus-mt": PUBLIC,
    "nllb": PUBLIC,
    "m2m100": PUBLIC,
}


def strategy_for(family: str) -> TermStrategy:
    """The strategy of a family; one that nobody has taught yet is left alone."""
    return STRATEGIES.get(family, TermStrategy())


def unmet(target: str, terms: Sequence[TermMatch], lang: str = "") -> tuple[TermMatch, ...]:
    """The terms of which no accepted form is in the target, whatever its case or ending."""
    return tuple(term for term in terms if term.wanted and not is_met(target, term, lang))


WEIGHTY = frozenset(("symptom", "disease", "drug"))
"""Semantic types of terms that a translation has to say, in whatever form."""


def unsaid(target: str, terms: Sequence[TermMatch], lang: str) -> tuple[TermMatch, ...]:
    """The terms that must be said and of which no accepted form is in the target."""
    must = [term for term in terms if term.steers or term.semantic_type in WEIGHTY]
    return unmet(target, [term for term in must if not term.fuzzy], lang)


def is_met(target: str, term: TermMatch, lang: str) -> bool:
    """Whether the wanted term, or another accepted form of it, stands in ``target``."""
    forms = term.accepted or (term.wanted,)
    return any(count(target, form, lang) for form in forms)


def count(text: str, form: str, lang: str) -> int:
    """How often ``form`` stands in ``text`` as whole words, inflected or not."""
    if lang in SIGN_BY_SIGN or not lang:
        return fold(text)[0].count(fold(form)[0])
    inside, wanted = keyed(text, lang).keys, keyed(form, lang).keys
    size = len(wanted)
    if not size:
        return 0
    return sum(inside[at : at + size] == wanted for at in range(len(inside) - size + 1))


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


def put(text: str, start: int, end: int, wanted: str, lang: str) -> str:
    """``text`` with ``wanted`` instead of ``start:end``; English keeps capital and article."""
    before, after = text[:start], text[end:]
    if lang not in SIGN_BY_SIGN:
        if not before.strip() and wanted[:1].islower():
            wanted = wanted[0].upper() + wanted[1:]
        if before and before[-1].isalnum():
            wanted = " " + wanted
        if after and after[0].isalnum():
            wanted += " "
    if lang == "en":
        article = "an" if wanted.strip()[:1].lower() in "aeiou" else "a"
        before = re.sub(r"\b(?:a|an)(?=\s*$)", article, before)
        before = re.sub(r"\b(?:A|An)(?=\s*$)", article.capitalize(), before)
    return before + wanted + after
