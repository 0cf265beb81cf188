"""Sealed files: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from app.errors import AppError
from app.records.crypto import Key
from app.records.sealed_files import FileCipher, seal, unseal
from tests.fakes.record_access import KEY

MEGABYTE = 1 << 20


@pytest.fixture(params=list(FileCipher))
def cipher(request: pytest.FixtureRequest) -> FileCipher:
    return FileCipher(request.param)


def sealed(folder: Path, content: bytes, cipher: FileCipher) -> Path:
    (folder / "plain").write_bytes(content)
    seal(folder / "plain", folder / "it.sealed", KEY, cipher, "profile-1")
    return folder / "it.sealed"


@pytest.mark.parametrize("size", [0, 1, 1000, MEGABYTE, MEGABYTE + 1, 2 * MEGABYTE])
def test_what_goes_in_comes_out(tmp_path: Path, cipher: FileCipher, size: int) -> None:
    content = os.urandom(size)
    unseal(sealed(tmp_path, content, cipher), tmp_path / "out", KEY)
    assert (tmp_path / "out").read_bytes() == content


def refused(file: Path, key: Key = KEY) -> bool:
    """Whether the file is said to be damaged, and nothing was written."""
    out = file.with_name("out")
    with pytest.raises(AppError) as caught:
        unseal(file, out, key)
    return caught.value.code == "sealed.damaged" and not out.exists()


def test_nothing_can_be_changed(tmp_path: Path, cipher: FileCipher) -> None:
    file = sealed(tmp_path, b"a fever of 38.9 degrees" * 20, cipher)
    clean = file.read_bytes()
    assert b"fever" not in clean
    for at in random.Random(1).sample(range(len(clean)), 60):
        file.write_bytes(clean[:at] + bytes([clean[at] ^ 1]) + clean[at + 1 :])
        assert refused(file), at


def test_pieces_cannot_be_left_out_moved_or_cut_off(tmp_path: Path, cipher: FileCipher) -> None:
    file = sealed(tmp_path, os.urandom(3 * MEGABYTE), cipher)
    clean = file.read_bytes()
    piece = MEGABYTE + 28
    start = len(clean) - 3 * piece
    one, two, three = (clean[start + n * piece : start + (n + 1) * piece] for n in range(3))
    for wrong in (one + two, one + three, two + three, two + one + three, one, b"", one + two[:50]):
        file.write_bytes(clean[:start] + wrong)
        assert refused(file)


def test_another_profiles_key_opens_nothing(tmp_path: Path, cipher: FileCipher) -> None:
    assert refused(sealed(tmp_path, b"words", cipher), Key(b"x" * 32))


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"words")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError) as caught:
        seal(tmp_path / "plain", tmp_path / "file" / "x", KEY, FileCipher.AES_256_GCM, "profile-1")
    assert caught.value.code == "sealed.not_written"
    with pytest.raises(AppError) as caught:
        seal(tmp_path / "none", tmp_path / "x", KEY, FileCipher.AES_256_GCM, "profile-1")
    assert caught.value.code == "sealed.not_read"
    assert not (tmp_path / "x").exists()
