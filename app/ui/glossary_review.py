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

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.records.access import Access
from app.records.proposed import ProposedTerm
from app.records.reader import RecordReader
from app.records.store import RecordStore
from app.terms import terms_error
from app.ui.task import Task
from glossary import proposals
from glossary.concepts import TermbaseError
from glossary.history import Entry
from glossary.overlay import Editor
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


class ReviewList(QObject):
    """Both lists together, and what becomes of their words.

    Signals: ``shown(list of Waiting)`` after `show`; ``read`` when words of turns have come;
    ``failed(AppError)``.
    """

    shown = Signal(object)
    read = Signal()
    failed = Signal(object)

    def __init__(
        self, folder: Path, editor: Editor, turns: TurnTerms | None, parent: QObject
    ) -> None:
        """``folder`` holds the shared list; ``turns`` are those of whoever may read them."""
        super().__init__(parent)
        self._folder, self._editor, self._turns = folder, editor, turns
        self._from_turns: list[Waiting] = []
        self._asking: Task | None = None

    def ask(self) -> None:
        """Read the words of corrected turns, in the background."""
        if self._turns is None or self._asking is not None:
            return
        self._asking = Task(self._turns.waiting, self)
        self._asking.done.connect(self._came)
        self._asking.failed.connect(self._came_not)
        self._asking.start()

    def show(self, entries: Mapping[str, Entry]) -> None:
        """Tell what waits; words that ``entries`` have are left out."""
        try:
            shared = proposals.open_proposals(self._folder)
        except TermbaseError as error:
            self.failed.emit(terms_error(error))
            return
        own = unknown(self._from_turns, entries) if self._from_turns else []
        self.shown.emit([*map(Waiting, shared), *own])

    def forward(self, waiting: Waiting) -> None:
        """Put a word of a turn on the shared list: somebody has said that it is a term."""
        each = waiting.proposal
        try:
            proposals.propose(self._folder, each.term, each.lang, each.context, self._editor.name)
        except (TermbaseError, OSError) as error:
            self.failed.emit(terms_error(error))
            return
        self.decided(waiting, proposals.TAKEN)

    def decided(self, waiting: Waiting, state: str) -> None:
        """Note what became of a word."""
        turns = self._turns
        if not waiting.from_turns or turns is None:
            try:
                proposals.decide(self._folder, waiting.proposal, state, self._editor)
            except (TermbaseError, OSError) as error:
                self.failed.emit(terms_error(error))
            return
        self._from_turns = [each for each in self._from_turns if each != waiting]
        task = Task(lambda: turns.decide(waiting.proposal, state), self)
        task.failed.connect(self.failed)
        task.done.connect(lambda _: self.ask())
        task.start()

    def _came(self, found: object) -> None:
        assert isinstance(found, list)
        self._asking, self._from_turns = None, found
        self.read.emit()

    def _came_not(self, error: AppError) -> None:
        self._asking = None
        self.failed.emit(error)
