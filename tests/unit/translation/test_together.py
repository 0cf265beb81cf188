"""Searches of several sentences go to the model at once, and each gets its own answers."""

from __future__ import annotations

from collections.abc import Sequence

from translation.families.family import Encoded
from translation.together import Draft, Search, Steps, together


def job(word: str, rounds: int) -> Steps[str]:
    """Asks so many times, one search more each time, and tells what it was told."""
    told = ""
    for number in range(rounds):
        found = yield [Search(Encoded((word, str(n)))) for n in range(number + 1)]
        told += " ".join(draft.text for drafts in found for draft in drafts) + ";"
    return told


def test_what_several_wait_for_is_asked_at_once_and_everybody_gets_their_own() -> None:
    calls: list[int] = []

    def search(asked: Sequence[Search]) -> list[list[Draft]]:
        calls.append(len(asked))
        return [[Draft("".join(each.encoded.tokens), 0.0, False)] for each in asked]

    told = together([job("a", 2), job("b", 0), job("c", 3)], search)
    assert told == ["a0;a0 a1;", "", "c0;c0 c1;c0 c1 c2;"]
    assert calls == [2, 4, 3], "one call a round, for all that are not done"


def test_without_a_question_nobody_is_asked() -> None:
    def search(asked: Sequence[Search]) -> list[list[Draft]]:
        raise AssertionError(asked)

    assert together([job("a", 0)], search) == [""]
    assert together([job("a", 0) for _ in range(0)], search) == []
