"""No value of a sample document is lost on its way through the program, and no block or cell."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.accuracy.documents_table import COLUMNS, Row, rows, table, values


def lost(source: str, target: str) -> set[str]:
    return {column for column, _, has in values(source) if not has(target)}


def test_the_count_itself_sees_what_is_lost() -> None:
    source = "2025年3月5日右手骨折，口服阿司匹林100mg，每日2次，共5天，体温38.2℃。"
    right = (
        "On 2025-03-05 fracture of the right hand; aspirin 100 mg by mouth twice daily for 5 days; "
        "temperature 38.2 ℃."
    )
    assert lost(source, right) == set()
    for good, bad, column in (
        ("2025-03-05", "2025-03-06", "dates"), ("right", "left", "sides"),
        ("aspirin", "ibuprofen", "drugs"), ("38.2", "38.3", "numbers"), ("5 days", "5", "units"),
        ("100 mg", "100 g", "units"),
    ):  # fmt: skip
        assert column in lost(source, right.replace(good, bad)), bad


@pytest.mark.packs
@pytest.mark.slow
def test_nothing_of_the_samples_is_lost(qapp: object) -> None:
    measured: list[Row] = rows()
    there: Counter[str] = sum((row.there for row in measured), Counter())
    assert all(there[column] for column in COLUMNS), "a column without anything measures nothing"
    assert not any(row.lost for row in measured), table(measured)
