"""The head of a document about a consultation: what is said of it as a whole, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.documents.romanise import romanise
from app.documents.writers.content import local
from app.documents.writers.layouts import Shape, Sides
from app.documents.writers.pdf_scripts import is_rtl
from app.documents.writers.pdf_words import Words, native_name
from app.records.identity import countries
from app.records.model import EncounterHeader


@dataclass(frozen=True, slots=True)
class HeadField:
    """A field: the key of its label, its value, and the language the value is written in.

    A ``wide`` one needs a line of its own.
    """

    key: str
    value: str
    lang: str
    wide: bool = False


def head_fields(
    header: EncounterHeader, shape: Shape, words: Sequence[Words], zone: tzinfo | None
) -> list[HeadField]:
    """The fields in their order; a patient's copy has those that are the patient's business."""
    doctor, patient = header.doctor_lang, header.patient_lang
    name_lang = "en" if is_rtl(patient) and header.patient_name.isascii() else patient

    def time(when: str, otherwise: str) -> str:
        return shown_time(when, zone) if when else otherwise

    def in_all(key: str) -> str:
        return " / ".join(each(key) for each in words)

    fields = [
        HeadField("doctor", _doctor(header, shape, words) or "—", doctor),
        HeadField("patient", header.patient_name or "—", name_lang),
        *_identity(header, doctor),
        HeadField("patient_number", header.patient_number or "—", "en"),
        HeadField("start", time(header.started_at, "—"), doctor),
        HeadField("end", time(header.ended_at, in_all("not_ended")), doctor),
        HeadField("consent", time(header.consent_at, in_all("consent_missing")), doctor),
        *(
            HeadField(key, shown_time(when, zone), doctor)
            for key, when in (
                ("consent_recording", header.consent_recording_at),
                ("consent_translation", header.consent_translation_at),
            )
            if when
        ),
    ]
    if not shape.internal:
        return fields
    packs = "   ".join(f"{name} {version}" for name, version in header.packs.items())
    languages = f"{native_name(doctor)} ⇄ {native_name(patient)}"
    return [
        *fields,
        HeadField("languages", languages, doctor),
        HeadField("glossary", header.termbase_version or "—", doctor),
        HeadField("program", f"Yizhen {header.app_version}".strip(), doctor),
        HeadField("models", packs or "—", "en", wide=True),
    ]


def _identity(header: EncounterHeader, doctor: str) -> list[HeadField]:
    """Who the patient is, as far as it is known."""
    known = countries().get(header.patient_nationality)
    nation = f"{known.zh} / {known.en} ({known.alpha3})" if known else header.patient_nationality
    born = " · ".join(filter(None, (header.patient_birth_date, header.patient_sex)))
    fields = [
        HeadField("patient_local", header.patient_name_local, doctor),
        HeadField("birth_date", born, "en"),
        HeadField("nationality", nation, doctor),
        HeadField("document", header.patient_document, "en"),
        HeadField("insurance", header.patient_insurance, "en"),
    ]
    return [field for field in fields if field.value]


def shown_time(when: str, zone: tzinfo | None) -> str:
    """A time of the record with its zone."""
    moment = local(when, zone)
    return f"{moment:%Y-%m-%d %H:%M:%S} {zone_name(moment)}"


def zone_name(moment: datetime) -> str:
    """A moment's zone as "UTC+08:00": names of zones are not the same in all languages."""
    offset = moment.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def _doctor(header: EncounterHeader, shape: Shape, words: Sequence[Words]) -> str:
    """The doctor's name; for a reader of another script as that script writes it, too."""
    name = header.doctor_name
    here = romanise(name, words[0].lang) if shape.sides is Sides.PATIENT else name
    return " ".join(dict.fromkeys((here, name)))
