"""Model packs: verified before loading, every fault named with its file and pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.modelpacks.locate import choose, find_packs
from app.modelpacks.manifest import PackError, PackKind, read_manifest
from app.modelpacks.verify import verify


def write_pack(folder: Path, **changes: Any) -> Path:
    """A small translation pack whose manifest fits its files."""
    folder.mkdir(parents=True)
    contents = {"model.bin": b"weights", "sub/spm.model": b"pieces"}
    for name, data in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    manifest: dict[str, Any] = {
        "format": 1,
        "id": folder.name,
        "version": "1.0",
        "kind": "translation",
        "family": "starter",
        "languages": ["zh", "en"],
        "directions": [["zh", "en"], ["en", "zh"]],
        "licence": "Apache-2.0",
        "source": "test",
        "compute_types": ["int8"],
        "term_markers": {"begin": "<t>"},
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in contents.items()
        },
    } | changes
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_a_whole_pack_verifies_and_reports_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    manifest = verify(write_pack(tmp_path / "p"), lambda done, total: told.append((done, total)))
    assert manifest.kind is PackKind.TRANSLATION
    assert manifest.options == {"term_markers": {"begin": "<t>"}}
    assert told[-1] == (13, 13)


def _flip(folder: Path) -> None:
    (folder / "model.bin").write_bytes(b"wEights")


def _shorten(folder: Path) -> None:
    (folder / "model.bin").write_bytes(b"weight")


def _remove(folder: Path) -> None:
    (folder / "model.bin").unlink()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (_flip, "pack.file_damaged"),
        (_shorten, "pack.file_damaged"),
        (_remove, "pack.file_missing"),
    ],
)
def test_damage_is_named_with_file_and_pack(
    tmp_path: Path, damage: Callable[[Path], None], code: str
) -> None:
    folder = write_pack(tmp_path / "p")
    damage(folder)
    with pytest.raises(PackError) as caught:
        verify(folder)
    assert caught.value.code == code
    assert caught.value.details == {"pack": "p", "file": "model.bin"}


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a\\b", ""])
def test_a_manifest_cannot_reach_outside_its_folder(tmp_path: Path, name: str) -> None:
    folder = write_pack(tmp_path / "p", files={name: {"sha256": "0" * 64, "bytes": 1}})
    with pytest.raises(PackError, match=r"pack\.bad_manifest"):
        read_manifest(folder)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": 2}, "pack.newer_format"),
        ({"format": "1"}, "pack.bad_manifest"),
        ({"kind": "music"}, "pack.bad_manifest"),
        ({"files": {}}, "pack.bad_manifest"),
    ],
)
def test_manifests_that_cannot_be_used(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(PackError) as caught:
        read_manifest(write_pack(tmp_path / "p", **changes))
    assert caught.value.code == code


def test_a_speech_pack_without_tokenizer_is_refused(tmp_path: Path) -> None:
    """faster-whisper would download the missing tokenizer without asking."""
    folder = write_pack(tmp_path / "p", kind="speech", family="whisper")
    with pytest.raises(PackError, match=r"pack\.file_required.*tokenizer\.json"):
        verify(folder)


def test_a_pack_in_the_profile_hides_the_shipped_one(tmp_path: Path) -> None:
    write_pack(tmp_path / "model_packs" / "mine", id="starter-translation-zh-en", version="9")
    found = {p.manifest.id: p.manifest.version for p in find_packs(tmp_path) if p.manifest}
    assert found["starter-translation-zh-en"] == "9"


def test_choosing_a_pack_needs_both_directions(tmp_path: Path) -> None:
    write_pack(
        tmp_path / "model_packs" / "one-way", directions=[["zh", "fr"]], languages=["zh", "fr"]
    )
    with pytest.raises(PackError, match=r"pack\.none_for"):
        choose(tmp_path, PackKind.TRANSLATION, {"zh", "fr"})
