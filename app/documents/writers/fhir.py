"""A consultation as a FHIR R4 document: a bundle that begins with its composition.

R4B's model is the one that the library checks with; nothing is used here in which R4 differs.
Every resource stands in the bundle, and references lead to entries by their full URL: the document
needs no server to be understood.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from app.documents.writers.fhir_check import FhirError, check_bundle
from app.documents.writers.fhir_text import section, summary_sections, transcript
from app.records.identity import countries
from app.records.model import EncounterHeader, EncounterRecord
from app.whole_file import write_whole

__all__ = ["FhirError", "encounter_fhir", "fhir_bundle", "write_fhir"]

SYSTEM = "urn:yizhen:encounter"
_LOINC = "http://loinc.org"
_SPACE = uuid.UUID("6f3b6e0c-53a8-4d6b-9d3a-3a7f4a2c6d11")
"""Names of resources are made from this and the encounter's id: the same at every export."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GENDERS = {"M": "male", "F": "female", "X": "other"}

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the document carries."""

    content_type: str
    title: str
    data: bytes
    language: str = ""


def write_fhir(record: EncounterRecord, path: Path, attachments: Sequence[Attachment] = ()) -> None:
    """Write the document; whole or not at all. Raises FhirError, ``fhir.cannot_write`` included."""
    data = encounter_fhir(record, attachments)
    try:
        write_whole(path, data)
    except OSError as error:
        raise FhirError("fhir.cannot_write", path=str(path), errno=error.errno) from error


def encounter_fhir(
    record: EncounterRecord, attachments: Sequence[Attachment] = (), zone: tzinfo | None = None
) -> bytes:
    """The document as JSON, checked. Raises FhirError."""
    bundle = fhir_bundle(record, attachments, datetime.now(UTC), zone)
    check_bundle(bundle)
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def fhir_bundle(
    record: EncounterRecord,
    attachments: Sequence[Attachment],
    now: datetime,
    zone: tzinfo | None = None,
) -> dict[str, Any]:
    """The bundle, made at ``now``; the record itself is always attached. ``zone`` is that of the
    times in texts (None: the machine's)."""
    return _Bundle(record, (*attachments, _record_file(record)), now, zone).made()


def _record_file(record: EncounterRecord) -> Attachment:
    data = json.dumps(asdict(record), ensure_ascii=False).encode()
    return Attachment("application/json", "record.json", data)


class _Bundle:
    """Makes the resources of one record."""

    def __init__(
        self,
        record: EncounterRecord,
        attachments: Sequence[Attachment],
        now: datetime,
        zone: tzinfo | None,
    ) -> None:
        self._record, self._header = record, record.header
        self._attachments = attachments
        self._now = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._zone = zone
        self._place = bool(self._header.hospital or self._header.department)

    def made(self) -> dict[str, Any]:
        """The whole bundle."""
        resources = [
            self._composition(),
            self._patient(),
            self._practitioner(),
            *([self._organization()] if self._place else []),
            self._encounter(),
            self._device(),
            self._document(),
            self._provenance(),
        ]
        return {
            "resourceType": "Bundle",
            "type": "document",
            "identifier": {"system": SYSTEM, "value": self._header.id},
            "timestamp": self._now,
            "entry": [
                {"fullUrl": self._url(resource["resourceType"]), "resource": resource}
                for resource in resources
            ],
        }

    def _id(self, kind: str) -> str:
        return str(uuid.uuid5(_SPACE, f"{self._header.id}/{kind}"))

    def _url(self, kind: str) -> str:
        return f"urn:uuid:{self._id(kind)}"

    def _to(self, kind: str, display: str = "") -> dict[str, str]:
        return {"reference": self._url(kind)} | ({"display": display} if display else {})

    def _new(self, kind: str) -> Resource:
        return {"resourceType": kind, "id": self._id(kind)}

    @property
    def _status(self) -> str:
        summary = self._record.summary
        corrected = any(turn.revision > 1 for turn in self._record.turns)
        if summary is not None and summary.reviewed:
            return "amended" if corrected else "final"
        return "preliminary"

    def _composition(self) -> Resource:
        header, summary = self._header, self._record.summary
        texts = (header.doctor_lang, header.patient_lang)
        sections = summary_sections(summary, texts) if summary is not None else []
        sections.append(transcript(self._record, self._zone))
        sections.append(
            section("consent", texts, _consents(header))  # always there: nobody has to guess
        )
        composition = self._new("Composition") | {
            "language": header.doctor_lang,
            "identifier": {"system": SYSTEM, "value": header.id},
            "status": self._status,
            "type": {"coding": [{"system": _LOINC, "code": "11488-4", "display": "Consult note"}]},
            "subject": self._to("Patient", _shown_name(header)),
            "encounter": self._to("Encounter"),
            "date": self._now,
            "author": [self._to("Practitioner", header.doctor_name), self._to("Device")],
            "title": "双语问诊记录 / Bilingual consultation record",
            "section": sections,
        }
        if self._place:
            composition["custodian"] = self._to("Organization")
        if summary is not None and summary.reviewed:
            composition["attester"] = [
                {"mode": "professional", "time": summary.created_at, "party": {
                    "display": summary.user}}
            ]  # fmt: skip
        return composition

    def _patient(self) -> Resource:
        header = self._header
        patient = self._new("Patient")
        numbers = [
            ("MR", header.patient_number, ""),
            ("PPN", header.patient_document, header.patient_nationality),
            ("MB", header.patient_insurance, ""),
        ]
        identifiers = [
            _identifier(code, number, issuer) for code, number, issuer in numbers if number
        ]
        if identifiers:
            patient["identifier"] = identifiers
        names = _names(header)
        if names:
            patient["name"] = names
        # In a copy without identifiers something else than a day may stand there.
        if _DAY.fullmatch(header.patient_birth_date):
            patient["birthDate"] = header.patient_birth_date
        if header.patient_sex:
            patient["gender"] = _GENDERS.get(header.patient_sex, "unknown")
        known = countries().get(header.patient_nationality)
        if known is not None:
            code = {"text": known.en}
            if known.alpha2:
                coding = {"system": "urn:iso:std:iso:3166", "code": known.alpha3}
                code |= {"coding": [coding | {"display": known.en}]}  # type: ignore[dict-item]
            patient["extension"] = [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/patient-nationality",
                    "extension": [{"url": "code", "valueCodeableConcept": code}],
                }
            ]
        patient["communication"] = [{"language": _language(header.patient_lang), "preferred": True}]
        return patient

    def _practitioner(self) -> Resource:
        practitioner = self._new("Practitioner")
        if self._header.doctor_name:
            practitioner["name"] = [{"text": self._header.doctor_name}]
        practitioner["communication"] = [_language(self._header.doctor_lang)]
        return practitioner

    def _organization(self) -> Resource:
        header = self._header
        organization = self._new("Organization") | {"name": header.hospital or header.department}
        if header.hospital and header.department:
            organization["alias"] = [f"{header.hospital} {header.department}"]
        return organization

    def _encounter(self) -> Resource:
        header = self._header
        period = {"start": header.started_at}
        if header.ended_at:
            period["end"] = header.ended_at
        encounter = self._new("Encounter") | {
            "identifier": [{"system": SYSTEM, "value": header.id}],
            "status": "finished" if header.ended_at else "in-progress",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "AMB",
                "display": "ambulatory",
            },
            "subject": self._to("Patient"),
            "participant": [{"individual": self._to("Practitioner")}],
            "period": period,
        }
        if header.department:
            encounter["serviceType"] = {"text": header.department}
        if self._place:
            encounter["serviceProvider"] = self._to("Organization")
        return encounter

    def _device(self) -> Resource:
        """The program with its models: what translated, and in which versions."""
        header = self._header
        versions = [("program", header.app_version), ("termbase", header.termbase_version)]
        versions += list(header.packs.items())
        return self._new("Device") | {
            "deviceName": [{"name": "Yizhen 译诊", "type": "user-friendly-name"}],
            "type": {"text": "Speech recognition and machine translation software"},
            "version": [
                {"type": {"text": name}, "value": value} for name, value in versions if value
            ],
        }  # fmt: skip

    def _document(self) -> Resource:
        header = self._header
        return self._new("DocumentReference") | {
            "identifier": [{"system": SYSTEM, "value": header.id}],
            "status": "current",
            "docStatus": self._status,
            "type": {"coding": [{"system": _LOINC, "code": "11488-4", "display": "Consult note"}]},
            "subject": self._to("Patient"),
            "date": self._now,
            "author": [self._to("Practitioner"), self._to("Device")],
            "description": "Machine-translated record of a consultation in two languages",
            "content": [
                {"attachment": _attachment(found, self._now)} for found in self._attachments
            ],
            "context": {
                "encounter": [self._to("Encounter")],
                "period": self._encounter()["period"],
            },
        }  # fmt: skip

    def _provenance(self) -> Resource:
        """Who made this: the program out of what the two said; who answers for the summary."""
        agents = [
            _agent("assembler", self._to("Device")),
            _agent("author", self._to("Practitioner")),
        ]
        summary = self._record.summary
        if summary is not None and summary.reviewed:
            agents.append(_agent("attester", {"display": summary.user}))
        return self._new("Provenance") | {
            "target": [self._to("Composition"), self._to("DocumentReference")],
            "recorded": self._now,
            "occurredPeriod": self._encounter()["period"],
            "activity": {"text": "Machine translation of a spoken consultation"},
            "agent": agents,
        }


def _agent(code: str, who: dict[str, str]) -> dict[str, Any]:
    system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
    return {"type": {"coding": [{"system": system, "code": code}]}, "who": who}


def _attachment(found: Attachment, created: str) -> dict[str, Any]:
    # FHIR R4 wants SHA-1 here: a check against damage, not against people.
    digest = hashlib.sha1(found.data, usedforsecurity=False).digest()
    made: dict[str, Any] = {
        "contentType": found.content_type,
        "title": found.title,
        "data": base64.b64encode(found.data).decode(),
        "size": len(found.data),
        "hash": base64.b64encode(digest).decode(),
        "creation": created,
    }
    return made | ({"language": found.language} if found.language else {})


def _identifier(code: str, number: str, issuer: str) -> dict[str, Any]:
    kinds = "http://terminology.hl7.org/CodeSystem/v2-0203"
    made: dict[str, Any] = {"type": {"coding": [{"system": kinds, "code": code}]}, "value": number}
    return made | ({"assigner": {"display": issuer}} if issuer else {})


def _names(header: EncounterHeader) -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = []
    if header.patient_name:
        surname, comma, given = header.patient_name.partition(", ")
        name: dict[str, Any] = {"use": "official", "text": header.patient_name}
        if comma:
            name |= {"family": surname, "given": given.split(" ")}
        names.append(name)
    if header.patient_name_local:
        names.append({"use": "usual", "text": header.patient_name_local})
    return names


def _shown_name(header: EncounterHeader) -> str:
    return header.patient_name or header.patient_name_local


def _language(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "urn:ietf:bcp:47", "code": code}]}


def _consents(header: EncounterHeader) -> list[tuple[str, str]]:
    """What was agreed to and when, in the doctor's language and the patient's alike."""
    times = [
        ("consultation", header.consent_at),
        ("recording", header.consent_recording_at),
        ("machine translation", header.consent_translation_at),
    ]
    lines = [f"{what}: {at or '—'}" for what, at in times]
    return [(line, line) for line in lines]
