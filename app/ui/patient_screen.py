"""The patient's screen: large, calm, only committed sentences, always in the patient's language."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QScreen,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.fonts import FontBook
from app.ui.languages import language
from app.ui.settings_port import UiSettings, flag, keep, number, text
from app.ui.stylesheet import patient_sheet
from app.ui.texts import Texts
from app.ui.theme import UNIT, patient_colours
from app.ui.view_state import PatientMode, PatientView
from app.ui.widgets.answer_pads import PadPage
from app.ui.widgets.fitted_text import SentencesLook
from app.ui.widgets.parts import takes_keys
from app.ui.widgets.patient_overlay import Overlay
from app.ui.widgets.patient_pages import ConsentPage, MessagePage, page_pixels
from app.ui.widgets.patient_strip import PatientStrip
from app.ui.widgets.talk_page import TalkPage

SMALLEST_PT, LARGEST_PT, STEP_PT = 32, 96, 4
QUIET_MS = 900
"""A pause shorter than this changes nothing on the screen."""

_STRIP_ICONS = {
    PatientMode.LISTENING: "microphone",
    PatientMode.ONE_MOMENT: "hourglass",
    PatientMode.SAY_AGAIN: "retry",
    PatientMode.TEACH_BACK: "microphone",
    PatientMode.PAUSED: "pause",
}
_MESSAGES = {
    PatientMode.WELCOME: "logo",
    PatientMode.ENDED: "check",
    PatientMode.INTERPRETER: "interpreter",
}
_TAPPING = (PatientMode.LISTENING, PatientMode.SAY_AGAIN, PatientMode.ONE_MOMENT)
"""Modes in which answers can be tapped."""

LEAST_WIDTH, LEAST_HEIGHT = 800, 600
"""The smallest window in which every question and every pad stands whole, in every language."""


def _strip_key(view: PatientView) -> str:
    """Which message stands in the strip; without the prefix of the patient's texts."""
    if view.thanks and view.mode is PatientMode.LISTENING:
        return f"thanks.{view.thanks}"
    if view.mode is PatientMode.SAY_AGAIN and view.again == "doubt":
        return "say_again.doubt"
    if view.mode is PatientMode.SAY_AGAIN and view.again.startswith("audio."):
        return "say_again.sound"
    return view.mode.value


class PatientScreen(QWidget):
    """Shows a `PatientView`; a window of its own, on the second monitor when there is one.

    Signals: ``agreed``, ``interpreter_asked``, ``shown_changed(bool)``, ``answered(turn,
    ConfirmAnswer)``, ``tapped(Tap)``, ``pad_left``.
    """

    agreed = Signal()
    interpreter_asked = Signal()
    shown_changed = Signal(bool)
    answered = Signal(int, object)
    tapped = Signal(object)
    pad_left = Signal()

    def __init__(
        self, settings: UiSettings, texts: Texts, fonts: FontBook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._settings = settings
        self._texts = texts
        self._fonts = fonts
        self._view = PatientView()
        self._points = round(number(settings, "patient.font_pt"))
        self._theme = text(settings, "patient.theme")
        self._source = flag(settings, "patient.show_source")
        self._lost_screen: str | None = None
        self._look = self._made_look()
        self._build()
        self._shortcuts()
        self._quiet_timer = QTimer(self)
        self._quiet_timer.setSingleShot(True)
        self._quiet_timer.setInterval(QUIET_MS)
        self._quiet_timer.timeout.connect(self._show_strip)
        self.setMouseTracking(True)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.resize(1024, 640)
        self._apply_look()

    @property
    def points(self) -> int:
        """Type size of the newest sentence."""
        return self._points

    @property
    def theme_name(self) -> str:
        """ "light" or "dark"."""
        return self._theme

    def set_texts(self, texts: Texts) -> None:
        """Another patient, another language."""
        self._texts = texts
        self._apply_look()

    def set_view(self, view: PatientView) -> None:
        """Show ``view``. Sentences stay where they are while the mode changes."""
        before = self._view
        mode_changed = (view.mode, view.pad, view.thanks, view.again) != (
            before.mode,
            before.pad,
            before.thanks,
            before.again,
        ) or (view.pad is not None and view.lines != before.lines)
        hearing_changed = view.hearing != self._view.hearing
        self._view = view
        self._talk.set_lines(view.shown, view.ask)
        if mode_changed:
            self._show_mode()
        elif hearing_changed and view.hearing:
            self._quiet_timer.stop()
            self._show_strip()
        elif hearing_changed:
            self._quiet_timer.start()

    def set_points(self, points: int) -> None:
        """Type size in points, within the limits; remembered."""
        self._points = min(LARGEST_PT, max(SMALLEST_PT, points))
        keep(self._settings, "patient.font_pt", self._points)
        self._apply_look()

    def bigger(self) -> None:
        """One step larger."""
        self.set_points(self._points + STEP_PT)

    def smaller(self) -> None:
        """One step smaller."""
        self.set_points(self._points - STEP_PT)

    def toggle_theme(self) -> None:
        """Light to dark and back; remembered."""
        self._theme = "light" if self._theme == "dark" else "dark"
        keep(self._settings, "patient.theme", self._theme)
        self._apply_look()

    def toggle_source(self) -> None:
        """Show or hide the doctor's original under the newest sentence; remembered."""
        self._source = not self._source
        keep(self._settings, "patient.show_source", self._source)
        self._apply_look()

    def was_on_monitor(self) -> bool:
        """Did it fill a second monitor last time, and is that monitor there now?"""
        wanted = text(self._settings, "patient.screen_name")
        primary = QGuiApplication.primaryScreen()
        others = [x.name() for x in QGuiApplication.screens() if x is not primary]
        return flag(self._settings, "patient.fullscreen") and wanted in others

    def open(self) -> None:
        """Show where it was last time; at first full screen on a second monitor, if any."""
        screens = QGuiApplication.screens()
        wanted = text(self._settings, "patient.screen_name")
        second = next((x for x in screens if x is not QGuiApplication.primaryScreen()), None)
        remembered = next((x for x in screens if x.name() == wanted), None)
        if remembered is not None and flag(self._settings, "patient.fullscreen"):
            self._full_on(remembered)
        elif not wanted and second is not None:
            self._full_on(second)
        else:
            saved = text(self._settings, "patient.geometry")
            if saved:
                self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii")))
            self.showNormal()

    def toggle_fullscreen(self) -> None:
        """Full screen on the monitor it is on, and back."""
        if self.isFullScreen():
            self.leave_fullscreen()
        else:
            self._full_on(self.screen())

    def leave_fullscreen(self) -> None:
        """Back to a window."""
        if self.isFullScreen():
            self.showNormal()
            keep(self._settings, "patient.fullscreen", False)
            self._draw_overlay()

    def handle_screen_removed(self, name: str) -> None:
        """A monitor is gone: come back as a window on one that is left, never get lost."""
        mine = text(self._settings, "patient.screen_name")
        left = [x for x in QGuiApplication.screens() if x.name() != name]
        target = left[0] if left else QGuiApplication.primaryScreen()
        was_here = name == mine and self.isFullScreen()
        outside = target is not None and not any(
            x.geometry().intersects(self.frameGeometry()) for x in left or [target]
        )
        if not self.isVisible() or target is None or not (was_here or outside):
            return
        self._lost_screen = name if was_here else None
        self.showNormal()
        self.setGeometry(_middle(target.availableGeometry()))
        self.raise_()
        self._draw_overlay()

    def handle_screen_added(self, screen: QScreen) -> None:
        """The monitor it was on is back: go there again."""
        if screen.name() == self._lost_screen and self.isVisible():
            self._lost_screen = None
            self._full_on(screen)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The controls show themselves when somebody moves the mouse or touches."""
        super().mouseMoveEvent(event)
        self.overlay.appear()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch shows the controls too."""
        super().mousePressEvent(event)
        self.overlay.appear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages take their type size from the window."""
        super().resizeEvent(event)
        self.overlay.place()
        self._apply_pages()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The answers' keys work wherever the keyboard is."""
        if not self.row.answer_by_key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on; what has gone or turned grey leaves the keyboard where Space is harmless.

        Qt asks the same of both, and would go from the answers to the call for an interpreter.
        """
        if self.focusWidget() is not None and not takes_keys(self.focusWidget()):
            self._keyboard_home.setFocus()
            return True
        return super().focusNextPrevChild(next)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the icon of the full-screen button right, and the keyboard where it does no harm.

        A touch brings the window to the front: the next Space may be the doctor's, who talks.
        """
        super().changeEvent(event)
        came = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if came and (self.focusWidget() is self.ask or not takes_keys(self.focusWidget())):
            self._keyboard_home.setFocus()
        if event.type() == QEvent.Type.WindowStateChange:
            self._draw_overlay()

    def showEvent(self, event: QShowEvent) -> None:
        """However it was opened, others are told."""
        super().showEvent(event)
        if not event.spontaneous():
            self.shown_changed.emit(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing hides; the doctor's window shows it again."""
        if not self.isFullScreen():
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            keep(self._settings, "patient.geometry", geometry)
        super().closeEvent(event)
        self.shown_changed.emit(False)

    def _build(self) -> None:
        look = self._look
        self.message = MessagePage(look, self)
        self.consent = ConsentPage(look, self)
        self.consent.agreed.connect(self.agreed)
        self.consent.interpreter.connect(self.interpreter_asked)
        self._talk = TalkPage(look, self)
        self.earlier, self.newest, self.row = self._talk.earlier, self._talk.newest, self._talk.row
        self.row.answered.connect(self.answered)
        self.pad = PadPage(look, self)
        self.pad.tapped.connect(self.tapped)
        self.pad.left.connect(self.pad_left)
        self.pages = QStackedWidget(self)
        for page in (self.message, self.consent, self._talk, self.pad):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.pages)
        self._foot = QWidget(self)
        self.strip = PatientStrip(self._foot)
        self._strip_text = self.strip.words
        self.ask = self.strip.ask
        self.strip.interpreter_asked.connect(self.interpreter_asked)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(UNIT * 3, 0, UNIT * 3, UNIT * 3)
        foot.addWidget(self.strip)
        outer.addWidget(self._foot)
        slots = {
            "smaller": self.smaller,
            "bigger": self.bigger,
            "theme": self.toggle_theme,
            "source": self.toggle_source,
            "fullscreen": self.toggle_fullscreen,
        }
        self.overlay = Overlay(slots, self)
        # Mouse moves reach this window only if everything on it tracks and passes them on.
        for child in self.findChildren(QWidget):
            child.setMouseTracking(True)

    def _shortcuts(self) -> None:
        bindings = {
            "F11": self.toggle_fullscreen,
            "Esc": self.leave_fullscreen,
            "Ctrl++": self.bigger,
            "Ctrl+=": self.bigger,
            "Ctrl+-": self.smaller,
            "Ctrl+D": self.toggle_theme,
        }
        for keys, slot in bindings.items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _made_look(self) -> SentencesLook:
        colours = patient_colours(self._theme)
        return SentencesLook(self._texts, colours, self._fonts, self._points, self._source)

    def _apply_look(self) -> None:
        self._look = self._made_look()
        self.setStyleSheet(patient_sheet(self._look.colours))
        self.setWindowTitle(self._texts.get("patient.title"))
        rtl = language(self._texts.code).rtl
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        self.ask.setAccessibleName(self._texts.get("patient.consent.interpreter"))
        self._draw_overlay()
        self._apply_pages()

    def _apply_pages(self) -> None:
        self.consent.resize(self.size())
        self.consent.set_look(self._look)
        self.pad.resize(self.size())
        self.pad.set_look(self._look)
        self._talk.set_look(self._look)
        self._show_mode()

    def _show_mode(self) -> None:
        mode = self._view.mode
        # Under the sentences and under the pads there is always the way to a human interpreter.
        self._foot.setVisible(mode in _STRIP_ICONS)
        self._show_strip()
        if mode is PatientMode.CONSENT:
            if self.pages.currentWidget() is not self.consent:
                self.pages.setCurrentWidget(self.consent)
                self.consent.agree.setFocus()
        elif mode in _MESSAGES:
            self.message.resize(self.size())
            self.message.show_message(self._look, mode.value, _MESSAGES[mode])
            self._turn_to(self.message)
        elif self._view.pad is not None and mode in _TAPPING:
            words = self._view.lines[-1] if self._view.lines else None
            self.pad.show_pad(self._view.pad, words)
            self._turn_to(self.pad)
        else:
            self._turn_to(self._talk)

    def _turn_to(self, page: QWidget) -> None:
        """Qt would put the keyboard on the first button of the page, or on the last one used."""
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            self._keyboard_home.setFocus()

    @property
    def _keyboard_home(self) -> QWidget:
        """Where Space and Enter press nothing, and Tab goes on to what can be answered."""
        page = self.pages.currentWidget()
        if page is self._talk:
            # A question that came while another page was shown is answered by keys, too.
            return self.row if self.row.ask is not None else self.newest
        return self.pad if page is self.pad else self

    def _show_strip(self) -> None:
        mode, look = self._view.mode, self._look
        if mode not in _STRIP_ICONS:
            return
        calm = mode is PatientMode.LISTENING
        hearing = calm and self._view.hearing
        key = "hearing" if hearing else _strip_key(self._view)
        thanks = key.startswith("thanks.")
        colour = look.colours.ink if calm else look.colours.notice
        if hearing or thanks:
            colour = look.colours.accent
        name = "ear" if hearing else "check" if thanks else _STRIP_ICONS[mode]
        tone = "good" if thanks else "calm" if calm else "notice"
        page_px = page_pixels(self.height(), self.width())
        words = look.texts.get(f"patient.{key}")
        self.strip.show_words(look, words, name, colour, tone, page_px)

    def _draw_overlay(self) -> None:
        self.overlay.set_look(self._look, self._theme == "dark", self.isFullScreen())

    def _full_on(self, screen: QScreen | None) -> None:
        if screen is None:
            self.showNormal()
            return
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        keep(self._settings, "patient.screen_name", screen.name())
        keep(self._settings, "patient.fullscreen", True)
        self._draw_overlay()


def _middle(area: QRect) -> QRect:
    """A rectangle in the middle of ``area``, three quarters of its size."""
    size = QSize(area.width() * 3 // 4, area.height() * 3 // 4)
    made = QRect(area.topLeft(), size)
    made.moveCenter(area.center())
    return made
