"""The profile: the folder that holds one installation's data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.errors import AppError


class ProfileError(AppError):
    """The data folder cannot be used. Codes begin with ``profile.``."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Paths inside the data folder; nothing is created before it is needed."""

    folder: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.folder / "settings.json"

    @property
    def records(self) -> Path:
        """The record database."""
        return self.folder / "records.db"

    @property
    def keys(self) -> Path:
        """The key file: who may open the record."""
        return self.folder / "keys.json"

    @property
    def terms(self) -> Path:
        """The hospital's own terms, a layer over the shipped ones."""
        return self.folder / "terms"

    @property
    def exports(self) -> Path:
        """Where documents go unless the user chooses otherwise."""
        return self.folder / "exports"

    @property
    def parts(self) -> Path:
        """Notes of documents that are being written (see `app.whole_file`)."""
        return self.records.with_name(self.records.name + ".parts")


def profile_at(folder: Path | None) -> Profile:
    """The profile in ``folder``, or the user's own, to read from: nothing is made or checked."""
    return Profile(folder or Path(platformdirs.user_data_dir("yizhen", appauthor=False)))


def open_profile(folder: Path | None) -> Profile:
    """The profile in ``folder``, or the user's own. Makes the folder, for its owner only.

    Raises ProfileError ``profile.not_writable``.
    """
    chosen = profile_at(folder).folder
    try:
        chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = chosen / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ProfileError("profile.not_writable", folder=str(chosen)) from error
    return Profile(chosen.resolve())
