"""What is filled into a form, taken from the record of a consultation and from nothing else.

The header gives who and when; the summary of the consultation gives what was said and found, as far
as the patient was told it: a form is in the patient's language, too. What the record does not hold
stays empty: a form shows a blank line there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.documents.protect import FindTerms, Pair, heading_in
from app.documents.romanise import romanise
from app.documents.templates.kinds import word, words
from app.records import identity
from app.records.model import EncounterHeader, EncounterRecord
from app.records.summary_model import Section, SummaryLine, SummaryVersion

_TITLE = re.compile(r"(?:医生|医师|大夫|主任|教授|副主任医师|主任医师|主治医师)+$")
_SECTIONS = {
    Section.COMPLAINT: "complaint", Section.HISTORY: "history", Section.ALLERGIES: "allergies",
    Section.MEDICINES: "medicines", Section.FINDINGS: "findings", Section.PLAN: "plan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in the doctor's language and in the patient's; lines parted by line breaks."""

    source: str = ""
    target: str = ""


Entries = Mapping[str, Entry]


def entries_of(
    record: EncounterRecord,
    find: FindTerms,
    *,
    drafts: bool = False,
    zone: tzinfo | None = None,
) -> dict[str, Entry]:
    """The values of all slots that the record knows.

    A summary that nobody has reviewed counts only with ``drafts``, and then without the lines
    that it doubts itself. A line that the patient was never told stays out. ``zone`` is the time
    zone of dates (None: the machine's).
    """
    found = _header(record.header, find, zone)
    lines = [line for line in _usable(record.summary, drafts=drafts) if record.told(line)]
    for section, slot in _SECTIONS.items():
        mine = [line for line in lines if line.section is section]
        found[slot] = Entry(
            "\n".join(_one_line(line.text) for line in mine),
            "\n".join(_one_line(line.translation) for line in mine),
        )
    return {slot: entry for slot, entry in found.items() if entry.source or entry.target}


def untold(record: EncounterRecord, *, drafts: bool = False) -> int:
    """How many lines stay out only because the patient was never told them."""
    return sum(not record.told(line) for line in _usable(record.summary, drafts=drafts))


def _usable(summary: SummaryVersion | None, *, drafts: bool) -> tuple[SummaryLine, ...]:
    if summary is None or not (summary.reviewed or drafts):
        return ()
    return tuple(line for line in summary.lines if summary.reviewed or not line.doubts)


def _header(header: EncounterHeader, find: FindTerms, zone: tzinfo | None) -> dict[str, Entry]:
    source, target = header.doctor_lang, header.patient_lang
    department = header.department
    in_target = heading_in(department, Pair(source, target, find)) if department else ""
    local, passport = header.patient_name_local, header.patient_name
    day = _day(header.started_at, zone)
    return {
        "patient_name": Entry(local or passport, passport or romanise(local, target)),
        "sex": _word(header.patient_sex, source, target),
        "birth_date": _same(header.patient_birth_date),
        "nationality": _country(header.patient_nationality, source, target),
        "document": _same(header.patient_document),
        "insurance": _same(header.patient_insurance),
        "patient_number": _same(header.patient_number),
        "department": Entry(department, in_target),
        "visit_date": _same(day),
        "doctor": Entry(header.doctor_name, _doctor(header.doctor_name, target)),
    }


def _doctor(name: str, target: str) -> str:
    """A doctor's name in the patient's language, without the Chinese title behind it."""
    bare = _TITLE.sub("", name)
    if len(bare) == 1 and bare != name and target not in ("zh", "ja"):
        # A surname alone is no name to the rule that knows given names.
        return romanise(bare + "一", target).split()[0]
    return romanise(bare or name, target)


def _same(value: str) -> Entry:
    return Entry(value, value)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _word(key: str, source: str, target: str) -> Entry:
    return Entry(word(key, source), word(key, target)) if key in words() else Entry()


def _country(code: str, source: str, target: str) -> Entry:
    """A country's name; in languages that the table of countries lacks, in English."""
    known = identity.countries().get(code)
    if known is None:
        return _same(code)
    return Entry(*(known.zh if lang == "zh" else known.en for lang in (source, target)))


def _day(moment: str, zone: tzinfo | None) -> str:
    if not moment:
        return ""
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()
