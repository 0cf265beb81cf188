"""Every setting, declared once: type, default, limits, help. Stored as JSON in the profile.

To add a setting, add a `Setting` to `SETTINGS`; windows, validation and the documentation page
(a test compares it) follow. Unknown keys in the file are kept and reported, never dropped: they
may belong to a newer version.
"""

from __future__ import annotations

import difflib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import AppError

Value = str | int | float | bool


class SettingsError(AppError):
    """A setting cannot be read or is not allowed. Codes begin with ``settings.``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``choices`` and ``low``/``high`` limit it; ``help`` is for the manual."""

    key: str
    default: Value
    help: str
    choices: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None

    def check(self, value: object) -> Value:
        """The value, or SettingsError ``settings.bad_value`` when it is not allowed."""
        if type(value) is not type(self.default):
            raise SettingsError("settings.bad_value", key=self.key, value=value)
        assert isinstance(value, str | int | float | bool)
        outside = isinstance(value, int | float) and (
            (self.low is not None and value < self.low)
            or (self.high is not None and value > self.high)
        )
        if outside or (self.choices and value not in self.choices):
            raise SettingsError("settings.bad_value", key=self.key, value=value)
        return value


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("ui.language", "zh", "Language of the doctor's windows.", ("zh", "en")),
        Setting("ui.theme", "light", "Light or dark windows.", ("light", "dark")),
        Setting("ui.font_scale", 1.0, "Type size of the doctor's windows.", low=0.8, high=2.0),
        Setting("doctor.geometry", "", "Where the doctor window was (written by the program)."),
        Setting("records.layout", "", "Where the records window was (written by the program)."),
        Setting("patient.language", "en", "The patient's language at the next start."),
        Setting("patient.font_pt", 48, "Type size of the patient screen, points.", low=32, high=96),
        Setting("patient.theme", "light", "Colours of the patient screen.", ("light", "dark")),
        Setting("patient.show_source", False, "Show the spoken sentence above its translation."),
        Setting("patient.screen_name", "", "Monitor of the patient screen; empty: the second."),
        Setting("patient.geometry", "", "Where the patient screen was (written by the program)."),
        Setting("patient.fullscreen", False, "Open the patient screen full screen."),
        Setting(
            "audio.mode",
            "one_microphone",
            "One microphone for both, two channels (left doctor, right patient), or the sound of "
            "a tele-consultation.",
            ("one_microphone", "two_channels", "system_monitor"),
        ),
        Setting("audio.device", "", "Input device by name; empty: the system's default."),
        Setting(
            "audio.end_of_speech_ms",
            512,
            "Pause that ends an utterance, milliseconds.",
            low=200,
            high=2000,
        ),
        Setting(
            "audio.keep",
            False,
            "Keep the sound of what is said, encrypted, for the records; only where the patient "
            "has agreed to it.",
        ),
        Setting("speech.pack", "", "Speech pack by id; empty: the first that fits."),
        Setting("translation.pack", "", "Translation pack by id; empty: the first that fits."),
        Setting("engine.threads", 0, "Threads of the models; 0: as many as cores.", low=0, high=64),
        Setting("engine.compute_type", "int8", "Arithmetic of the models.", ("int8", "float32")),
        Setting(
            "safety.hold_kinds",
            "dose unit number frequency duration timing date_time negation laterality drug allergy "
            "body_part person omission",
            "Kinds of findings that hold a sentence until the doctor has seen it; other kinds only "
            "mark it. An incomplete or untrustworthy translation is always held.",
        ),
        Setting(
            "safety.ask_patient",
            True,
            "Ask the patient on the screen whether doses, instructions, consent and allergies are "
            "right.",
        ),
        Setting(
            "export.format",
            "pdf",
            "Format of exports (last choice).",
            ("pdf", "docx", "jsonl", "fhir"),
        ),
        Setting(
            "export.layout",
            "side-by-side",
            "Layout of exports (last choice).",
            ("side-by-side", "interleaved", "one-language", "patient-copy"),
        ),
        Setting(
            "export.language",
            "doctor",
            "Language of exports in one language (last choice).",
            ("doctor", "patient"),
        ),
        Setting(
            "export.deidentify",
            "no",
            "Patient's identity in exports (last choice).",
            ("no", "left-out", "pseudonyms"),
        ),
        Setting("export.folder", "", "Folder of exports (last choice); empty: the profile's."),
        Setting("export.certificate", "", "PKCS#12 file that exports are signed with."),
        Setting("hospital.name", "", "Hospital, for the head of records."),
        Setting("hospital.department", "", "Department, for the head of records."),
        Setting("hospital.doctor", "", "The doctor's name, for the head of records."),
    )
}


class Settings:
    """Values of the settings of one profile. Not thread-safe: used by the main thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        self._listeners: list[Callable[[str, Value], None]] = []
        self.problems: list[SettingsError] = []
        """What was wrong in the file; the values named there are at their defaults."""
        if path is not None and path.exists():
            self._read(path)

    def get(self, key: str) -> Value:
        """The value, or its default. Raises SettingsError for an unknown key."""
        setting = _declared(key)
        value: Value = self._values.get(key, setting.default)
        return value

    def text(self, key: str) -> str:
        """A value that is a text."""
        return str(self.get(key))

    def number(self, key: str) -> int:
        """A value that is a whole number."""
        value = self.get(key)
        assert isinstance(value, int)
        return value

    def flag(self, key: str) -> bool:
        """A value that is yes or no."""
        return bool(self.get(key))

    def set(self, key: str, value: Value) -> None:
        """Check, remember and save. Raises SettingsError and changes nothing if not allowed."""
        checked = _declared(key).check(value)
        if self._values.get(key) == checked:
            return
        self._values[key] = checked
        self._write()
        for listener in self._listeners:
            listener(key, checked)

    def on_change(self, listener: Callable[[str, Value], None]) -> None:
        """Call ``listener(key, value)`` after each change."""
        self._listeners.append(listener)

    def _read(self, path: Path) -> None:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            kept = path.with_suffix(".damaged.json")
            path.replace(kept)
            self.problems.append(SettingsError("settings.damaged", kept=str(kept)))
            self.problems[-1].__cause__ = error
            return
        for key, value in data.items() if isinstance(data, dict) else ():
            try:
                self._values[key] = _declared(key).check(value)
            except SettingsError as error:
                self.problems.append(error)
                if error.code == "settings.unknown":
                    self._values[key] = value

    def _write(self) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(self._values, stream, ensure_ascii=False, indent=2, sort_keys=True)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(self._path)
        except OSError as error:
            raise SettingsError("settings.not_saved", path=str(self._path)) from error


def _declared(key: str) -> Setting:
    try:
        return SETTINGS[key]
    except KeyError:
        near = difflib.get_close_matches(key, SETTINGS, n=1)
        raise SettingsError(
            "settings.unknown", key=key, suggestion=near[0] if near else ""
        ) from None
