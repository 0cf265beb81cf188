"""The consult-room desk: connects the windows with one consultation after another.

Knows how to start, end and export a consultation through the functions it is given, and nothing
of models, databases or files. What blocks runs in a thread; its outcome comes back as a signal.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.errors import AppError
from app.session.events import SessionEvent, StateChanged
from app.session.live import LiveSession
from app.ui.view_state import Consent
from app.ui.windows import Windows

log = logging.getLogger("yizhen.ui")

MakeSession = Callable[[str, Consent], tuple[LiveSession, str]]
"""A new session for a patient language (and what was agreed to) with its encounter id."""

Export = Callable[[str], Path]
"""Write the document of an encounter and return its path. May take seconds."""

CLOSE_DEADLINE_MS = 40_000


class ConsultationDesk(QObject):
    """One doctor's desk. Signals: ``exported(path)``, ``ended()``, ``closed()``."""

    exported = Signal(str)
    ended = Signal()
    closed = Signal()
    _export_failed = Signal(str)

    def __init__(
        self, windows: Windows, make_session: MakeSession, export: Export, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._windows = windows
        self._make_session = make_session
        self._export = export
        self._session: LiveSession | None = None
        self._encounter = ""
        self._exporting: threading.Thread | None = None
        self._running = False
        self._closing = False
        self.ask_export: Callable[[str], None] | None = None
        """Asks first what is wanted of an encounter, and does it; None: the usual document."""
        windows.start_requested.connect(self._start)
        windows.new_requested.connect(self.prepare)
        windows.export_requested.connect(self._export_wanted)
        windows.close_requested.connect(self.close)
        windows.interpreter_requested.connect(self._interpreter)
        windows.bridge.event_seen.connect(self._event)
        self.exported.connect(self._tell_exported, Qt.ConnectionType.QueuedConnection)
        self._export_failed.connect(windows.show_error, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """True from the start of a consultation to its end."""
        return self._running

    @property
    def session(self) -> LiveSession | None:
        """The consultation that runs, or will be the next one."""
        return self._session

    @property
    def encounter(self) -> str:
        """The id of the consultation that runs, has just ended, or will be the next one."""
        return self._encounter

    def prepare(self) -> None:
        """Make the next consultation ready; shows what is missing when that is not possible."""
        self._make(self._windows.patient_lang, Consent.NONE)

    def end(self) -> None:
        """End the consultation; ``ended`` follows when its last sentence is answered."""
        if self._session is not None and self._running:
            self._session.end()

    def export(self) -> None:
        """Write the document of the current encounter, in a thread."""
        if not self._encounter or self._exporting is not None:
            return
        self._exporting = threading.Thread(
            target=self._do_export, args=(self._encounter,), name="export"
        )
        self._exporting.start()

    def _export_wanted(self) -> None:
        if self.ask_export is None:
            self.export()
        elif self._encounter:
            self.ask_export(self._encounter)

    def close(self) -> None:
        """End the consultation if one runs, wait for its last sentence, close the windows."""
        if self._closing:
            return
        self._closing = True
        if self._session is not None and self._running:
            self._session.end()
            QTimer.singleShot(CLOSE_DEADLINE_MS, self._close_now)
        else:
            QTimer.singleShot(0, self._close_now)

    def _make(self, language: str, consent: Consent) -> None:
        try:
            self._session, self._encounter = self._make_session(language, consent)
        except AppError as error:
            log.error("prepare: %s", error.code)
            self._session, self._encounter = None, ""
            self._windows.attach(None)
            self._show(error)
            return
        self._windows.attach(self._session)

    def _start(self, language: str) -> None:
        """The patient agreed: the header must say so, hence a session of its own."""
        with_sound = self._windows.sound_agreed
        self._make(language, Consent.WITH_SOUND if with_sound else Consent.GIVEN)
        self._running = self._session is not None

    def _interpreter(self) -> None:
        if self._session is not None and self._running:
            self._session.pause()

    def _event(self, event: SessionEvent) -> None:
        if isinstance(event, StateChanged) and event.state == "ended" and self._running:
            self._running = False
            self.ended.emit()
            if self._closing:
                QTimer.singleShot(0, self._close_now)

    def _do_export(self, encounter: str) -> None:
        try:
            path = self._export(encounter)
        except AppError as error:
            log.error("export: %s", error.code)
            self._export_failed.emit(error.code)
        else:
            self.exported.emit(str(path))
        finally:
            self._exporting = None

    def _tell_exported(self, path: str) -> None:
        self._windows.show_notice("export.done", path=path)

    def _show(self, error: AppError) -> None:
        self._windows.show_error(
            error.code, **{key: str(value) for key, value in error.details.items()}
        )

    def _close_now(self) -> None:
        """Close and leave; a second call (deadline after the real end) finds nothing to do."""
        if not self._closing:
            return
        self._closing = False
        if self._exporting is not None:
            self._exporting.join()
        self._windows.close_all()
        self.closed.emit()
        QTimer.singleShot(0, QApplication.quit)
