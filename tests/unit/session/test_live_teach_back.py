"""Instructions of several clauses said back, in the patients' languages, and misheard answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.engine.engine import Priority
from app.engine.protocol import Recognise, Recognised, Reply, Request
from app.records.model import EncounterRecord, Party, TeachBackOutcome, TeachBackRecord
from app.session.events import AskedAgain, Subtitle, TeachBackAsked, TeachBackResult, Unprocessed
from app.session.live import standard_checks
from tests.fakes.consultation import begin
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine, Voice
from tests.fakes.session_kit import HEADER, Kit, make_kit

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT
AGREES, DIFFERS = TeachBackOutcome.AGREES, TeachBackOutcome.DIFFERS
UNJUDGED, UNSURE = TeachBackOutcome.UNJUDGED, TeachBackOutcome.UNSURE
ASKED, CANCELLED = TeachBackOutcome.ASKED, TeachBackOutcome.CANCELLED

TOLD = "每天吃两片，饭后吃，连吃七天。"
RIGHT, WRONG, PART, EMPTY = "right", "wrong", "part", "empty"
IN_CHINESE = {
    RIGHT: "我每天饭后吃两片，吃七天。",
    WRONG: "我每天饭前吃两片，吃七天。",
    PART: "我每天吃两片。",
    EMPTY: "好的。",
}
TOLD_IN = {
    "en": "Take two tablets a day after meals for seven days.",
    "ru": "Принимайте по две таблетки в день после еды, семь дней.",
    "ar": "تناول قرصين في اليوم بعد الأكل لمدة سبعة أيام.",
    "ko": "하루에 두 알씩 식후에 칠 일 동안 드세요.",
    "ja": "1日2錠、食後に、7日間飲んでください。",
    "fr": "Prenez deux comprimés par jour après les repas pendant sept jours.",
    "es": "Tome dos comprimidos al día después de las comidas durante siete días.",
}
SAID = {
    "en": ("Two a day after meals, for a week.", "Two a day before meals.", "Two a day.", "Okay."),
    "ru": ("Две в день после еды, неделю.", "Две в день до еды.", "Две в день.", "Хорошо."),
    "ar": ("قرصان بعد الأكل أسبوعًا.", "قرصان قبل الأكل.", "قرصان في اليوم.", "حسنًا."),
    "ko": ("식후 두 알씩 일주일이요.", "식전에 두 알이요.", "하루 두 알이요.", "네."),
    "ja": ("食後に2錠、1週間です。", "食前に2錠です。", "1日2錠です。", "はい。"),
    "fr": ("Deux après les repas, une semaine.", "Deux avant les repas.", "Deux.", "D'accord."),
    "es": ("Dos después de comer, una semana.", "Dos antes de comer.", "Dos al día.", "Vale."),
}
VOICES = (
    Voice(700.0, "en", {"en": "I will take two tablets a day.", "zh": "我会"}),
    Voice(1100.0, "en", {"en": "I will take three tablets a day.", "zh": "我会"}),
    Voice(1900.0, "en", {"en": "Broken.", "zh": ""}, "fail"),
)
TRANSLATIONS = {
    "每天吃两片。": "Take two tablets a day.",
    "卧床休息。": "Stay in bed.",
    "I will take two tablets a day.": "我每天吃两片。",
    "I will take three tablets a day.": "我每天吃三片。",
    "I will go running.": "我去跑步。",
}


class Mumbled(ScriptedEngine):
    """Does not believe what it recognises while ``unsure``."""

    unsure = False

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        reply = super().request(request, priority)
        if self.unsure and isinstance(request, Recognise) and isinstance(reply, Recognised):
            return Recognised(replace(reply.hypothesis, avg_logprob=-1.9), 1.0)
        return reply


@pytest.fixture
def engine() -> Mumbled:
    return Mumbled(Script(VOICES, translations=TRANSLATIONS))


@pytest.fixture
def kit(engine: Mumbled, source: ManualSource) -> Kit:
    made = make_kit(engine, source, run_checks=standard_checks)
    begin(made)
    return made


def teach(kit: Kit, text: str = "每天吃两片。") -> None:
    kit.session.type_text(DOCTOR, text)
    kit.session.teach_back(kit.watch.until_kind(Subtitle).turn)
    kit.watch.until_kind(TeachBackAsked)


def result(kit: Kit) -> TeachBackResult:
    return kit.watch.until_kind(TeachBackResult)


def taught(kit: Kit) -> list[tuple[int | None, TeachBackOutcome]]:
    """What is on record of teach-back: the turn of each answer, and what came of it."""
    deeds = [deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord)]
    return [(deed.answer_turn, deed.outcome) for deed in deeds]


@pytest.mark.parametrize("lang", list(SAID))
@pytest.mark.parametrize(
    ("which", "outcome", "kinds"),
    [
        (RIGHT, AGREES, set()),
        (WRONG, DIFFERS, {"timing"}),
        (PART, DIFFERS, {"timing", "duration"}),
        (EMPTY, DIFFERS, {"dose", "timing", "duration"}),
    ],
)
def test_every_clause_of_an_instruction_is_compared(
    lang: str, which: str, outcome: TeachBackOutcome, kinds: set[str]
) -> None:
    said = dict(zip((RIGHT, WRONG, PART, EMPTY), SAID[lang], strict=True))[which]
    translations = {TOLD: TOLD_IN[lang], said: IN_CHINESE[which]}
    kit = make_kit(
        ScriptedEngine(Script((), translations=translations)),
        ManualSource(),
        header=replace(HEADER, patient_lang=lang),
    )
    begin(kit)
    teach(kit, TOLD)
    kit.session.type_text(PATIENT, said)
    came = result(kit)
    kit.finish()
    assert came.outcome is outcome
    assert {finding.kind.value for finding in came.findings} == kinds
    assert taught(kit) == [(None, ASKED), (2, outcome)]


def test_where_nothing_can_be_compared_the_doctor_judges(kit: Kit) -> None:
    teach(kit, "卧床休息。")
    kit.session.type_text(PATIENT, "I will go running.")
    assert result(kit) == TeachBackResult(1, 2, UNJUDGED)
    kit.finish()
    assert taught(kit) == [(None, ASKED), (2, UNJUDGED)]


@pytest.mark.parametrize(("hz", "outcome"), [(700, AGREES), (1100, DIFFERS)])
def test_an_answer_that_was_misheard_is_said_once_more_and_compared(
    kit: Kit, engine: Mumbled, source: ManualSource, hz: int, outcome: TeachBackOutcome
) -> None:
    teach(kit)
    engine.unsure = True
    source.say(700)
    assert kit.watch.until_kind(AskedAgain).code == "doubt"
    first = result(kit)
    assert (first.answer_turn, first.outcome, first.again) == (2, UNSURE, True)
    engine.unsure = False
    source.say(hz)
    second = result(kit)
    kit.finish()
    assert (second.answer_turn, second.outcome, second.again) == (3, outcome, False)
    assert taught(kit) == [(None, ASKED), (2, UNSURE), (3, outcome)]
    assert [request.hints.language_prior for request in engine.finals()] == [{"en": 1.0}] * 2


def test_a_second_answer_that_was_misheard_ends_it(
    kit: Kit, engine: Mumbled, source: ManualSource
) -> None:
    teach(kit)
    engine.unsure = True
    source.say(700)
    assert result(kit).again
    source.say(700)
    assert not result(kit).again
    engine.unsure = False
    source.say(1100)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert taught(kit) == [(None, ASKED), (2, UNSURE), (3, UNSURE)]
    assert len(engine.finals()[-1].hints.language_prior) == 2, "whoever speaks"


def test_the_doctor_ends_what_is_to_be_said_once_more(
    kit: Kit, engine: Mumbled, source: ManualSource
) -> None:
    teach(kit)
    engine.unsure = True
    source.say(700)
    result(kit)
    kit.session.cancel_teach_back()
    assert result(kit) == TeachBackResult(1, 0, CANCELLED)
    source.say(1100)
    kit.watch.until_kind(Subtitle)
    kit.finish()
    assert taught(kit) == [(None, ASKED), (2, UNSURE)], "an answer was given: not cancelled"
    deeds = tuple(deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord))
    record = EncounterRecord(HEADER, (), (), (), teach_backs=deeds)
    assert [said.outcome for said in record.said_back(1)] == [UNSURE]


def test_both_answers_are_about_the_version_that_was_asked_about(
    kit: Kit, engine: Mumbled, source: ManualSource
) -> None:
    teach(kit)
    engine.unsure = True
    source.say(700)
    assert result(kit).again
    engine.unsure = False
    source.say(700)
    assert result(kit).outcome is AGREES
    kit.session.correct(1, "卧床休息。")
    kit.watch.until_kind(TeachBackAsked)
    kit.finish()
    deeds = [deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord)]
    assert [deed.revision for deed in deeds] == [1, 1, 1, 2, 2]


def test_other_words_end_what_is_to_be_said_once_more(
    kit: Kit, engine: Mumbled, source: ManualSource
) -> None:
    teach(kit)
    engine.unsure = True
    source.say(700)
    assert result(kit).again
    kit.session.correct(1, "卧床休息。")
    assert result(kit) == TeachBackResult(1, 0, CANCELLED)
    kit.finish()
    assert taught(kit) == [(None, ASKED), (2, UNSURE)]
    assert len(kit.watch.of(TeachBackAsked)) == 1


def test_a_failure_of_the_engine_leaves_it_open_for_the_repetition(
    kit: Kit, source: ManualSource
) -> None:
    teach(kit)
    source.say(1900)
    assert kit.watch.until_kind(Unprocessed).code == "engine.failed"
    assert kit.watch.until_kind(AskedAgain).party is PATIENT
    source.say(1100)
    assert result(kit).outcome is DIFFERS
    kit.finish()
    assert taught(kit) == [(None, ASKED), (3, DIFFERS)]


def test_an_answer_that_is_corrected_is_compared_anew(kit: Kit) -> None:
    teach(kit)
    kit.session.type_text(PATIENT, "I will take two tablets a day.")
    assert result(kit) == TeachBackResult(1, 2, AGREES)
    kit.session.correct(2, "I will take three tablets a day.")
    corrected = result(kit)
    assert (corrected.turn, corrected.answer_turn, corrected.outcome) == (1, 2, DIFFERS)
    kit.session.swap(2)
    assert result(kit) == TeachBackResult(1, 2, CANCELLED)
    kit.finish()
    assert taught(kit) == [(None, ASKED), (2, AGREES), (2, DIFFERS), (2, CANCELLED)]
    deeds = tuple(deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord))
    record = EncounterRecord(HEADER, (), (), (), teach_backs=deeds)
    assert [said.outcome for said in record.said_back(1)] == [CANCELLED]


def test_a_misheard_answer_put_right_need_not_be_said_again(
    kit: Kit, engine: Mumbled, source: ManualSource
) -> None:
    teach(kit)
    engine.unsure = True
    source.say(1100)
    assert result(kit).again
    kit.session.correct(2, "I will take two tablets a day.")
    assert result(kit) == TeachBackResult(1, 2, AGREES)
    kit.finish()
    assert taught(kit) == [(None, ASKED), (2, UNSURE), (2, AGREES)]


def test_the_answer_to_earlier_words_says_nothing_of_the_new_ones(kit: Kit) -> None:
    teach(kit)
    kit.session.type_text(PATIENT, "I will take two tablets a day.")
    assert result(kit).outcome is AGREES
    kit.session.correct(1, "卧床休息。")
    kit.watch.until_kind(TeachBackAsked)
    kit.session.correct(2, "I will take three tablets a day.")
    kit.watch.until_kind(Subtitle)
    kit.session.cancel_teach_back()
    assert result(kit) == TeachBackResult(1, 0, CANCELLED)
    kit.finish()
    deeds = [deed for deed in kit.records.deeds if isinstance(deed, TeachBackRecord)]
    assert [(d.answer_turn, d.outcome, d.revision) for d in deeds] == [
        (None, ASKED, 1), (2, AGREES, 1), (None, ASKED, 2), (2, DIFFERS, 1), (None, CANCELLED, 2),
    ]  # fmt: skip
