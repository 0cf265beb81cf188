"""The program's settings as the windows want them."""

from __future__ import annotations

from app.settings import Settings, Value


class ProfileSettings:
    """`app.ui.settings_port.UiSettings` over the settings file of a profile."""

    def __init__(self, settings: Settings, profile_folder: str) -> None:
        self._settings = settings
        self._folder = profile_folder

    def get(self, key: str) -> object:
        """The value of ``key``, or its default."""
        return self._folder if key == "profile.folder" else self._settings.get(key)

    def set(self, key: str, value: object) -> None:
        """Keep and save ``value``. Raises SettingsError when it is not allowed."""
        if not isinstance(value, str | int | float | bool):
            raise TypeError(f"{key}: {type(value).__name__}")
        checked: Value = value
        self._settings.set(key, checked)
