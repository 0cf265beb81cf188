"""Makes a translation use the wanted terms, when it does not by itself.

The model's own first translation is kept wherever it has every wanted term: nothing is pressed
upon it without need. What is tried after that, and in which order, is the family's strategy
(`translation.term_constraints`). Whatever was put in afterwards is named, so that a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from glossary.types import Register, TermMatch
from translation.families.family import Encoded, Family
from translation.term_alignment import aligned, source_tokens
from translation.term_constraints import TermStrategy, count, put, unmet
from translation.together import Draft, Search, Steps

_SHORTEST, _LONGEST = 0.5, 1.8
"""A second decode this much shorter or longer than the first went astray."""


@dataclass(frozen=True, slots=True)
class TermSteering:
    """Steers with one strategy for one family."""

    strategy: TermStrategy
    family: Family

    def steps(
        self,
        sentence: str,
        langs: tuple[str, str],
        terms: Sequence[TermMatch],
        first: Draft,
    ) -> Steps[Draft]:
        """``first``, or a better draft that has more of the terms that steer."""
        wanted = [term for term in terms if term.steers and term.wanted]
        job = _Job(sentence, langs, wanted, first)
        best = first
        for attempt in (self._inline, self._n_best, self._constrained, self._replaced):
            missing = unmet(best.text, wanted, langs[1])
            if not missing:
                break
            tried = yield from attempt(job, missing)
            better = [draft for draft in tried if job.is_better(draft, best)]
            best = min(better, key=job.badness, default=best)
        if best is not first and first.text[:1].isupper() and best.text[:1].islower():
            # A model that is told a term copies its small letter to the sentence's beginning.
            best = replace(best, text=best.text[0].upper() + best.text[1:])
        return best

    def sources(self, terms: Sequence[TermMatch]) -> list[tuple[TermMatch, ...]]:
        """The terms to write into the source, in each way that is worth a search."""
        wanted = tuple(term for term in terms if term.steers and term.wanted)
        return list(dict.fromkeys(((), wanted if self.strategy.inline else ())))

    def _inline(self, job: _Job, missing: Sequence[TermMatch]) -> Steps[list[Draft]]:
        """The source with the missing terms written in, and with all of them."""
        if not self.strategy.inline:
            return []
        said = tuple(_as_said(term) for term in missing)
        choices = dict.fromkeys((said, tuple(missing), tuple(job.wanted)))
        found = yield [self._search(job, terms, 1) for terms in choices]
        return [draft for drafts in found for draft in drafts]

    def _n_best(self, job: _Job, missing: Sequence[TermMatch]) -> Steps[list[Draft]]:
        if self.strategy.n_best < 2:
            return []
        (drafts,) = yield [self._search(job, self._written(job), self.strategy.n_best)]
        return [d for d in drafts if d.score >= job.first.score - self.strategy.margin]

    def _constrained(self, job: _Job, missing: Sequence[TermMatch]) -> Steps[list[Draft]]:
        """The beginning of the translation, the term where it was expected, and on from there."""
        if not self.strategy.constrained:
            return []
        wanted = []
        attended = yield from self._attended(job)
        for encoded, draft in attended:
            for term in unmet(draft.text, missing, job.langs[1]):
                place = _place(job.sentence, encoded, term, draft)
                if place is not None:
                    first = place[0] == 0
                    pieces = self.family.target_pieces(term.wanted, job.langs[1], first=first)
                    prefix = (*encoded.prefix, *draft.tokens[: place[0]], *pieces)
                    wanted.append(Search(replace(encoded, prefix=prefix)))
        if not wanted:
            return []
        found = yield wanted
        return [draft for drafts in found for draft in drafts]

    def _replaced(self, job: _Job, missing: Sequence[TermMatch]) -> Steps[list[Draft]]:
        """The term put over what the model wrote for it."""
        if not self.strategy.replaced:
            return []
        attended = yield from self._attended(job)
        return [
            edited
            for encoded, draft in attended
            if (edited := self._edited(job, encoded, draft)) is not None
        ]

    def _edited(self, job: _Job, encoded: Encoded, draft: Draft) -> Draft | None:
        edits: list[tuple[int, int, TermMatch]] = []
        for term in unmet(draft.text, job.wanted, job.langs[1]):
            place = _place(job.sentence, encoded, term, draft)
            if place is not None and not any(a < place[1] and place[0] < b for a, b, _ in edits):
                edits.append((*place, term))
        text = draft.text
        for first, last, term in sorted(edits, key=lambda edit: edit[0], reverse=True):
            start = len(self.family.decode(draft.tokens[:first], job.langs[1]))
            end = len(self.family.decode(draft.tokens[:last], job.langs[1]))
            start += text[start:end].startswith(" ")
            text = put(text, start, end, term.wanted, job.langs[1])
        names = tuple(term.concept_id for _, _, term in edits)
        return replace(draft, text=text, replaced=names) if edits else None

    def _attended(self, job: _Job) -> Steps[list[tuple[Encoded, Draft]]]:
        """The best hypothesis with its attention, of the source as it is and with its terms."""
        if not job.attended:
            choices = dict.fromkeys(((), tuple(self._written(job))))
            encoded = [self.family.encode(job.sentence, *job.langs, terms) for terms in choices]
            found = yield [Search(each, 1, True) for each in encoded]
            for each, drafts in zip(encoded, found, strict=True):
                job.attended.extend((each, draft) for draft in drafts)
        return job.attended

    def _written(self, job: _Job) -> Sequence[TermMatch]:
        """The terms that go into the source: none where the family knows no annotation."""
        return job.wanted if self.strategy.inline else ()

    def _search(self, job: _Job, terms: Sequence[TermMatch], hypotheses: int) -> Search:
        return Search(self.family.encode(job.sentence, *job.langs, terms), hypotheses)


@dataclass(frozen=True, slots=True)
class _Job:
    """One sentence to be steered. ``attended`` keeps what two steps need."""

    sentence: str
    langs: tuple[str, str]
    wanted: Sequence[TermMatch]
    first: Draft
    attended: list[tuple[Encoded, Draft]] = field(default_factory=list)

    def badness(self, draft: Draft) -> tuple[int, float]:
        """Smaller is better: terms that are missing, then how unsure the model is."""
        return len(unmet(draft.text, self.wanted, self.langs[1])), -draft.score

    def is_better(self, draft: Draft, best: Draft) -> bool:
        """More wanted terms, none more often than the source has it, nothing gone astray."""
        if draft.cut or not draft.text.strip() or self.badness(draft)[0] >= self.badness(best)[0]:
            return False
        was, room = len(self.first.text), max(len(term.wanted) for term in self.wanted)
        if not was * _SHORTEST <= len(draft.text) <= was * _LONGEST + room:
            return False
        names = [term.wanted for term in self.wanted]
        return all(count(draft.text, n, self.langs[1]) <= names.count(n) for n in set(names))


def _as_said(term: TermMatch) -> TermMatch:
    """An abbreviation that both languages write alike (PSA, CT) is wanted as it was said."""
    if term.register == Register.ABBREVIATION and term.term in term.accepted:
        return replace(term, wanted=term.term)
    return term


def _place(
    sentence: str, encoded: Encoded, term: TermMatch, draft: Draft
) -> tuple[int, int] | None:
    """The output tokens that stand for the term."""
    word = sentence[term.start : term.end]
    before = sentence[: term.start].lower().count(word.lower())
    span = source_tokens(encoded.tokens, word, before)
    return aligned(draft.attention, span, draft.tokens) if span else None
