"""Pictures of every window in every state: `uv run python tests/ui/shots.py OUT_DIR [filter]`.

For looking at. Needs no screen: with QT_QPA_PLATFORM=offscreen (the default here) it renders in
memory.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import AppError
from app.records import users
from app.records.access import Role
from app.session.events import (
    AskedAgain,
    AudioGap,
    ConfirmationAsked,
    ConfirmKind,
    EngineProgress,
    EngineRestarted,
    Held,
    Origin,
    Party,
    SessionEvent,
    SourceChanged,
    StateChanged,
    TeachBackAsked,
    Unprocessed,
)
from app.ui.application import apply_theme, create_application
from app.ui.first_run_dialog import FirstRunDialog
from app.ui.hold_dialog import HoldDialog
from app.ui.keeper import Keeper
from app.ui.meaning_state import alert_seen
from app.ui.resources import translations_folder
from app.ui.settings_port import MemorySettings
from app.ui.texts import Texts, load_catalogues
from app.ui.theme import theme
from app.ui.unlock_dialog import PassphraseDialog, UnlockDialog
from app.ui.users_dialog import UsersDialog
from app.ui.view_state import Pad
from app.ui.widgets.settling import SETTLE_MS
from app.ui.windows import Windows
from tests.fakes.record_access import CHEAP
from tests.ui import feed

Play = Callable[[Windows, feed.ScriptedControl], None]
LANGUAGES = ("en", "ar", "ru", "ko", "ja", "th", "hi")


class Studio:
    """Makes windows in a state and takes their pictures."""

    def __init__(self, app: QApplication, out: Path, wanted: str) -> None:
        self._app, self._out, self._wanted = app, out, wanted
        self._catalogues = load_catalogues(translations_folder())

    def windows(self, **settings: object) -> tuple[Windows, feed.ScriptedControl]:
        memory = MemorySettings(**settings)
        look = theme(str(memory.get("ui.theme")), float(str(memory.get("ui.font_scale"))))
        apply_theme(self._app, look, str(memory.get("ui.language")))
        made = Windows(memory, Texts(self._catalogues, "zh"), frozenset({"en", "ru", "ar", "ko",
                       "ja", "th", "hi"}), lambda: (("usb", "USB 会议麦克风"),))  # fmt: skip
        return made, feed.ScriptedControl()

    def _is_wanted(self, name: str) -> bool:
        return any(part in name for part in self._wanted.split(","))

    def shoot(self, name: str, widget: QWidget) -> None:
        for _ in range(6):
            self._app.processEvents()
        widget.grab().save(str(self._out / f"{name}.png"))

    def _discard(self, windows: Windows) -> None:
        """Destroy them: each new style sheet polishes every widget that is still alive."""
        windows.close_all()
        for part in (windows.doctor, windows.patient, windows):
            part.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def doctor(
        self, name: str, play: Callable[[Windows, feed.ScriptedControl], None], **settings: object
    ) -> None:
        if not self._is_wanted(name):
            return
        windows, control = self.windows(**settings)
        windows.show()
        play(windows, control)
        while windows.bridge.drain():
            pass
        if windows.doctor.held.isVisible():
            _settle()
        dialog = windows._dialog
        self.shoot(name, dialog if dialog is not None else windows.doctor)
        self._discard(windows)

    def patient(
        self, name: str, lang: str, dark: bool,
        play: Callable[[Windows, feed.ScriptedControl], None],
        size: tuple[int, int] = (1280, 720), **settings: object,
    ) -> None:  # fmt: skip
        if not self._is_wanted(name):
            return
        windows, control = self.windows(
            patient__language=lang, patient__theme="dark" if dark else "light", **settings
        )
        windows.patient.resize(*size)
        windows.patient.show()
        play(windows, control)
        while windows.bridge.drain():
            pass
        _settle()
        windows.patient.newest.calm()
        self.shoot(name, windows.patient)
        self._discard(windows)


def _settle() -> None:
    """What has just come up can be pressed after a while."""
    QApplication.processEvents()
    time.sleep(SETTLE_MS * 1.1 / 1000)
    QApplication.processEvents()


def _attached(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)


def _loading(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    control.tell(StateChanged("loading"), EngineProgress(1, 3, "speech-zh-en-starter"))


def _talk(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    control.tell(*feed.consultation(), *feed.speaking())


def _first_words(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    control.tell(StateChanged("listening"), *feed.speaking())


def _editing(windows: Windows, control: feed.ScriptedControl) -> None:
    _talk(windows, control)
    while windows.bridge.drain():
        pass
    QApplication.processEvents()
    turns = windows.doctor.turns
    turns.setCurrentIndex(turns.model().index(5, 0))
    windows.doctor.act("correct")


def _trouble(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    control.tell(
        *feed.consultation()[:5],
        AudioGap(40000, 2300, "capture.overflow"),
        Unprocessed(5, Party.PATIENT, "engine.failed", 42000, 45100),
        Unprocessed(6, Party.CLINICIAN, "translation.failed", 47000, 49100),
        SourceChanged("lost", "USB 会议麦克风"),
    )


def _restarted(windows: Windows, control: feed.ScriptedControl) -> None:
    _talk(windows, control)
    control.tell(EngineRestarted("engine.died", 1))


def _ended(windows: Windows, control: feed.ScriptedControl) -> None:
    _talk(windows, control)
    control.tell(StateChanged("ended"))


def _consent(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    windows.doctor.press_main()


def _command(name: str) -> Callable[[Windows, feed.ScriptedControl], None]:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        windows.attach(control)
        windows.doctor.command.emit(name)

    return play


def _security(name: str) -> Callable[[Windows, feed.ScriptedControl], None]:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _talk(windows, control)
        folder = Path(tempfile.mkdtemp())
        wang, _ = users.create_profile(folder / "keys.json", "王医生", "correct horse", cost=CHEAP)
        windows.signed_in = "王医生 · 医生"
        show_security(name, windows, wang)

    return play


def show_security(name: str, windows: Windows, wang: users.Unlocked) -> None:
    """Open one of the dialogs that have to do with keys."""
    style = windows.style
    if name == "settings":
        windows.doctor.command.emit("settings")
        return
    if name == "users":
        users.enter(wang, "赵主任", Role.ADMINISTRATOR, "correct horse", CHEAP)
        root = users.admit(wang, "赵主任")
        root = users.unlock(wang.keys_path, "赵主任", "correct horse")
        users.enter(root, "孙病案", Role.RECORDS, "correct horse", CHEAP)
        windows._open(UsersDialog(style, Keeper(root), windows.doctor))
    elif name == "holding":
        windows._open(HoldDialog(MemorySettings(safety__hold_kinds="dose"), style, windows.doctor))
    elif name == "passphrase":
        windows._open(PassphraseDialog(style, lambda old, new: None, windows.doctor))
    elif name.startswith("first"):
        first = FirstRunDialog(style, lambda *_: None, lambda *_: None, old_records=True)
        if name == "first-key":
            first._made((wang, users.recovery_code()))
        windows._open(first)
    else:
        dialog = UnlockDialog(style, ["王医生"], lambda *_: None, lambda *_: None,
                              locked=name == "locked")  # fmt: skip
        if name == "recover":
            dialog.other.click()
        if name == "wrong":
            dialog.say_error(AppError("keys.wrong_passphrase"))
        windows._open(dialog)


def _patient_talk(lang: str) -> Callable[[Windows, feed.ScriptedControl], None]:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        windows.attach(control)
        control.tell(*feed.patient_talk(lang))

    return play


def _patient_trouble(lang: str) -> Callable[[Windows, feed.ScriptedControl], None]:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _patient_talk(lang)(windows, control)
        control.tell(
            feed.turn(3, feed.D, "您对青霉素过敏吗？", "Are you allergic to penicillin?", lang,
                      revision=2, reason="corrected"),
            Unprocessed(5, Party.PATIENT, "engine.failed", 42000, 45100),
            AskedAgain(Party.PATIENT, lang, 5, "engine.failed"),
        )  # fmt: skip

    return play


def _patient_state(state: str, lang: str) -> Callable[[Windows, feed.ScriptedControl], None]:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _patient_talk(lang)(windows, control)
        control.tell(StateChanged(state))

    return play


def _overlay(windows: Windows, control: feed.ScriptedControl) -> None:
    _patient_talk("en")(windows, control)
    windows.patient.overlay.appear()


def _interpreter(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    windows.patient.interpreter_asked.emit()


def _asked(lang: str, kind: ConfirmKind, *digits: str) -> Play:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _patient_talk(lang)(windows, control)
        control.tell(ConfirmationAsked(4, 1, Party.CLINICIAN, kind, digits))

    return play


def _asked_earlier(lang: str) -> Play:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _patient_talk(lang)(windows, control)
        control.tell(ConfirmationAsked(2, 1, Party.PATIENT, ConfirmKind.ALLERGY))

    return play


def _after(lang: str, *events: SessionEvent) -> Play:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _patient_talk(lang)(windows, control)
        control.tell(*events)

    return play


def _pad(lang: str, pad: Pad) -> Play:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _patient_talk(lang)(windows, control)
        while windows.bridge.drain():
            pass
        windows.doctor.pad_asked.emit(pad)
        _settle()
        page = windows.patient.pad
        if pad is Pad.PAIN:
            page.pain.faces[7].click()
        elif pad is Pad.BODY:
            page.body._choose(3)
        elif pad is Pad.NUMBER:
            for key in "38.5":
                page.number.keys[key].click()
            page.number.units["celsius"].click()
            page.number.changed.emit("38.5", "celsius")

    return play


def _meaning(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    control.tell(*feed.meaning())


def _held_alone(windows: Windows, control: feed.ScriptedControl) -> None:
    windows.attach(control)
    since_ms = round(time.monotonic() * 1000) - 14_000
    control.tell(*feed.consultation()[:5], *feed.held_dose(12, since_ms))


def _held_editing(windows: Windows, control: feed.ScriptedControl) -> None:
    _held_alone(windows, control)
    while windows.bridge.drain():
        pass
    windows.doctor.act("correct")


def _selected(number: int) -> Play:
    def play(windows: Windows, control: feed.ScriptedControl) -> None:
        _meaning(windows, control)
        while windows.bridge.drain():
            pass
        state = windows.bridge.state
        windows.bridge.replace_state(alert_seen(state, state.doctor.alerts[-1]))
        windows.doctor.turns.setCurrentIndex(windows.doctor.turns.model().index(number, 0))

    return play


def _phrases(windows: Windows, control: feed.ScriptedControl) -> None:
    _held_alone(windows, control)
    while windows.bridge.drain():
        pass
    windows.doctor.open_phrases()


def _meaning_shots(studio: Studio) -> None:
    studio.doctor("dialog-phrases-ar", _phrases, patient__language="ar")
    studio.doctor("dialog-phrases-en", _phrases, ui__language="en", ui__theme="dark")
    studio.doctor("doctor-meaning-zh", _meaning)
    studio.doctor("doctor-meaning-en", _meaning, ui__language="en", ui__theme="dark")
    studio.doctor("doctor-held-zh", _held_alone)
    studio.doctor("doctor-held-en", _held_alone, ui__language="en", ui__theme="dark")
    studio.doctor("doctor-held-editing", _held_editing)
    studio.doctor("doctor-detail", _selected(1))
    studio.doctor("doctor-held-large", _held_alone, ui__font_scale=1.5)


def _answer_shots(studio: Studio) -> None:
    for lang in ("en", "ar", "ru", "ja", "ko"):
        dark = lang in ("ar", "ja")
        kind = ConfirmKind.NUMBER if lang in ("en", "ar") else ConfirmKind.DOSE
        digits = ("15",) if kind is ConfirmKind.NUMBER else ()
        studio.patient(f"patient-{lang}-ask", lang, dark, _asked(lang, kind, *digits))
        teach = _after(lang, TeachBackAsked(4, lang))
        studio.patient(f"patient-{lang}-teach", lang, not dark, teach)
        for pad in Pad:
            studio.patient(f"patient-{lang}-pad-{pad.value}", lang, dark, _pad(lang, pad))
    held = Held(feed.turn(5, feed.D, "SECRET", "SECRET"))
    again = AskedAgain(Party.PATIENT, "ru", 0, "audio.overflow")
    phrase = feed.turn(5, feed.D, "请把袖子卷起来。", "Please roll up your sleeve.", "en",
                       origin=Origin.PHRASE, phrase_id="exam.sleeve")  # fmt: skip
    studio.patient("patient-en-ask-earlier", "en", True, _asked_earlier("en"))
    studio.patient("patient-en-held", "en", False, _after("en", held))
    studio.patient("patient-ko-held", "ko", True, _after("ko", held))
    studio.patient("patient-ru-again", "ru", False, _after("ru", again))
    studio.patient("patient-en-phrase", "en", False, _after("en", phrase))
    small = _asked("ru", ConfirmKind.NUMBER, "13", "30")
    studio.patient("patient-ru-small-ask", "ru", False, small, (1024, 640))
    studio.patient("patient-th-small-ask", "th", False, _asked("th", ConfirmKind.DOSE), (800, 600))
    studio.patient("patient-hi-pad-body", "hi", False, _pad("hi", Pad.BODY), (1024, 640))


def main() -> None:
    """Take all pictures, or those whose name contains one of the words (with commas) given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("wanted", nargs="?", default="", help="words of names, with commas")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = create_application(sys.argv[:1])
    studio = Studio(app, options.folder, options.wanted)
    for look in ("light", "dark"):
        for name, play in {
            "preparing": lambda w, c: None, "empty": _attached, "loading": _loading,
            "first-words": _first_words, "talk": _talk, "editing": _editing,
            "trouble": _trouble, "restarted": _restarted, "ended": _ended,
            "interpreter": _interpreter,
        }.items():  # fmt: skip
            studio.doctor(f"doctor-{name}-{look}", play, ui__theme=look)
    studio.doctor("doctor-talk-english", _talk, ui__language="en")
    studio.doctor("doctor-talk-large", _talk, ui__font_scale=1.5)
    for look in ("light", "dark"):
        studio.doctor(f"dialog-help-{look}", _command("help"), ui__theme=look)
        studio.doctor(f"dialog-consent-{look}", _consent, ui__theme=look, patient__language="ar")
        studio.doctor(f"dialog-consent-sound-{look}", _consent, ui__theme=look,
                      patient__language="ar", audio__keep=True)  # fmt: skip
        for name in ("unlock", "wrong", "recover", "locked", "first", "first-key", "users",
                     "passphrase", "settings", "holding"):  # fmt: skip
            studio.doctor(f"security-{name}-{look}", _security(name), ui__theme=look)
            if look == "light":
                studio.doctor(f"security-{name}-en", _security(name), ui__language="en")
    for lang in LANGUAGES:
        for dark in (False, True):
            look = "dark" if dark else "light"
            studio.patient(f"patient-{lang}-talk-{look}", lang, dark, _patient_talk(lang))
        studio.patient(f"patient-{lang}-consent", lang, False, _consent)
        studio.patient(f"patient-{lang}-consent-sound", lang, True, _consent, audio__keep=True)
    _meaning_shots(studio)
    _answer_shots(studio)
    studio.patient("patient-en-small-consent", "ru", True, _consent, (1024, 640))
    studio.patient("patient-en-welcome", "en", False, _attached)
    studio.patient("patient-en-trouble", "en", False, _patient_trouble("en"))
    studio.patient("patient-th-trouble", "th", True, _patient_trouble("th"))
    studio.patient("patient-en-paused", "en", False, _patient_state("paused", "en"))
    studio.patient("patient-ar-ended", "ar", False, _patient_state("ended", "ar"))
    studio.patient("patient-en-overlay", "en", False, _overlay)
    studio.patient("patient-en-interpreter", "en", False, _interpreter)
    studio.patient("patient-en-96pt", "en", False, _patient_talk("en"), patient__font_pt=96)
    studio.patient("patient-en-source", "en", True, _patient_talk("en"), patient__show_source=True)


if __name__ == "__main__":
    main()
