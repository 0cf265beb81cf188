"""What of a clause the other text answers, and the odds that follow from it."""

from __future__ import annotations

import pytest

from translation.checks import prepare
from translation.checks.clauses import clauses, segments
from translation.checks.coverage import features, telling
from translation.checks.coverage_odds import FEATURES, odds
from translation.checks.omission import left_out
from translation.checks.things import LANGUAGES
from translation.checks.vocabulary import words

SOURCE = "伤口别沾水，每天换药，要是流脓就来急诊。"
WHOLE = "Keep the wound dry, change the dressing daily, and come to the ER if it oozes pus."
SHORT = "Keep the wound dry, change the dressing daily."


def judged(target: str) -> dict[str, dict[str, float]]:
    parts = segments(SOURCE, "zh")
    found = features((SOURCE, target), ("zh", "en"), parts, 0, lambda: 0)
    return {
        SOURCE[slice(*span)]: dict(zip(FEATURES, values, strict=True)) for span, values in found
    }


def test_a_lost_clause_is_open_and_has_no_room_in_the_target() -> None:
    lost = judged(SHORT)
    assert "每天换药" not in lost
    gone = lost["要是流脓就来急诊"]
    assert gone["open_share"] > 0.5
    assert gone["words_lost"] > 0.0
    assert gone["only_share"] == 0.0
    assert gone["room"] < 1.0


def test_the_lost_clause_has_the_highest_odds() -> None:
    scored = {SOURCE[slice(*s)]: odds(v) for s, v in left_out(SOURCE, SHORT, ("zh", "en"))}
    assert max(scored, key=scored.__getitem__) == "要是流脓就来急诊"
    assert scored["要是流脓就来急诊"] > 2.0


def test_nothing_is_measured_where_the_target_has_all_its_parts() -> None:
    assert left_out(SOURCE, WHOLE, ("zh", "en")) == []


def test_features_stand_in_the_order_of_their_names() -> None:
    parts = segments(SOURCE, "zh")
    found = [v for _, v in features((SOURCE, SHORT), ("zh", "en"), parts, -1, lambda: -2)]
    assert found
    assert all(len(values) == len(FEATURES) for values in found)
    assert {values[FEATURES.index("segments_more")] for values in found} == {-1.0}
    assert {values[FEATURES.index("clauses_more")] for values in found} == {-2.0}
    assert {values[FEATURES.index("share")] for values in found} <= {share for _, share in parts}


def test_a_word_that_is_always_rendered_tells_more_than_a_vague_one() -> None:
    assert telling("zh", "糖尿病") > telling("zh", "一样") > 0


def test_a_member_of_a_list_is_a_segment_and_no_clause() -> None:
    text = "Antécédents : hypertension, diabète et fracture du fémur"
    assert [text[slice(*s)].strip() for s, _ in segments(text, "fr")] == [
        "Antécédents",
        "hypertension",
        "diabète",
        "fracture du fémur",
    ]
    assert len(clauses(text, "fr")) < len(segments(text, "fr"))
    assert sum(share for _, share in segments(text, "fr")) == pytest.approx(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_preparing_reads_the_tables(lang: str) -> None:
    prepare("zh", lang)
    assert words("1", lang) == ()


def test_preparing_an_unknown_language_does_nothing() -> None:
    prepare("it")


def test_a_lost_diagnosis_in_a_short_list_is_found_although_chinese_says_it_at_length() -> None:
    source = "Antécédents : hypertension, diabète, appendicectomie, fracture du fémur."
    scored = {
        source[slice(*span)].strip(): odds(values)
        for span, values in left_out(source, "既往史：高血压、阑尾切除、股骨骨折。", ("fr", "zh"))
    }
    assert max(scored, key=scored.__getitem__) == "diabète"
    assert scored["diabète"] > 1.5
