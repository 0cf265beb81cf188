"""The operating system's keyring, for one thing: a self-test that runs without anybody there.

It holds a passphrase that was made up for the entry ``selftest`` of the key file and that nobody
has seen. That entry may verify the record and nothing else. Off unless a holder of the data key
turns it on: whoever can use the account's keyring can then open the record with a program of
their own (``docs/threat-model.md``).
"""

from __future__ import annotations

from typing import Any

from app.errors import AppError

_SERVICE = "yizhen self-test"


class KeyringError(AppError):
    """The system's keyring cannot be used. Codes begin with ``keyring.``."""


def keep(profile_id: str, secret: str) -> None:
    """Remember the secret of a profile. Raises KeyringError ``keyring.no_backend``,
    ``keyring.failed``."""
    _call("set_password", profile_id, secret)


def find(profile_id: str) -> str:
    """The secret of a profile. Raises KeyringError ``keyring.off`` when there is none."""
    found = _call("get_password", profile_id)
    if not found:
        raise KeyringError("keyring.off")
    return str(found)


def forget(profile_id: str) -> None:
    """Remove it, if it is there. Raises KeyringError."""
    if _call("get_password", profile_id):
        _call("delete_password", profile_id)


def _call(name: str, profile_id: str, *arguments: str) -> Any:
    import keyring
    from keyring.errors import KeyringError as Failed

    backend = keyring.get_keyring()
    # Below 1 are those that refuse, and those that write into a plain file.
    if backend.priority < 1:
        raise KeyringError("keyring.no_backend", backend=type(backend).__name__)
    try:
        return getattr(backend, name)(_SERVICE, profile_id, *arguments)
    except Failed as error:
        raise KeyringError("keyring.failed", reason=type(error).__name__) from error
