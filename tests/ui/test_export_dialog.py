"""The export dialog over a real encrypted record."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pytest
from pytestqt.qtbot import QtBot

from app.documents.export_many import Outcome, Progress
from app.errors import AppError
from app.exports import Choice
from app.profile import Profile
from app.records.access import Access
from app.session.live import LiveSession
from app.settings import Settings
from app.ui.desk import ConsultationDesk
from app.ui.export_dialog import ExportDialog, ExportPort
from app.ui.export_opener import ExportOpener, export_port
from app.ui.resources import translations_folder
from app.ui.settings_port import MemorySettings
from app.ui.texts import Texts, load_catalogues
from app.ui.ui_settings import ProfileSettings
from app.ui.windows import Windows
from tests.fakes.certificates import PASSWORD, Authority
from tests.fakes.record_access import CLINICIAN, OTHER_CLINICIAN
from tests.ui import records_feed as feed

LOCK = "eight signs and more"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    made = Profile(tmp_path_factory.mktemp("profile"))
    feed.fill(made.records)
    return made


@pytest.fixture
def settings(tmp_path: Path) -> ProfileSettings:
    return ProfileSettings(Settings(tmp_path / "settings.json"), str(tmp_path))


Make = Callable[..., ExportDialog]


@pytest.fixture
def make(qtbot: QtBot, place: Profile, settings: ProfileSettings, tmp_path: Path) -> Make:
    def make_one(access: Access = CLINICIAN, port: ExportPort | None = None) -> ExportDialog:
        port = port or export_port(place, settings, lambda: access)
        listed = ("e-en", "e-ar")
        dialog = ExportDialog(feed.style("en"), port, ("e-en", "Jane Miller"), listed)
        qtbot.addWidget(dialog)
        dialog.form.folder.setText(str(tmp_path / "out"))
        dialog.show()
        return dialog

    return make_one


def choose(dialog: ExportDialog, **values: str) -> None:
    for key, value in values.items():
        box = getattr(dialog.form, key)
        index = box.findData(value)
        assert index >= 0
        box.setCurrentIndex(index)


def finish(dialog: ExportDialog) -> None:
    dialog.start()
    feed.wait_until(lambda: not dialog.busy)


def test_what_does_not_go_together_is_not_offered(make: Make) -> None:
    dialog = make()
    form = dialog.form
    assert not form.language.isVisible()
    choose(dialog, layout_="one-language")
    assert form.language.isVisible()
    form.password.setText(LOCK)
    form.again.setText(LOCK)
    choose(dialog, format="jsonl")
    assert not any(x.isVisible() for x in (form.layout_, form.language, form.password))
    choice = form.choice()
    assert (choice.layout.value, choice.password, choice.certificate) == ("side-by-side", "", None)


def test_a_password_must_be_long_and_typed_twice(make: Make, tmp_path: Path) -> None:
    dialog = make()
    for first, again, able in (("short", "short", False), (LOCK, LOCK + "x", False),
                               (LOCK, LOCK, True)):  # fmt: skip
        dialog.form.password.setText(first)
        dialog.form.again.setText(again)
        assert dialog.main.isEnabled() == able
    finish(dialog)
    (pdf,) = (tmp_path / "out").glob("*.pdf")
    with pikepdf.open(pdf, password=LOCK) as opened:
        assert opened.encryption.bits == 256
    dialog.reject()
    assert dialog.form.password.text() == ""


def test_choices_are_there_the_next_time_and_passwords_are_not(make: Make, tmp_path: Path) -> None:
    authority = Authority.make(tmp_path)
    dialog = make()
    choose(dialog, layout_="patient-copy", deidentify="left-out")
    dialog.form.certificate.setText(str(authority.person(tmp_path, "Wang")))
    dialog.form.certificate_password.setText(PASSWORD)
    finish(dialog)
    assert "Written" in dialog.message.text()
    kept = (tmp_path / "settings.json").read_text("utf-8")
    assert "patient-copy" in kept
    assert PASSWORD not in kept
    again = make()
    assert again.form.choice().layout.value == "patient-copy"
    assert again.form.choice().certificate == tmp_path / "Wang.p12"
    assert again.form.certificate_password.text() == ""


def test_what_was_replaced_is_shown(make: Make) -> None:
    dialog = make()
    choose(dialog, format="jsonl", deidentify="pseudonyms")
    finish(dialog)
    shown = dialog.replaced.toPlainText()
    assert dialog.replaced.isVisible()
    assert "name: MILLER, JANE → P-" in shown


def test_a_wrong_certificate_password_is_told(make: Make, tmp_path: Path) -> None:
    dialog = make()
    dialog.form.certificate.setText(str(Authority.make(tmp_path).person(tmp_path, "Wang")))
    dialog.form.certificate_password.setText("wrong")
    finish(dialog)
    assert "wrong password" in dialog.message.text()
    assert not (tmp_path / "out").exists()


def test_the_store_refuses_and_the_dialog_says_so(make: Make, tmp_path: Path) -> None:
    dialog = make(OTHER_CLINICIAN)
    choose(dialog, format="jsonl")
    dialog.scope.setCurrentIndex(1)
    finish(dialog)
    assert dialog.message.text() == "Not exported: 2 (Your role does not allow this)"
    assert not (tmp_path / "out").exists()


def test_stopping_keeps_what_is_finished(
    make: Make, place: Profile, settings: ProfileSettings, tmp_path: Path
) -> None:
    real = export_port(place, settings, lambda: CLINICIAN)
    first_done, stopped = threading.Event(), threading.Event()

    def run(
        ids: Sequence[str], choice: Choice, progress: Progress, cancelled: Callable[[], bool]
    ) -> Outcome:
        def told(done: int, total: int) -> None:
            progress(done, total)
            if done == 1:
                first_done.set()
                assert stopped.wait(60)

        return real.run(ids, choice, told, cancelled)

    dialog = make(port=ExportPort(run, settings, tmp_path))
    choose(dialog, format="jsonl")
    dialog.scope.setCurrentIndex(1)
    dialog.start()
    feed.wait_until(first_done.is_set)
    assert dialog.halt.isVisible()
    dialog.reject()
    assert dialog.isVisible(), "it closes when the file that is being written is whole"
    stopped.set()
    feed.wait_until(lambda: not dialog.busy)
    assert not dialog.isVisible()
    assert "1 finished files stay, 1 were not exported" in dialog.message.text()
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_the_doctors_window_asks_before_it_exports(
    qtbot: QtBot, place: Profile, settings: ProfileSettings, tmp_path: Path
) -> None:
    texts = Texts(load_catalogues(translations_folder()), "zh")
    windows = Windows(MemorySettings(), texts, frozenset({"en"}))
    desk = ConsultationDesk(windows, _no_session, lambda encounter: tmp_path, windows)
    opener = ExportOpener(windows, desk, export_port(place, settings, lambda: CLINICIAN))
    windows.show()
    windows.export_requested.emit()
    assert opener.dialog is None, "there is no consultation yet"
    opener.open("e-en")
    dialog = opener.dialog
    assert dialog is not None
    assert dialog.isVisible()
    choose(dialog, format="jsonl")
    dialog.form.folder.setText(str(tmp_path / "out"))
    finish(dialog)
    banner = windows.bridge.state.doctor.banner
    assert banner is not None
    assert banner.code == "export.done"
    dialog.reject()
    windows.close_all()


def _no_session(_lang: str, _consent: bool) -> tuple[LiveSession, str]:
    raise AppError("pack.none_for")
