"""Direction, isolates and contrast: pure rules of how things are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.languages import LRI, PDI, isolated, isolated_offset
from app.ui.theme import DARK, LIGHT, PATIENT_DARK, PATIENT_LIGHT, Colours, PatientColours, contrast


def test_numbers_and_latin_are_isolated_in_arabic_only() -> None:
    text = "ضغطك 140/90 mmHg اليوم"
    assert isolated(text, "ar") == f"ضغطك {LRI}140/90 mmHg{PDI} اليوم"
    assert isolated("BP 140/90", "en") == "BP 140/90"


def test_decimal_and_drug_names_stay_in_one_piece() -> None:
    assert f"{LRI}Amoxicillin 500 mg{PDI}" in isolated("تناول Amoxicillin 500 mg ثلاث", "ar")
    assert f"{LRI}38.5{PDI}" in isolated("حرارة 38.5.", "ar")


@given(st.text(alphabet="اب تa1.5/ %mg", max_size=30))
def test_isolates_add_nothing_else_and_offsets_follow(text: str) -> None:
    shown = isolated(text, "ar")
    assert shown.replace(LRI, "").replace(PDI, "") == text
    for offset, character in enumerate(text):
        assert shown[isolated_offset(text, "ar", offset)] == character


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_doctor_colours_can_be_read(colours: Colours) -> None:
    for ink in ("ink", "muted", "faint", "doctor", "patient", "warning", "danger", "primary"):
        for ground in ("surface", "background"):
            ratio = contrast(getattr(colours, ink), getattr(colours, ground))
            assert ratio >= 4.5, (ink, ground, ratio)
    for name in ("doctor", "patient", "warning", "danger"):
        ratio = contrast(getattr(colours, name), getattr(colours, f"{name}_soft"))
        assert ratio >= 4.5, name
    assert contrast(colours.ink, colours.mark) >= 4.5
    assert contrast(colours.on_primary, colours.primary) >= 4.5


@pytest.mark.parametrize("colours", [PATIENT_LIGHT, PATIENT_DARK], ids=["light", "dark"])
def test_patient_colours_have_high_contrast(colours: PatientColours) -> None:
    for ink in ("ink", "dimmed", "accent", "notice"):
        assert contrast(getattr(colours, ink), colours.background) >= 7, ink
    assert contrast(colours.ink, colours.fresh) >= 7
    assert contrast(colours.ink, colours.panel) >= 7
    assert contrast(colours.notice, colours.notice_soft) >= 7
    assert contrast(colours.on_accent, colours.accent) >= 7
