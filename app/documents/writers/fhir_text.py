"""The narratives of a FHIR document: XHTML in both languages, each with its direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from html import escape
from typing import Any

from app.documents.writers.content import Content, TurnEntry
from app.documents.writers.layouts import Layout, shape
from app.documents.writers.pdf_scripts import is_rtl
from app.documents.writers.pdf_words import Words, words_in
from app.records.model import EncounterRecord
from app.records.summary_model import Section, SummaryVersion

_LOINC = "http://loinc.org"
_SECTIONS = {
    Section.COMPLAINT: ("10154-3", "Chief complaint", "主诉"),
    Section.HISTORY: ("10164-2", "History of present illness", "病史"),
    Section.ALLERGIES: ("48765-2", "Allergies and adverse reactions", "过敏史"),
    Section.MEDICINES: ("10160-0", "History of medication use", "用药"),
    Section.FINDINGS: ("29545-1", "Physical findings", "检查所见"),
    Section.PLAN: ("18776-5", "Plan of care", "处理计划"),
}
_OTHERS = {
    "transcript": ("Transcript with machine translation", "对话记录（机器翻译）"),
    "consent": ("Consent of the patient", "患者知情同意"),
}
_DRAFT = "Machine draft, not reviewed / 机器草稿，未经审核"

Line = tuple[str, str]
"""A line in the doctor's language and in the patient's."""
Cells = tuple[tuple[str, str], ...]
"""Texts beside each other, each with its language."""


def summary_sections(summary: SummaryVersion, langs: tuple[str, str]) -> list[dict[str, Any]]:
    """One section for each part of the summary that has lines."""
    found = []
    note = "" if summary.reviewed else _DRAFT
    for part, (code, english, chinese) in _SECTIONS.items():
        lines = [(line.text, line.translation) for line in summary.lines if line.section is part]
        if lines:
            coding = {"system": _LOINC, "code": code, "display": english}
            made = _made(f"{chinese} / {english}", _rows(lines, langs), note)
            found.append({**made, "code": {"coding": [coding]}})
    return found


def section(kind: str, langs: tuple[str, str], lines: Sequence[Line]) -> dict[str, Any]:
    """A section that is not of the summary."""
    english, chinese = _OTHERS[kind]
    return _made(f"{chinese} / {english}", _rows(lines, langs))


def transcript(record: EncounterRecord, zone: tzinfo | None = None) -> dict[str, Any]:
    """What was said, found and done, turn by turn, and what is missing: as on the pages."""
    header = record.header
    chosen = shape(Layout.SIDE_BY_SIDE, "", header)
    words = tuple(words_in(lang) for lang in chosen.languages)
    content = Content(record, chosen, words, zone, numbered=False)
    rows: list[Cells] = []
    for entry in content.entries:
        if isinstance(entry, TurnEntry):
            rows += _turn(entry, words)
        else:
            number = "" if entry.number is None else f"{entry.number}. "
            rows.append(_in_all([f"{number}{text}" for text in entry.texts], words))
    english, chinese = _OTHERS["transcript"]
    return _made(f"{chinese} / {english}", rows)


def _turn(entry: TurnEntry, words: Sequence[Words]) -> Iterator[Cells]:
    """The turn in both languages; below it what is marked on it, and its earlier versions."""
    yield tuple(
        (f"{entry.number}. {own(entry.party.value)} · {side.caption}: {side.text}", side.lang)
        for own, side in zip(words, entry.sides, strict=True)
    )
    for note in entry.notes:
        yield _in_all(note.texts, words)
    for change in entry.changes:
        # In one cell: an earlier text by itself would look like something that was said.
        told = [
            f"{title}: {side.text}" if side else title
            for title, side in zip(change.titles, change.before, strict=True)
        ]
        yield _in_all(told, words)


def _in_all(texts: Sequence[str], words: Sequence[Words]) -> Cells:
    return tuple((text, own.lang) for text, own in zip(texts, words, strict=True))


def _rows(lines: Sequence[Line], langs: tuple[str, str]) -> list[Cells]:
    return [tuple(zip(line, langs, strict=True)) for line in lines]


def _made(title: str, rows: Sequence[Cells], note: str = "") -> dict[str, Any]:
    head = f"<p><b>{escape(note)}</b></p>" if note else ""
    told = "".join("<tr>" + "".join(_cell(*cell) for cell in row) + "</tr>" for row in rows)
    body = f"<table><tbody>{told}</tbody></table>" if told else "<p>—</p>"
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{head}{body}</div>'
    return {"title": title, "text": {"status": "generated", "div": div}}


def _cell(text: str, lang: str) -> str:
    direction = "rtl" if is_rtl(lang) else "ltr"
    written = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    return f'<td lang="{lang}" xml:lang="{lang}" dir="{direction}">{escape(written)}</td>'
