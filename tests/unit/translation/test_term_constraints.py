"""Wanted terms: which family uses which means, and whether a term came out."""

from __future__ import annotations

import pytest

from glossary.types import TermMatch
from translation.term_alignment import aligned, source_tokens
from translation.term_constraints import TermStrategy, count, put, strategy_for, unmet
from translation.term_findings import term_findings
from translation.types import SentenceTranslation, Translation


def test_every_family_has_its_strategy_and_an_unknown_one_is_left_alone() -> None:
    assert strategy_for("starter").inline
    for family in ("opus-mt", "nllb", "m2m100"):
        strategy = strategy_for(family)
        assert not strategy.inline
        assert strategy.n_best > 1
        assert strategy.constrained
        assert strategy.replaced
    unknown = strategy_for("something new")
    assert unknown == TermStrategy()


def test_a_term_that_did_not_come_out_is_named() -> None:
    headache = TermMatch("a", 0, 2, "头疼", "headache")
    fever = TermMatch("b", 3, 5, "发烧", "fever")
    assert unmet("Headaches and a cough.", [headache, fever], "en") == (fever,)
    assert unmet("头疼和咳嗽", [TermMatch("c", 0, 8, "headache", "头疼")], "zh") == ()


def test_any_accepted_form_will_do() -> None:
    forms = ("myocardial infarction", "heart attack")
    term = TermMatch("a", 0, 2, "心梗", forms[0], accepted=forms)
    assert unmet("He had two heart attacks.", [term], "en") == ()
    assert unmet("He had an attack.", [term], "en") == (term,)


@pytest.mark.parametrize(
    ("text", "form", "lang", "times"),
    [
        ("Ibuprofen, then ibuprofen again", "ibuprofen", "en", 2),
        ("The heartburn", "heart", "en", 0),
        ("две таблетки и таблетку", "таблетка", "ru", 2),
        ("deux comprimés", "comprimé", "fr", 1),
        ("布洛芬和布洛芬", "布洛芬", "zh", 2),
        ("anything", "", "en", 0),
    ],
)
def test_forms_are_counted_as_words(text: str, form: str, lang: str, times: int) -> None:
    assert count(text, form, lang) == times


@pytest.mark.parametrize(
    ("text", "old", "wanted", "lang", "result"),
    [
        ("Take a pill now.", "pill", "aspirin", "en", "Take an aspirin now."),
        ("Pills help.", "Pills", "aspirin", "en", "Aspirin help."),
        ("An old drug", "old drug", "tablet", "en", "A tablet"),
        ("吃药三天", "药", "布洛芬", "zh", "吃布洛芬三天"),
    ],
)
def test_a_term_is_put_in_with_its_article_and_capital(
    text: str, old: str, wanted: str, lang: str, result: str
) -> None:
    at = text.index(old)
    assert put(text, at, at + len(old), wanted, lang) == result


def test_the_tokens_of_a_word_are_found_whatever_the_pieces() -> None:
    tokens = ("<2en>", "我", "头", "疼", "，", "头疼", "了")
    assert source_tokens(tokens, "头疼") == (2, 4)
    assert source_tokens(tokens, "头疼", 1) == (5, 6)
    assert source_tokens(("▁I", "▁have", "▁chest", "▁pa", "in"), "Chest pain") == (2, 5)
    assert source_tokens(tokens, "发烧") is None


def test_attention_gives_the_words_of_a_term() -> None:
    tokens = ("▁I", "▁take", "▁ibu", "prof", "en", ".")
    rows = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.5, 0.5], [0.7, 0.3], [1.0, 0.0]]
    assert aligned(rows, (1, 2), tokens) == (2, 5)
    assert aligned([[1.0, 0.0]] * 6, (1, 2), tokens) is None
    assert aligned([], (0, 1), ()) is None


def test_findings_name_what_was_put_in_and_what_is_missing() -> None:
    terms = [
        TermMatch("a", 0, 3, "布洛芬", "ibuprofen", steers=True),
        TermMatch("b", 3, 6, "华法林", "warfarin", steers=True),
        TermMatch("c", 6, 8, "头疼", "headache"),
    ]
    part = SentenceTranslation(
        "s", "Take ibuprofen.", -0.1, unmet_terms=("b", "c"), replaced_terms=("a",)
    )
    translation = Translation("s", "Take ibuprofen.", (part,), complete=True)
    found = term_findings(translation, [*terms, *terms])
    assert [finding.message for finding in found] == [
        "term.replaced:ibuprofen",
        "term.missing:warfarin",
    ]
    assert found[0].target_span == (5, 14)
    assert found[1].source_span == (3, 6)
