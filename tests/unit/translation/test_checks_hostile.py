"""No text makes a check slow: its time grows with the text, and no text makes it fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from translation.checks import WORD_CHECKS, allergy, negation, omission, opposite, run
from translation.red_flags import find_red_flags
from translation.types import Finding

SHORT, LONG = 20, 200
HOSTILE = [
    ("zh", "不"),
    ("zh", "没有不是别停"),
    ("fr", "n'a que ne pas "),
    ("es", "no más que sino, "),
    ("ru", "не могу не "),
    ("ar", "لا الا "),
    ("ko", "지 않으면 안 "),
    ("ja", "なければならないしか"),
    ("en", "isn't it left right "),
]
CHECKS = (*WORD_CHECKS, negation.check, omission.check, opposite.check)


def seconds(text: str, lang: str) -> float:
    start = time.process_time()
    for check in CHECKS:
        check(text, "1 a", lang, "zh" if lang != "zh" else "en")
    find_red_flags(text, lang)
    return time.process_time() - start


@pytest.mark.parametrize(("lang", "piece"), HOSTILE)
def test_time_grows_with_the_text_and_no_faster_than_its_square(lang: str, piece: str) -> None:
    seconds("a", lang)
    short = max(seconds(piece * SHORT, lang), 0.002)
    ratio = LONG / SHORT
    assert seconds(piece * LONG, lang) < short * ratio * ratio


FEW, MANY = 600, 6000
"""Signs of a text and of one ten times as long."""
TIMES = 60
"""So many times as long may the longer one take: 10 when time is linear, 100 when it is a square.
Far from both, since a busy machine may stand still in the middle; up to 25 was measured, where up
to 200 quantities are all compared with each other."""
LEAST = 0.012
"""Seconds that the shorter one is taken for at the least, so that little things do not count."""
PAIRS = [
    ("ko", "不", "안 "),
    ("ko", "我对花生过敏。", "걱정하지 마세요. "),
    ("ar", "不", "لا "),
    ("ar", "左手疼。5毫克。", "5 ملغ لا يؤلم. "),
    ("fr", "不要停药，", "ni "),
    ("fr", "继父", "beau-père "),
    ("es", "没药吃", "sin poder evitar hasta "),
    ("es", "我对花生过敏。没有发烧。", "nada de no hasta. "),
    ("ru", "继父，", "муж "),
    ("ru", "无增厚放松", "без матки, "),
    ("ja", "两", "2錠は飲まないで、"),
    ("ja", "10月10日，", "10月10日、"),
    ("en", "对花生过敏、", "allergic to peanuts, "),
    ("en", "5毫克。", "5 mg. "),
    ("en", "血5毫升。", "blood 5 ml. "),
    ("en", "2", "2"),
    ("en", "半", "half "),
    ("en", "5毫克，", "5 days, "),
    ("en", "我对花生过敏。没有发烧。左手疼。", "I am allergic to peanuts. No fever. Left hand. "),
    ("en", "伤心、", "no more than until "),
    ("en", "青霉素，", "ibuprofen, "),
]


def seconds_of(
    source: str,
    target: str,
    languages: tuple[str, str],
    check: Callable[[str, str, str, str], Sequence[Finding]] = run,
) -> float:
    """The best of two: what else the machine does only ever adds. The checks remember texts."""
    taken = []
    for mark in "ab":
        start = time.process_time()
        check(mark + source, mark + target, *languages)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("lang", "chinese", "other"), PAIRS)
def test_time_grows_as_the_text_does(lang: str, chinese: str, other: str, turned: bool) -> None:
    pieces, languages = (chinese, other), ("zh", lang)
    if turned:
        pieces, languages = (other, chinese), (lang, "zh")
    run("1", "1", *languages)
    few, many = (
        seconds_of(*((piece * size)[:size] for piece in pieces), languages) for size in (FEW, MANY)
    )
    assert many < TIMES * max(few, LEAST)


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u3000"])
def test_white_space_between_two_allergens_takes_no_time(space: str) -> None:
    few, many = (
        seconds_of(f"allergic to peanuts{space * size}x eggs and shrimp", "我对花生过敏",
                   ("en", "zh"), allergy.check)
        for size in (FEW, MANY)
    )  # fmt: skip
    assert many < TIMES * max(few, LEAST)


@pytest.mark.parametrize("lang", ["en", "ru", "ar", "ko", "ja", "fr", "es"])
def test_half_a_sign_of_two_is_no_error_and_moves_no_place(lang: str) -> None:
    text = "不\ud83d吃5片\udc00药"
    for found in (*run(text, "no \ud83d 6", "zh", lang), *run("no \ud83d 6", text, lang, "zh")):
        for span, side in ((found.source_span, "source"), (found.target_span, "target")):
            assert span is None or 0 <= span[0] < span[1] <= 9, side
    assert [f.source_span for f in run(text, "Don't take 6 pills", "zh", "en")] == [(3, 4)]


def test_every_dose_of_a_long_list_is_compared() -> None:
    doses = list(range(1, 260))
    given = "".join(f"{n}毫克，" for n in doses)
    doses[249] = 900
    found = run(given, "".join(f"{n} mg, " for n in doses), "zh", "en")
    assert [f.message for f in found] == ["dose.changed:250>900"]
