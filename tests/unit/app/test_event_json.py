"""Every event of a session is a JSON line that a script can read, or deliberately none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest

from app.commands.event_json import event_json
from app.records.model import Attested, ConfirmAnswer, ConfirmKind, TeachBackOutcome
from app.session.events import (
    AskedAgain,
    AudioGap,
    BackTranslated,
    ConfirmationAnswered,
    ConfirmationAsked,
    EngineProgress,
    EngineRestarted,
    FlagSpan,
    Held,
    Level,
    NotDone,
    NothingRecognised,
    Origin,
    Partial,
    Party,
    RedFlagged,
    Released,
    SessionEvent,
    SourceChanged,
    StateChanged,
    Subtitle,
    TeachBackAsked,
    TeachBackResult,
    Unprocessed,
)
from translation.types import Finding, FindingKind

FOUND = (Finding(FindingKind.DOSE, "dose.changed:2>3", (3, 5), (5, 6)),)
TURN = Subtitle(
    1,
    1,
    Party.CLINICIAN,
    "zh",
    "每天吃两片。",
    "en",
    "Take 3 tablets.",
    True,
    0,
    900,
    40,
    findings=FOUND,
    critical=("dose",),
)
EVENTS: dict[str, SessionEvent] = {
    "final": TURN,
    "held": Held(TURN, 5),
    "released": Released(1, 1, Attested.SENT_AS_IS, "王医生", 900),
    "back_translated": BackTranslated(1, 1, "zh", "每天吃三片。", FOUND, ((3, 4),), ((3, 4),)),
    "red_flag": RedFlagged(1, Party.PATIENT, "en", "chest pain", (FlagSpan("c", "now", 0, 10),)),
    "asked_again": AskedAgain(Party.PATIENT, "en", 1, "doubt"),
    "confirmation_asked": ConfirmationAsked(1, 1, Party.CLINICIAN, ConfirmKind.DOSE, ("2",)),
    "confirmation_answered": ConfirmationAnswered(1, ConfirmKind.DOSE, ConfirmAnswer.YES),
    "teach_back_asked": TeachBackAsked(1, "en"),
    "teach_back_result": TeachBackResult(1, 2, TeachBackOutcome.DIFFERS, FOUND),
    "partial": Partial(1, Party.PATIENT, "en", "che", ""),
    "unprocessed": Unprocessed(1, None, "overload", 0, 9),
    "nothing_recognised": NothingRecognised(1, None, 0, 9),
    "audio_gap": AudioGap(0, 9, "audio.overflow", in_speech=True),
    "engine_restarted": EngineRestarted("engine.failed", 1),
    "engine_progress": EngineProgress(0, 2, "pack"),
    "source": SourceChanged("open", "mic"),
    "state": StateChanged("listening"),
    "not_done": NotDone("confirm", 1, "session.not_held"),
}


def test_no_event_is_forgotten() -> None:
    assert {type(event) for event in EVENTS.values()} | {Level} == set(get_args(SessionEvent))
    assert event_json(Level(0, -9.0, -9.0, True)) is None


@pytest.mark.parametrize("kind", EVENTS)
def test_each_is_one_line(kind: str) -> None:
    line = event_json(EVENTS[kind])
    assert line is not None
    assert line["type"] == kind
    again: dict[str, Any] = json.loads(json.dumps(line, ensure_ascii=False))
    assert again.keys() == line.keys()


@pytest.mark.parametrize("kind", ["final", "held"])
def test_a_turn_says_why_it_is_critical(kind: str) -> None:
    line = event_json(EVENTS[kind])
    assert line is not None
    assert line["critical"] == ("dose",)
    assert line["verified"] is False
    assert line["findings"][0]["kind"] == "dose"
    assert line["confidence"]["level"] == "sure"


@pytest.mark.parametrize(
    ("origin", "verified"),
    [
        (Origin.SPEECH, False),
        (Origin.TYPED, False),
        (Origin.PHRASE, True),
        (Origin.ANSWER, True),
    ],
)
def test_only_phrases_and_tapped_answers_are_verified(origin: Origin, verified: bool) -> None:
    assert replace(TURN, origin=origin).verified is verified
