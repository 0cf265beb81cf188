"""Parts of the body, drugs, allergens and relatives that are taken for their neighbours, each error
beside the right translation that must stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from translation.checks import run

ERRORS = Path(__file__).with_name("data") / "parts_and_drugs.txt"


def _cases() -> list[tuple[str, ...]]:
    lines = ERRORS.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("|")) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("here", "there", "source", "wrong", "right", "kind"), _cases())
def test_an_error_is_found_and_the_right_translation_stays_silent(
    here: str, there: str, source: str, wrong: str, right: str, kind: str
) -> None:
    assert [f.kind.value for f in run(source, wrong, here, there)] == [kind]
    assert [f.message for f in run(source, right, here, there)] == []
