"""The structured summary of an encounter, as plain values; see `app.records.summaries`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """The parts of a summary, in the order in which they are shown."""

    COMPLAINT = "complaint"
    HISTORY = "history"
    ALLERGIES = "allergies"
    MEDICINES = "medicines"
    FINDINGS = "findings"
    PLAN = "plan"


class Made(StrEnum):
    """How a version of a summary came to be."""

    DRAFT = "draft"
    """By the program, from the turns; nobody has read it."""
    EDITED = "edited"
    REVIEWED = "reviewed"
    """Its user answers for it."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line, in the doctor's language and in the patient's.

    ``turns`` are the numbers of the turns it was made of. ``doubts`` say why somebody should look
    at it again (keys such as "finding", "incomplete"), empty for none. ``own`` lines were written
    or changed by a person.
    """

    section: Section
    text: str
    translation: str
    turns: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class SummaryVersion:
    """One version; versions are only ever added.

    ``content`` is the hash of all turns when it was made (`app.records.states.content`): another
    one now means that turns were corrected since. ``current`` says whether that is not so.
    """

    version: int
    made: Made
    lines: tuple[SummaryLine, ...]
    user: str
    role: str
    content: str
    created_at: str
    current: bool = True

    @property
    def reviewed(self) -> bool:
        """Whether somebody answers for it, and for turns as they are now."""
        return self.made is Made.REVIEWED and self.current
