"""What a document says of the structured summary, before anybody lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from app.documents.writers.head import shown_time
from app.documents.writers.layouts import Shape
from app.documents.writers.pdf_words import Words
from app.records.model import EncounterRecord, Party
from app.records.summary_model import Section, SummaryLine


@dataclass(frozen=True, slots=True)
class SummaryText:
    """One line in the languages of the document, and their codes."""

    texts: tuple[str, ...]
    turns: tuple[int, ...]
    check: bool
    """Whether somebody should look at it again."""


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """A section with its name in each language."""

    titles: tuple[str, ...]
    lines: tuple[SummaryText, ...]


@dataclass(frozen=True, slots=True)
class SummaryContent:
    """Title and mark in each language: whose word it is, or that it is nobody's."""

    titles: tuple[str, ...]
    marks: tuple[str, ...]
    reviewed: bool
    langs: tuple[str, ...]
    parts: tuple[SummaryPart, ...]


def summary_content(
    record: EncounterRecord, shape: Shape, words: Sequence[Words], zone: tzinfo | None
) -> SummaryContent | None:
    """The summary as a document of this shape shows it; None where there is none to show.

    A patient's copy has only what somebody has reviewed, and of that what the patient was told.
    """
    summary = record.summary
    if summary is None or not summary.lines or not (shape.internal or summary.reviewed):
        return None
    if summary.reviewed:
        values = {"user": summary.user, "time": shown_time(summary.created_at, zone)}
        marks = tuple(each("summary.reviewed", **values) for each in words)
    else:
        key = "summary.draft" if summary.current else "summary.stale"
        marks = tuple(each(key) for each in words)
    sides = [party for party in Party if shape.sides.has(party)]
    parts = []
    for section in Section:
        lines = [
            line
            for line in summary.lines
            if line.section is section and (shape.internal or record.told(line))
        ]
        if lines:
            titles = tuple(each(f"summary.{section.value}") for each in words)
            shown = tuple(_line(line, sides, internal=shape.internal) for line in lines)
            parts.append(SummaryPart(titles, shown))
    if not parts:
        return None
    return SummaryContent(
        tuple(each("summary.title") for each in words),
        marks,
        summary.reviewed,
        shape.languages,
        tuple(parts),
    )


def _line(line: SummaryLine, sides: Sequence[Party], *, internal: bool) -> SummaryText:
    of = {Party.CLINICIAN: line.text, Party.PATIENT: line.translation}
    texts = tuple(of[party] for party in sides)
    return SummaryText(texts, line.turns, internal and bool(line.doubts))
