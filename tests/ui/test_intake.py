"""The intake: validated fields, a passport's lines, remembered place, what reaches the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.ui.intake_dialog import IntakeDialog
from app.ui.intake_opener import IntakeOpener
from app.ui.settings_port import MemorySettings
from app.ui.view_state import Phase
from tests.ui import records_feed as feed
from tests.ui.conftest import Desk
from tests.unit.records.test_identity import TD1, TD3

TODAY = date(2026, 11, 22)


@pytest.fixture
def dialog(qtbot: QtBot) -> IntakeDialog:
    made = IntakeDialog(
        feed.style("en"), {"hospital": "市第一医院", "department": "心内科"}, today=lambda: TODAY
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_needs_to_be_filled_in(dialog: IntakeDialog) -> None:
    assert dialog.save.isEnabled()
    values = dialog.values()
    assert values["hospital"] == "市第一医院"
    assert values["department"] == "心内科"
    assert values["patient_name"] == ""


@pytest.mark.parametrize(("zone", "number"), [(TD3, "L898902C3"), (TD1, "D23145890")])
def test_a_passports_lines_fill_the_fields(dialog: IntakeDialog, zone: str, number: str) -> None:
    dialog.mrz.setPlainText(zone)
    values = dialog.values()
    assert values["patient_name"] == "ERIKSSON, ANNA MARIA"
    assert values["patient_birth_date"] == "1974-08-12"
    assert values["patient_sex"] == "F"
    assert values["patient_nationality"] == "UTO"
    assert values["patient_document"] == number
    assert "check digits are right" in dialog.mrz_said.text()


def test_a_wrong_check_digit_fills_nothing_and_says_where(dialog: IntakeDialog) -> None:
    dialog.mrz.setPlainText(TD3.replace("7408122F", "7408132F"))
    assert "date of birth" in dialog.mrz_said.text()
    assert dialog.values()["patient_name"] == ""


@pytest.mark.parametrize(
    ("field", "wrong", "right", "stored"),
    [
        ("patient_birth_date", "1974-02-30", "1974-8-12", "1974-08-12"),
        ("patient_name", "史密斯", "Müller, Jürgen", "MUELLER, JUERGEN"),
        ("patient_nationality", "Atlantis", "Sweden (SWE)", "SWE"),
        ("patient_document", "1", "e123 45678", "E12345678"),
        ("patient_insurance", "#", "ab-1234", "AB-1234"),
    ],
)
def test_what_is_wrong_is_said_at_once_and_cannot_be_kept(
    dialog: IntakeDialog, field: str, wrong: str, right: str, stored: str
) -> None:
    dialog.set_text(field, wrong)
    assert dialog.problems[field].text()
    assert not dialog.save.isEnabled()
    dialog.set_text(field, right)
    assert not dialog.problems[field].text()
    assert dialog.save.isEnabled()
    assert dialog.values()[field] == stored


def test_keyboard_alone(dialog: IntakeDialog, qtbot: QtBot) -> None:
    given: list[Any] = []
    dialog.given.connect(given.append)
    qtbot.keyClicks(dialog.fields["patient_name"], "Smith, John")
    qtbot.keyClick(dialog.fields["patient_name"], Qt.Key.Key_Tab)
    assert dialog.text("patient_name") == "SMITH, JOHN"
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert given[0]["patient_name"] == "SMITH, JOHN"
    assert not dialog.isVisible()


class Kept:
    """Where headers are changed."""

    def __init__(self) -> None:
        self.written: list[tuple[str, dict[str, str]]] = []
        self.error: AppError | None = None

    def __call__(self, encounter: str, fields: dict[str, str]) -> None:
        if self.error is not None:
            raise self.error
        self.written.append((encounter, fields))


def fill(opener: IntakeOpener, **values: str) -> None:
    opener._windows.doctor.command.emit("intake")
    assert opener.dialog is not None
    for field, value in values.items():
        opener.dialog.set_text(field, value)
    opener.dialog._save()


def test_before_the_start_it_waits_for_the_consultation(desk: Desk) -> None:
    settings, kept = MemorySettings(), Kept()
    opener = IntakeOpener(desk.windows, settings, lambda: "e-1", kept)
    fill(opener, patient_name="Smith, John", hospital="市第二医院", department="骨科")
    assert opener.values == {"patient_name": "SMITH, JOHN"}
    assert settings.get("hospital.name") == "市第二医院"
    assert settings.get("hospital.department") == "骨科"
    assert "SMITH" in desk.windows.doctor.start_page.intake.text()
    assert kept.written == []
    desk.windows.new_requested.emit()
    assert opener.values == {}
    assert "SMITH" not in desk.windows.doctor.start_page.intake.text()
    desk.windows.doctor.command.emit("intake")
    assert opener.dialog is not None
    assert opener.dialog.text("hospital") == "市第二医院", "the place is remembered"
    assert opener.dialog.text("patient_name") == ""
    opener.dialog.reject()


def test_during_the_consultation_it_goes_into_the_header(
    desk: Desk,
) -> None:
    kept = Kept()
    opener = IntakeOpener(desk.windows, MemorySettings(), lambda: "e-1", kept)
    state = desk.windows.bridge.state
    running = replace(state, doctor=replace(state.doctor, phase=Phase.LISTENING))
    desk.windows.bridge.replace_state(running)
    fill(opener, patient_name="Smith, John")
    feed.wait_until(lambda: opener._task is None)
    ((encounter, fields),) = kept.written
    assert encounter == "e-1"
    assert fields["patient_name"] == "SMITH, JOHN"
    assert "hospital" not in fields
    kept.error = AppError("records.not_permitted")
    fill(opener, patient_name="Smith, Jane")
    feed.wait_until(lambda: opener._task is None)
    banner = desk.windows.bridge.state.doctor.banner
    assert banner is not None
    assert banner.code == "records.not_permitted"
