"""A structured summary of a consultation, drafted from its turns by rules.

A line is put together from terms only where every word of the sentence is understood ("I have had
a fever for 3 days", "no cough"); anything else is quoted, in the words of the turn and of its own
translation. So nothing that was denied can appear as present: a sentence with a denial is either
fully understood, or it stands there with its denial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.documents.summary_cues import cues_of, types
from app.documents.summary_reading import FindTerms, Quoted, Reading, read_turn
from app.records.model import EncounterRecord, Party, TurnRecord
from app.records.summary_model import Section, SummaryLine
from glossary.types import TermMatch
from translation.confidence import is_finding
from translation.instructions import Weight, weight_of

__all__ = ["FindTerms", "draft_summary"]

_SURE = "sure"
_MOST_ANSWERS = 2
"""Turns of the patient that may answer one question."""


def draft_summary(record: EncounterRecord, find: FindTerms) -> tuple[SummaryLine, ...]:
    """The lines of a machine draft, by section and in the order of the turns.

    ``find`` finds the terms of a text (text, its language, the wanted language).
    """
    return _Writer(record, find).write()


@dataclass(slots=True)
class _Question:
    """What was asked last, and of what an answer to it tells."""

    quoted: Quoted
    turn: int
    section: Section | None
    reading: Reading


@dataclass(slots=True)
class _Entry:
    """A line that is being made: its texts by party, and the concepts that it claims."""

    section: Section
    text: dict[Party, str]
    turns: tuple[int, ...]
    doubts: set[str] = field(default_factory=set)
    present: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    quote: bool = False


class _Writer:
    """Goes through the turns once."""

    def __init__(self, record: EncounterRecord, find: FindTerms) -> None:
        self._record, self._find = record, find
        self._langs = {
            Party.CLINICIAN: record.header.doctor_lang,
            Party.PATIENT: record.header.patient_lang,
        }
        self._asked: _Question | None = None
        self._answers = 0
        self._entries: list[_Entry] = []

    def write(self) -> tuple[SummaryLine, ...]:
        for turn in self._record.turns:
            if turn.lang not in self._langs.values() or not turn.text.strip():
                continue
            asked = None
            for quoted in read_turn(turn, self._find):
                if quoted.question:
                    asked = self._question(turn, quoted)
                elif turn.party is Party.PATIENT:
                    self._patient(turn, quoted)
                else:
                    self._doctor(turn, quoted)
            if turn.party is Party.CLINICIAN:
                self._asked, self._answers = asked, 0
            else:
                self._answers += 1
                if self._answers == _MOST_ANSWERS:
                    self._asked = None
        self._mark_contradictions()
        order = list(Section)
        entries = sorted(_joined(self._entries), key=lambda entry: order.index(entry.section))
        return tuple(
            SummaryLine(
                entry.section, entry.text[Party.CLINICIAN], entry.text[Party.PATIENT], entry.turns,
                tuple(sorted(entry.doubts)),
            )
            for entry in entries
        )  # fmt: skip

    def _question(self, turn: TurnRecord, quoted: Quoted) -> _Question:
        cues, reading = quoted.cues, quoted.reading
        section: Section | None = None
        if reading.allergy or (cues.reaction.search(quoted.text) and self._last_is_allergy()):
            section = Section.ALLERGIES
        elif cues.medicine.search(quoted.text) or reading.medicines:
            section = Section.MEDICINES
        elif cues.complaint.search(quoted.text):
            section = Section.COMPLAINT
        elif reading.terms or reading.quantities:
            section = Section.HISTORY
        return _Question(quoted, turn.turn, section, reading)

    def _patient(self, turn: TurnRecord, quoted: Quoted) -> None:
        asked, reading, cues = self._asked, quoted.reading, quoted.cues
        answer = cues.answer(quoted.text)
        if answer is not None:
            if asked is not None and asked.section is not None:
                self._answered(turn, quoted, asked, answer)
            return
        section = asked.section if asked is not None else None
        about = bool(reading.terms or reading.quantities)
        taken = reading.medicines and reading.doses and not reading.allergy
        if reading.allergy or (section is Section.ALLERGIES and about and not taken):
            self._allergy(turn, quoted)
        elif reading.medicines:
            self._medicine(turn, quoted)
        elif cues.medicine.search(quoted.text):
            self._quote(turn, quoted, Section.MEDICINES)
        elif reading.claim and reading.complete:
            self._claim(turn, quoted)
        elif reading.matters or (about and section is not None):
            self._quote(turn, quoted, self._place(section))
        elif section is Section.COMPLAINT and not self._has(Section.COMPLAINT):
            self._quote(turn, quoted, Section.COMPLAINT)

    def _doctor(self, turn: TurnRecord, quoted: Quoted) -> None:
        reading, cues = quoted.reading, quoted.cues
        weight = weight_of(quoted.text, turn.lang, reading.every)
        about = bool(reading.every or reading.quantities)
        planned = cues.plan.search(quoted.text) is not None
        if reading.medicines and not reading.allergy and not reading.denials and reading.doses:
            self._medicine(turn, quoted)
        elif reading.allergy and weight is not Weight.INSTRUCTION:
            self._quote(turn, quoted, Section.ALLERGIES)
        elif weight is not None or reading.medicines or (about and planned):
            self._quote(turn, quoted, Section.PLAN)
        elif reading.matters:
            self._quote(turn, quoted, Section.FINDINGS)

    def _claim(self, turn: TurnRecord, quoted: Quoted) -> None:
        """A sentence of which every word is understood: who has what, for how long."""
        reading = quoted.reading
        present = reading.present
        if present:
            asked = self._asked.section if self._asked is not None else None
            open_still = asked is not Section.HISTORY and not reading.denied
            section = self._place(asked) if open_still else Section.HISTORY
            text = {}
            for party, lang in self._langs.items():
                cues = cues_of(lang)
                words = quoted.terms_in(present, lang)
                time = quoted.time_in(lang)
                if cues is None or words is None or (reading.quantities and not time):
                    self._quote(turn, quoted, section)
                    return
                said = cues.join(words)
                text[party] = (
                    cues.say("duration", terms=said, time=time)
                    if time
                    else cues.say("present", terms=said)
                )
            self._add(turn, quoted, section, text, present=_ids(present))
        if reading.denied:
            self._deny(turn, quoted, quoted, "denies", Section.HISTORY)

    def _answered(self, turn: TurnRecord, quoted: Quoted, asked: _Question, answer: bool) -> None:
        """A whole answer: "no" denies all that was asked about, "yes" is quoted with its question
        ("have you ever had…" and "do you have…" are not the same)."""
        reading = asked.reading
        section = self._place(asked.section)
        terms = [term for term in reading.every if term.semantic_type in types("plain")]
        whole = reading.plain_question
        if whole and terms and not answer and not reading.allergy:
            self._deny(turn, asked.quoted, quoted, "denies", section, asked)
        else:
            unclear = bool(reading.denials) or (answer and len(terms) > 1)
            doubts = {"answer"} if unclear else set()
            self._quote_answer(turn, quoted, asked, section, doubts)
            if answer and whole and len(terms) == 1:
                self._entries[-1].present = _ids(terms)

    def _deny(
        self,
        turn: TurnRecord,
        source: Quoted,
        said_in: Quoted,
        key: str,
        section: Section,
        asked: _Question | None = None,
    ) -> None:
        terms = (
            source.reading.denied
            if asked is None
            else [term for term in source.reading.every if term.semantic_type in types("plain")]
        )
        text = self._said(key, source, terms)
        if text is None:
            if asked is not None:
                self._quote_answer(turn, said_in, asked, section)
            else:
                self._quote(turn, source, section)
            return
        section = Section.HISTORY if section is Section.COMPLAINT else section
        turns = (asked.turn, turn.turn) if asked is not None else (turn.turn,)
        self._add(turn, said_in, section, text, turns=turns, denied=_ids(terms))

    def _allergy(self, turn: TurnRecord, quoted: Quoted) -> None:
        reading = quoted.reading
        substances = reading.medicines
        key = "not_allergic" if reading.denials else "allergic"
        if reading.allergy and substances and reading.allergy_complete:
            text = self._said(key, quoted, substances)
            if text is not None:
                ids = frozenset(f"allergy:{term.concept_id}" for term in substances)
                if reading.denials:
                    self._add(turn, quoted, Section.ALLERGIES, text, denied=ids)
                else:
                    self._add(turn, quoted, Section.ALLERGIES, text, present=ids)
                return
        self._quote(turn, quoted, Section.ALLERGIES)

    def _medicine(self, turn: TurnRecord, quoted: Quoted) -> None:
        """The medicine by its term, then the words with its amounts and times; never denied."""
        reading = quoted.reading
        if reading.denials or not reading.doses or len(_ids(reading.medicines)) != 1:
            self._quote(turn, quoted, Section.MEDICINES)
            return
        text = {}
        for party, lang in self._langs.items():
            cues = cues_of(lang)
            words = quoted.terms_in(reading.medicines, lang)
            dose = quoted.dose_in(lang)
            if cues is None or words is None or not dose:
                self._quote(turn, quoted, Section.MEDICINES)
                return
            text[party] = cues.say("medicine_line", terms=cues.join(words), dose=dose)
        doubts = set() if quoted.amounts_agree else {"amounts"}
        self._add(turn, quoted, Section.MEDICINES, text, doubts=doubts)

    def _quote(self, turn: TurnRecord, quoted: Quoted, section: Section) -> None:
        text = {turn.party: quoted.text, turn.party.other: quoted.translation}
        before = self._entries[-1] if self._entries else None
        self._add(turn, quoted, section, text)
        made = self._entries[-1]
        made.quote = True
        if before is not None and before.quote and _follows(before, made):
            # Sentences of one turn that stand together in it stay together.
            for party, lang in self._langs.items():
                space = "" if lang in ("zh", "ja") else " "
                before.text[party] += space + made.text[party]
            before.doubts |= made.doubts
            self._entries.pop()

    def _quote_answer(
        self,
        turn: TurnRecord,
        quoted: Quoted,
        asked: _Question,
        section: Section,
        doubts: set[str] | None = None,
    ) -> None:
        """Question and answer as they were said: an answer alone says nothing."""
        question = {Party.CLINICIAN: asked.quoted.text, Party.PATIENT: asked.quoted.translation}
        answer = {turn.party: quoted.text, turn.party.other: quoted.translation}
        text = {}
        for party, lang in self._langs.items():
            cues = cues_of(lang) or quoted.cues
            text[party] = cues.say("asked", question=question[party], answer=answer[party])
        turns = (asked.turn, turn.turn)
        self._add(turn, quoted, section, text, turns=turns, doubts=doubts)

    def _said(
        self, key: str, quoted: Quoted, terms: Sequence[TermMatch]
    ) -> dict[Party, str] | None:
        """A line of terms in both languages; None where the termbase lacks one."""
        text = {}
        for party, lang in self._langs.items():
            cues = cues_of(lang)
            words = quoted.terms_in(terms, lang)
            if cues is None or words is None:
                return None
            text[party] = cues.say(key, terms=cues.join(words))
        return text

    def _add(
        self,
        turn: TurnRecord,
        quoted: Quoted,
        section: Section,
        text: dict[Party, str],
        *,
        turns: tuple[int, ...] = (),
        doubts: set[str] | None = None,
        present: frozenset[str] = frozenset(),
        denied: frozenset[str] = frozenset(),
    ) -> None:
        turns = turns or (turn.turn,)
        found = set(doubts or ())
        for number in turns:
            found |= _doubts_of(self._record, number)
        if quoted.cues.hedge.search(quoted.text):
            found.add("hedged")
        if turn.party is Party.PATIENT and quoted.cues.others.search(quoted.text):
            found.add("other_person")
        if not all(part.strip() for part in text.values()):
            found.add("incomplete")
        self._entries.append(_Entry(section, text, turns, found, present, denied))

    def _place(self, section: Section | None) -> Section:
        """Where something goes that the patient has: the first is the complaint."""
        if section in (Section.ALLERGIES, Section.MEDICINES):
            return section
        if section is Section.HISTORY:
            return section
        return Section.HISTORY if self._has(Section.COMPLAINT) else Section.COMPLAINT

    def _has(self, section: Section) -> bool:
        return any(entry.section is section for entry in self._entries)

    def _last_is_allergy(self) -> bool:
        return bool(self._entries) and self._entries[-1].section is Section.ALLERGIES

    def _mark_contradictions(self) -> None:
        present = frozenset().union(*(entry.present for entry in self._entries))
        denied = frozenset().union(*(entry.denied for entry in self._entries))
        both = present & denied
        for entry in self._entries:
            if both & (entry.present | entry.denied):
                entry.doubts.add("contradiction")


def _follows(before: _Entry, after: _Entry) -> bool:
    return (before.section, before.turns) == (after.section, after.turns)


def _joined(entries: list[_Entry]) -> list[_Entry]:
    """Entries without those that say the same again; their turns are added to the first."""
    found: list[_Entry] = []
    for entry in entries:
        same = next((e for e in found if (e.section, e.text) == (entry.section, entry.text)), None)
        if same is None:
            found.append(replace(entry, doubts=set(entry.doubts)))
        else:
            same.turns = tuple(sorted({*same.turns, *entry.turns}))
            same.doubts |= entry.doubts
    return found


def _doubts_of(record: EncounterRecord, number: int) -> set[str]:
    """Why the turn itself is to be looked at."""
    turn = next(turn for turn in record.turns if turn.turn == number)
    found = set()
    if not turn.complete:
        found.add("incomplete")
    if turn.findings:
        found.add("finding")
    only_findings = bool(turn.reasons) and all(map(is_finding, turn.reasons))
    if turn.doubt or (turn.confidence != _SURE and not only_findings):
        found.add("doubt")
    if not record.reached(number):
        found.add("not_sent")
    if turn.red_flags:
        found.add("red_flag")
    return found


def _ids(terms: Sequence[TermMatch]) -> frozenset[str]:
    return frozenset(term.concept_id for term in terms)
