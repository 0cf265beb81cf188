"""From events to views: pure functions, no Qt, no clock.

`reduce` takes the state and one event and gives the next state. Two rules of this file:

1. What goes into `PatientView.lines` comes from a `Subtitle` event and from nothing else.
2. A line the patient has seen changes only together with its mark: ``corrected``, ``checking``
   or ``withdrawn``.
"""

from __future__ import annotations

from dataclasses import replace

from app.session.events import (
    Attested,
    AudioGap,
    ConfirmAnswer,
    EngineProgress,
    EngineRestarted,
    Held,
    Level,
    NotDone,
    NothingRecognised,
    Origin,
    Partial,
    Party,
    SessionEvent,
    SourceChanged,
    StateChanged,
    Subtitle,
    Unprocessed,
)
from app.ui.banners import taken_back, told
from app.ui.meaning_state import (
    again_over,
    answered,
    lines_marked,
    meaning_changed,
    meaning_over,
    not_translated_back,
    party_of,
    reduce_meaning,
    row_of,
    told_well,
)
from app.ui.texts import whose
from app.ui.view_state import (
    DoctorView,
    GapRow,
    LiveLine,
    Loading,
    Meter,
    PatientLine,
    PatientMode,
    Phase,
    Row,
    Severity,
    TurnRow,
    ViewState,
)

KEPT_LINES = 4
"""Sentences on the patient screen: the newest and three earlier ones."""

MAX_CHANNELS = 2

_PHASES = {
    "new": Phase.READY,
    "idle": Phase.READY,
    "ready": Phase.READY,
    "loading": Phase.LOADING,
    "loading_paused": Phase.LOADING,
    "starting": Phase.LOADING,
    "listening": Phase.LISTENING,
    "paused": Phase.PAUSED,
    "ending": Phase.ENDING,
    "finishing": Phase.ENDING,
    "ended": Phase.ENDED,
    "closed": Phase.ENDED,
    "failed": Phase.FAILED,
}
"""The session's states in the windows' words; an unknown state keeps the phase as it is."""

_FULL_PAGES = {
    Phase.PREPARING: PatientMode.WELCOME,
    Phase.READY: PatientMode.WELCOME,
    Phase.LOADING: PatientMode.ONE_MOMENT,
    Phase.PAUSED: PatientMode.PAUSED,
    Phase.ENDING: PatientMode.ONE_MOMENT,
    Phase.ENDED: PatientMode.ENDED,
    Phase.FAILED: PatientMode.ONE_MOMENT,
}


def reduce(state: ViewState, event: SessionEvent) -> ViewState:
    """The state after ``event``."""
    match event:
        case Partial():
            changed = _partial(state, event)
        case Subtitle():
            changed = _subtitle(state, event)
        case Held():
            changed = _held(state, event.turn, event.held_at_ms)
        case Unprocessed():
            changed = _unprocessed(state, event)
        case NothingRecognised():
            live = tuple(x for x in state.doctor.live if x.utterance > event.utterance)
            changed = _doctor(state, live=live, notice="nothing_recognised")
        case AudioGap():
            gap = GapRow("audio_gap", event.code, event.at_ms, event.lost_ms)
            changed = _doctor(state, rows=(*state.doctor.rows, gap))
        case EngineRestarted():
            values = (("code", event.code), ("restarts", str(event.restarts)))
            changed = _doctor(state, restarts=event.restarts)
            changed = told(changed, Severity.WARNING, "engine.restarted", values)
        case EngineProgress():
            changed = _progress(state, event)
        case SourceChanged():
            changed = _source(state, event)
        case Level():
            changed = _level(state, event)
        case StateChanged():
            changed = _state(state, event)
        case NotDone():
            changed = not_translated_back(_not_done(state, event), event)
        case _:
            changed = reduce_meaning(state, event)
    return _with_patient_mode(changed)


def phase_set(state: ViewState, phase: Phase) -> ViewState:
    """The windows' own steps: a session was attached, or none is there yet."""
    return _with_patient_mode(_doctor(_tried_again(state, phase), phase=phase))


def consent_shown(state: ViewState, shown: bool) -> ViewState:
    """The patient is being asked for consent, or has answered."""
    return _with_patient_mode(replace(state, consenting=shown))


def interpreter_asked(state: ViewState, asked: bool) -> ViewState:
    """The patient wants a human interpreter, or the doctor goes on with the machine."""
    return _with_patient_mode(replace(state, interpreter=asked, consenting=False))


def answer_given(state: ViewState, turn: int, answer: ConfirmAnswer) -> ViewState:
    """The patient has touched an answer."""
    return _with_patient_mode(answered(state, turn, answer))


def again_taken_back(state: ViewState) -> ViewState:
    """The doctor does not want it said again any more."""
    return _with_patient_mode(again_over(state))


def corrections_failed(state: ViewState, turns: frozenset[int]) -> ViewState:
    """A warning about a correction goes when that of its turn is not among the failed any more."""
    return taken_back(
        state, lambda x: x.code.startswith("not_done.correct.") and x.turn not in turns
    )


def _partial(state: ViewState, event: Partial) -> ViewState:
    # One line for each party is enough: an older utterance of the same party is being decoded.
    kept = tuple(x for x in state.doctor.live if x.party is not event.party)
    line = LiveLine(event.utterance, event.party, event.lang, event.text, event.stable)
    changed = _doctor(state, live=(*kept, line), notice="")
    if event.party is Party.PATIENT:
        return replace(changed, patient=replace(changed.patient, thanks=""))
    return changed


def _subtitle(state: ViewState, event: Subtitle) -> ViewState:
    state = told_well(meaning_changed(state, event), event)
    row = _turn_row(state.doctor.rows, event, held=False)
    changed = _doctor(
        state,
        rows=_placed(state.doctor.rows, row),
        live=_answered(state.doctor.live, event.party, event),
        lag_ms=event.lag_ms if _spoken_now(event) else state.doctor.lag_ms,
        notice="",
    )
    patient = replace(changed.patient, lines=_patient_lines(state, event))
    return replace(changed, patient=patient, held=changed.held - {event.turn})


def _held(state: ViewState, turn: Subtitle, held_at_ms: int) -> ViewState:
    state = meaning_changed(state, turn)
    row = replace(_turn_row(state.doctor.rows, turn, held=True), held_at_ms=held_at_ms)
    changed = _doctor(
        state,
        rows=_placed(state.doctor.rows, row),
        live=_answered(state.doctor.live, turn.party, turn),
        lag_ms=turn.lag_ms if _spoken_now(turn) else state.doctor.lag_ms,
    )
    # A sentence already shown whose correction is held must not look reliable any more.
    lines = lines_marked(state.patient.lines, turn.turn, checking=True)
    patient = replace(changed.patient, lines=lines)
    return replace(changed, patient=patient, held=changed.held | {turn.turn})


def _unprocessed(state: ViewState, event: Unprocessed) -> ViewState:
    lost_ms = event.end_ms - event.start_ms
    gap = GapRow("unprocessed", event.code, event.start_ms, lost_ms, event.turn, event.party)
    live = _answered(state.doctor.live, event.party, None)
    changed = _doctor(state, rows=_placed(state.doctor.rows, gap), live=live)
    return replace(changed, held=changed.held - {event.turn})


def _progress(state: ViewState, event: EngineProgress) -> ViewState:
    if event.done >= event.total:
        return _doctor(state, loading=None)
    return _doctor(state, loading=Loading(event.done, event.total, event.pack_id))


def _source(state: ViewState, event: SourceChanged) -> ViewState:
    values = (("name", event.name),)
    if event.state == "lost":
        silent = tuple(Meter() for _ in state.doctor.meters)
        changed = _doctor(state, source_name=event.name, source_lost=True, meters=silent, live=())
        return told(changed, Severity.ERROR, "source.lost", values)
    changed = _doctor(state, source_name=event.name, source_lost=False)
    if event.state in ("back", "ended"):
        return told(changed, Severity.INFO, f"source.{event.state}", values)
    return taken_back(changed, lambda x: x.code == "source.lost")


def _level(state: ViewState, event: Level) -> ViewState:
    if not 0 <= event.channel < MAX_CHANNELS:
        return state
    meters = list(state.doctor.meters)
    while len(meters) <= event.channel:
        meters.append(Meter())
    meters[event.channel] = Meter(event.peak_dbfs, event.rms_dbfs, event.speaking)
    return _doctor(state, meters=tuple(meters))


def _state(state: ViewState, event: StateChanged) -> ViewState:
    phase = _PHASES.get(event.state, state.doctor.phase)
    changed = _doctor(_tried_again(state, phase), phase=phase, backlog_ms=event.backlog_ms)
    if phase is Phase.FAILED or (phase is Phase.ENDED and event.code):
        changed = told(changed, Severity.ERROR, event.code or "session.failed")
    if phase is not Phase.LOADING:
        changed = _doctor(changed, loading=None)
    if phase in (Phase.PAUSED, Phase.ENDED, Phase.FAILED):
        silent = tuple(Meter() for _ in changed.doctor.meters)
        changed = _doctor(changed, meters=silent)
    if phase in (Phase.ENDED, Phase.FAILED):
        changed = _doctor(changed, live=())
    # After a failure it may be started again: what is held and asked is so in the session as well.
    return _over(changed, saved=not event.code) if phase is Phase.ENDED else changed


_NOT_YET = (Phase.PREPARING, Phase.READY, Phase.LOADING)


def _tried_again(state: ViewState, phase: Phase) -> ViewState:
    """What it failed of is not so any more, or will be told anew."""
    if state.doctor.phase is Phase.FAILED and phase in _NOT_YET:
        return taken_back(state, lambda x: x.severity is Severity.ERROR)
    return state


_NOT_DONE = {
    # What was typed has no turn yet that could stand as it was; a correction is kept.
    "type": "not_done.type",
    "correct": "not_done.correct",
    "correct_translation": "not_done.correct",
}


def _not_done(state: ViewState, event: NotDone) -> ViewState:
    if event.code == "session.stopped":
        return state  # The doctor's own wish needs no message to the doctor.
    turn = ("turn", str(event.turn))
    if event.command in _NOT_DONE:
        return told(state, Severity.WARNING, f"{_NOT_DONE[event.command]}.{event.code}", (turn,))
    values = (("command", event.command), turn)
    # What has no turn is a phrase, and the doctor's.
    party = party_of(state.doctor.rows, event.turn) if event.turn else Party.CLINICIAN
    return told(state, Severity.WARNING, f"not_done.{event.code}", values, whose(party))


def _over(state: ViewState, *, saved: bool) -> ViewState:
    """The encounter has ended: what is still held, because the record failed, was never sent."""
    rows = tuple(
        replace(row, held=False, held_at_ms=0, done=Attested.ENDED)
        if isinstance(row, TurnRow) and row.held
        else row
        for row in state.doctor.rows
    )
    return meaning_over(replace(_doctor(state, rows=rows, saved=saved), held=frozenset()))


def _turn_row(rows: tuple[Row, ...], event: Subtitle, held: bool) -> TurnRow:
    """The row of ``event``; it remembers the text that a correction replaced."""
    before = next((x for x in rows if isinstance(x, TurnRow) and x.turn == event.turn), None)
    previous_text = ""
    corrected, corrected_ms = _corrected_while_held(before)
    if before is not None:
        previous_text = before.previous_text
        if before.text != event.text:
            previous_text = before.text
    return TurnRow(
        turn=event.turn,
        revision=event.revision,
        party=event.party,
        lang=event.lang,
        text=event.text,
        target_lang=event.target_lang,
        translation=event.translation,
        complete=event.complete,
        start_ms=event.start_ms,
        origin=event.origin,
        findings=event.findings,
        doubt=event.doubt,
        reason=event.reason,
        held=held,
        previous_text=previous_text,
        terms=event.terms,
        confidence=event.confidence,
        critical=event.critical,
        red_flags=event.red_flags,
        phrase_id=event.phrase_id,
        plain=event.plain,
        held_ms=event.held_ms or corrected_ms,
        seen=not held or (before is not None and before.seen),
        done=event.attested or corrected,
        back=before.back if before is not None and before.revision == event.revision else None,
        # A held turn is translated back without being told to.
        back_asked=held or (before is not None and before.back_asked),
    )


def _corrected_while_held(before: TurnRow | None) -> tuple[Attested | None, int]:
    """What the doctor did to an earlier revision that was held, and for how long that was.

    It counts for the words that came of it; what was sent as it was, or not at all, was others.
    """
    if before is None or before.done is None or before.unsent:
        return None, 0
    if before.done is Attested.SENT_AS_IS:
        return None, 0
    return before.done, before.held_ms


def _placed(rows: tuple[Row, ...], row: TurnRow | GapRow) -> tuple[Row, ...]:
    """``rows`` with ``row`` in the place of its turn, or at the end when the turn is new."""
    for index in range(len(rows) - 1, -1, -1):
        if row.turn and rows[index].turn == row.turn:
            return (*rows[:index], row, *rows[index + 1 :])
    return (*rows, row)


def _answered(
    live: tuple[LiveLine, ...], party: Party | None, turn: Subtitle | None
) -> tuple[LiveLine, ...]:
    """``live`` without the line that a turn has just answered.

    Turns are committed in the order in which they were spoken, so it is the oldest line of the
    party, or the oldest at all when the party was guessed differently while it was spoken.
    """
    if turn is not None and not _spoken_now(turn):
        return live
    oldest = min(live, key=lambda line: (line.party is not party, line.utterance), default=None)
    return tuple(line for line in live if line is not oldest)


def _spoken_now(turn: Subtitle) -> bool:
    return turn.origin is Origin.SPEECH and turn.revision == 1


def _patient_lines(state: ViewState, event: Subtitle) -> tuple[PatientLine, ...]:
    """Lines after a committed turn.

    A correction of a sentence that is on the screen happens in its place, one of a sentence
    that has left it comes in at the end: no correction stays unseen.
    """
    own_words = event.party is Party.PATIENT
    lines, row = state.patient.lines, row_of(state.doctor.rows, event.turn)
    before = next((line for line in lines if line.turn == event.turn), None)
    text = event.text if own_words else event.for_patient
    seen = before is not None or row is None or row.seen
    line = PatientLine(
        turn=event.turn,
        revision=event.revision,
        party=event.party,
        text=text,
        lang=event.lang if own_words else event.target_lang,
        source="" if own_words else event.text,
        source_lang="" if own_words else event.lang,
        # Corrected while it was held: the patient has never seen another text.
        corrected=seen and _is_correction(before, event, text),
        complete=own_words or event.complete,
        verified=event.verified,
    )
    if before is None:
        return (*lines, line)[-KEPT_LINES:]
    return tuple(line if x is before else x for x in lines)


def _is_correction(before: PatientLine | None, event: Subtitle, text: str) -> bool:
    if event.reason in ("corrected", "translation_corrected", "swapped"):
        return True
    return before is not None and (before.corrected or before.text != text)


def _with_patient_mode(state: ViewState) -> ViewState:
    """The patient's mode follows from the rest of the state, in this order of importance."""
    phase = state.doctor.phase
    if state.interpreter:
        mode = PatientMode.INTERPRETER
    elif state.consenting:
        mode = PatientMode.CONSENT
    elif phase is not Phase.LISTENING:
        mode = _FULL_PAGES[phase]
    elif state.doctor.source_lost:
        mode = PatientMode.ONE_MOMENT
    elif state.ask_again is not None:
        mode = PatientMode.SAY_AGAIN
    elif state.doctor.teaching:
        mode = PatientMode.TEACH_BACK
    elif state.held:
        mode = PatientMode.ONE_MOMENT
    else:
        mode = PatientMode.LISTENING
    hearing = phase is Phase.LISTENING and state.doctor.speaking
    if mode is state.patient.mode and hearing == state.patient.hearing:
        return state
    return replace(state, patient=replace(state.patient, mode=mode, hearing=hearing))


def _doctor(state: ViewState, **changes: object) -> ViewState:
    doctor: DoctorView = replace(state.doctor, **changes)  # type: ignore[arg-type]
    return replace(state, doctor=doctor)
