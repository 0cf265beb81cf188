"""What doctors say and labels print with a denial: right translations, and the denial elsewhere.

``data/denials.tsv``: the kind of the error, empty for a right translation; every pair both ways.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from translation import checks

with (Path(__file__).parent / "data" / "denials.tsv").open(encoding="utf-8") as _file:
    PAIRS = [
        tuple(row.values()) for row in csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


@pytest.mark.parametrize(("kind", "lang", "zh", "other"), PAIRS)
def test_a_denial_is_kept_lost_or_moved(kind: str, lang: str, zh: str, other: str) -> None:
    for pair in ((zh, other, "zh", lang), (other, zh, lang, "zh")):
        kinds = {finding.kind.value for finding in checks.run(*pair)}
        assert kind in kinds if kind else not kinds
