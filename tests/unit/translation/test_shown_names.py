"""What a finding calls a part of the body, an allergen, a relative: its first whole word."""

from __future__ import annotations

import pytest

from translation.checks.shown_names import shown_name
from translation.checks.tables import load
from translation.checks.things import LANGUAGES

PLAIN = [
    ("abdomen", "zh", "肚子"),
    ("heart", "ar", "قلب"),
    ("lung", "en", "lung"),
    ("husband", "zh", "丈夫"),
    ("daughter", "zh", "女儿"),
    ("seafood", "ko", "해산물"),
]
_KINDS = ("animal", "seafood", "nut")


@pytest.mark.parametrize(("name", "lang", "wanted"), PLAIN)
def test_the_plain_word_comes_first(name: str, lang: str, wanted: str) -> None:
    assert shown_name(name, lang) == wanted


KINDS = [name for name, part in load("allergen").items() if part.get("near") in _KINDS]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_allergen_has_a_name_in_every_language(name: str) -> None:
    assert [lang for lang in LANGUAGES if not shown_name(name, lang)] == []
