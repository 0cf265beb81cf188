"""The checks against the pairs in this folder: the set is fair, and the targets are reached."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.accuracy.checks_table import (
    PAIRS,
    Outcome,
    Pair,
    both_ways,
    examine,
    failures,
    read_pairs,
    score,
)
from translation.types import FindingKind

OTHER_LANGUAGES = ("en", "ru", "ar", "ko", "ja", "fr", "es")
KINDS = tuple(kind for kind in FindingKind if kind is not FindingKind.TERM)
LEAST_FOUND = 0.98
LEAST_KIND_RIGHT = 0.95
MOST_FALSE_ALARMS = 0.03


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return read_pairs()


def test_every_kind_of_error_is_in_every_language_pair(pairs: list[Pair]) -> None:
    there = {(both_ways(pair), pair.kind) for pair in pairs}
    wanted = {(f"zh-{other}", kind) for other in OTHER_LANGUAGES for kind in KINDS}
    assert wanted - there == set()


def test_each_direction_has_at_least_fifty_pairs_about_half_of_them_right(
    pairs: list[Pair],
) -> None:
    total = Counter((pair.source_lang, pair.target_lang) for pair in pairs)
    right = Counter((pair.source_lang, pair.target_lang) for pair in pairs if pair.kind is None)
    assert set(total) == {
        way for other in OTHER_LANGUAGES for way in (("zh", other), (other, "zh"))
    }
    assert {
        way: n for way, n in total.items() if n < 50 or not 0.45 <= right[way] / n <= 0.55
    } == {}


def test_no_pair_and_no_name_is_there_twice(pairs: list[Pair]) -> None:
    names = Counter(pair.id for pair in pairs)
    texts = Counter((pair.source, pair.target) for pair in pairs)
    assert [name for name, n in names.items() if n > 1] == []
    assert [text for text, n in texts.items() if n > 1] == []


def test_shares_are_counted_over_what_they_are_shares_of() -> None:
    def outcome(kind: FindingKind | None, *found: FindingKind) -> Outcome:
        return Outcome(Pair("a", "zh", "en", "源", "target", kind, ""), found)

    got = score(
        [
            outcome(FindingKind.DOSE, FindingKind.DOSE),
            outcome(FindingKind.DOSE, FindingKind.UNIT, FindingKind.DOSE),
            outcome(FindingKind.DOSE, FindingKind.NUMBER),
            outcome(FindingKind.DOSE),
            outcome(None),
            outcome(None, FindingKind.PERSON),
        ]
    )
    assert (got.errors, got.right) == (4, 2)
    assert (got.found, got.false_alarms) == (3 / 4, 1 / 2)
    assert (got.kind_right, got.kind_alone) == (2 / 3, 1 / 3)


def test_errors_are_found_and_named_and_right_translations_left_alone(pairs: list[Pair]) -> None:
    outcomes = list(examine(pairs))
    got = score(outcomes)
    assert got.found is not None
    assert got.kind_right is not None
    assert got.false_alarms is not None
    assert got.found >= LEAST_FOUND, failures(outcomes)
    assert got.kind_right >= LEAST_KIND_RIGHT, failures(outcomes)
    assert got.false_alarms <= MOST_FALSE_ALARMS, failures(outcomes)


@pytest.mark.parametrize("other", OTHER_LANGUAGES)
def test_pairs_that_were_once_unseen_do_not_fall_back(other: str) -> None:
    """They measured how well the checks generalise (see their README); now they hold a line."""
    once_unseen = read_pairs(PAIRS.with_name("unseen_pairs"))
    got = score(list(examine([p for p in once_unseen if both_ways(p) == f"zh-{other}"])))
    assert got.errors >= 1190
    assert got.right >= 1190
    assert got.found is not None
    assert got.found >= 0.94
    assert got.false_alarms is not None
    assert got.false_alarms <= 0.03
