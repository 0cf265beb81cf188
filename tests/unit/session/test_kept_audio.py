"""Kept audio: bounded, and what could not be answered is kept longest."""

from __future__ import annotations

from app.session.jobs import Spoken
from app.session.kept_audio import KeptAudio
from speech.types import Utterance


def spoken(number: int, size: int = 100) -> Spoken:
    return Spoken(Utterance(number, 0, 0, 1, bytes(size)), number)


def test_answered_turns_give_way_first() -> None:
    kept = KeptAudio(max_bytes=300)
    kept.keep(1, spoken(1), answered=False)
    kept.keep(2, spoken(2), answered=True)
    kept.keep(3, spoken(3), answered=True)
    kept.keep(4, spoken(4), answered=True)
    assert [n for n in range(1, 5) if kept.get(n)] == [1, 3, 4]
    kept.keep(5, spoken(5, 250), answered=False)
    assert [n for n in range(1, 6) if kept.get(n)] == [5]


def test_the_same_turn_is_counted_once() -> None:
    kept = KeptAudio(max_bytes=250)
    for _ in range(5):
        kept.keep(1, spoken(1), answered=False)
        kept.keep(1, spoken(1), answered=True)
    kept.keep(2, spoken(2), answered=True)
    assert kept.get(1) is not None
    assert kept.get(2) is not None
