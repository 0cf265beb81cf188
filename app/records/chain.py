"""A log whose entries hold the hash of the entry before: what was in it cannot be changed unseen.

Pure: no file, no clock. The audit log in the record file and the log of failed unlocks beside it
are both chains of this kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives import hashes

FIRST = ""
"""What the first entry has in place of the hash of the entry before."""


class Digest(StrEnum):
    """The hash of an entry; SM3 is the Chinese national standard GB/T 32905."""

    SHA256 = "sha256"
    SM3 = "sm3"


_ALGORITHMS: dict[Digest, type[hashes.HashAlgorithm]] = {
    Digest.SHA256: hashes.SHA256,
    Digest.SM3: hashes.SM3,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what somebody did. ``number`` counts from 1; ``at`` is UTC, ISO 8601."""

    number: int
    at: str
    user: str
    role: str
    act: str
    encounter_id: str
    details: str
    """JSON with numbers, names of fields and reasons; never what was said."""
    digest: str
    previous: str
    hash: str = ""


def entry_hash(entry: Entry) -> str:
    """The hash over everything in the entry but itself, in hexadecimal.

    Raises ValueError for a digest that we do not know.
    """
    parts = [
        entry.number, entry.at, entry.user, entry.role, entry.act,
        entry.encounter_id, entry.details, entry.digest, entry.previous,
    ]  # fmt: skip
    # A JSON list cannot be read in two ways: no text can reach over into the field beside it.
    running = hashes.Hash(_ALGORITHMS[Digest(entry.digest)]())
    running.update(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode())
    return running.finalize().hex()


def details_text(details: Mapping[str, object]) -> str:
    """Details as they stand in an entry."""
    return json.dumps(dict(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def first_broken(
    entries: Iterable[Entry], previous: str = FIRST, number: int = 1
) -> tuple[int, str] | None:
    """The first place where the chain does not hold, and why; None when all of it holds.

    Reasons: "missing" (a number was left out, doubled or moved), "link" (the entry before is
    another one), "changed" (the entry is not what was hashed).
    """
    for entry in entries:
        if entry.number != number:
            return number, "missing"
        if entry.previous != previous:
            return number, "link"
        if not _holds(entry):
            return number, "changed"
        previous, number = entry.hash, number + 1
    return None


def _holds(entry: Entry) -> bool:
    try:
        return entry_hash(entry) == entry.hash
    except ValueError:
        return False
