"""Opens the intake from the doctor's window, and keeps what was entered until it is on record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.errors import AppError
from app.ui.intake_dialog import PATIENT, PLACE, IntakeDialog
from app.ui.settings_port import UiSettings, keep, text
from app.ui.task import Task
from app.ui.view_state import Phase
from app.ui.windows import Windows

SETTINGS = {"hospital": "hospital.name", "department": "hospital.department",
            "doctor_name": "hospital.doctor"}  # fmt: skip
"""Settings that remember the place."""

UpdateHeader = Callable[[str, dict[str, str]], None]
"""Change the header of an encounter on record: its id, the fields. Blocks; raises AppError."""


class IntakeOpener(QObject):
    """Before a consultation the values wait for it; while it runs they go into its header."""

    def __init__(
        self,
        windows: Windows,
        settings: UiSettings,
        encounter: Callable[[], str],
        update: UpdateHeader,
    ) -> None:
        """``encounter`` is the id of the one that runs or has just ended; empty before."""
        super().__init__(windows)
        self._windows, self._settings = windows, settings
        self._encounter, self._update = encounter, update
        self._patient: dict[str, str] = {}
        self._task: Task | None = None
        self.dialog: IntakeDialog | None = None
        windows.doctor.command.connect(self._command)
        windows.new_requested.connect(self.forget)

    @property
    def values(self) -> dict[str, str]:
        """What is known of the patient, for the header of the next encounter."""
        return {field: value for field, value in self._patient.items() if value}

    def forget(self) -> None:
        """The next patient is somebody else."""
        self._patient = {}
        self._windows.doctor.start_page.set_patient("")

    def _command(self, what: str) -> None:
        if what != "intake" or self._task is not None:
            return
        begun = self._begun
        place = {field: text(self._settings, key) for field, key in SETTINGS.items()}
        dialog = IntakeDialog(
            self._windows.style, {**self._patient, **place}, self._windows.doctor, place=not begun
        )
        dialog.given.connect(self._given)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        self.dialog = dialog
        dialog.open()

    @property
    def _begun(self) -> bool:
        """Whether there is an encounter on record to write into."""
        phase = self._windows.bridge.state.doctor.phase
        waiting = (Phase.PREPARING, Phase.LOADING, Phase.READY, Phase.FAILED)
        return bool(self._encounter()) and phase not in waiting

    def _given(self, values: dict[str, str]) -> None:
        self._patient = {field: values[field] for field in PATIENT}
        for field in PLACE:
            if field in values:
                keep(self._settings, SETTINGS[field], values[field])
        shown = self._patient["patient_name"] or self._patient["patient_name_local"]
        self._windows.doctor.start_page.set_patient(shown)
        if self._begun:
            encounter, fields = self._encounter(), dict(self._patient)
            self._task = Task(lambda: self._update(encounter, fields), self)
            self._task.done.connect(lambda _result: self._done())
            self._task.failed.connect(self._failed)
            self._task.start()

    def _done(self) -> None:
        self._task = None
        self._windows.show_notice("intake.saved")

    def _failed(self, error: AppError) -> None:
        self._task = None
        self._windows.show_error(error.code, **{k: str(v) for k, v in error.details.items()})
