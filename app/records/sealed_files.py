"""Files that leave the record encrypted: with AES-256 or SM4, in Galois counter mode.

A sealed file opens with the data key of the profile it comes from, nowhere else. Its first line
says so in the clear (cipher, profile, no name of anybody); pieces of one megabyte follow, each
authenticated together with that line, its number, and whether it is the last: nothing can be
changed, left out, doubled or cut off.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.records.crypto import Key
from app.records.failures import RecordsError

SUFFIX = ".sealed"
_FORMAT = "yizhen-sealed"
_PIECE_BYTES = 1 << 20
_NONCE_BYTES, _TAG_BYTES = 12, 16
_MAX_LINE_BYTES = 1_000


class FileCipher(StrEnum):
    """The cipher of sealed files; SM4 is the Chinese national standard GB/T 32907."""

    AES_256_GCM = "aes-256-gcm"
    SM4_GCM = "sm4-gcm"


def seal(source: Path, target: Path, key: Key, cipher: FileCipher, profile_id: str) -> None:
    """Write ``source`` sealed to ``target``, whole or not at all.

    Raises RecordsError ``sealed.not_written``, ``sealed.not_read``.
    """
    try:
        with source.open("rb") as stream:
            write = _sealing(stream, key, cipher, profile_id)
            _write_whole(target, write)
    except OSError as error:
        raise RecordsError("sealed.not_read", path=str(source), errno=error.errno) from error


def seal_bytes(data: bytes, target: Path, key: Key, cipher: FileCipher, profile_id: str) -> None:
    """The same for what is in memory and is never in a file in the clear."""
    _write_whole(target, _sealing(BytesIO(data), key, cipher, profile_id))


def unseal_bytes(source: Path, key: Key) -> bytes:
    """What is in the sealed file ``source``, in memory only. Raises as `unseal`."""
    with _open_sealed(source, key) as write:
        out = BytesIO()
        write(out)
        return out.getvalue()


def _sealing(
    source: BinaryIO, key: Key, cipher: FileCipher, profile_id: str
) -> Callable[[BinaryIO], None]:
    head = {"format": _FORMAT, "version": 1, "cipher": cipher.value, "profile": profile_id}
    line = json.dumps(head, sort_keys=True).encode() + b"\n"
    salt = os.urandom(16)
    secret = _secret(key, cipher, salt)

    def write(stream: BinaryIO) -> None:
        stream.write(line + salt)
        for number, last, piece in _pieces(source):
            nonce = os.urandom(_NONCE_BYTES)
            encryptor = Cipher(_algorithm(cipher, secret), modes.GCM(nonce)).encryptor()
            encryptor.authenticate_additional_data(_about(line, salt, number, last))
            stream.write(nonce + encryptor.update(piece) + encryptor.finalize() + encryptor.tag)

    return write


def unseal(source: Path, target: Path, key: Key) -> None:
    """Write what is in the sealed file ``source`` to ``target``, whole or not at all.

    Raises RecordsError ``sealed.damaged`` (changed, cut off, or another profile's) and those of
    `seal`.
    """
    with _open_sealed(source, key) as write:
        _write_whole(target, write)


@contextmanager
def _open_sealed(source: Path, key: Key) -> Iterator[Callable[[BinaryIO], None]]:
    """A function that writes what is in ``source``; all errors of reading become RecordsError."""
    try:
        with source.open("rb") as stream:
            line = stream.readline(_MAX_LINE_BYTES)
            cipher = _cipher(line)
            salt = stream.read(16)
            secret = _secret(key, cipher, salt)
            yield lambda out: _open_pieces(stream, out, cipher, secret, line + salt)
    except OSError as error:
        raise RecordsError("sealed.not_read", path=str(source), errno=error.errno) from error
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise RecordsError("sealed.damaged", path=str(source)) from error


def _open_pieces(
    stream: BinaryIO, out: BinaryIO, cipher: FileCipher, secret: bytes, head: bytes
) -> None:
    whole = _NONCE_BYTES + _PIECE_BYTES + _TAG_BYTES
    number, piece = 0, stream.read(whole)
    while True:
        following = stream.read(whole)
        nonce, tag = piece[:_NONCE_BYTES], piece[-_TAG_BYTES:]
        decryptor = Cipher(_algorithm(cipher, secret), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(_about(head, b"", number, not following))
        body = decryptor.update(piece[_NONCE_BYTES:-_TAG_BYTES])
        decryptor.finalize()
        out.write(body)
        if not following:
            return
        number, piece = number + 1, following


def _pieces(source: BinaryIO) -> Iterator[tuple[int, bool, bytes]]:
    number, piece = 0, source.read(_PIECE_BYTES)
    while True:
        following = source.read(_PIECE_BYTES)
        yield number, not following, piece
        if not following:
            return
        number, piece = number + 1, following


def _cipher(line: bytes) -> FileCipher:
    head = json.loads(line)
    if head["format"] != _FORMAT or head["version"] != 1:
        raise ValueError("not a sealed file of this version")
    return FileCipher(head["cipher"])


def _algorithm(cipher: FileCipher, secret: bytes) -> algorithms.AES | algorithms.SM4:
    if cipher is FileCipher.SM4_GCM:
        return algorithms.SM4(secret[:16])
    return algorithms.AES(secret)


def _secret(key: Key, cipher: FileCipher, salt: bytes) -> bytes:
    """A key for this file only: so nonces of different files cannot meet."""
    return key.derived(f"file {cipher.value} {salt.hex()}")


def _about(line: bytes, salt: bytes, number: int, last: bool) -> bytes:
    return line + salt + number.to_bytes(8, "big") + bytes([last])


def _write_whole(target: Path, write: Callable[[BinaryIO], None]) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-")
        try:
            with os.fdopen(handle, "wb") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise RecordsError("sealed.not_written", path=str(target), errno=error.errno) from error
