"""The held-out document sentences stay held out."""

from __future__ import annotations

from pathlib import Path

RECIPE = Path(__file__).parents[3] / "packaging" / "starter_models"


def sentences(path: Path, first: int) -> set[str]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {text for row in rows if len(row) > first + 1 for text in row[first : first + 2]}


def test_no_training_sentence_is_held_out() -> None:
    held_out = sentences(RECIPE / "held_out" / "documents.tsv", 0)
    assert len(held_out) >= 160
    trained = {text for path in (RECIPE / "corpus").glob("*.tsv") for text in sentences(path, 1)}
    assert len(trained) > 20_000
    assert held_out & trained == set()
