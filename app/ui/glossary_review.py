"""Terms that wait to be looked at: those on the shared list, and words of corrected turns.

Words of turns are a patient's until somebody has said that they are terms. They come out of the
encrypted record, for those who may read it; from there they go to the shared list, which whoever
changes the glossary sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.records.access import Access
from app.records.proposed import ProposedTerm
from app.records.reader import RecordReader
from app.records.store import RecordStore
from glossary.history import Entry
from glossary.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed term; with ``from_turns`` it is not on the shared list yet."""

    proposal: Proposal
    from_turns: bool = False


class TurnTerms(Protocol):
    """Words of corrected turns. Both methods block and raise AppError."""

    def waiting(self) -> list[Waiting]:
        """Those that nobody has decided about."""
        ...

    def decide(self, proposal: Proposal, state: str) -> None:
        """Note what became of one: ``TAKEN`` or ``REFUSED``."""
        ...


@dataclass(frozen=True, slots=True)
class RecordTerms:
    """`TurnTerms` from a record, opened for each call as whoever has unlocked it."""

    path: Path
    access: Callable[[], Access]

    def waiting(self) -> list[Waiting]:
        """See `TurnTerms`."""
        if not self.path.exists():
            return []
        with RecordReader.open(self.path, self.access()) as reader:
            return [Waiting(_proposal(each), from_turns=True) for each in reader.proposed_terms()]

    def decide(self, proposal: Proposal, state: str) -> None:
        """See `TurnTerms`."""
        with RecordStore.open(self.path, self.access()) as store:
            store.decide_term(proposal.lang, proposal.term, state)


def unknown(waiting: Iterable[Waiting], entries: Mapping[str, Entry]) -> list[Waiting]:
    """Without the words of turns that the glossary has as they stand."""
    found = list(waiting)
    langs = {each.proposal.lang for each in found}
    known = {
        (lang, form.casefold())
        for entry in entries.values()
        if not entry.retired
        for lang in langs & entry.concept.terms.keys()
        for form in entry.concept.terms[lang].every
    }
    return [x for x in found if (x.proposal.lang, x.proposal.term.casefold()) not in known]


def _proposal(each: ProposedTerm) -> Proposal:
    place = f"{each.encounter_id[:8]} · {each.turn}"
    return Proposal(each.term, each.lang, place, each.user, each.created_at, times=each.times)
