"""Taking back what was done in the review grid. Pure; the record only ever gets newer versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.records.documents import BlockText
from app.ui.review_source import Change


@dataclass(frozen=True, slots=True)
class Deed:
    """Texts of blocks before and after something was done; None where there was no text."""

    before: Mapping[int, BlockText | None]
    after: Mapping[int, BlockText | None]


class Deeds:
    """What was done and can be taken back, and what was taken back and can be done again."""

    def __init__(self) -> None:
        self._done: list[Deed] = []
        self._undone: list[Deed] = []

    def add(self, deed: Deed) -> None:
        """Something new was done; what was taken back before is forgotten."""
        self._done.append(deed)
        self._undone.clear()

    def undo(self) -> Deed | None:
        """The last deed, to be taken back now."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Deed | None:
        """The deed that was taken back last, to be done again now."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def clear(self) -> None:
        """Another document."""
        self._done.clear()
        self._undone.clear()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._undone)


@dataclass(frozen=True, slots=True)
class Steps:
    """What makes texts what they were: new versions, and words taken back or given again."""

    changes: tuple[Change, ...]
    accept: tuple[tuple[int, str], ...]
    unaccept: tuple[int, ...]


def steps_to(wanted: Mapping[int, BlockText | None], now: Mapping[int, BlockText | None]) -> Steps:
    """The steps from the texts that there are to those that are wanted."""
    changes, accept, unaccept = [], [], []
    for position, text in wanted.items():
        current = now.get(position)
        if text is None:
            changes.append(Change(position, "", "incomplete", accepted=False, source=""))
        elif current is None or _said(text) != _said(current):
            changes.append(
                Change(position, text.target, text.state, text.accepted, text.reason, text.source)
            )
        elif text.accepted and not current.accepted:
            accept.append((position, text.reason))
        elif current.accepted and not text.accepted:
            unaccept.append(position)
    return Steps(tuple(changes), tuple(accept), tuple(unaccept))


def _said(text: BlockText) -> tuple[str, str, str]:
    return text.target, text.state, text.source
