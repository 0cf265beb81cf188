"""Another hypothesis where the checks find fault with the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pytest

from glossary.types import TermMatch
from translation import checks
from translation.second_choice import MARGIN, NONE, Chooser
from translation.term_steering import Draft

SOURCE = "每次吃两片，一天三次。"


def judge(source: str, target: str, one: str, other: str, terms: Sequence[TermMatch]) -> int:
    return len(checks.run(source, target, one, other, terms))


CHOOSER = Chooser(judge, SOURCE, ("zh", "en"), ())


def choice(first: Draft, others: Iterable[Draft]) -> Draft:
    return CHOOSER.better(first, CHOOSER.faults(first), others, -0.1)[0]


def chosen(first: str, *others: Draft | str) -> Draft:
    drafts = [each if isinstance(each, Draft) else Draft(each, -0.2, False) for each in others]
    return choice(Draft(first, -0.1, False), drafts)


def test_what_is_right_is_kept_without_a_search() -> None:
    first = Draft("Take two tablets three times a day.", -0.1, False)

    def search() -> Iterator[Draft]:
        pytest.fail("none of them had to be looked at")
        yield first

    assert choice(first, search()) is first
    assert CHOOSER.faults(first) == NONE
    assert CHOOSER.faults(Draft("Take three tablets.", -0.1, False)) != NONE


def test_the_first_without_fault_ends_the_search() -> None:
    right = Draft("Take two tablets three times a day.", -0.2, False)

    def search() -> Iterator[Draft]:
        yield right
        pytest.fail("one was found already")

    first = Draft("Take three tablets twice a day.", -0.1, False)
    best = choice(first, search())
    assert best.text == right.text


def test_the_hypothesis_with_the_fewest_findings_is_taken_and_named() -> None:
    best = chosen(
        "Take three tablets twice a day.",
        "Take two tablets twice a day.",
        "Take two tablets three times a day.",
        "Two tablets three times a day.",
    )
    assert best.text == "Take two tablets three times a day."
    assert best.reconsidered


def test_without_a_better_one_the_first_stays() -> None:
    best = chosen("Take three tablets twice a day.", "Take three tablets twice daily.")
    assert best.text == "Take three tablets twice a day."
    assert not best.reconsidered


@pytest.mark.parametrize(
    "other",
    [
        Draft("Take two tablets three times a day.", -0.1 - 2 * MARGIN, False),
        Draft("Take two tablets three times a day.", -0.2, True),
        Draft(" ", -0.2, False),
    ],
    ids=["improbable", "cut", "empty"],
)
def test_what_the_model_does_not_mean_is_no_choice(other: Draft) -> None:
    assert not chosen("Take three tablets twice a day.", other).reconsidered
