"""Members of a list: the one that is gone is found, and a whole list is left alone."""

from __future__ import annotations

import pytest

from translation.checks.list_items import missing

WHOLE = {
    ("zh", "es"): (
        "用药后可能出现头晕、咳嗽、口干和便秘。",
        "Tras tomarlo puede tener mareo, tos, sequedad de boca y estreñimiento.",
        "Tras tomarlo puede tener mareo, tos y estreñimiento.",
        "口干",
    ),
    ("es", "zh"): (
        "Tiene hipertensión, asma y depresión.",
        "他有高血压、哮喘和抑郁症。",
        "他有高血压和抑郁症。",
        "asma",
    ),
    ("en", "zh"): (
        "He has a cough, a rash and diarrhoea.",
        "他咳嗽、起皮疹和腹泻。",
        "他有咳嗽和腹泻。",
        "a rash",
    ),
}


@pytest.mark.parametrize("languages", WHOLE)
def test_a_member_that_is_gone(languages: tuple[str, str]) -> None:
    source, _, short, member = WHOLE[languages]
    span = missing(source, short, languages)
    assert span is not None
    assert source[slice(*span)] == member


@pytest.mark.parametrize("languages", WHOLE)
def test_a_whole_list(languages: tuple[str, str]) -> None:
    source, full, _, _ = WHOLE[languages]
    assert missing(source, full, languages) is None


def test_a_member_with_an_unknown_name_has_its_place() -> None:
    source = "可能出现头晕、咳嗽、口干和便秘。"
    assert (
        missing(source, "Puede haber mareo, tos, xerostomía y estreñimiento.", ("zh", "es")) is None
    )
