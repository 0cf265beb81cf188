"""What the windows need of the settings: a few keys, read and written one by one."""

from __future__ import annotations

from typing import Protocol

from app.errors import AppError
from app.settings import SETTINGS


class UiSettings(Protocol):
    """Settings as the windows see them. Values are plain: str, int, float or bool."""

    def get(self, key: str) -> object:
        """The value of ``key``, or its default."""
        ...

    def set(self, key: str, value: object) -> None:
        """Keep ``value``; must not block on the disk for long."""
        ...


def _default(key: str) -> object:
    """The declared default; the profile's folder is no setting but is shown among them."""
    return "" if key == "profile.folder" else SETTINGS[key].default


class MemorySettings:
    """Settings that live as long as the program: for the demonstration and before a profile."""

    def __init__(self, **values: object) -> None:
        self._values = {key.replace("__", "."): value for key, value in values.items()}

    def get(self, key: str) -> object:
        """The value of ``key``, or its default; an unknown key is a bug of ours."""
        return self._values[key] if key in self._values else _default(key)

    def set(self, key: str, value: object) -> None:
        """Keep ``value`` until the program ends."""
        _default(key)
        self._values[key] = value


def keep(settings: UiSettings, key: str, value: object) -> bool:
    """Set ``key``; False when it could not be saved.

    A full disk or a value out of limits must not take a window down: what was chosen holds on the
    screen, and at the next start it is as before.
    """
    try:
        settings.set(key, value)
    except AppError:
        return False
    return True


def text(settings: UiSettings, key: str) -> str:
    """A setting as text."""
    return str(settings.get(key))


def number(settings: UiSettings, key: str) -> float:
    """A setting as a number; the default when it holds something else."""
    value = settings.get(key)
    if isinstance(value, int | float):
        return float(value)
    default = _default(key)
    return float(default) if isinstance(default, int | float) else 0.0


def flag(settings: UiSettings, key: str) -> bool:
    """A setting as yes or no."""
    return settings.get(key) is True
