"""The head of the audit log, kept in a small file beside the record.

Somebody who puts an older record file in the place of a newer one, or cuts entries off the end
of the log, leaves a chain that holds: only the anchor knows that there was more. It carries an
HMAC under a key derived from the data key, so nobody without the data key can write it.
"""

from __future__ import annotations

import hmac
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from app.records.crypto import Key

log = logging.getLogger("yizhen.records")

SUFFIX = ".anchor"
_SLOT_BYTES = 512
"""One sector: a torn write spoils one of the two slots and leaves the other."""
_NUMBER_BYTES, _HASH_BYTES, _MAC_BYTES = 8, 32, 32
_USED_BYTES = _NUMBER_BYTES + _HASH_BYTES + _MAC_BYTES


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a log: its number and its hash (hexadecimal, empty for number 0)."""

    number: int
    hash: str


class Anchor:
    """The anchor of one record file."""

    def __init__(self, records: Path, key: Key) -> None:
        self._path = records.with_name(records.name + SUFFIX)
        self._secret = key.derived("anchor")

    def put(self, head: Head, *, durable: bool = False) -> None:
        """Remember a head that has been committed.

        Called behind each commit, so it does not wait for the disk unless ``durable``. A
        failure is logged, not raised: the commit stands, and an anchor that lags is still true.
        """
        body = head.number.to_bytes(_NUMBER_BYTES, "big") + bytes.fromhex(head.hash)
        slot = (body + self._mac(body)).ljust(_SLOT_BYTES, b"\0")
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.lseek(handle, head.number % 2 * _SLOT_BYTES, os.SEEK_SET)
                os.write(handle, slot)
                if durable:
                    os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            log.warning("anchor: errno %s", error.errno)

    def get(self) -> Head | None:
        """The newest head that was remembered; None when there is none that is genuine."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return None
        slots = (data[at : at + _USED_BYTES] for at in (0, _SLOT_BYTES))
        heads = [head for slot in slots if (head := self._read(slot)) is not None]
        return max(heads, key=lambda found: found.number, default=None)

    def exists(self) -> bool:
        """Whether there is an anchor, genuine or not."""
        return self._path.exists()

    def _read(self, slot: bytes) -> Head | None:
        body, mac = slot[:-_MAC_BYTES], slot[-_MAC_BYTES:]
        if len(slot) != _USED_BYTES or not hmac.compare_digest(mac, self._mac(body)):
            return None
        return Head(int.from_bytes(body[:_NUMBER_BYTES], "big"), body[_NUMBER_BYTES:].hex())

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, "sha256")
