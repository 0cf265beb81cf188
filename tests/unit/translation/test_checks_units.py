"""Single readings of the checks: what counts as a number, a denial or a side, and where it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.types import TermMatch
from translation.checks import run
from translation.checks.sides import sides_en, sides_zh
from translation.types import FindingKind


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("左右两边", ["both", "both"]),
        ("三天左右", []),
        ("左氧氟沙星", []),
        ("左眼和右耳", ["left", "right"]),
        ("双侧", ["both"]),
    ],
)
def test_chinese_sides(text: str, sides: list[str]) -> None:
    assert [s.side for s in sides_zh(text)] == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Turn left, then right.", ["left", "right"]),
        ("I'll be right back.", []),
        ("All right, that's right.", []),
        ("I left the hospital right away.", []),
        ("It hurts on the right.", ["right"]),
        ("My upper right tooth", ["right"]),
        ("There are 2 tablets left.", []),
    ],
)
def test_english_sides(text: str, sides: list[str]) -> None:
    assert [s.side for s in sides_en(text) if not s.unsure] == sides


def test_a_changed_number_names_both_values_and_places() -> None:
    source, target = "每次吃两片", "Take three tablets each time"
    (found,) = run(source, target, "zh", "en")
    assert found.message == "dose.changed:2>3"
    assert found.source_span is not None
    assert found.target_span is not None
    assert source[slice(*found.source_span)] == "两"
    assert target[slice(*found.target_span)] == "three"


def test_missing_and_extra_have_one_place_only() -> None:
    (missing,) = run("吃15天", "Take it", "zh", "en")
    assert (missing.message, missing.target_span) == ("duration.missing:15", None)
    (extra,) = run("吃药", "Take it for 15 days", "zh", "en")
    assert (extra.message, extra.source_span) == ("duration.extra:15", None)


def test_sides_name_what_changed() -> None:
    (found,) = run("左膝盖疼", "My right knee hurts", "zh", "en")
    assert found.message == "laterality.changed:left>right"
    assert "左膝盖疼"[slice(*(found.source_span or (0, 0)))] == "左"


def test_a_denial_that_moved_to_another_sentence_is_found() -> None:
    found = run("我不发烧。我咳嗽。", "I have a fever. I don't have a cough.", "zh", "en")
    assert [f.message for f in found] == ["negation.lost", "negation.added"]


def test_known_terms_are_not_read_again() -> None:
    source, target = "做二联检查", "Do the combined test"
    assert run("做十五行检查", target, "zh", "en") != ()
    term = TermMatch("c", 1, 4, "十五行", "combined")
    assert run("做十五行检查", target, "zh", "en", (term,)) == ()
    assert run(source, target, "zh", "en") == ()


@pytest.mark.parametrize("pair", [("zh", "tlh"), ("xx", "yy")])
def test_unknown_languages_find_only_what_needs_none(pair: tuple[str, str]) -> None:
    assert run("x 5 y", "z", *pair) == ()
    (found,) = run("x 5 y", "", *pair)
    assert found.kind is FindingKind.OMISSION


PIECES = st.sampled_from(
    [
        *"不没别左右一二两三十百千万半点周度月日第几，。？３％٣,.?!%İß👍 ",
        *(
            "没有",
            "左右",
            "双侧",
            "分之",
            "星期",
            "疼不疼",
            "不疼",
            " not ",
            " no ",
            "n't ",
            "don't",
        ),
        *("left ", "right ", "both ", "one ", "two ", "twenty-", "hundred ", "half past ", "a.m."),
        *("3", "12", "38.5", "120/80", "8:30", "1/2 ", " mg", " May ", "first ", "second ", "7-"),
    ]
)
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map(
    lambda parts: "".join(parts) if len(parts) % 2 else " ".join(parts)
)


@given(TEXT, TEXT, st.sampled_from([("zh", "en"), ("en", "zh"), ("zh", "zh"), ("en", "en")]))
def test_never_raises_and_spans_stay_inside(
    source: str, target: str, pair: tuple[str, str]
) -> None:
    for found in run(source, target, *pair):
        for span, text in ((found.source_span, source), (found.target_span, target)):
            if span is not None:
                assert 0 <= span[0] < span[1] <= len(text)


@given(TEXT, st.sampled_from(["zh", "en"]))
def test_a_text_agrees_with_itself(text: str, lang: str) -> None:
    assert [f for f in run(text, text, lang, lang) if f.kind is not FindingKind.OMISSION] == []


@given(st.integers(2, 9999), st.integers(2, 9999))
def test_any_changed_number_is_found(one: int, other: int) -> None:
    found = run(f"吃{one}天", f"Take it for {other} days", "zh", "en")
    if one == other:
        assert found == ()
    elif not {one, other} <= {one, 7 * one, other} & {other, 7 * other, one}:
        assert [f.message for f in found] == [f"duration.changed:{one}>{other}"]


def test_long_text_takes_linear_time() -> None:
    import time

    def seconds(n: int) -> float:
        zh, en = (
            "不疼不一二三十百左右点半周没有的" * n,
            "not one two left right half past no 3 " * n,
        )
        started = time.process_time()
        run(zh, en, "zh", "en")
        return time.process_time() - started

    seconds(50)
    assert seconds(1_000) < 40 * max(seconds(100), 0.002)
