"""The lines of a summary as a person changes them: pure, with undo and redo.

Each change goes on record as a version of its own, so undo makes a version, too: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.records.summary_model import Section, SummaryLine, SummaryVersion

Lines = tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class SummaryLines:
    """States of the lines; ``at`` is the one that is shown. Immutable."""

    states: tuple[Lines, ...] = ((),)
    at: int = 0

    @classmethod
    def of(cls, versions: Sequence[SummaryVersion]) -> SummaryLines:
        """The versions on record; a review changes no line and is no state of its own."""
        states: list[Lines] = []
        for version in versions:
            if not states or states[-1] != version.lines:
                states.append(version.lines)
        return cls(tuple(states), len(states) - 1) if states else cls()

    @property
    def lines(self) -> Lines:
        """What is shown."""
        return self.states[self.at]

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before this one."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is one after it."""
        return self.at < len(self.states) - 1

    def undo(self) -> SummaryLines:
        """The state before."""
        return replace(self, at=max(0, self.at - 1))

    def redo(self) -> SummaryLines:
        """The state after."""
        return replace(self, at=min(len(self.states) - 1, self.at + 1))

    def changed(self, place: int, line: SummaryLine) -> SummaryLines:
        """With another line at ``place``, which is a person's from now on."""
        lines = list(self.lines)
        lines[place] = replace(line, own=True, doubts=())
        return self._with(lines)

    def added(self, line: SummaryLine) -> SummaryLines:
        """With a person's line at the end of its section."""
        return self._with([*self.lines, replace(line, own=True)])

    def removed(self, place: int) -> SummaryLines:
        """Without the line at ``place``."""
        return self._with([line for number, line in enumerate(self.lines) if number != place])

    def _with(self, lines: Sequence[SummaryLine]) -> SummaryLines:
        order = list(Section)
        sorted_lines = tuple(sorted(lines, key=lambda line: order.index(line.section)))
        if sorted_lines == self.lines:
            return self
        states = (*self.states[: self.at + 1], sorted_lines)
        return SummaryLines(states, len(states) - 1)
