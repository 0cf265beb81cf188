"""Plays a consultation by itself: opens the screens, agrees, starts, and exports at the end.

For the demonstration. It presses the same buttons that people press.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from app.session.events import SessionEvent, SourceChanged
from app.ui.desk import ConsultationDesk
from app.ui.windows import Windows

CONSENT_AFTER_MS = 1_500
AGREE_AFTER_MS = 2_500


class Autoplay(QObject):
    """One consultation from the first button to the exported document."""

    def __init__(
        self, windows: Windows, desk: ConsultationDesk, done: Callable[[str], None]
    ) -> None:
        """``done`` gets the path of the document."""
        super().__init__(desk)
        self._windows = windows
        self._desk = desk
        desk.exported.connect(done)
        desk.ended.connect(desk.export)
        windows.bridge.event_seen.connect(self._event)

    def begin(self) -> None:
        """Open the patient screen, then ask for consent, then give it."""
        self._windows.show_patient_screen()
        self._side_by_side()
        QTimer.singleShot(CONSENT_AFTER_MS, self._windows.doctor.start_pressed.emit)
        QTimer.singleShot(CONSENT_AFTER_MS + AGREE_AFTER_MS, self._windows.patient.agreed.emit)

    def _side_by_side(self) -> None:
        """On a single monitor neither window may hide the other."""
        screens = QGuiApplication.screens()
        if len(screens) > 1 or self._windows.patient.isFullScreen():
            return
        whole = screens[0].availableGeometry()
        doctor = max(self._windows.doctor.minimumSizeHint().width(), whole.width() * 58 // 100)
        doctor = min(doctor, whole.width() * 2 // 3)
        self._windows.doctor.setGeometry(whole.adjusted(0, 0, doctor - whole.width(), 0))
        self._windows.patient.setGeometry(whole.adjusted(doctor, 0, 0, 0))

    def _event(self, event: SessionEvent) -> None:
        if isinstance(event, SourceChanged) and event.state == "ended":
            self._desk.end()
