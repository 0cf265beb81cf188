"""The font set and how it is fetched: a registry of our own on this machine, no network."""

from __future__ import annotations

import functools
import hashlib
import http.server
import importlib.util
import io
import json
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app import fonts

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "packaging" / "fetch_fonts.py"
FILES = {"A-Regular.ttf": b"regular" * 900, "A-LICENSE.txt": b"licence"}


def test_the_lock_has_the_files_that_the_program_knows() -> None:
    lock = json.loads((ROOT / "packaging" / "fonts.lock.json").read_text(encoding="utf-8"))
    locked = {name for package in lock["packages"] for name in package["files"]}
    known = {name for family in fonts.FAMILIES for name in (family.regular, family.bold)}
    assert {name for name in locked if name.endswith(".ttf")} == known
    assert sum(name.endswith("-LICENSE.txt") for name in locked) == len(fonts.FAMILIES)


@pytest.mark.parametrize(
    ("lang", "first"),
    [("zh", "SC"), ("zh-TW", "SC"), ("ja", "JP"), ("ko", "KR"), ("ar", "Arabic"), ("th", "Thai")],
)
def test_each_language_begins_with_its_own_family(lang: str, first: str) -> None:
    families = fonts.order(lang)
    assert families[0].name == f"Noto Sans {first}"
    assert sorted(family.name for family in families) == sorted(
        family.name for family in fonts.FAMILIES
    )


def test_chinese_is_never_drawn_with_japanese_forms() -> None:
    for lang in ("zh", "en", "ru", "ar", "ko", "th", "hi", "vi"):
        families = list(fonts.order(lang))
        assert families.index(fonts.SC) < families.index(fonts.JP)
    assert fonts.order("ja")[0] is fonts.JP


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Path]:
    """A folder that is served as a package registry; its address is in the environment."""
    folder = tmp_path / "registry"
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nothing to say."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIZHEN_NPM_REGISTRY", f"http://127.0.0.1:{server.server_port}")
        yield folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def script(tmp_path: Path, registry: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a lock of one small package that the registry has."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in {**FILES, "../evil.ttf": b"out of the folder"}.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    tarball = registry / "@x" / "a" / "-" / "a-1.0.0.tgz"
    tarball.parent.mkdir(parents=True)
    tarball.write_bytes(buffer.getvalue())
    entries = {
        name: {
            "member": f"package/{name}",
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for name, data in FILES.items()
    }
    lock = tmp_path / "fonts.lock.json"
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    package = {"name": "@x/a", "version": "1.0.0", "sha256": digest, "files": entries}
    lock.write_text(json.dumps({"packages": [package]}), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("fetch_fonts", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "LOCK", lock)
    monkeypatch.setattr(module, "TRIES", 1)
    return module


def run(script: ModuleType, folder: Path, *arguments: str) -> int:
    """The script's exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["fetch_fonts.py", "--folder", str(folder), *arguments])
        return int(script.main())


def test_fetches_once_and_then_does_nothing(
    script: ModuleType, registry: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fonts"
    assert run(script, folder, "--check") == 1
    assert "A-Regular.ttf" in capsys.readouterr().err
    assert run(script, folder) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES
    for tarball in registry.rglob("*.tgz"):
        tarball.unlink()
    assert run(script, folder) == 0
    assert run(script, folder, "--check") == 0


def test_a_damaged_file_is_fetched_again(script: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    assert run(script, folder) == 0
    damaged = bytes(len(FILES["A-Regular.ttf"]))
    (folder / "A-Regular.ttf").write_bytes(damaged)
    assert run(script, folder, "--check") == 1
    assert run(script, folder) == 0
    assert (folder / "A-Regular.ttf").read_bytes() == FILES["A-Regular.ttf"]


def test_another_package_than_the_locked_one_is_refused(
    script: ModuleType, registry: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tarball,) = registry.rglob("*.tgz")
    tarball.write_bytes(tarball.read_bytes() + b"more")
    assert run(script, tmp_path / "fonts") == 1
    assert "SHA-256" in capsys.readouterr().err
    assert list((tmp_path / "fonts").iterdir()) == []


def test_without_the_registry_it_names_what_is_missing(
    script: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("YIZHEN_NPM_REGISTRY", "http://127.0.0.1:9")
    assert run(script, tmp_path / "fonts") == 1
    said = capsys.readouterr().err
    assert "missing: A-Regular.ttf, A-LICENSE.txt" in said
    assert "without network" in said
    assert list((tmp_path / "fonts").iterdir()) == []
