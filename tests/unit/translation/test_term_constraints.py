"""Wanted terms: which family knows them, and whether they came out."""

from __future__ import annotations

from glossary.types import TermMatch
from translation.term_constraints import TermStrategy, strategy_for, unmet


def test_only_our_own_pack_can_be_steered_so_far() -> None:
    assert strategy_for("starter") is TermStrategy.INLINE
    for family in ("opus-mt", "nllb", "m2m100", "something new"):
        assert strategy_for(family) is TermStrategy.NONE


def test_a_term_that_did_not_come_out_is_named() -> None:
    headache = TermMatch("a", 0, 2, "头疼", "headache")
    fever = TermMatch("b", 3, 5, "发烧", "fever")
    assert unmet("Headache and a cough.", [headache, fever]) == (fever,)
    assert unmet("头疼和咳嗽", [TermMatch("c", 0, 8, "headache", "头疼")]) == ()
