"""A hospital's own layer over the shipped termbase: it wins, and it survives updates.

It lies in a folder of the profile as a journal of changes (see `glossary.history`); what holds
now is what the journal leaves. A concept of the overlay stands in place of the shipped one with
the same id as a whole, so that an update of the shipped data never mixes into reviewed words.
Who may change it is asked here, at every change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from glossary.concepts import Concept, TermbaseError
from glossary.history import (
    FILE,
    Change,
    ChangeSet,
    Entry,
    append,
    clean,
    read_journal,
    stacks,
    state_after,
    words,
)

SHIPPED, CHANGED, ADDED = "shipped", "changed", "added"


class NotPermittedError(TermbaseError):
    """Whoever wanted to change the glossary may not; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes the glossary; ``allowed`` is asked before every change."""

    name: str
    allowed: Callable[[], bool]

    def require(self) -> None:
        """Raises NotPermittedError."""
        if not self.allowed():
            raise NotPermittedError(f"{self.name or '?'} may not change the glossary")


READER = Editor("", lambda: False)
"""Somebody who only looks."""


@dataclass(frozen=True, slots=True)
class OverlayChange:
    """What the overlay does to one concept; None: it is not used."""

    id: str
    concept: Concept | None


def load(folder: Path) -> list[OverlayChange]:
    """What the overlay in ``folder`` changes; nothing if there is none. Raises TermbaseError."""
    entries = state_after(read_journal(folder / FILE)[0])
    return [OverlayChange(key, None if e.retired else e.concept) for key, e in entries.items()]


def apply(concepts: dict[str, Concept], folder: Path) -> None:
    """Lay the overlay in ``folder`` over ``concepts``. Raises TermbaseError."""
    for change in load(folder):
        if change.concept is None:
            concepts.pop(change.id, None)
        else:
            concepts[change.id] = change.concept


def utc_now() -> str:
    """The time for the journal, in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class TermBook:
    """The shipped concepts with the hospital's over them, to look at and to change.

    Every change is made in the name of ``editor`` and written before it holds; NotPermittedError
    where they may not. Not for use from several threads.
    """

    def __init__(
        self,
        shipped: Iterable[Concept],
        folder: Path,
        editor: Editor = READER,
        now: Callable[[], str] = utc_now,
    ) -> None:
        """``folder`` need not exist. Raises TermbaseError for a broken journal."""
        self.editor = editor
        self.shipped = {concept.id: concept for concept in shipped}
        self._path = folder / FILE
        self._now = now
        self.reload()

    def reload(self) -> None:
        """Read the journal again. Raises TermbaseError."""
        self._sets, self._size = read_journal(self._path)
        self._entries = state_after(self._sets)

    @property
    def sets(self) -> Sequence[ChangeSet]:
        """All that was ever changed, in the order of time."""
        return self._sets

    @property
    def overlay(self) -> Mapping[str, Entry]:
        """The hospital's own entries by concept id."""
        return self._entries

    def entries(self) -> dict[str, Entry]:
        """All entries that hold, those of the shipped data first, in their order."""
        return {key: Entry(concept) for key, concept in self.shipped.items()} | self._entries

    def entry(self, concept_id: str) -> Entry | None:
        """The entry that holds for this id."""
        own = self._entries.get(concept_id)
        if own is not None or concept_id not in self.shipped:
            return own
        return Entry(self.shipped[concept_id])

    def origin(self, concept_id: str) -> str:
        """Whether the concept is as shipped, changed by the hospital or added by it."""
        if concept_id not in self._entries:
            return SHIPPED
        return CHANGED if concept_id in self.shipped else ADDED

    def history(self, concept_id: str) -> list[ChangeSet]:
        """The sets that changed this concept, the newest first."""
        return [s for s in reversed(self._sets) if any(c.id == concept_id for c in s.changes)]

    def put(self, concept: Concept, why: str = "") -> ChangeSet | None:
        """Add or change one concept; None if it is that already.

        Raises TermbaseError for one without id or terms, and what `_record` raises.
        """
        tidy = clean(concept)
        if not tidy.id or not tidy.terms:
            raise TermbaseError(f"{tidy.id or '?'}: a concept needs an id and a term")
        before = self.entry(tidy.id)
        after = Entry(tidy, before.retired if before else "")
        if before == after:
            return None
        kind = "edit" if before else "add"
        return self._record(kind, [Change(tidy.id, self._entries.get(tidy.id), after)], why)

    def retire(self, concept_id: str, why: str) -> ChangeSet:
        """Use this concept no more. ``why`` must say something."""
        before = self._existing(concept_id)
        if not words(why):
            raise TermbaseError(f"{concept_id}: no reason is given")
        after = replace(before, retired=words(why))
        change = Change(concept_id, self._entries.get(concept_id), after)
        return self._record("retire", [change], words(why))

    def restore(self, concept_id: str, why: str = "") -> ChangeSet | None:
        """Use a retired concept again; None if it is in use."""
        before = self._existing(concept_id)
        if not before.retired:
            return None
        after: Entry | None = replace(before, retired="")
        if after == Entry(self.shipped.get(concept_id, before.concept)) and (
            concept_id in self.shipped
        ):
            after = None
        change = Change(concept_id, self._entries.get(concept_id), after)
        return self._record("restore", [change], why)

    def revert(self, concept_id: str, why: str = "") -> ChangeSet | None:
        """Go back to the shipped concept; one that the hospital added goes."""
        own = self._entries.get(concept_id)
        if own is None:
            return None
        return self._record("revert", [Change(concept_id, own, None)], why)

    def take(self, entries: Sequence[Entry], why: str) -> ChangeSet | None:
        """Take over imported entries, all together; None if all are here already."""
        changes = []
        for entry in entries:
            key = entry.concept.id
            if self.entry(key) == entry:
                continue
            shipped = self.shipped.get(key)
            after = None if shipped is not None and entry == Entry(shipped) else entry
            changes.append(Change(key, self._entries.get(key), after))
        return self._record("import", changes, why) if changes else None

    @property
    def next_undo(self) -> ChangeSet | None:
        """What `undo` would take back."""
        done = stacks(self._sets)[0]
        return done[-1] if done else None

    @property
    def next_redo(self) -> ChangeSet | None:
        """What `redo` would make again."""
        undone = stacks(self._sets)[1]
        return undone[-1] if undone else None

    def undo(self) -> ChangeSet | None:
        """Take the last change back; None if there is none."""
        last = self.next_undo
        if last is None:
            return None
        return self._record("undo", last.inverse, last.why, last.number)

    def redo(self) -> ChangeSet | None:
        """Make the change that was taken back last again; None if there is none."""
        last = self.next_redo
        if last is None:
            return None
        return self._record("redo", last.changes, last.why, last.number)

    def _existing(self, concept_id: str) -> Entry:
        entry = self.entry(concept_id)
        if entry is None:
            raise TermbaseError(f"{concept_id}: there is no such concept")
        return entry

    def _record(self, kind: str, changes: Sequence[Change], why: str, of: int = 0) -> ChangeSet:
        """Write the changes, then hold them.

        Raises NotPermittedError, ChangedElsewhereError (then reload and look again) or OSError;
        nothing is changed.
        """
        self.editor.require()
        number = self._sets[-1].number + 1 if self._sets else 1
        made = ChangeSet(
            number, self._now(), words(self.editor.name), words(why), kind, tuple(changes), of
        )
        self._size = append(self._path, made, self._size)
        self._sets.append(made)
        for change in made.changes:
            if change.after is None:
                self._entries.pop(change.id, None)
            else:
                self._entries[change.id] = change.after
        return made
