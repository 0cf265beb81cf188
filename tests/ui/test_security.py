"""Unlocking, the first start, users, and the lock: real keys, real dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import headless_gui, unlock_at_window
from app.documents.writers.recovery_pdf import write_recovery_pdf
from app.errors import AppError
from app.profile import Profile
from app.records import keys, users
from app.records.access import Role
from app.records.store import RecordStore
from app.records.users import Unlocked
from app.records.verify import verify_record
from app.session.events import StateChanged
from app.settings import Settings
from app.ui.first_run_dialog import FirstRunDialog
from app.ui.keeper import Keeper
from app.ui.lock import IdleTimer
from app.ui.security import Security
from app.ui.settings_dialog import SettingsDialog
from app.ui.unlock_dialog import PassphraseDialog, UnlockDialog
from app.ui.users_dialog import UsersDialog
from tests.fakes.record_access import CHEAP
from tests.ui.conftest import Desk
from tests.ui.feed import consultation
from tests.unit.records.samples import HEADER

GOOD = "correct horse battery"
OTHER = "another passphrase"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "STANDARD_COST", CHEAP)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def wang(path: Path) -> Unlocked:
    return users.create_profile(path, "wang", GOOD)[0]


@pytest.fixture
def guarded(desk: Desk, wang: Unlocked) -> Iterator[Security]:
    security = Security(desk.windows, Keeper(wang))
    desk.windows.show_patient_screen()
    yield security
    security.screens.unlock()
    security._close_dialog()


def unlock_dialog(desk: Desk, path: Path, qtbot: QtBot) -> UnlockDialog:
    dialog = UnlockDialog(
        desk.windows.style,
        ["wang"],
        lambda name, secret: users.unlock(path, name, secret),
        lambda name, code, secret: users.recover(path, code, name, secret),
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_right_passphrase_opens(desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot) -> None:
    dialog = unlock_dialog(desk, path, qtbot)
    qtbot.keyClicks(dialog.passphrase, GOOD)
    with qtbot.waitSignal(dialog.worked) as worked:
        qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert worked.args[0].require_access() == wang.require_access()


def test_a_wrong_one_is_said_and_can_be_tried_again(
    desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot
) -> None:
    dialog = unlock_dialog(desk, path, qtbot)
    dialog.go()
    assert "口令" in dialog.problem.text()
    dialog.passphrase.setText("a wrong one")
    dialog.go()
    assert not dialog.main.isEnabled()
    qtbot.waitUntil(lambda: dialog.main.isEnabled())
    assert dialog.problem.text() == "口令不对"
    assert dialog.passphrase.selectedText() == dialog.passphrase.text()
    dialog.passphrase.setText(GOOD)
    with qtbot.waitSignal(dialog.worked):
        dialog.main.click()


def test_a_passphrase_is_never_shown(desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot) -> None:
    dialog = unlock_dialog(desk, path, qtbot)
    for field in (dialog.passphrase, dialog.again):
        field.setText(GOOD)
        assert GOOD not in field.displayText()


def test_recovering_in_the_dialog(desk: Desk, path: Path, qtbot: QtBot) -> None:
    _, code = users.create_profile(path, "wang", GOOD)
    dialog = unlock_dialog(desk, path, qtbot)
    assert not dialog.code.isVisible()
    dialog.other.click()
    assert dialog.code.isVisible()
    dialog.code.setText(code)
    dialog.passphrase.setText(OTHER)
    dialog.go()
    assert dialog.problem.text() == "两次输入的口令不一样"
    dialog.again.setText(OTHER)
    with qtbot.waitSignal(dialog.worked):
        dialog.go()
    users.unlock(path, "wang", OTHER)


def test_the_first_start(desk: Desk, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    headless_gui()
    dialog = FirstRunDialog(
        desk.windows.style,
        lambda name, role, secret: users.create_profile(path, name, secret, Role(role)),
        lambda code, out: write_recovery_pdf(code, "2026-11-22", "profile", out),
        old_records=True,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText("wang")
    dialog.passphrase.setText("short")
    dialog.again.setText("short")
    dialog.go()
    qtbot.waitUntil(lambda: dialog.main.isEnabled())
    assert "8" in dialog.problem.text()
    assert not path.exists()
    dialog.passphrase.setText(GOOD)
    dialog.again.setText(GOOD)
    with qtbot.waitSignal(dialog.worked):
        dialog.go()
    # From here on there is no way back: the key would be lost unseen.
    dialog.reject()
    assert dialog.isVisible()
    dialog.save_to(tmp_path / "file.pdf" / "no folder")
    dialog.save_to(tmp_path / "key.pdf")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    assert not dialog.start.isEnabled()
    dialog.kept.click()
    dialog.start.click()
    assert not dialog.isVisible()
    users.unlock(path, "wang", GOOD)


def test_locking_hides_everything_and_puts_the_key_away(
    desk: Desk, guarded: Security, qtbot: QtBot
) -> None:
    desk.listen(*consultation())
    before = [window.grab().toImage() for window in (desk.doctor, desk.patient)]
    guarded.lock()
    assert guarded._keeper.locked
    with pytest.raises(AppError, match=r"keys\.locked"):
        guarded._keeper.access()
    for window, shown in zip((desk.doctor, desk.patient), before, strict=True):
        covered = window.grab().toImage()
        colours = {
            covered.pixel(x, y)
            for x in range(0, covered.width(), 7)
            for y in range(0, covered.height(), 7)
        }
        assert len(colours) == 1
        assert covered != shown
    assert ("pause",) in desk.control.calls
    # What is said meanwhile stays behind the curtain.
    desk.tell(*consultation())
    assert desk.patient.grab().toImage().pixel(300, 300) in colours


def test_unlocking_shows_everything_again(desk: Desk, guarded: Security, qtbot: QtBot) -> None:
    guarded.lock()
    dialog = guarded.dialog
    assert isinstance(dialog, UnlockDialog)
    assert not dialog.other.isVisible()
    dialog.passphrase.setText("a wrong one")
    dialog.go()
    qtbot.waitUntil(lambda: dialog.main.isEnabled())
    assert guarded.screens.is_locked
    dialog.passphrase.setText(GOOD)
    dialog.go()
    qtbot.waitUntil(lambda: not guarded.screens.is_locked)
    assert guarded._keeper.access()
    assert guarded.dialog is None


def calls_after_unlocking(desk: Desk, guarded: Security, qtbot: QtBot) -> list[tuple[object, ...]]:
    """What the session was asked from the lifting of the lock on."""
    dialog = guarded.dialog
    assert isinstance(dialog, UnlockDialog)
    before = len(desk.control.calls)
    dialog.passphrase.setText(GOOD)
    dialog.go()
    qtbot.waitUntil(lambda: not guarded.screens.is_locked)
    return desk.control.calls[before:]


@pytest.mark.parametrize("state", ["loading", "listening"])
def test_nothing_listens_while_locked_and_it_goes_on_afterwards(
    desk: Desk, guarded: Security, qtbot: QtBot, state: str
) -> None:
    # Not drained yet: what the session has said a moment ago counts.
    desk.control.tell(StateChanged(state))
    guarded.lock()
    assert desk.control.calls[-1] == ("pause",)
    assert calls_after_unlocking(desk, guarded, qtbot) == [("resume",)]


def test_what_the_doctor_had_paused_stays_so(desk: Desk, guarded: Security, qtbot: QtBot) -> None:
    desk.listen(StateChanged("paused"))
    guarded.lock()
    assert calls_after_unlocking(desk, guarded, qtbot) == []


def test_a_start_that_comes_late_does_not_listen_behind_the_curtain(
    desk: Desk, guarded: Security, qtbot: QtBot
) -> None:
    desk.windows.attach(None)
    desk.windows._ask_consent()
    desk.patient.agreed.emit()
    guarded.lock()
    desk.windows.attach(desk.control)
    assert desk.control.calls == [("start",), ("pause",)]
    assert calls_after_unlocking(desk, guarded, qtbot) == [("resume",)]


def test_escape_does_not_unlock(desk: Desk, guarded: Security, qtbot: QtBot) -> None:
    guarded.lock()
    dialog = guarded.dialog
    assert dialog is not None
    with qtbot.assertNotEmitted(desk.windows.close_requested):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    with qtbot.waitSignal(desk.windows.close_requested):
        dialog.close()
    assert guarded.screens.is_locked
    assert dialog.isVisible()


def test_nobody_here_locks_and_anybody_keeps_it_open(
    desk: Desk, guarded: Security, qtbot: QtBot
) -> None:
    assert 500_000 < guarded.timer.remaining_ms <= 630_000
    guarded.timer._timer.start(20_000)
    qtbot.keyClick(desk.doctor, Qt.Key.Key_Shift)
    assert guarded.timer.remaining_ms > 500_000
    guarded.timer._timer.start(20_000)
    desk.tell(StateChanged("listening"))
    assert guarded.timer.remaining_ms > 500_000
    guarded.timer.set_after(1)
    qtbot.waitUntil(lambda: guarded.screens.is_locked)


def test_zero_minutes_never_lock(qapp: QApplication) -> None:
    timer = IdleTimer(0, qapp)
    assert timer.remaining_ms == -1
    timer.touch()
    assert timer.remaining_ms == -1
    timer.deleteLater()


def test_settings_lead_to_lock_users_and_passphrase(
    desk: Desk, guarded: Security, qtbot: QtBot
) -> None:
    for what, kind in (("users", UsersDialog), ("passphrase", PassphraseDialog)):
        desk.doctor.command.emit("settings")
        settings = desk.windows._dialog
        assert isinstance(settings, SettingsDialog)
        with qtbot.waitSignal(desk.windows.security_requested):
            settings.security_buttons[what].click()
        assert isinstance(guarded.dialog, kind)
    desk.doctor.command.emit("settings")
    settings = desk.windows._dialog
    assert isinstance(settings, SettingsDialog)
    settings.security_buttons["lock"].click()
    qtbot.waitUntil(lambda: guarded.screens.is_locked)


def test_changing_the_passphrase(desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot) -> None:
    dialog = PassphraseDialog(
        desk.windows.style, lambda old, new: users.change_passphrase(path, "wang", old, new)
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.old.setText(GOOD)
    dialog.new.setText(OTHER)
    dialog.again.setText(OTHER)
    with qtbot.waitSignal(dialog.accepted):
        dialog.go()
    users.unlock(path, "wang", OTHER)


def users_dialog(desk: Desk, unlocked: Unlocked, qtbot: QtBot) -> UsersDialog:
    dialog = UsersDialog(desk.windows.style, Keeper(unlocked))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def enter(dialog: UsersDialog, name: str, role: Role, qtbot: QtBot) -> None:
    dialog.name.setText(name)
    dialog.role.setCurrentIndex(dialog.role.findData(role.value))
    dialog.first.setText(GOOD)
    with qtbot.waitSignal(dialog.worked):
        dialog.main.click()


def names(dialog: UsersDialog) -> list[tuple[str, str, str]]:
    cell = dialog.table.item
    return [
        (cell(row, 0).text(), cell(row, 1).text(), cell(row, 2).text())
        for row in range(dialog.table.rowCount())
    ]


def test_users_are_entered_admitted_and_removed_by_who_may(
    desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot
) -> None:
    mine = users_dialog(desk, wang, qtbot)
    assert [mine.role.itemData(at) for at in range(mine.role.count())] == ["administrator"]
    enter(mine, "root", Role.ADMINISTRATOR, qtbot)
    assert not mine.main.isVisible()
    assert not mine.remove.isVisible()
    mine.table.selectRow(1)
    mine.admit.click()
    assert names(mine) == [("wang", "医生", "可用"), ("root", "管理员", "可用")]
    root = users_dialog(desk, users.unlock(path, "root", GOOD), qtbot)
    assert not root.admit.isVisible()
    enter(root, "zhao", Role.RECORDS, qtbot)
    assert names(root)[2] == ("zhao", "病案室", "待准入")
    root.table.selectRow(0)
    root.remove_selected()
    assert "没有" in root.problem.text() or "不能" in root.problem.text()
    root.table.selectRow(2)
    root.remove_selected()
    assert [name for name, _, _ in names(root)] == ["wang", "root"]
    for box in (root.keep, root.keep_sound, root.lock):
        assert box.lineEdit().width() > 40, "its number can be read"
    root.keep.setValue(5475)
    root.keep.editingFinished.emit()
    assert keys.read_keys(path).policy.keep_days == 5475


def test_a_new_key_is_asked_for_by_one_and_made_by_another(
    desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot
) -> None:
    with RecordStore.open(path.with_name("records.db"), wang.require_access()) as store:
        store.start_encounter(HEADER)
    users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    users.admit(wang, "root")
    mine = users_dialog(desk, wang, qtbot)
    assert not mine.key.button.isEnabled()
    root = users_dialog(desk, users.unlock(path, "root", GOOD), qtbot)
    root.key.button.click()
    assert keys.read_keys(path).rotation_asked
    assert not root.key.button.isEnabled(), "it has been asked for"
    mine.key.refresh()
    assert mine.key.button.isEnabled()
    keeper = mine._keeper
    mine.key.rotate()
    assert not mine.close_button.isEnabled()
    mine.reject()
    assert mine.isVisible(), "it is not left half way"
    qtbot.waitUntil(lambda: not mine.key.busy)
    assert "第 2 把" in mine.key.state.text()
    assert mine.close_button.isEnabled()
    access = users.unlock(path, "wang", GOOD).require_access()
    assert keeper.access().key == access.key != wang.require_access().key
    assert verify_record(path.with_name("records.db"), access).problems == ()


def test_a_key_is_not_changed_while_the_record_is_open(
    desk: Desk, wang: Unlocked, path: Path, qtbot: QtBot
) -> None:
    mine = users_dialog(desk, wang, qtbot)
    with RecordStore.open(path.with_name("records.db"), wang.require_access()):
        mine.key.rotate()
        qtbot.waitUntil(lambda: not mine.key.busy)
        assert "正在使用" in mine.problem.text()
    assert mine._keeper.access().key == wang.require_access().key


def test_a_lock_during_the_change_of_the_key_holds(wang: Unlocked, path: Path) -> None:
    with RecordStore.open(path.with_name("records.db"), wang.require_access()):
        pass
    keeper = Keeper(wang)
    made = keeper.rotate(lambda done, total: keeper.lock())
    assert keeper.locked
    keeper.unlock(GOOD)
    assert keeper.access().key == made.unlocked.require_access().key


def test_the_start_asks_for_a_passphrase_and_gives_what_was_unlocked(
    qapp: QApplication, wang: Unlocked, path: Path, qtbot: QtBot
) -> None:
    def answer() -> None:
        dialog = qapp.activeModalWidget()
        assert isinstance(dialog, UnlockDialog)
        dialog.passphrase.setText(GOOD)
        dialog.go()

    QTimer.singleShot(0, answer)
    found = unlock_at_window(Profile(path.parent), Settings(None))
    assert found is not None
    assert found.require_access() == wang.require_access()


def test_leaving_the_first_start_makes_nothing(qapp: QApplication, path: Path) -> None:
    def leave() -> None:
        dialog = qapp.activeModalWidget()
        assert isinstance(dialog, FirstRunDialog)
        dialog.reject()

    QTimer.singleShot(0, leave)
    assert unlock_at_window(Profile(path.parent), Settings(None)) is None
    assert list(path.parent.iterdir()) == []
