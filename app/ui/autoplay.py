"""Plays a consultation by itself: opens the screens, agrees, starts, and exports at the end.

For the demonstration. It presses the same buttons that people press.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

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
        QTimer.singleShot(CONSENT_AFTER_MS, self._windows.doctor.start_pressed.emit)
        QTimer.singleShot(CONSENT_AFTER_MS + AGREE_AFTER_MS, self._windows.patient.agreed.emit)

    def _event(self, event: SessionEvent) -> None:
        if isinstance(event, SourceChanged) and event.state == "ended":
            self._desk.end()
