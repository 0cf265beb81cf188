"""Red flags: every way in which a patient's words come in or change raises them, and once."""

from __future__ import annotations

import pytest

from app.engine.engine import EngineFailed, Priority
from app.engine.protocol import Recognise, Reply, Request, Translate
from app.records.model import Party
from app.session.alarm import Alarm
from app.session.events import (
    FlagSpan,
    NotDone,
    Phrase,
    RedFlagged,
    SessionEvent,
    Subtitle,
    Unprocessed,
)
from app.session.jobs import Spoken
from app.session.live import standard_flags
from glossary.phrases import LANGUAGES, Phrases, Texts
from speech.types import Utterance
from tests.fakes.consultation import FINALS_ONLY, begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import Kit, make_kit

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT
CHEST = "I have crushing chest pain."
CHEST_AND_BREATH = "I have crushing chest pain and I cannot breathe."
VOICES = (Voice(700.0, "en", {"en": CHEST, "zh": "我胸口疼。"}),)


class Stumbling(ScriptedEngine):
    """Cannot do requests of a kind until it is told otherwise."""

    def __init__(self) -> None:
        super().__init__(Script(VOICES))
        self.cannot: type[Request] | None = None

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        if self.cannot is not None and isinstance(request, self.cannot):
            raise EngineFailed("engine.failed")
        return super().request(request, priority)


@pytest.fixture
def engine() -> Stumbling:
    return Stumbling()


@pytest.fixture
def kit(engine: Stumbling, source: ManualSource) -> Kit:
    made = make_kit(engine, source, endpoints=FINALS_ONLY)
    begin(made)
    return made


def say(kit: Kit, party: Party, text: str) -> Subtitle:
    kit.session.type_text(party, text)
    return kit.watch.until_kind(Subtitle)


def told(kit: Kit) -> list[tuple[str, list[str]]]:
    """Texts and concepts of which the doctor was told."""
    return [(e.text, [f.concept for f in e.flags]) for e in kit.watch.of(RedFlagged)]


def test_tried_again_after_a_failure(kit: Kit, source: ManualSource, engine: Stumbling) -> None:
    engine.cannot = Recognise
    source.say(700)
    number = kit.watch.until_kind(Unprocessed).turn
    engine.cannot = None
    kit.session.retry(number)
    alert = kit.watch.until_kind(RedFlagged)
    shown = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert (alert.text, alert.flags) == (CHEST, shown.red_flags)
    assert told(kit) == [(CHEST, ["chest_pain"])]


def test_heard_although_it_could_not_be_translated_and_told_once(
    kit: Kit, source: ManualSource, engine: Stumbling
) -> None:
    engine.cannot = Translate
    source.say(700)
    number = kit.watch.until_kind(Unprocessed).turn
    kit.session.retry(number)
    kit.watch.until_kind(NotDone)
    engine.cannot = None
    kit.session.retry(number)
    assert kit.watch.until_kind(Subtitle).red_flags
    kit.session.retry(number)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert told(kit) == [(CHEST, ["chest_pain"])]


def test_told_once_when_it_is_heard_early_as_well(engine: Stumbling, source: ManualSource) -> None:
    kit = make_kit(engine, source)
    begin(kit)
    source.say(700)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert len(kit.engine.finals()) == 1  # type: ignore[attr-defined]
    assert told(kit) == [(CHEST, ["chest_pain"])]


def test_a_correction_tells_what_is_new_in_it(kit: Kit) -> None:
    say(kit, PATIENT, "I have a headache.")
    for words in (CHEST, CHEST_AND_BREATH, CHEST):
        kit.session.correct(1, words)
        kit.watch.until_kind(Subtitle)
    kit.session.correct_translation(1, "我胸口疼。")
    assert [f.concept for f in kit.watch.until_kind(Subtitle).red_flags] == ["chest_pain"]
    kit.finish()
    assert told(kit) == [(CHEST, ["chest_pain"]), (CHEST_AND_BREATH, ["breathing"])]


@pytest.mark.parametrize("spoken", [True, False], ids=["spoken", "typed"])
def test_swapped_to_the_patient(kit: Kit, source: ManualSource, spoken: bool) -> None:
    if spoken:
        kit.session.hold_to_talk(DOCTOR)
        source.say(700)
        number = kit.watch.until_kind(Subtitle).turn
    else:
        number = say(kit, DOCTOR, CHEST).turn
    assert told(kit) == []
    for _ in range(3):
        kit.session.swap(number)
        kit.watch.until_kind(Subtitle)
    kit.finish()
    assert told(kit) == [(CHEST, ["chest_pain"])]


def test_tapped_and_typed(kit: Kit) -> None:
    tapped = Phrase("answer.option.fainting", PATIENT, "Blacked out, no idea", "晕倒")
    kit.session.send_phrase(tapped)
    (flag,) = kit.watch.until_kind(Subtitle).red_flags
    assert (flag.concept, flag.start, flag.end) == ("unconscious", 0, 11)
    asks = Phrase("p", DOCTOR, "您胸口疼吗？我胸口疼得厉害。", "Does your chest hurt?")
    kit.session.send_phrase(asks)
    kit.watch.until_kind(Subtitle)
    say(kit, PATIENT, "Trouble breathing")
    kit.finish()
    assert told(kit) == [
        ("Blacked out, no idea", ["unconscious"]),
        ("Trouble breathing", ["breathing"]),
    ]
    assert [turn.red_flags for turn in kit.records.turns] == [("unconscious",), (), ("breathing",)]


def raised(seen: list[SessionEvent], lang: str, *severities: str) -> list[str]:
    """Severities that are told of one utterance that is heard again and again."""
    levels = list(severities)
    alarm = Alarm(
        lambda text, _: (FlagSpan("chest_pain", levels.pop(0), 0, len(text)),),
        lambda _: lang,
        seen.append,
    )
    spoken = Spoken(Utterance(0, 0, 320, 1_120, b""), 0)
    for _ in severities:
        alarm.raised(PATIENT, "…", spoken=spoken)
    return [event.flags[0].severity for event in seen if isinstance(event, RedFlagged)]


def test_what_was_possible_and_is_certain_is_told_again() -> None:
    assert raised([], "en", "possible", "now", "possible", "now") == ["possible", "now"]


FLAGGED = {
    "hard-to-breathe": "breathing",
    "fainting": "unconscious",
    "poison": "overdose",
    "fight": "violence",
    "no-movement": "fetal_movement",
}
"""Shipped answers that cannot wait."""

PHRASES = Phrases.load()
ANSWERS: list[tuple[str, Texts]] = [
    *((option.id, option.texts) for option in PHRASES.of_kind("option")),
    *((region.id, region.texts) for region in PHRASES.regions),
    *((day.id, day.texts) for day in PHRASES.days),
]


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "zh"])
def test_every_shipped_answer_that_cannot_wait_is_told_when_it_is_tapped(lang: str) -> None:
    seen: list[SessionEvent] = []
    langs = {PATIENT: lang, DOCTOR: "zh"}
    alarm = Alarm(standard_flags, langs.__getitem__, seen.append)
    found = {
        name: {flag.concept for flag in flags}
        for name, texts in ANSWERS
        if (flags := alarm.raised(PATIENT, texts[lang], verified=texts["zh"]))
    }
    assert found == {name: {concept} for name, concept in FLAGGED.items()}
    assert len(seen) == len(FLAGGED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_answers_typed_are_told_where_they_say_enough_by_themselves(lang: str) -> None:
    for name, concept in FLAGGED.items():
        if name == "no-movement" and lang != "zh":
            # "No movement": without the question nobody knows of whom.
            continue
        said = PHRASES.option(name).text(lang)
        assert concept in {flag.concept for flag in standard_flags(said, lang)}, said
