"""`yizhen records summary`: a draft where there is none, a review by name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.records import keys, users
from app.records.model import Party
from app.records.store import RecordStore
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import HEADER, turn

GOOD = "correct horse battery"


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keys, "STANDARD_COST", CHEAP)
    folder = tmp_path / "profile"
    unlocked, _ = users.create_profile(folder / "keys.json", "wang", GOOD)
    said = turn(1, party=Party.PATIENT, lang="en", target_lang="zh")
    with RecordStore.open(folder / "records.db", unlocked.require_access()) as store:
        store.start_encounter(HEADER)
        words = {"text": "I have a cough, but no fever.", "translation": "我咳嗽，但不发烧。"}
        store.add_turn("e-1", replace(said, **words))
        store.end_encounter("e-1")
    return folder


def run(profile: Path, *arguments: str) -> Result:
    environment = {"YIZHEN_PASSPHRASE": GOOD, "YIZHEN_USER": "wang"}
    command = ["records", "summary", *arguments, "--profile", str(profile)]
    return CliRunner().invoke(cli, command, env=environment)


def test_draft_review_and_versions(profile: Path) -> None:
    first = json.loads(run(profile, "e-1").stdout)
    assert (first["version"], first["made"], first["reviewed"]) == (1, "draft", False)
    assert [line["translation"] for line in first["lines"]] == ["cough", "Denies fever"]
    assert json.loads(run(profile, "e-1").stdout)["version"] == 1, "printing makes no version"
    reviewed = json.loads(run(profile, "e-1", "--review").stdout)
    assert (reviewed["version"], reviewed["user"], reviewed["reviewed"]) == (2, "wang", True)
    assert json.loads(run(profile, "e-1", "--draft").stdout)["made"] == "draft"
    lines = run(profile, "e-1", "--versions").stdout.splitlines()
    assert [json.loads(line)["made"] for line in lines] == ["draft", "reviewed", "draft"]


def test_an_unknown_encounter(profile: Path) -> None:
    result = run(profile, "e-9")
    assert result.exit_code == 1
    assert "(records.no_encounter" in result.stderr
