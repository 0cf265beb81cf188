"""Which of a search's hypotheses the others agree with."""

from __future__ import annotations

import pytest

from translation.consensus import consensus
from translation.together import Draft


def draft(text: str, score: float, cut: bool = False) -> Draft:
    return Draft(text, score, cut, tuple(text))


def test_what_most_say_goes_before_what_is_likeliest() -> None:
    odd = draft("心慌吗？", -0.10)
    usual = [draft("您发烧吗？", -0.11), draft("您有发烧吗？", -0.12), draft("您发烧了吗？", -0.12)]
    assert consensus([odd, *usual]) in usual


def test_the_likeliest_stays_where_the_others_are_far_less_likely() -> None:
    odd = draft("心慌吗？", -0.1)
    usual = [draft("您发烧吗？", -6.0), draft("您有发烧吗？", -6.0), draft("您发烧了吗？", -6.0)]
    assert consensus([odd, *usual]) is odd


def test_leaving_out_costs_more_than_saying_more() -> None:
    short = draft("Take two tablets.", -0.1)
    long = draft("Take two tablets after meals.", -0.1)
    assert consensus([short, long]) is long


def test_of_equals_the_first() -> None:
    first, second = draft("Open wide.", -0.1), draft("Open  wide.", -0.1)
    assert consensus([first, second]) is first


@pytest.mark.parametrize("bad", [draft("Open wide now, please", -0.1, cut=True), draft(" ", -0.1)])
def test_cut_and_empty_ones_do_not_vote(bad: Draft) -> None:
    good = draft("Open wide.", -0.5)
    assert consensus([bad, good]) is good
    assert consensus([bad]) is bad
