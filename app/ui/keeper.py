"""Who has unlocked the profile in these windows; the one place that holds the key for them."""

from __future__ import annotations

from pathlib import Path

from app.records import users
from app.records.access import Access, Actor
from app.records.keys import KeysError
from app.records.rotation import Progress, Rotated, rotate
from app.records.running import RunningMark
from app.records.users import Unlocked


class Keeper:
    """The unlocked profile. While it is locked nothing new can be opened.

    A consultation that runs keeps the connection that it has: what is said must not be lost
    because nobody touched the mouse. Used by the main thread; `access` by any.
    """

    def __init__(self, unlocked: Unlocked, mark: RunningMark | None = None) -> None:
        """``mark`` is how this process says that it uses the profile."""
        self._unlocked: Unlocked | None = unlocked
        self._mark = mark
        self._lock_wanted = False
        self._keys_path = unlocked.keys_path
        self.actor: Actor = unlocked.actor
        self.lock_after_minutes = unlocked.file.policy.lock_after_minutes

    @property
    def keys_path(self) -> Path:
        """The key file."""
        return self._keys_path

    @property
    def locked(self) -> bool:
        """Whether the key has been put away."""
        return self._unlocked is None

    def unlocked(self) -> Unlocked:
        """The profile; KeysError ``keys.locked``."""
        if self._unlocked is None:
            raise KeysError("keys.locked")
        return self._unlocked

    def access(self) -> Access:
        """What the record is opened with. Raises KeysError."""
        return self.unlocked().require_access()

    def lock(self) -> None:
        """Put the key away."""
        self._unlocked = None
        self._lock_wanted = True

    def unlock(self, passphrase: str) -> None:
        """Take the key out again, as the same user. Takes half a second. Raises KeysError."""
        self._unlocked = users.unlock(self._keys_path, self.actor.name, passphrase)
        self._lock_wanted = False

    def rotate(self, progress: Progress) -> Rotated:
        """Give the profile a new data key; takes minutes for a large record. Raises RecordsError
        and KeysError. Meanwhile nothing can be opened, as if it were locked."""
        by = self.unlocked()
        records = self._keys_path.with_name("records.db")
        mark = self._mark or RunningMark(records)
        self._unlocked = None
        try:
            made = rotate(records, by, mark, progress)
            by = made.unlocked
        finally:
            # The windows may have been locked in between: then they stay so.
            if not self._lock_wanted:
                self._unlocked = by
            if self._mark is None:
                mark.close()
        return made

    def renew(self, unlocked: Unlocked) -> None:
        """After a change of users or policy."""
        self._unlocked = unlocked
