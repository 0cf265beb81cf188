"""Who has unlocked the profile in these windows; the one place that holds the key for them."""

from __future__ import annotations

from pathlib import Path

from app.records import users
from app.records.access import Access, Actor
from app.records.keys import KeysError
from app.records.users import Unlocked


class Keeper:
    """The unlocked profile. While it is locked nothing new can be opened.

    A consultation that runs keeps the connection that it has: what is said must not be lost
    because nobody touched the mouse. Used by the main thread; `access` by any.
    """

    def __init__(self, unlocked: Unlocked) -> None:
        self._unlocked: Unlocked | None = unlocked
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

    def unlock(self, passphrase: str) -> None:
        """Take the key out again, as the same user. Takes half a second. Raises KeysError."""
        self._unlocked = users.unlock(self._keys_path, self.actor.name, passphrase)

    def renew(self, unlocked: Unlocked) -> None:
        """After a change of users or policy."""
        self._unlocked = unlocked
