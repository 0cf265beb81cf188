"""The vocabulary: its tables are whole, and its words are found as each language writes them."""

from __future__ import annotations

import pytest

from translation.checks.tables import rows
from translation.checks.things import LANGUAGES
from translation.checks.vocabulary import longest, words


def senses(text: str, lang: str) -> set[str]:
    return {sense for word in words(text, lang) for sense in word.senses}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_has_one_line_a_word(lang: str) -> None:
    lines = rows(f"vocabulary_{lang}")
    assert len(lines) > 7000
    assert all(len(line) == 2 for line in lines)
    assert len({line[0] for line in lines}) == len(lines)


def test_all_languages_render_the_same_words() -> None:
    chinese = {line[0] for line in rows("vocabulary_zh")}
    for lang in LANGUAGES[1:]:
        rendered = {line[0] for line in rows(f"vocabulary_{lang}")}
        assert rendered <= chinese
        assert len(rendered) > 0.97 * len(chinese), lang


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("en", "She kept vomiting.", "吐"),
        ("ru", "Её рвало, болела голова.", "疼"),
        ("ar", "وبالصداع", "头疼"),
        ("ar", "يُعانِي مِن الصُّداع", "头疼"),
        ("ko", "두통이 있어서", "头疼"),
        ("ja", "頭痛がします", "头疼"),
        ("fr", "des maux de tête", "头疼"),
        ("es", "dolores de cabeza", "头疼"),
        ("zh", "我头疼", "头疼"),
    ],
)
def test_words_are_found_in_their_forms(lang: str, text: str, word: str) -> None:
    assert word in senses(text, lang)


def test_a_stem_does_not_begin_inside_a_word() -> None:
    assert "吐" not in senses("revomit", "en")


def test_chinese_words_that_are_rendered_alike_answer_each_other() -> None:
    assert "疼痛" in senses("疼", "zh")


def test_spans_reach_to_the_end_of_the_word_and_over_vowel_signs() -> None:
    text = "She kept vomiting."
    assert {text[slice(*w.span)] for w in words(text, "en") if "吐" in w.senses} == {"vomiting"}
    text = "مِن الصُّداع"
    assert {text[slice(*w.span)] for w in words(text, "ar") if "头疼" in w.senses} == {"صُّداع"}


def test_the_longest_of_overlapping_words_counts() -> None:
    found = longest(words("糖尿病", "zh"))
    assert [word.stem for word in found] == ["糖尿病"]


def test_an_unknown_language_has_no_words() -> None:
    assert words("Mal di testa", "it") == ()
