"""What the message of a finding about persons names."""

from __future__ import annotations

import pytest

from translation.checks import person


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("我婆婆有糖尿病。", "My mother has diabetes.", "person.changed:husbands_mother>mother"),
        ("孩子他妈有糖尿病。", "My husband has diabetes.", "person.changed:child_s_mother>husband"),
        ("他头疼。", "I have a headache.", "person.changed:he>first"),
    ],
)
def test_a_relative_is_named_whole(source: str, target: str, message: str) -> None:
    assert [found.message for found in person.check(source, target, "zh", "en")] == [message]
