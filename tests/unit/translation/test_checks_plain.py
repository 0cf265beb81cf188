"""Everyday sentences, amounts and times as they are said: the wrong translation is found, the right
one silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from translation.checks import omission, run

PLAIN = Path(__file__).with_name("data") / "plain.tsv"
ROWS = [line.split("\t") for line in PLAIN.read_text(encoding="utf-8").splitlines()]
"""Languages, kind of the error, source, wrong translation, right one; "" where there is none."""


@pytest.mark.parametrize(
    ("source_lang", "target_lang", "kind", "source", "wrong"), [row[:5] for row in ROWS if row[4]]
)
def test_the_error_is_found(
    source_lang: str, target_lang: str, kind: str, source: str, wrong: str
) -> None:
    assert kind in {f.kind.value for f in run(source, wrong, source_lang, target_lang)}


@pytest.mark.parametrize(
    ("source_lang", "target_lang", "source", "right"),
    [(row[0], row[1], row[3], row[5]) for row in ROWS if row[5]],
)
def test_the_right_translation_is_silent(
    source_lang: str, target_lang: str, source: str, right: str
) -> None:
    assert run(source, right, source_lang, target_lang) == ()


def test_one_place_of_the_target_answers_one_member_of_a_list() -> None:
    found = omission.check(
        "家属需要带身份证、医保卡和上次的CT片子。",
        "ご家族の方は身分証と前回のCTフィルムをお持ちください。",
        "zh",
        "ja",
    )
    assert [f.source_span for f in found] == [(9, 12)]
