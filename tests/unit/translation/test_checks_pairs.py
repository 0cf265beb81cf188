"""The checks on pairs written for them: correct and hard ones, and ones with a single error."""

from __future__ import annotations

from pathlib import Path

import pytest

from translation.checks import run

DATA = Path(__file__).parent / "data"
CORPUS = Path(__file__).parents[3] / "packaging" / "starter_models" / "corpus"
DIRECTIONS = ("zh-en", "en-zh")


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def kinds(zh: str, en: str, direction: str) -> set[str]:
    if direction == "zh-en":
        return {f.kind.value for f in run(zh, en, "zh", "en")}
    return {f.kind.value for f in run(en, zh, "en", "zh")}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_correct_pairs_raise_no_alarm(direction: str) -> None:
    pairs = rows(DATA / "pairs_correct.tsv")
    alarms = [(zh, en, found) for zh, en in pairs if (found := kinds(zh, en, direction))]
    assert len(pairs) >= 140
    assert len(alarms) <= 0.03 * len(pairs), alarms


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_errors_are_found_and_named(direction: str) -> None:
    pairs = rows(DATA / "pairs_wrong.tsv")
    # An empty source cannot be told from silence: that direction of an omission is not an error.
    pairs = [p for p in pairs if direction == "zh-en" or p[0] != "omission"]
    missed = [p for p in pairs if not kinds(p[1], p[2], direction)]
    misnamed = [p for p in pairs if p[0] not in kinds(p[1], p[2], direction)]
    assert len(pairs) >= 110
    assert len(missed) <= 0.02 * len(pairs), missed
    assert len(misnamed) <= 0.05 * len(pairs), misnamed


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_training_corpus_raises_few_alarms(direction: str) -> None:
    pairs = [row[1:3] for path in sorted(CORPUS.glob("*.tsv")) for row in rows(path)]
    # Every third pair: the whole corpus costs too much on a slow machine.
    alarms = [(zh, en) for zh, en in pairs[::3] if kinds(zh, en, direction)]
    assert len(pairs) >= 3_000
    assert len(alarms) <= 0.02 * len(pairs[::3]), alarms[:20]
