"""The endpointer: examples and properties."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.endpointing import (
    Endpointer,
    EndpointEvent,
    EndpointSettings,
    Final,
    PartialAudio,
    Speculation,
    SpeculationFailed,
    SpeechStarted,
)
from speech.types import FRAME_BYTES, FRAME_MS

SPEECH, SILENCE = 0.9, 0.02


def frame(number: int) -> bytes:
    """A frame that says which one it is."""
    return struct.pack("<I", number) * (FRAME_BYTES // 4)


def numbers(pcm: bytes) -> list[int]:
    """Which frames a recording consists of."""
    assert len(pcm) % FRAME_BYTES == 0
    return [struct.unpack_from("<I", pcm, at)[0] for at in range(0, len(pcm), FRAME_BYTES)]


def run(
    probs: Iterable[float], limits: EndpointSettings | None = None, *, flush: bool = True
) -> list[EndpointEvent]:
    endpointer = Endpointer(limits)
    events: list[EndpointEvent] = []
    for number, prob in enumerate(probs):
        events += endpointer.push(frame(number), prob)
    return events + (endpointer.flush() if flush else [])


def finals(events: Iterable[EndpointEvent]) -> list[Final]:
    return [event for event in events if isinstance(event, Final)]


def pattern(*runs: tuple[int, float]) -> list[float]:
    return [prob for count, prob in runs for _ in range(count)]


def test_one_sentence_from_start_to_endpoint() -> None:
    events = run(pattern((20, SILENCE), (30, SPEECH), (30, SILENCE)), flush=False)
    kinds = [type(event) for event in events]
    assert kinds == [SpeechStarted, PartialAudio, Speculation, Final]
    (final,) = finals(events)
    assert final.utterance.id == 0
    assert not final.forced
    assert final.utterance.end_ms == 50 * FRAME_MS
    assert final.utterance.start_ms == numbers(final.utterance.pcm)[0] * FRAME_MS
    assert set(range(20, 50)) <= set(numbers(final.utterance.pcm))


def test_a_click_is_no_sentence() -> None:
    assert run(pattern((10, SILENCE), (2, SPEECH), (30, SILENCE))) == []


def test_going_on_after_a_short_pause_takes_the_speculation_back() -> None:
    events = run(pattern((20, SPEECH), (8, SILENCE), (20, SPEECH), (30, SILENCE)), flush=False)
    kinds = [type(event) for event in events if not isinstance(event, PartialAudio)]
    assert kinds == [SpeechStarted, Speculation, SpeculationFailed, Speculation, Final]


def test_a_long_sentence_is_cut_at_its_quietest_frame_and_goes_on() -> None:
    probs = pattern((270, SPEECH), (1, 0.4), (100, SPEECH), (30, SILENCE))
    events = run(probs, flush=False)
    first, second = finals(events)
    assert (first.forced, second.forced) == (True, False)
    assert numbers(first.utterance.pcm)[-1] == 270
    assert numbers(second.utterance.pcm)[0] == 271
    assert second.utterance.start_ms == 271 * FRAME_MS
    assert [e.id for e in events if isinstance(e, SpeechStarted)] == [0, 1]


def test_flush_makes_a_standing_speculation_come_true() -> None:
    endpointer = Endpointer()
    events: list[EndpointEvent] = []
    for number, prob in enumerate(pattern((20, SPEECH), (12, SILENCE))):
        events += endpointer.push(frame(number), prob)
    (standing,) = [event for event in events if isinstance(event, Speculation)]
    (final,) = endpointer.flush()
    assert isinstance(final, Final)
    assert final.utterance == standing.utterance
    assert endpointer.flush() == []


def test_lost_audio_closes_the_sentence_and_moves_the_time() -> None:
    endpointer = Endpointer()
    for number in range(20):
        endpointer.push(frame(number), SPEECH)
    (final,) = endpointer.skip(100)
    assert isinstance(final, Final)
    assert endpointer.now_ms == 120 * FRAME_MS
    events: list[EndpointEvent] = []
    for number in range(120, 140):
        events += endpointer.push(frame(number), SPEECH)
    (after,) = finals(endpointer.flush())
    assert numbers(after.utterance.pcm)[0] >= 120, "audio from before the gap was joined on"
    assert after.utterance.start_ms == 120 * FRAME_MS


def test_wrong_use_is_refused() -> None:
    with pytest.raises(ValueError, match="1024 bytes"):
        Endpointer().push(b"\0" * 100, 0.5)
    with pytest.raises(ValueError, match="stay_prob"):
        Endpointer(EndpointSettings(start_prob=0.3, stay_prob=0.4))


chunks = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from([0.0, 0.1, 0.34, 0.36, 0.49, 0.51, 0.9, 1.0])),
    max_size=14,
)
limits = st.builds(
    EndpointSettings,
    min_speech_ms=st.sampled_from([32, 96, 160]),
    speculate_ms=st.sampled_from([64, 192, 700]),
    end_silence_ms=st.sampled_from([96, 320, 512]),
    pad_ms=st.sampled_from([0, 64, 224]),
    max_ms=st.sampled_from([1_000, 2_400, 9_600]),
    partial_every_ms=st.sampled_from([64, 640]),
)


@settings(max_examples=150, deadline=None)
@given(chunks, limits)
def test_every_confirmed_speech_frame_is_in_exactly_one_final(
    runs: list[tuple[int, float]], how: EndpointSettings
) -> None:
    """Confirmed: speech that opened an utterance, and all speech while one is open."""
    endpointer = Endpointer(how)
    window = 2 * -(-how.min_speech_ms // FRAME_MS)
    confirmed: set[int] = set()
    events: list[EndpointEvent] = []
    probs = pattern(*runs)
    for number, prob in enumerate(probs):
        was_open = endpointer.speaking
        new = endpointer.push(frame(number), prob)
        events += new
        if was_open and prob >= how.stay_prob:
            confirmed.add(number)
        elif any(isinstance(event, SpeechStarted) for event in new):
            recent = range(max(0, number + 1 - window), number + 1)
            confirmed |= {n for n in recent if probs[n] >= how.start_prob}
    events += endpointer.flush()
    said = [number for final in finals(events) for number in numbers(final.utterance.pcm)]
    assert len(said) == len(set(said)), "a frame is in two utterances"
    assert said == sorted(said)
    assert confirmed <= set(said)


@settings(max_examples=150, deadline=None)
@given(chunks, limits)
def test_ids_count_and_times_agree_with_the_audio(
    runs: list[tuple[int, float]], how: EndpointSettings
) -> None:
    events = run(pattern(*runs), how)
    done = finals(events)
    assert [final.utterance.id for final in done] == list(range(len(done)))
    assert [e.id for e in events if isinstance(e, SpeechStarted)] == list(range(len(done)))
    for final in done:
        frames = numbers(final.utterance.pcm)
        assert frames == list(range(frames[0], frames[0] + len(frames)))
        assert final.utterance.start_ms == frames[0] * FRAME_MS
        last_ms = (frames[-1] + 1) * FRAME_MS
        assert final.utterance.start_ms < final.utterance.end_ms <= last_ms
        assert final.utterance.audio_ms <= how.max_ms + FRAME_MS


@settings(max_examples=150, deadline=None)
@given(chunks, limits)
def test_a_speculation_that_stands_is_the_final(
    runs: list[tuple[int, float]], how: EndpointSettings
) -> None:
    standing: Speculation | None = None
    for event in run(pattern(*runs), how):
        match event:
            case Speculation():
                assert standing is None
                standing = event
            case SpeculationFailed(id=number):
                assert standing is not None
                assert standing.utterance.id == number
                standing = None
            case Final():
                if standing is not None and not event.forced:
                    assert event.utterance == standing.utterance
                standing = None
            case _:
                pass
