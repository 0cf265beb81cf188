"""All windows together: makes them, connects them, and lets a session be attached later."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QDialog

from app.session.control import ClinicalControl, SessionControl
from app.session.events import ConfirmAnswer, Phrase
from app.ui import banners, meaning_state, subtitle_state, unseen_state
from app.ui.application import apply_theme
from app.ui.bridge import UiBridge
from app.ui.dialogs import ConsentDialog, HelpDialog
from app.ui.doctor_window import DoctorWindow
from app.ui.fonts import FontBook
from app.ui.languages import LANGUAGES
from app.ui.patient_screen import PatientScreen
from app.ui.phrases_dialog import PhrasesDialog
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_port import UiSettings, keep, number, text
from app.ui.taps import Tap
from app.ui.texts import Texts
from app.ui.theme import theme
from app.ui.view_state import Alert, Choice, Pad, Phase, Severity, ViewState
from app.ui.widgets.turn_card import Style
from glossary.phrases import Phrases

Microphones = Callable[[], Sequence[tuple[str, str]]]


def _no_microphones() -> Sequence[tuple[str, str]]:
    return ()


class Windows(QObject):
    """The doctor's window, the patient's screen and the dialogs, as one thing to bootstrap.

    Order of events: `show` (the window says "preparing") → `attach` (ready) → the doctor presses
    start → the patient agrees → ``consent_given`` and ``start_requested(patient_lang)``. A slot
    of ``start_requested`` may attach another session made for that language; after it the
    attached session's ``start()`` is called. If none is attached then, the next `attach` starts.

    Signals: ``start_requested(lang)``, ``export_requested``, ``close_requested``,
    ``new_requested`` (the encounter is over: attach a new session), ``consent_given(by)`` with
    "patient" or "doctor", ``interpreter_requested``, ``language_changed(lang)``,
    ``setting_changed(key)``, ``security_requested(what)`` with "lock", "users" or "passphrase",
    ``restyled`` (another theme, size or language: `style` is another one).
    """

    start_requested = Signal(str)
    export_requested = Signal()
    close_requested = Signal()
    new_requested = Signal()
    consent_given = Signal(str)
    interpreter_requested = Signal()
    language_changed = Signal(str)
    setting_changed = Signal(str)
    security_requested = Signal(str)
    restyled = Signal()

    def __init__(
        self,
        settings: UiSettings,
        texts: Texts,
        languages: frozenset[str] = frozenset(),
        microphones: Microphones = _no_microphones,
        parent: QObject | None = None,
        phrases: Callable[[], Phrases] = Phrases.load,
    ) -> None:
        """``languages`` are those that the installed model packs can serve.

        ``phrases`` loads the verified phrases, when they are first wanted.
        """
        super().__init__(parent)
        self._settings = settings
        self._microphones = microphones
        self._control: SessionControl | None = None
        self._start_pending = False
        self._locked = False
        self._goes_on = False
        """It was paused for the lock alone, and goes on when that is lifted."""
        self._dialog: QDialog | None = None
        self._phrases: Phrases | None = None
        self._load_phrases = phrases
        self.sound_agreed = False
        """The patient who has just agreed also agreed that their voice is kept."""
        self.signed_in = ""
        """Who has unlocked the record, for the settings window; empty where nobody has to."""
        self.bridge = UiBridge(self)
        self._style = Style(
            theme(text(settings, "ui.theme"), number(settings, "ui.font_scale")),
            texts.in_language(text(settings, "ui.language")),
            FontBook(),
        )
        self._apply_theme()
        self.doctor = DoctorWindow(settings, self._style)
        self.patient = PatientScreen(
            settings, texts.in_language(text(settings, "patient.language")), self._style.fonts
        )
        self._connect()
        self.set_languages(languages)
        self._screen_shown(False)
        self.doctor.set_state(self.bridge.state)
        self.patient.set_view(self.bridge.state.patient)

    @property
    def style(self) -> Style:
        """The look of the doctor's windows, for dialogs that others make."""
        return self._style

    @property
    def patient_lang(self) -> str:
        """The patient's language as chosen by the doctor."""
        return self.doctor.header.patient_lang

    def show(self) -> None:
        """Put the doctor's window on the screen; nothing is loaded for it.

        The patient screen comes with it where it filled a second monitor last time.
        """
        self.doctor.show()
        if self.patient.was_on_monitor():
            self.show_patient_screen()

    def show_patient_screen(self, shown: bool = True) -> None:
        """Open or close the patient screen."""
        if shown:
            self.patient.open()
            self.doctor.activateWindow()
        else:
            self.patient.close()

    def set_languages(self, languages: frozenset[str]) -> None:
        """Offer these languages for the patient; an empty set offers all."""
        offered = languages or frozenset(x.code for x in LANGUAGES)
        self.doctor.header.set_languages(offered, text(self._settings, "patient.language"))
        self._use_language(self.patient_lang)

    def attach(self, control: SessionControl | None) -> None:
        """Drive ``control`` and show its events from now on; None: preparing again."""
        self._control = control
        self.doctor.attach(control)
        self.bridge.connect_queue(control.events if control is not None else None)
        phase = Phase.READY if control is not None else Phase.PREPARING
        self.bridge.replace_state(subtitle_state.phase_set(self.bridge.state, phase))
        if control is not None:
            control.hide_patient(self.bridge.state.interpreter)
        if control is not None and self._start_pending:
            self._begin(control)

    def reset(self) -> None:
        """Forget the consultation on the screens: the next one begins empty."""
        self._close_dialog()
        self.bridge.connect_queue(None)
        self.bridge.replace_state(ViewState(screen=self.bridge.state.screen))
        self.doctor.reset_clock()

    def set_case(self, words: str) -> None:
        """Name of the encounter in the header."""
        self.doctor.header.set_case(words)

    def show_error(self, code: str, **values: str) -> None:
        """A failed world (see `app.errors`): what happened, what was kept, what to do next."""
        self._show_banner(Severity.ERROR, code, values)
        self._start_pending = False
        if self._control is None:
            # Nothing is being prepared any more: offer to try again.
            failed = subtitle_state.phase_set(self.bridge.state, Phase.FAILED)
            self.bridge.replace_state(failed)

    def show_notice(self, code: str, **values: str) -> None:
        """Something good to know, for instance where an export was written."""
        self._show_banner(Severity.INFO, code, values)

    def show_warning(self, code: str, **values: str) -> None:
        """Something that works only in part; the consultation goes on."""
        self._show_banner(Severity.WARNING, code, values)

    def close_dialog(self) -> None:
        """Close the dialog that is open, as if it had been left."""
        if self._dialog is not None:
            self._dialog.reject()
        self._close_dialog()

    def set_locked(self, locked: bool) -> None:
        """While locked nothing listens, nor begins to; then it goes on as the doctor left it."""
        self._locked = locked
        if locked:
            # What the session has said a moment ago counts as well.
            self.bridge.drain()
            state = self.bridge.state
            going = state.doctor.phase in (Phase.LOADING, Phase.LISTENING)
            self._goes_on = going and not state.interpreter
            if self._control is not None:
                self._control.pause()
        elif self._goes_on and self._control is not None and not self.bridge.state.interpreter:
            self._control.resume()

    def close_all(self) -> None:
        """Close every window; called when the session has ended."""
        self._close_dialog()
        self.bridge.connect_queue(None)
        self.doctor.allow_close()
        self.patient.close()
        self.doctor.close()

    def _connect(self) -> None:
        doctor, patient = self.doctor, self.patient
        self.bridge.state_changed.connect(doctor.set_state)
        self.bridge.patient_changed.connect(patient.set_view)
        self.bridge.event_seen.connect(doctor.composer.hear)
        self.bridge.event_seen.connect(doctor.pending.hear)
        doctor.start_pressed.connect(self._ask_consent)
        doctor.new_pressed.connect(self._new)
        doctor.close_pressed.connect(self.close_requested)
        doctor.command.connect(self._command)
        doctor.language_chosen.connect(self._use_language)
        patient.agreed.connect(lambda: self._agreed("patient"))
        patient.interpreter_asked.connect(self._interpreter)
        patient.shown_changed.connect(doctor.set_patient_screen_shown)
        patient.shown_changed.connect(self._screen_shown)
        patient.answered.connect(self._patient_answered)
        patient.tapped.connect(self._patient_tapped)
        patient.pad_left.connect(lambda: self._ask_pad(None))
        doctor.pad_asked.connect(self._ask_pad)
        doctor.alert_seen.connect(self._alert_seen)
        doctor.back_asked.connect(self._back_asked)
        doctor.phrases_asked.connect(self._open_phrases)
        doctor.question.connect(self._open)
        # Not from within the state that tells it: a banner is another state.
        doctor.desk.not_corrected.connect(self._not_corrected, Qt.ConnectionType.QueuedConnection)
        doctor.pending.changed.connect(self._pending_changed, Qt.ConnectionType.QueuedConnection)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._screen_removed)
            app.screenAdded.connect(patient.handle_screen_added)

    def _screen_removed(self, screen: QScreen) -> None:
        self.patient.handle_screen_removed(screen.name())

    def _screen_shown(self, shown: bool) -> None:
        self.bridge.replace_state(unseen_state.screen_shown(self.bridge.state, shown))

    def _show_banner(self, severity: Severity, code: str, values: dict[str, str]) -> None:
        state = banners.told(self.bridge.state, severity, code, tuple(sorted(values.items())))
        self.bridge.replace_state(state)

    def _command(self, command: str) -> None:
        if command == "export":
            self.export_requested.emit()
        elif command == "patient_screen":
            self.show_patient_screen(not self.patient.isVisible())
        elif command == "settings":
            self._open(self._settings_dialog())
        elif command == "help":
            self._open(HelpDialog(self._style, self.doctor))
        elif command == "not_again":
            self.bridge.replace_state(subtitle_state.again_taken_back(self.bridge.state))
        elif command == "dismiss":
            self.bridge.replace_state(banners.dismissed(self.bridge.state))
        elif command == "without_interpreter":
            self._show_interpreter(False)

    def _settings_dialog(self) -> SettingsDialog:
        dialog = SettingsDialog(
            self._settings, self._style, self._microphones(), self.doctor, self.signed_in
        )
        dialog.changed.connect(self._setting_changed)
        dialog.security_asked.connect(self._security)
        return dialog

    def _security(self, what: str) -> None:
        self._close_dialog()
        self.security_requested.emit(what)

    def _ask_consent(self) -> None:
        self._show_interpreter(False)
        self.bridge.replace_state(subtitle_state.consent_shown(self.bridge.state, True))
        self.sound_agreed = False
        asked = bool(self._settings.get("audio.keep"))
        dialog = ConsentDialog(self._style, self._patient_texts(), self.doctor, ask_sound=asked)
        self.patient.consent.ask_sound(asked)
        dialog.sound.toggled.connect(self.patient.consent.sound.setChecked)
        self.patient.consent.sound.toggled.connect(dialog.sound.setChecked)
        dialog.sound.toggled.connect(self._sound_toggled)
        dialog.agreed.connect(lambda: self._agreed("doctor"))
        dialog.interpreter.connect(self._interpreter)
        dialog.rejected.connect(self._consent_left)
        self._open(dialog)

    def _sound_toggled(self, agreed: bool) -> None:
        self.sound_agreed = agreed

    def _consent_left(self) -> None:
        self.bridge.replace_state(subtitle_state.consent_shown(self.bridge.state, False))

    def _agreed(self, by: str) -> None:
        if not self.bridge.state.consenting:
            return
        self._close_dialog()
        self.bridge.replace_state(subtitle_state.consent_shown(self.bridge.state, False))
        self.consent_given.emit(by)
        # A slot may attach a session made for this language, which starts it there and then;
        # `show_error` takes the wish back.
        before = self._control
        self._start_pending = True
        self.start_requested.emit(self.patient_lang)
        if self._start_pending and self._control is not None and self._control is before:
            self._begin(self._control)

    def _begin(self, control: SessionControl) -> None:
        self._start_pending = False
        control.start()
        if self._locked:
            control.pause()
            self._goes_on = True

    def _interpreter(self) -> None:
        self._close_dialog()
        self._show_interpreter(True)
        self.interpreter_requested.emit()

    def _show_interpreter(self, asked: bool) -> None:
        """The patient's page that an interpreter is coming: the session is told of it first."""
        if self._control is not None:
            self._control.hide_patient(asked)
        self.bridge.replace_state(subtitle_state.interpreter_asked(self.bridge.state, asked))

    def _patient_answered(self, turn: int, answer: ConfirmAnswer) -> None:
        control: object = self._control
        if isinstance(control, ClinicalControl):
            control.answer_confirmation(turn, answer)
            self.bridge.replace_state(subtitle_state.answer_given(self.bridge.state, turn, answer))

    def _patient_tapped(self, tap: Tap) -> None:
        control: object = self._control
        if isinstance(control, ClinicalControl):
            doctor = self._style.texts.in_language(self._style.doctor_lang)
            control.send_phrase(tap.phrase(self._patient_texts(), doctor))
        self._ask_pad(None)

    def _open_phrases(self, instead_of: int) -> None:
        state = self.bridge.state
        if state.doctor.phase not in (Phase.LISTENING, Phase.PAUSED):
            return
        if not state.patient.shows_lines:
            return
        if self._phrases is None:
            self._phrases = self._load_phrases()
        dialog = PhrasesDialog(
            self._style, self._phrases, self.patient_lang, instead_of, self.doctor
        )
        dialog.sent.connect(self._send_phrase)
        self._open(dialog)

    def _send_phrase(self, phrase: Phrase, pad: Pad | Choice | None) -> None:
        control: object = self._control
        if isinstance(control, ClinicalControl):
            control.send_phrase(phrase)
            self._ask_pad(pad)

    def _ask_pad(self, pad: Pad | Choice | None) -> None:
        self.bridge.replace_state(meaning_state.pad_shown(self.bridge.state, pad))

    def _alert_seen(self, alert: Alert) -> None:
        self.bridge.replace_state(meaning_state.alert_seen(self.bridge.state, alert))

    def _back_asked(self, turn: int) -> None:
        self.bridge.replace_state(meaning_state.back_asked(self.bridge.state, turn))

    def _pending_changed(self) -> None:
        failed = self.doctor.pending.failed
        self.bridge.replace_state(subtitle_state.corrections_failed(self.bridge.state, failed))

    def _not_corrected(self, code: str, turns: str, text: str) -> None:
        self.show_warning(code, turn=turns, text=text)

    def _new(self) -> None:
        self.attach(None)
        self.reset()
        self.new_requested.emit()

    def _use_language(self, code: str) -> None:
        keep(self._settings, "patient.language", code)
        self.doctor.composer.set_patient_lang(code)
        self.patient.set_texts(self._patient_texts())
        self.language_changed.emit(code)

    def _patient_texts(self) -> Texts:
        return self._style.texts.in_language(self.patient_lang)

    def _setting_changed(self, key: str) -> None:
        if key.startswith("ui."):
            self._restyle()
        self.setting_changed.emit(key)

    def _restyle(self) -> None:
        settings, before = self._settings, self._style
        self._style = Style(
            theme(text(settings, "ui.theme"), number(settings, "ui.font_scale")),
            before.texts.in_language(text(settings, "ui.language")),
            before.fonts,
        )
        self._apply_theme()
        self.doctor.set_style(self._style)
        self.restyled.emit()

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self._style.theme, self._style.texts.code)

    def _open(self, dialog: QDialog) -> None:
        self._close_dialog()
        self._dialog = dialog
        dialog.open()

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()
