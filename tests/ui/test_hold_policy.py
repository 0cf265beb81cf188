"""Which differences hold a sentence: seen and changed in the settings, safe by default."""

from __future__ import annotations

import pytest

from app.errors import AppError
from app.session.hold import HoldPolicy, kinds_from
from app.settings import SETTINGS
from app.ui.hold_dialog import HoldDialog, held_kinds
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_port import MemorySettings
from tests.ui.conftest import Desk
from translation.types import CRITICAL_KINDS, FindingKind


@pytest.fixture
def dialog(desk: Desk) -> SettingsDialog:
    desk.doctor.command.emit("settings")
    shown = desk.windows._dialog
    assert isinstance(shown, SettingsDialog)
    return shown


def opened(dialog: SettingsDialog) -> HoldDialog:
    dialog.hold.click()
    assert dialog.hold_dialog.isVisible()
    return dialog.hold_dialog


def test_the_recommended_kinds_are_ticked_at_first(desk: Desk, dialog: SettingsDialog) -> None:
    policy = opened(dialog)
    assert policy.ticked() == CRITICAL_KINDS
    assert not policy.standard.isEnabled()
    assert "推荐" in dialog.hold.text()


def test_a_kind_that_is_left_out_is_kept_and_told(desk: Desk, dialog: SettingsDialog) -> None:
    policy = opened(dialog)
    policy.boxes[FindingKind.LATERALITY].click()
    policy.boxes[FindingKind.DRUG].click()
    assert "左右、药名" in policy.told.text()
    assert "2" in dialog.hold.text()
    kept = kinds_from(str(desk.settings.get("safety.hold_kinds")))
    assert kept == CRITICAL_KINDS - {FindingKind.LATERALITY, FindingKind.DRUG}
    assert HoldPolicy(kept).kinds == held_kinds(desk.settings)
    # What was written is what a profile would take at the next start.
    SETTINGS["safety.hold_kinds"].check(desk.settings.get("safety.hold_kinds"))


def test_the_recommended_kinds_come_back_with_one_press(desk: Desk, dialog: SettingsDialog) -> None:
    policy = opened(dialog)
    for box in policy.boxes.values():
        box.setChecked(False)
    assert held_kinds(desk.settings) == frozenset()
    policy.standard.click()
    assert held_kinds(desk.settings) == CRITICAL_KINDS
    assert policy.ticked() == CRITICAL_KINDS
    assert "推荐" in dialog.hold.text()


def test_whether_the_patient_is_asked(desk: Desk, dialog: SettingsDialog) -> None:
    dialog.ask.setCurrentIndex(dialog.ask.findData("False"))
    dialog.ask.activated.emit(dialog.ask.currentIndex())
    assert desk.settings.get("safety.ask_patient") is False


def test_a_damaged_setting_shows_what_is_safe(desk: Desk) -> None:
    desk.settings.set("safety.hold_kinds", "dose lateralety")
    assert held_kinds(desk.settings) == CRITICAL_KINDS


def test_what_could_not_be_saved_is_told(desk: Desk) -> None:
    class FullDisk(MemorySettings):
        def set(self, key: str, value: object) -> None:
            raise AppError("settings.not_saved", path="x")

    policy = HoldDialog(FullDisk(), desk.windows.style, desk.doctor)
    policy.boxes[FindingKind.DOSE].click()
    assert "没能保存" in policy.told.text()
