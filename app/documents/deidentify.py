"""A record without who the patient is: identifiers are left out, or replaced by pseudonyms.

Pseudonyms are made from what they stand for with a key of the profile: the same patient has the
same one in every export, and nobody without the key can find out whose it is. What was replaced
is told to whoever exports; it is not in the document.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from app.documents.identifiers import Found, Kind, Known, cues, find, names_given
from app.records.model import (
    AttestationRecord,
    EncounterHeader,
    EncounterRecord,
    FindingRecord,
    TeachBackRecord,
    TurnRecord,
)

KEPT = frozenset(
    {
        "started_at", "doctor_lang", "patient_lang", "hospital", "department", "doctor_name",
        "consent_at", "ended_at", "app_version", "packs", "termbase_version", "patient_sex",
        "patient_nationality", "consent_recording_at", "consent_translation_at",
    }
)  # fmt: skip
"""Fields of a header that stay. Any other tells who the patient is, new ones until somebody has
thought about them."""

_LETTERS = {Kind.NAME: "P", Kind.BIRTH_DATE: "D", Kind.NUMBER: "N", Kind.PHONE: "T",
            Kind.EMAIL: "E"}  # fmt: skip
_NAMES = ("patient_name", "patient_name_local")
_NUMBERS = ("patient_number", "patient_document", "patient_insurance")
_FIELDS = {"patient_name": Kind.NAME, "patient_name_local": Kind.NAME,
           "patient_birth_date": Kind.BIRTH_DATE}  # fmt: skip


class Deidentify(StrEnum):
    """What becomes of identifiers."""

    NO = "no"
    LEFT_OUT = "left-out"
    PSEUDONYMS = "pseudonyms"


@dataclass(frozen=True, slots=True)
class Replaced:
    """One thing that was replaced: in which turn (0: the header or the summary)."""

    turn: int
    kind: Kind
    original: str
    replacement: str


Placeholder = Callable[[Kind, str], str]
"""What stands for a kind of identifier in a language ("[name]")."""


def deidentified(
    record: EncounterRecord, mode: Deidentify, secret: bytes, placeholder: Placeholder
) -> tuple[EncounterRecord, tuple[Replaced, ...]]:
    """The record without identifiers, and what was replaced in the order of the record."""
    if mode is Deidentify.NO:
        return record, ()
    return _Cleaner(record, mode, secret, placeholder).clean()


@dataclass(frozen=True, slots=True)
class _Text:
    """A cleaned text, and where its pieces went: cuts with their new spans."""

    text: str
    cuts: tuple[tuple[int, int, int, int], ...]

    def moved(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """A span of the old text in the new one; what was cut is covered whole."""
        return span and (self._at(span[0], False), self._at(span[1], True))

    def _at(self, place: int, closing: bool) -> int:
        shift = 0
        for start, end, new_start, new_end in self.cuts:
            if end <= place:
                shift = new_end - end
            elif start < place:
                return new_end if closing else new_start
        return place + shift

    def touches(self, span: tuple[int, int]) -> bool:
        """Whether something was cut out of it."""
        return any(a < span[1] and span[0] < b for a, b, _, _ in self.cuts)


class _Cleaner:
    def __init__(
        self, record: EncounterRecord, mode: Deidentify, secret: bytes, placeholder: Placeholder
    ) -> None:
        self._record, self._mode, self._secret = record, mode, secret
        self._placeholder = placeholder
        self._replaced: list[Replaced] = []
        self._cues = self._cues_by_turn()
        header = record.header
        own = [getattr(header, name) for name in _NAMES if getattr(header, name)]
        own += self._names_given()
        self._names = tuple(dict.fromkeys(own))
        numbers = tuple(getattr(header, name) for name in _NUMBERS if getattr(header, name))
        self._known = Known(self._names, numbers, header.patient_birth_date)
        self._patient = _canonical(self._names[0]) if self._names else ""

    def clean(self) -> tuple[EncounterRecord, tuple[Replaced, ...]]:
        """See `deidentified`."""
        record = self._record
        header = self._header(record.header)
        revisions = {(made.turn, made.revision): self._turn(made) for made in record.revisions}
        turns = tuple(
            revisions.get((made.turn, made.revision)) or self._turn(made) for made in record.turns
        )
        summary = record.summary
        if summary is not None:
            lines = tuple(
                replace(
                    line,
                    text=self._clean(line.text, header.doctor_lang, frozenset(), 0).text,
                    translation=self._clean(
                        line.translation, header.patient_lang, frozenset(), 0
                    ).text,
                )
                for line in summary.lines
            )
            summary = replace(summary, lines=lines)
        cleaned = replace(
            record,
            header=header,
            turns=turns,
            revisions=tuple(revisions.values()),
            attestations=tuple(self._deed(deed) for deed in record.attestations),
            teach_backs=tuple(self._said_back(said) for said in record.teach_backs),
            summary=summary,
            # They say who the patient was taken for, and who they are.
            header_changes=(),
        )
        return cleaned, tuple(self._replaced)

    def _cues_by_turn(self) -> dict[int, frozenset[Kind]]:
        """What each turn speaks or asks of, in either language."""
        return {
            turn.turn: cues(turn.text, turn.lang) | cues(turn.translation, turn.target_lang)
            for turn in self._record.turns
        }

    def _names_given(self) -> list[str]:
        found: list[str] = []
        for turn in self._record.revisions or self._record.turns:
            before = self._cues.get(turn.turn - 1, frozenset())
            asked = Kind.NAME in before
            found += names_given(turn.text, turn.lang, asked)
            found += names_given(turn.translation, turn.target_lang, asked)
        return found

    def _header(self, header: EncounterHeader) -> EncounterHeader:
        values: dict[str, object] = {"id": str(uuid.UUID(bytes=self._digest("id", header.id)[:16]))}
        for field in fields(header):
            value = getattr(header, field.name)
            if field.name in KEPT or field.name == "id" or not value:
                continue
            if not isinstance(value, str):
                values[field.name] = type(value)()
                continue
            kind = _FIELDS.get(field.name, Kind.NUMBER)
            made = self._pseudonym(kind, value) if self._mode is Deidentify.PSEUDONYMS else ""
            # A date that is none would stop whoever reads the field.
            values[field.name] = "" if kind is Kind.BIRTH_DATE else made
            self._replaced.append(Replaced(0, kind, value, str(values[field.name])))
        return replace(header, **values)  # type: ignore[arg-type]

    def _turn(self, turn: TurnRecord) -> TurnRecord:
        near = self._cues.get(turn.turn, frozenset()) | self._cues.get(turn.turn - 1, frozenset())
        near |= cues(turn.text, turn.lang) | cues(turn.translation, turn.target_lang)
        text = self._clean(turn.text, turn.lang, near, turn.turn)
        translation = self._clean(turn.translation, turn.target_lang, near, turn.turn)
        return replace(
            turn,
            text=text.text,
            translation=translation.text,
            reason=self._clean(turn.reason, "zh", near, turn.turn).text,
            findings=tuple(
                replace(
                    self._finding(finding, turn),
                    source_span=text.moved(finding.source_span),
                    target_span=translation.moved(finding.target_span),
                )
                for finding in turn.findings
            ),
            terms=tuple(
                replace(term, start=span[0], end=span[1])
                for term in turn.terms
                if not text.touches((term.start, term.end))
                and (span := text.moved((term.start, term.end))) is not None
            ),
        )

    def _finding(self, finding: FindingRecord, turn: TurnRecord) -> FindingRecord:
        """Without the values of its message where one of them was cut out of the turn."""
        key, colon, values = finding.message.partition(":")
        cut = {_plain(one.original) for one in self._replaced if one.turn == turn.turn}
        told = [_plain(value) for value in re.split("[>,]", values)]
        leaks = any(value and any(value in one or one in value for one in cut) for value in told)
        return replace(finding, message=key) if colon and leaks else finding

    def _deed(self, deed: AttestationRecord) -> AttestationRecord:
        return replace(deed, findings=self._bare(deed.findings))

    def _said_back(self, said: TeachBackRecord) -> TeachBackRecord:
        return replace(said, findings=self._bare(said.findings))

    def _bare(self, findings: Sequence[FindingRecord]) -> tuple[FindingRecord, ...]:
        """Findings without their values: the text they speak of may be cut."""
        return tuple(
            FindingRecord(found.kind, found.message.partition(":")[0]) for found in findings
        )

    def _clean(self, text: str, lang: str, near: frozenset[Kind], turn: int) -> _Text:
        parts, cuts, done, length = [], [], 0, 0
        for found in find(text, lang, self._known, near):
            stands = self._stands_for(found, lang)
            parts += [text[done : found.start], stands]
            length += found.start - done
            cuts.append((found.start, found.end, length, length + len(stands)))
            length += len(stands)
            done = found.end
            self._replaced.append(Replaced(turn, found.kind, found.text, stands))
        return _Text("".join((*parts, text[done:])), tuple(cuts))

    def _stands_for(self, found: Found, lang: str) -> str:
        if self._mode is Deidentify.LEFT_OUT:
            return self._placeholder(found.kind, lang)
        return f"[{self._pseudonym(found.kind, found.text)}]"

    def _pseudonym(self, kind: Kind, original: str) -> str:
        value = _canonical(original)
        if kind is Kind.NAME and self._is_patient(original):
            value = self._patient
        return f"{_LETTERS[kind]}-{self._digest(kind.value, value).hex()[:8].upper()}"

    def _is_patient(self, name: str) -> bool:
        """Whether a name, or part of one, is the patient's."""
        parts = set(_canonical(name).split())
        return any(
            parts <= set(_canonical(own).split()) or name in own or own in name
            for own in self._names
        )

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._secret, f"{purpose}\0{value}".encode(), "sha256")


def _canonical(name: str) -> str:
    """The same for "SMITH, James" and "James Smith"."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(sorted(re.findall(r"\w+", folded)))


def _plain(value: str) -> str:
    return "".join(sign for sign in value.casefold() if sign.isalnum())
