"""The reducer: what each event does to both views, and what the patient must never see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.session.events import (
    AskedAgain,
    Attested,
    AudioGap,
    ConfirmAnswer,
    ConfirmationAsked,
    ConfirmKind,
    EngineProgress,
    EngineRestarted,
    Held,
    Level,
    NotDone,
    NothingRecognised,
    Origin,
    Partial,
    Party,
    Released,
    SessionEvent,
    SourceChanged,
    StateChanged,
    Subtitle,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
    Unprocessed,
)
from app.session.state import State
from app.ui.subtitle_state import (
    KEPT_LINES,
    again_taken_back,
    answer_given,
    consent_shown,
    interpreter_asked,
    phase_set,
    reduce,
)
from app.ui.view_state import GapRow, PatientMode, Phase, Severity, TurnRow, ViewState
from tests.ui.feed import turn

D, P = Party.CLINICIAN, Party.PATIENT


def after(*events: SessionEvent, state: ViewState | None = None) -> ViewState:
    current = state or ViewState()
    for event in events:
        current = reduce(current, event)
    return current


LISTENING = after(StateChanged("listening"))


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_the_session_has_a_phase(state: State) -> None:
    marker = phase_set(ViewState(), Phase.PREPARING)
    assert reduce(marker, StateChanged(state.value)).doctor.phase is not Phase.PREPARING


def test_partial_goes_to_the_doctor_only() -> None:
    state = after(Partial(1, P, "en", "my che", "my"), state=LISTENING)
    assert [line.text for line in state.doctor.live] == ["my che"]
    assert state.patient == LISTENING.patient


def test_newer_partial_of_a_party_replaces_the_older() -> None:
    state = after(Partial(1, P, "en", "my", ""), Partial(2, P, "en", "and", ""), state=LISTENING)
    assert [line.text for line in state.doctor.live] == ["and"]


def test_turn_takes_the_live_line_of_its_party_away() -> None:
    state = after(
        Partial(1, P, "en", "yes", ""),
        Partial(2, D, "zh", "好", ""),
        turn(1, P, "Yes.", "是的。"),
        state=LISTENING,
    )
    assert [line.text for line in state.doctor.live] == ["好"]


def test_typed_turn_leaves_what_is_being_spoken() -> None:
    state = after(
        Partial(1, P, "en", "yes", ""),
        turn(1, P, "No.", "不。", origin=Origin.TYPED),
        state=LISTENING,
    )
    assert len(state.doctor.live) == 1


def test_nothing_recognised_clears_its_line_and_says_so() -> None:
    state = after(Partial(1, P, "en", "hm", ""), NothingRecognised(1, P, 0, 500), state=LISTENING)
    assert state.doctor.live == ()
    assert state.doctor.notice == "nothing_recognised"
    assert state.doctor.rows == ()


def test_patient_reads_translations_of_the_doctor_and_own_words() -> None:
    state = after(
        turn(1, D, "哪里痛？", "Where does it hurt?"),
        turn(2, P, "My chest.", "胸口。"),
        state=LISTENING,
    )
    assert [line.text for line in state.patient.lines] == ["Where does it hurt?", "My chest."]
    assert [line.source for line in state.patient.lines] == ["哪里痛？", ""]


def test_patient_screen_keeps_the_newest_lines() -> None:
    state = after(*(turn(n, D, "好", f"Well {n}.") for n in range(1, 10)), state=LISTENING)
    assert [line.turn for line in state.patient.lines] == list(range(10 - KEPT_LINES, 10))


def test_held_turn_reaches_the_patient_only_as_one_moment() -> None:
    held = turn(1, D, "一天三次", "Twice a day.")
    state = after(Held(held), state=LISTENING)
    assert state.patient.mode is PatientMode.ONE_MOMENT
    assert state.patient.lines == ()
    row = state.doctor.rows[0]
    assert isinstance(row, TurnRow)
    assert row.held


def test_confirmed_turn_is_shown_and_not_called_corrected() -> None:
    held = turn(1, D, "一天三次", "Twice a day.")
    state = after(Held(held), held, state=LISTENING)
    assert state.patient.mode is PatientMode.LISTENING
    assert not state.patient.lines[0].corrected
    row = state.doctor.rows[0]
    assert isinstance(row, TurnRow)
    assert not row.held


def test_correction_changes_its_line_in_place_and_says_so() -> None:
    state = after(
        turn(1, D, "吃两片", "Take two."),
        turn(2, D, "饭后吃", "After meals."),
        turn(1, D, "吃三片", "Take three.", revision=2, reason="corrected"),
        state=LISTENING,
    )
    assert [(x.text, x.corrected) for x in state.patient.lines] == [
        ("Take three.", True),
        ("After meals.", False),
    ]
    first = state.doctor.rows[0]
    assert isinstance(first, TurnRow)
    assert (first.text, first.previous_text, first.reason) == ("吃三片", "吃两片", "corrected")


def test_correction_of_a_line_that_left_the_screen_comes_in_at_the_end() -> None:
    state = after(
        *(turn(n, D, "好", f"Well {n}.") for n in range(1, 8)),
        turn(1, D, "不", "No.", revision=2, reason="corrected"),
        state=LISTENING,
    )
    assert state.patient.lines[-1].text == "No."
    assert state.patient.lines[-1].corrected


def test_changed_text_is_marked_even_without_a_reason() -> None:
    state = after(turn(1, D, "好", "Well."), turn(1, D, "好", "Good.", revision=2), state=LISTENING)
    assert state.patient.lines[0].corrected


def test_retry_of_an_unanswered_sentence_is_no_correction() -> None:
    state = after(
        Unprocessed(1, P, "engine.timeout", 0, 900),
        turn(1, P, "Yes.", "是。", revision=2, reason="retried"),
        state=LISTENING,
    )
    assert not state.patient.lines[0].corrected
    assert len(state.doctor.rows) == 1


def test_swap_moves_the_turn_to_the_other_party() -> None:
    state = after(
        turn(1, D, "Yes", "是"),
        turn(1, P, "Yes.", "是的。", revision=2, reason="swapped"),
        state=LISTENING,
    )
    row = state.doctor.rows[0]
    assert isinstance(row, TurnRow)
    assert row.party is P
    assert state.patient.lines[0].party is P
    assert state.patient.lines[0].corrected


def test_held_correction_marks_what_the_patient_already_saw() -> None:
    state = after(
        turn(1, D, "吃两片", "Take two."),
        Held(turn(1, D, "吃三片", "Take two.", revision=2, reason="corrected")),
        state=LISTENING,
    )
    assert state.patient.lines[0].checking
    assert state.patient.lines[0].text == "Take two."


@pytest.mark.parametrize("party", [P, D, None])
@pytest.mark.parametrize("code", ["engine.failed", "records.disk_full"])
def test_a_failed_sentence_alone_asks_nobody(party: Party | None, code: str) -> None:
    state = after(Unprocessed(1, party, code, 0, 900), state=LISTENING)
    assert state.patient.mode is PatientMode.LISTENING
    assert state.doctor.rows == (GapRow("unprocessed", code, 0, 900, 1, party),)


def test_only_who_is_asked_is_asked() -> None:
    failed = Unprocessed(1, None, "engine.failed", 0, 900)
    doctor = after(failed, AskedAgain(D, "zh", 1, "engine.failed"), state=LISTENING)
    assert doctor.patient.mode is PatientMode.LISTENING
    assert doctor.doctor.banner is not None
    assert doctor.doctor.banner.code == "say_again.engine.failed"
    patient = after(failed, AskedAgain(P, "en", 1, "engine.failed"), state=LISTENING)
    assert patient.patient.mode is PatientMode.SAY_AGAIN
    assert patient.doctor.banner is None
    nobody = after(failed, AskedAgain(None, "zh", 1, "engine.failed"), state=LISTENING)
    assert nobody.patient.mode is PatientMode.LISTENING
    assert nobody.doctor.banner is not None
    assert nobody.doctor.banner.code == "who_spoke.engine.failed"


ASKED = AskedAgain(P, "en", 3, "doubt", 9000)


@pytest.mark.parametrize(
    "heard",
    [
        turn(4, P, "I", "我", start_ms=9000),
        turn(4, P, "I", "我", start_ms=8000, origin=Origin.TYPED),
        turn(4, P, "Yes", "是", origin=Origin.ANSWER),
        turn(3, P, "I am", "我是", revision=2, reason="corrected"),
        Held(turn(3, D, "I am", "我是", revision=2, reason="swapped")),
        turn(3, P, "I am", "我是", reason="retried"),
    ],
)
def test_say_again_ends_with_the_patients_words(heard: SessionEvent) -> None:
    state = after(ASKED, heard, Released(3, 2, Attested.NOT_SENT, "d", 1), state=LISTENING)
    assert state.patient.mode is PatientMode.LISTENING


@pytest.mark.parametrize(
    "heard",
    [
        Partial(4, D, "zh", "好", ""),
        Partial(4, P, "en", "uh", ""),
        NothingRecognised(4, P, 9000, 9900),
        turn(4, P, "and my head", "还有头", start_ms=8999),
        turn(4, D, "好", "Well."),
        turn(1, P, "Yes.", "是。", revision=2, reason="corrected"),
        turn(2, P, "Yes.", "是。", reason="retried"),
        Unprocessed(4, D, "engine.failed", 0, 900),
    ],
)
def test_say_again_stays_through_everything_else(heard: SessionEvent) -> None:
    assert after(ASKED, heard, state=LISTENING).patient.mode is PatientMode.SAY_AGAIN


@pytest.mark.parametrize("stop", ["paused", "failed"])
def test_say_again_is_there_again_after_a_pause_if_it_was_not_answered(stop: str) -> None:
    stopped, going = StateChanged(stop), StateChanged("listening")
    waiting = after(ASKED, stopped, state=LISTENING)
    assert waiting.patient.mode is not PatientMode.SAY_AGAIN
    resumed = after(going, state=waiting).patient
    assert (resumed.mode, resumed.again) == (PatientMode.SAY_AGAIN, "doubt")
    # What was said before the pause is still answered in it.
    answered = after(turn(4, P, "I", "我", start_ms=9000), going, state=waiting)
    assert answered.patient.mode is PatientMode.LISTENING


def test_the_end_takes_say_again_away() -> None:
    assert not after(ASKED, StateChanged("ended"), state=LISTENING).ask_again


def test_say_again_is_seen_while_a_turn_is_held_and_after() -> None:
    held = Held(turn(4, D, "吃两片", "Take three."))
    sent = (Released(4, 1, Attested.SENT_AS_IS, "d", 10), turn(4, D, "吃两片", "Take three."))
    for events in ((ASKED, held), (held, ASKED), (held, ASKED, *sent)):
        assert after(*events, state=LISTENING).patient.mode is PatientMode.SAY_AGAIN
    said = turn(5, P, "I", "我", start_ms=9000)
    assert after(held, ASKED, said, state=LISTENING).patient.mode is PatientMode.ONE_MOMENT


def test_a_word_that_is_none_takes_no_request_back() -> None:
    lost = AskedAgain(P, "en", 0, "audio.overflow")
    sighed = (Partial(9, P, "en", "uh", ""), NothingRecognised(9, P, 1, 2))
    assert after(lost, *sighed, state=LISTENING).patient.again == "audio.overflow"


DOSE = turn(4, D, "吃两片", "Take two.")
ABOUT_DOSE = ConfirmationAsked(4, 1, D, ConfirmKind.DOSE)


@pytest.mark.parametrize("order", [(DOSE, ABOUT_DOSE, ASKED), (ASKED, DOSE, ABOUT_DOSE)])
@pytest.mark.parametrize("stop", [StateChanged("paused"), StateChanged("listening")])
def test_a_question_waits_until_it_was_said_again(
    order: tuple[SessionEvent, ...], stop: StateChanged
) -> None:
    state = after(*order, stop, StateChanged("listening"), state=LISTENING)
    assert (state.patient.mode, state.patient.ask) == (PatientMode.SAY_AGAIN, None)
    assert after(stop, state=state).patient.ask is None
    said = after(turn(5, P, "I", "我", start_ms=9000), state=state).patient
    assert said.mode is PatientMode.LISTENING
    assert said.ask is not None
    assert said.ask.turn == 4
    never_mind = again_taken_back(state).patient
    assert (never_mind.mode, never_mind.ask) == (PatientMode.LISTENING, said.ask)


def test_an_answer_given_as_the_request_comes_leaves_it() -> None:
    state = answer_given(after(DOSE, ABOUT_DOSE, ASKED, state=LISTENING), 4, ConfirmAnswer.YES)
    assert state.patient.asks == ()
    assert state.ask_again is not None
    assert state.patient.mode is PatientMode.SAY_AGAIN


def test_one_turn_is_not_asked_about_and_asked_for_at_once() -> None:
    said = turn(3, P, "Fifteen.", "十五。")
    about = ConfirmationAsked(3, 1, P, ConfirmKind.NUMBER, ("15",))
    asked = after(said, ASKED, about, state=LISTENING)
    assert (asked.patient.mode, len(asked.patient.asks)) == (PatientMode.LISTENING, 1)
    again = after(said, about, ASKED, state=LISTENING)
    assert (again.patient.mode, again.patient.asks) == (PatientMode.SAY_AGAIN, ())


@pytest.mark.parametrize("what", [what for what in Attested if what.unsent])
def test_neither_text_stands_when_a_correction_is_withdrawn(what: Attested) -> None:
    corrected = turn(1, D, "吃五十毫克", "Take 5 mg", revision=2, reason="corrected")
    withdrawn = (Held(corrected), Released(1, 2, what, "d", 10))
    state = after(turn(1, D, "吃五毫克", "Take 5 mg"), *withdrawn, state=LISTENING)
    (line,) = state.patient.lines
    assert (line.checking, line.withdrawn, line.void) == (False, True, True)
    right = turn(1, D, "吃五十毫克", "Take 50 mg", revision=3, reason="corrected")
    (line,) = after(right, state=state).patient.lines
    assert (line.text, line.corrected, line.void) == ("Take 50 mg", True, False)
    (line,) = after(Held(right), state=state).patient.lines
    assert (line.checking, line.withdrawn) == (True, False)


def test_lost_audio_is_a_row_of_its_own() -> None:
    state = after(AudioGap(1000, 320, "capture.overflow"), AudioGap(9000, 64, "x"))
    assert [row.at_ms for row in state.doctor.rows if isinstance(row, GapRow)] == [1000, 9000]


def test_pause_keeps_the_sentences() -> None:
    state = after(turn(1, D, "好", "Well."), StateChanged("paused"), state=LISTENING)
    assert state.patient.mode is PatientMode.PAUSED
    assert len(state.patient.lines) == 1


def test_lost_microphone_is_told_to_both_and_taken_back() -> None:
    lost = after(SourceChanged("lost", "USB"), state=LISTENING)
    assert lost.doctor.banner is not None
    assert lost.doctor.banner.severity is Severity.ERROR
    assert lost.patient.mode is PatientMode.ONE_MOMENT
    back = after(SourceChanged("back", "USB"), state=lost)
    assert back.patient.mode is PatientMode.LISTENING
    assert not back.doctor.source_lost


def test_loading_shows_progress_until_all_is_there() -> None:
    state = after(StateChanged("loading"), EngineProgress(1, 3, "speech"))
    assert state.doctor.loading is not None
    assert after(EngineProgress(3, 3, "x"), state=state).doctor.loading is None
    assert after(StateChanged("listening"), state=state).doctor.loading is None


def test_engine_restart_and_refused_command_are_warnings() -> None:
    restarted = after(EngineRestarted("engine.died", 2), state=LISTENING)
    assert restarted.doctor.restarts == 2
    refused = after(NotDone("retry", 3, "session.audio_not_kept"), state=LISTENING)
    for state in (restarted, refused):
        assert state.doctor.banner is not None
        assert state.doctor.banner.severity is Severity.WARNING


def test_failure_tells_its_code() -> None:
    state = after(StateChanged("failed", code="audio.no_device"), state=LISTENING)
    assert state.doctor.banner is not None
    assert state.doctor.banner.code == "audio.no_device"


def test_levels_by_channel_and_no_more_than_two() -> None:
    state = after(Level(1, -9.0, -20.0, True), Level(7, 0.0, 0.0, True), state=LISTENING)
    assert len(state.doctor.meters) == 2
    assert state.doctor.meters[1].speaking
    assert state.patient.hearing


def test_consent_and_interpreter_come_before_everything_else() -> None:
    asked = consent_shown(LISTENING, True)
    assert asked.patient.mode is PatientMode.CONSENT
    wanted = interpreter_asked(asked, True)
    assert wanted.patient.mode is PatientMode.INTERPRETER
    assert interpreter_asked(wanted, False).patient.mode is PatientMode.LISTENING


def test_ended_forgets_what_waited() -> None:
    held = Held(turn(1, D, "好", "Well."))
    state = after(Partial(3, P, "en", "I", ""), held, StateChanged("ended"), state=LISTENING)
    assert state.doctor.live == ()
    assert state.patient.mode is PatientMode.ENDED
    assert (state.held, state.doctor.held_rows) == (frozenset(), ())
    (row,) = state.doctor.rows
    assert isinstance(row, TurnRow)
    assert row.unsent


def test_an_end_that_went_wrong_tells_its_code() -> None:
    state = after(StateChanged("ended", code="records.disk_full"), state=LISTENING)
    assert state.doctor.banner is not None
    assert (state.doctor.banner.severity, state.doctor.banner.code) == (
        Severity.ERROR,
        "records.disk_full",
    )
    assert not state.doctor.saved
    fine = after(StateChanged("ended"), state=LISTENING).doctor
    assert fine.saved
    assert fine.banner is None


def test_a_failure_forgets_nothing_that_the_session_still_knows() -> None:
    told, held = turn(1, D, "一天三次", "Three times a day."), Held(turn(2, D, "一片", "Two."))
    asked = ConfirmationAsked(1, 1, D, ConfirmKind.DOSE)
    failed = StateChanged("failed", code="audio.no_device")
    state = after(told, asked, held, TeachBackAsked(1, "en"), failed, state=LISTENING)
    assert state.patient.mode is PatientMode.ONE_MOMENT
    again = after(StateChanged("loading"), StateChanged("listening"), state=state)
    assert state.doctor.banner is not None
    assert again.doctor.banner is None
    assert again.doctor.teaching == 1, "until the session says that it is over"
    cancelled = TeachBackResult(1, 0, TeachBackOutcome.CANCELLED)
    again = after(cancelled, state=again)
    assert again.doctor.teaching == 0
    assert again.patient.mode is PatientMode.ONE_MOMENT, "for the held turn"
    assert [row.turn for row in again.doctor.held_rows] == [*again.held] == [2]
    assert [ask.turn for ask in again.patient.asks] == [1]
    ended = after(StateChanged("ended"), state=again)
    assert ended.patient.asks == ()


SECRET = "unconfirmed words"
parties = st.sampled_from([D, P])
turns = st.builds(
    lambda n, rev, party, reason: turn(n, party, f"t{n}", f"u{n}r{rev}", revision=rev,
                                       reason=reason),
    st.integers(1, 6), st.integers(1, 3), parties, st.sampled_from(["", "corrected", "swapped"]),
)  # fmt: skip
held_turns = st.builds(lambda base: Held(replace(base, text=SECRET, translation=SECRET)), turns)
events: st.SearchStrategy[SessionEvent] = st.one_of(
    st.builds(lambda u, party: Partial(u, party, "en", SECRET, SECRET), st.integers(1, 9), parties),
    turns,
    held_turns,
    st.builds(lambda n, party: Unprocessed(n, party, "engine.failed", 0, 1), st.integers(1, 6),
              st.one_of(parties, st.none())),
    st.builds(StateChanged, st.sampled_from([x.value for x in State])),
    st.builds(SourceChanged, st.sampled_from(["open", "lost", "back", "ended"]), st.just("m")),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(events, max_size=25))
@example(
    [
        turn(3, P, "t3", "u3"),
        Unprocessed(3, None, "engine.failed", 0, 1),
        Held(turn(3, D, SECRET, SECRET)),
        turn(3, D, "t3", "u3"),
    ]
)
def test_whatever_happens_the_patient_sees_committed_text_only(script: list[SessionEvent]) -> None:
    state = LISTENING
    committed: set[str] = set()
    for event in script:
        before = {line.turn: line for line in state.patient.lines}
        state = reduce(state, event)
        if isinstance(event, Subtitle):
            committed |= {event.text, event.translation}
        for line in state.patient.lines:
            assert line.text in committed
            old = before.get(line.turn)
            if old is not None and old.text != line.text:
                assert line.corrected, "a sentence changed silently"
        assert SECRET not in repr(state.patient)
        assert len(state.patient.lines) <= KEPT_LINES
