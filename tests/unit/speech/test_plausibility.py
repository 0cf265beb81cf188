"""Doubts about a hypothesis: what no mouth can say is refused, what people say is not."""

from __future__ import annotations

import pytest

from speech.plausibility import REFUSED, Doubt, doubts, is_silence
from speech.types import Hypothesis


def heard(
    text: str,
    *,
    logprob: float = -0.2,
    no_speech: float = 0.01,
    probs: dict[str, float] | None = None,
    truncated: bool = False,
) -> Hypothesis:
    probs = probs or {"zh": 0.99, "en": 0.01}
    lang = max(probs, key=lambda code: probs[code])
    return Hypothesis(text, lang, probs, logprob, no_speech, len(text), truncated)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("谢谢。", 500),
        ("Thank you.", 500),
        ("没有，没有，没有。", 1200),
        ("No, no, no, no.", 1200),
        ("对对对对。", 900),
        ("电话是一三八零零一三八零零零。", 2600),
        ("My number is 555 555 5555.", 3000),
        ("I take metformin twice a day, five hundred milligrams, after breakfast.", 4200),
        ("每天两次，每次一片，饭后吃，连续吃七天。", 3200),
        ("很痛很痛很痛。", 1300),
    ],
)
def test_what_people_say_is_not_doubted(text: str, ms: int) -> None:
    assert doubts(heard(text), ms) == ()


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("the pain is the pain is the pain is the pain is the pain is", 4000),
        ("好的好的好的好的好的好的好的好的好的好的", 5000),
        ("you " * 12, 3000),
        ("嗯" * 30, 4000),
    ],
)
def test_a_loop_is_refused(text: str, ms: int) -> None:
    found = doubts(heard(text), ms)
    assert Doubt.REPETITION in found
    assert REFUSED & set(found)


def test_more_than_a_mouth_can_say_is_refused() -> None:
    text = "I went to the hospital yesterday because of the fever that my son had in the morning"
    assert Doubt.TOO_MANY_WORDS in doubts(heard(text), 700)
    assert Doubt.TOO_MANY_WORDS not in doubts(heard(text), 5000)


def test_each_doubt_has_its_own_reason() -> None:
    assert doubts(heard("痛", logprob=-1.2), 500) == (Doubt.LOW_CONFIDENCE,)
    assert doubts(heard("痛", logprob=-1.6), 500) == (Doubt.VERY_LOW_CONFIDENCE,)
    assert doubts(heard("痛", no_speech=0.9), 500) == (Doubt.NO_SPEECH_LIKELY,)
    assert doubts(heard("痛", probs={"zh": 0.6, "en": 0.4}), 500) == (Doubt.LANGUAGE_UNSURE,)
    assert doubts(heard("痛", probs={"zh": 1.0}), 500) == ()
    assert doubts(heard("痛", truncated=True), 500) == (Doubt.TRUNCATED,)
    assert doubts(heard("痛"), 500, cut=True) == (Doubt.CUT,)
    assert not REFUSED & {Doubt.LOW_CONFIDENCE, Doubt.NO_SPEECH_LIKELY, Doubt.CUT}


@pytest.mark.parametrize(
    ("text", "logprob", "no_speech", "silent"),
    [
        ("", -0.1, 0.0, True),
        ("My grandmother has not improved.", -1.0, 0.97, True),
        ("Thank you.", -0.3, 0.97, False),
        ("谢谢。", -1.2, 0.1, False),
        ("Two days.", -0.2, 0.01, False),
    ],
)
def test_silence_needs_both_signs(
    text: str, logprob: float, no_speech: float, silent: bool
) -> None:
    assert is_silence(heard(text, logprob=logprob, no_speech=no_speech)) is silent
