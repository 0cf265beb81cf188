"""Layouts of a document about a consultation: which languages it shows, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.errors import AppError
from app.records.model import EncounterHeader, Party
from glossary.types import TermMatch

FindTerms = Callable[[str, str, str], Sequence[TermMatch]]
"""Terms of a text in one language, with their forms in another (`Termbase.find`)."""


class Layout(StrEnum):
    """How the two languages stand."""

    SIDE_BY_SIDE = "side-by-side"
    INTERLEAVED = "interleaved"
    """Each turn first as it was said, below it the translation."""
    ONE_LANGUAGE = "one-language"
    PATIENT_COPY = "patient-copy"
    """The patient's language only, in plain words, without what was found or corrected."""


class Sides(StrEnum):
    """Whose language is shown."""

    BOTH = "both"
    DOCTOR = "doctor"
    PATIENT = "patient"

    def has(self, party: Party) -> bool:
        """Whether the language of ``party`` is shown."""
        return self is Sides.BOTH or self.value == party.value


@dataclass(frozen=True, slots=True)
class Shape:
    """A layout applied to one encounter: whose languages, and their codes in order."""

    layout: Layout
    sides: Sides
    languages: tuple[str, ...]

    @property
    def single(self) -> bool:
        """Whether the text stands in one wide column."""
        return self.layout is not Layout.SIDE_BY_SIDE

    @property
    def internal(self) -> bool:
        """Whether findings, corrections and terms are shown: not in a patient's copy."""
        return self.layout is not Layout.PATIENT_COPY


class LayoutError(AppError):
    """The layout cannot be had of this encounter. Codes begin with ``export.``."""


def shape(layout: Layout, language: str, header: EncounterHeader) -> Shape:
    """``language`` chooses the one of `Layout.ONE_LANGUAGE`: "doctor", "patient" or a code.

    Raises LayoutError ``export.language`` where the encounter does not have it.
    """
    both = (header.doctor_lang, header.patient_lang)
    if layout is Layout.PATIENT_COPY:
        return Shape(layout, Sides.PATIENT, (header.patient_lang,))
    if layout is not Layout.ONE_LANGUAGE:
        return Shape(layout, Sides.BOTH, both)
    if language in ("", Sides.DOCTOR.value, header.doctor_lang):
        return Shape(layout, Sides.DOCTOR, (header.doctor_lang,))
    if language in (Sides.PATIENT.value, header.patient_lang):
        return Shape(layout, Sides.PATIENT, (header.patient_lang,))
    raise LayoutError("export.language", language=language, has="/".join(both))
