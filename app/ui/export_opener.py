"""Opens the export dialog from the doctor's window, for the consultation that is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from app.documents.export_many import Outcome, Progress
from app.exports import Choice, export_chosen
from app.profile import Profile
from app.records.access import Access
from app.ui.desk import ConsultationDesk
from app.ui.export_dialog import ExportDialog, ExportPort
from app.ui.settings_port import UiSettings
from app.ui.windows import Windows


def export_port(place: Profile, settings: UiSettings, access: Callable[[], Access]) -> ExportPort:
    """What export dialogs need; a locked profile exports nothing."""

    def run(
        ids: Sequence[str], choice: Choice, progress: Progress, cancelled: Callable[[], bool]
    ) -> Outcome:
        return export_chosen(place, access(), ids, choice, progress, cancelled)

    return ExportPort(run, settings, place.exports)


class ExportOpener(QObject):
    """Takes the place of the desk's own export, which asks nothing; one dialog at a time."""

    def __init__(self, windows: Windows, desk: ConsultationDesk, port: ExportPort) -> None:
        super().__init__(windows)
        self._windows, self._port = windows, port
        self.dialog: ExportDialog | None = None
        desk.ask_export = self.open

    def open(self, encounter_id: str) -> None:
        """Ask what is wanted of this encounter."""
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.activateWindow()
            self.dialog.raise_()
            return
        if self.dialog is not None:
            self.dialog.deleteLater()
        windows = self._windows
        name = windows.style.texts.get("export.scope.now")
        dialog = ExportDialog(
            windows.style, self._port, (encounter_id, name), parent=windows.doctor
        )
        dialog.exported.connect(self._tell)
        self.dialog = dialog
        dialog.open()

    def _tell(self, outcome: Outcome) -> None:
        if outcome.written:
            self._windows.show_notice("export.done", path=str(outcome.written[0].path))
