"""`yizhen document` on documents that the record keeps, and on the memory, as scripts call it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.records import keys, users
from app.records.document_store import DocumentStore
from app.records.documents import Edit
from app.records.users import Unlocked
from tests.fakes.record_access import CHEAP
from tests.unit.records.document_samples import BLOCKS, HEADER, TEXTS
from translation.tmx import read_tmx

GOOD = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost nothing: each command would take half a second otherwise."""
    monkeypatch.setattr(keys, "STANDARD_COST", CHEAP)
    for name in ("YIZHEN_PASSPHRASE", "YIZHEN_USER"):
        monkeypatch.delenv(name, raising=False)


def content(text: str) -> str:
    """A block as the program's document part writes it."""
    block = {"kind": "paragraph", "runs": [{"text": text}], "level": 0, "page": 1, "cell": None,
             "from_ocr": False, "doubt": ""}  # fmt: skip
    return json.dumps(block, ensure_ascii=False)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    unlocked, _ = users.create_profile(folder / "keys.json", "wang", GOOD)
    fill(folder, unlocked)
    return folder


def fill(folder: Path, unlocked: Unlocked) -> None:
    blocks = [replace(block, content=content(block.text)) for block in BLOCKS]
    with DocumentStore.open(folder / "records.db", unlocked.require_access()) as store:
        store.add_document(replace(HEADER, format="text", name="a.txt"), b"x", blocks)
        store.add_translations("d-1", TEXTS)


def run(profile: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        cli, ["document", *arguments, "--profile", str(profile)], env={"YIZHEN_PASSPHRASE": GOOD}
    )


def told(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def failed(result: Result, code: str) -> None:
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"({code}" in result.stderr


def test_list_tells_how_far_a_document_is(profile: Path) -> None:
    (line,) = told(run(profile, "list"))
    assert (line["id"], line["done"], line["total"], line["open_critical"]) == ("d-1", 4, 4, 2)
    assert line["released"] == ""


def test_release_takes_a_reason_while_something_critical_is_open(
    profile: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    failed(run(profile, "release", "d-1"), "records.findings_open")
    failed(run(profile, "export", "d-1", "--out", str(out), "--final"), "records.not_released")
    assert not out.exists()
    (release,) = told(run(profile, "release", "d-1", "--reason", "confirmed by the ward"))
    assert (release["user"], release["open_findings"]) == ("wang", 2)
    done = run(profile, "export", "d-1", "--out", str(out), "--final")
    assert done.exit_code == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF")
    failed(run(profile, "release", "nothing"), "records.no_document")


def test_the_memory_goes_out_and_comes_in_again(profile: Path, tmp_path: Path) -> None:
    unlocked = users.unlock(profile / "keys.json", "wang", GOOD)
    with DocumentStore.open(profile / "records.db", unlocked.require_access()) as store:
        store.edit("d-1", [Edit(3, 1, 'Penicillin allergy <severe> & "old"')])
        before = store.memory("zh", "en")
    file = tmp_path / "memory.tmx"
    pair = ("--from", "zh", "--to", "en")
    assert told(run(profile, "memory", "export", str(file), *pair))[0]["units"] == 1
    (unit,) = read_tmx(file.read_bytes(), "zh", "en")
    assert (unit.source, unit.target) == (before[0].source, before[0].target)
    assert (unit.author, unit.changed) == (before[0].author, before[0].changed)
    other = tmp_path / "other"
    users.create_profile(other / "keys.json", "wang", GOOD)
    assert told(run(other, "memory", "import", str(file), *pair)) == [{"units": 1, "taken": 1}]
    unlocked = users.unlock(other / "keys.json", "wang", GOOD)
    with DocumentStore.open(other / "records.db", unlocked.require_access()) as store:
        assert store.memory("zh", "en") == before
    assert told(run(other, "memory", "import", str(file), *pair)) == [{"units": 1, "taken": 0}]


def test_a_file_that_is_no_memory_is_one_clear_error(profile: Path, tmp_path: Path) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text("<tmx>", encoding="utf-8")
    failed(
        run(profile, "memory", "import", str(file), "--from", "zh", "--to", "en"),
        "document.memory",
    )
