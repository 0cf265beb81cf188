"""Which of a search's hypotheses the others agree with."""

from __future__ import annotations

from translation.consensus import consensus


def winner(*said: tuple[str, float]) -> str:
    hypotheses = [list(text.replace(" ", "\u2581")) for text, _ in said]
    return said[consensus(hypotheses, [score for _, score in said])][0]


USUAL = ("您发烧吗？", "您有发烧吗？", "您发烧了吗？")


def test_what_most_say_goes_before_what_is_likeliest() -> None:
    assert winner(("心慌吗？", -0.10), *((text, -0.12) for text in USUAL)) in USUAL


def test_the_likeliest_stays_where_the_others_are_far_less_likely() -> None:
    assert winner(("心慌吗？", -0.1), *((text, -6.0) for text in USUAL)) == "心慌吗？"


def test_leaving_out_costs_more_than_saying_more() -> None:
    long = "Take two tablets after meals."
    assert winner(("Take two tablets.", -0.1), (long, -0.1)) == long


def test_of_equals_the_first() -> None:
    assert winner(("Open wide.", -0.1), ("Open  wide.", -0.1)) == "Open wide."


def test_empty_ones_do_not_vote() -> None:
    assert winner((" ", -0.1), ("Open wide.", -0.5)) == "Open wide."
    assert consensus([[], []], [-0.1, -0.2]) == 0
