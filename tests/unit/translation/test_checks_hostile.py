"""No text makes a check slow: ten times as much text never takes a hundred times longer."""

from __future__ import annotations

import time

import pytest

from translation.checks import WORD_CHECKS, negation, omission, opposite
from translation.red_flags import find_red_flags

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
