"""Splitting, translating and joining: nothing missing may look complete."""

from __future__ import annotations

import pytest

from glossary.types import TermMatch
from tests.fakes.table_translator import FakeTranslator
from translation.translate_text import translate_text

TABLE = {
    "我头疼。": "I have a headache.",
    "发烧吗？": "Any fever?",
    "I have a headache.": "我头疼。",
    "It started yesterday.": "昨天开始的。",
    "OK": "好",
}


def test_sentences_are_joined_with_spaces_in_english() -> None:
    result = translate_text(FakeTranslator(TABLE), "我头疼。发烧吗？", "zh", "en")
    assert result.target == "I have a headache. Any fever?"
    assert result.complete
    assert [s.source for s in result.sentences] == ["我头疼。", "发烧吗？"]


def test_sentences_are_joined_without_spaces_in_chinese() -> None:
    text = "I have a headache. It started yesterday."
    result = translate_text(FakeTranslator(TABLE), text, "en", "zh")
    assert result.target == "我头疼。昨天开始的。"


def test_line_breaks_stay() -> None:
    text = "I have a headache.\n\nIt started yesterday.\n"
    assert (
        translate_text(FakeTranslator(TABLE), text, "en", "zh").target == "我头疼。\n\n昨天开始的。"
    )


def test_a_missing_sentence_is_never_complete() -> None:
    result = translate_text(FakeTranslator(TABLE), "我头疼。我很累。", "zh", "en")
    assert not result.complete
    assert result.target == "I have a headache."
    assert result.sentences[1].target == ""


def test_a_cut_sentence_is_never_complete() -> None:
    fake = FakeTranslator(TABLE, cut=["发烧吗？"])
    assert not translate_text(fake, "我头疼。发烧吗？", "zh", "en").complete


@pytest.mark.parametrize("answer", ["", " ", "...", "。"])
def test_an_answer_without_a_word_is_missing(answer: str) -> None:
    result = translate_text(FakeTranslator({"我头疼。": answer}), "我头疼。", "zh", "en")
    assert not result.complete


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_nothing(text: str) -> None:
    fake = FakeTranslator(TABLE)
    result = translate_text(fake, text, "zh", "en")
    assert (result.target, result.sentences, result.complete) == ("", (), True)
    assert fake.asked == []


def test_signs_alone_are_copied() -> None:
    fake = FakeTranslator(TABLE)
    result = translate_text(fake, "……\n我头疼。", "zh", "en")
    assert result.target == "……\nI have a headache."
    assert result.complete
    assert [s for s, _ in fake.asked] == ["我头疼。"]


def test_terms_go_to_their_sentence_with_shifted_offsets() -> None:
    fake = FakeTranslator(TABLE)
    text = "我头疼。 发烧吗？"
    first, second = TermMatch("a", 1, 3, "头疼", "headache"), TermMatch("b", 5, 7, "发烧", "fever")
    translate_text(fake, text, "zh", "en", (first, second))
    for sentence, terms in fake.asked:
        (term,) = terms
        assert sentence[term.start : term.end] == term.term


def test_an_unknown_direction_is_refused_before_anything_is_done() -> None:
    fake = FakeTranslator(TABLE)
    with pytest.raises(ValueError, match="no translation"):
        translate_text(fake, "", "ru", "en")
    assert fake.asked == []


def test_a_long_sentence_is_translated_in_parts() -> None:
    text = "我头疼，我头疼，我头疼。"
    fake = FakeTranslator({"我头疼，": "My head hurts,", "我头疼。": "my head hurts."})
    result = translate_text(fake, text, "zh", "en", max_characters=4)
    assert result.target == "My head hurts, My head hurts, my head hurts."
