"""Model packs: verified before loading, every fault named with its file and pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import consultation_packs, patient_languages
from app.modelpacks.locate import choose_translator, find_packs
from app.modelpacks.manifest import PackError, PackKind, read_manifest
from app.modelpacks.verify import verify
from app.profile import Profile
from app.settings import Settings


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


def one_way(folder: Path, source: str, target: str) -> Path:
    return write_pack(folder, directions=[[source, target]], languages=["zh", "en", "fr"])


def test_each_direction_may_have_a_pack_of_its_own(tmp_path: Path) -> None:
    forth = one_way(tmp_path / "model_packs" / "forth", "zh", "fr")
    with pytest.raises(PackError, match=r"pack\.none_for"):
        choose_translator(tmp_path, "fr", "zh")
    back = one_way(tmp_path / "model_packs" / "back", "fr", "zh")
    assert choose_translator(tmp_path, "zh", "fr").folder == forth
    assert choose_translator(tmp_path, "fr", "zh").folder == back


def test_a_pack_for_both_directions_is_preferred_unless_one_is_named(tmp_path: Path) -> None:
    forth = one_way(tmp_path / "model_packs" / "a-forth", "zh", "en")
    assert "starter" in choose_translator(tmp_path, "zh", "en").folder.name
    assert choose_translator(tmp_path, "zh", "en", "a-forth").folder == forth
    assert "starter" in choose_translator(tmp_path, "en", "zh", "a-forth").folder.name
    with pytest.raises(PackError, match=r"pack\.not_installed"):
        choose_translator(tmp_path, "zh", "en", "missing")


def test_of_two_packs_the_engine_gets_the_narrow_one_last(tmp_path: Path) -> None:
    one_way(tmp_path / "model_packs" / "a-forth", "zh", "en")
    settings = Settings(None)
    settings.set("translation.pack", "a-forth")
    packs = consultation_packs(Profile(tmp_path), settings, "zh", "en")
    names = [Path(pack.folder).name for pack in packs]
    assert names[1:] == ["starter-translation-zh-en", "a-forth"]


def test_patients_may_speak_what_two_packs_translate_together(tmp_path: Path) -> None:
    write_pack(
        tmp_path / "model_packs" / "ears",
        kind="speech",
        family="whisper",
        languages=["zh", "fr"],
    )
    one_way(tmp_path / "model_packs" / "forth", "zh", "fr")
    assert patient_languages(Profile(tmp_path), "zh") == {"en"}
    one_way(tmp_path / "model_packs" / "back", "fr", "zh")
    assert patient_languages(Profile(tmp_path), "zh") == {"en", "fr"}
