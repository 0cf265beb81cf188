"""Passes for the record in tests: somebody of each role, all with the same key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.records.access import Access, Actor, Role
from app.records.crypto import Key, open_connection
from app.records.keys import Cost

KEY = Key(bytes(range(32)))

CLINICIAN = Access(Actor("wang", Role.CLINICIAN), KEY)
OTHER_CLINICIAN = Access(Actor("li", Role.CLINICIAN), KEY)
RECORDS = Access(Actor("zhao", Role.RECORDS), KEY)
ADMINISTRATOR = Access(Actor("root", Role.ADMINISTRATOR), KEY)
"""As if an administrator had got hold of the key: the store must refuse all the same."""

ACCESS = CLINICIAN

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""A cost of passphrases that no profile should have and no test should wait for."""


def raw(path: Path) -> Any:
    """A connection to the record file past the store, as somebody with the key could make it."""
    return open_connection(path, KEY)
