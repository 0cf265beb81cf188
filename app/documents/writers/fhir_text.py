"""The narratives of a FHIR document: XHTML in both languages, each with its direction."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from app.documents.writers.pdf_scripts import is_rtl
from app.records.model import EncounterRecord, Party
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


def summary_sections(summary: SummaryVersion, langs: tuple[str, str]) -> list[dict[str, Any]]:
    """One section for each part of the summary that has lines."""
    found = []
    note = "" if summary.reviewed else _DRAFT
    for part, (code, english, chinese) in _SECTIONS.items():
        lines = [(line.text, line.translation) for line in summary.lines if line.section is part]
        if lines:
            coding = {"system": _LOINC, "code": code, "display": english}
            made = _made(f"{chinese} / {english}", langs, lines, note)
            found.append({**made, "code": {"coding": [coding]}})
    return found


def section(kind: str, langs: tuple[str, str], lines: Sequence[Line]) -> dict[str, Any]:
    """A section that is not of the summary."""
    english, chinese = _OTHERS[kind]
    return _made(f"{chinese} / {english}", langs, lines)


def transcript(record: EncounterRecord) -> dict[str, Any]:
    """What was said, turn by turn."""
    header = record.header
    lines = []
    for turn in record.turns:
        doctor = turn.party is Party.CLINICIAN
        first, second = turn.text, turn.translation or "—"
        number = f"{turn.turn}. "
        mine, other = (first, second) if doctor else (second, first)
        lines.append((f"{number}{mine}", f"{number}{other}"))
    return section("transcript", (header.doctor_lang, header.patient_lang), lines)


def _made(
    title: str, langs: tuple[str, str], lines: Sequence[Line], note: str = ""
) -> dict[str, Any]:
    head = f"<p><b>{escape(note)}</b></p>" if note else ""
    rows = "".join(
        "<tr>"
        + "".join(_cell(text, lang) for text, lang in zip(line, langs, strict=True))
        + "</tr>"
        for line in lines
    )
    body = f"<table><tbody>{rows}</tbody></table>" if rows else "<p>—</p>"
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{head}{body}</div>'
    return {"title": title, "text": {"status": "generated", "div": div}}


def _cell(text: str, lang: str) -> str:
    direction = "rtl" if is_rtl(lang) else "ltr"
    written = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    return f'<td lang="{lang}" xml:lang="{lang}" dir="{direction}">{escape(written)}</td>'
