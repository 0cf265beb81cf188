"""A corrected text keeps the looks that it had."""

from __future__ import annotations

import pytest

from app.documents.correction import recast

BOLD, PLAIN = object(), object()
OLD = "诊断：左肺结节，随诊。"
LOOKS = [PLAIN] * 3 + [BOLD] * 4 + [PLAIN] * 4


@pytest.mark.parametrize(
    ("new", "bold"),
    [
        ("诊断：右肺结节，随诊。", "右肺结节"),
        ("诊断：左肺结节，门诊随诊。", "左肺结节"),
        ("左肺结节，随诊。", "左肺结节"),
        ("诊断：左肺结节，随诊。周一。", "左肺结节"),
        (OLD, "左肺结节"),
        ("肺", ""),
        ("", ""),
    ],
)
def test_the_ends_keep_their_look_and_what_is_new_takes_that_of_its_place(
    new: str, bold: str
) -> None:
    parts = recast(OLD, LOOKS, new)
    assert "".join(words for words, _ in parts) == new
    assert "".join(words for words, look in parts if look is BOLD) == bold


def test_repeated_signs_are_not_counted_twice() -> None:
    assert "".join(words for words, _ in recast("aaa", [PLAIN] * 3, "aa")) == "aa"
    assert "".join(words for words, _ in recast("aa", [PLAIN] * 2, "aaaa")) == "aaaa"
