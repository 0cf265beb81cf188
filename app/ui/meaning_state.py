"""The part of the reducer that is about meaning: held turns, red flags, questions to the patient.

Pure, like `app.ui.subtitle_state`, which calls it. What the patient is asked about is always a
turn that was committed and is not held.
"""

from __future__ import annotations

from dataclasses import replace

from app.session.events import (
    AskedAgain,
    BackTranslated,
    ConfirmAnswer,
    ConfirmationAnswered,
    ConfirmationAsked,
    NotDone,
    Origin,
    Party,
    RedFlagged,
    Released,
    Subtitle,
    TeachBackAsked,
    TeachBackOutcome,
    TeachBackResult,
)
from app.ui.banners import about, taken_back, told
from app.ui.unseen_state import if_unseen, seen_or_over
from app.ui.view_state import (
    Alert,
    AskAgain,
    Choice,
    Pad,
    PatientAsk,
    PatientLine,
    Row,
    Severity,
    TurnRow,
    ViewState,
)

MeaningEvent = (
    Released
    | BackTranslated
    | RedFlagged
    | AskedAgain
    | ConfirmationAsked
    | ConfirmationAnswered
    | TeachBackAsked
    | TeachBackResult
)

OPEN_ASKS = 3
"""Questions kept open on the patient screen; the newest is shown. The record keeps them all, and
the row of one that had to go says so."""


def reduce_meaning(state: ViewState, event: MeaningEvent) -> ViewState:
    """The state after ``event``; the patient's mode is not yet brought up to date."""
    match event:
        case Released():
            return _released(state, event)
        case BackTranslated():
            return _back(state, event)
        case RedFlagged():
            alert = Alert(event.party, event.lang, event.text, event.flags)
            return _with_alerts(state, (*state.doctor.alerts, alert))
        case AskedAgain():
            return _asked_again(state, event)
        case ConfirmationAsked():
            return _confirmation_asked(state, event)
        case ConfirmationAnswered():
            changed = _with_row(state, event.turn, asked=event.kind, answer=event.answer)
            asks = _without(state.patient.asks, event.turn)
            changed = replace(changed, patient=replace(changed.patient, asks=asks))
            changed = seen_or_over(changed, event.turn)
            if event.answer is ConfirmAnswer.YES:
                return changed
            row = row_of(changed.doctor.rows, event.turn)
            own = row is not None and row.party is Party.PATIENT
            family = "answered_own" if own else "answered"
            return _warned(changed, f"{family}.{event.answer.value}", event.turn)
        case TeachBackAsked():
            return _teach_back_asked(state, event.turn)
        case TeachBackResult():
            return _taught(state, event)


def meaning_changed(state: ViewState, turn: Subtitle) -> ViewState:
    """Before a new revision of ``turn`` takes its place: what was about the old one is over."""
    row = row_of(state.doctor.rows, turn.turn)
    patient = state.patient
    if row is not None and row.revision != turn.revision:
        told = patient.told if patient.told is None or patient.told.turn != turn.turn else None
        patient = replace(patient, asks=_without(patient.asks, turn.turn), told=told)
        state = seen_or_over(state, turn.turn)
    patient = replace(patient, thanks="")
    if turn.party is Party.PATIENT:
        # Answered, by tapping or in words.
        patient = replace(patient, pad=None)
    changed = replace(state, patient=patient)
    if _repeats(turn, state.ask_again, Party.PATIENT):
        changed = again_over(changed)
    return _with_alerts(changed, _numbered(state.doctor.alerts, turn))


def told_well(state: ViewState, turn: Subtitle) -> ViewState:
    """``turn`` has come through: whoever was to say it, or something before it, has done so.

    A turn that is held has not: the doctor may still decide to say it again.
    """
    state = taken_back(state, about(turn.turn, "who_spoke"))
    return _own_over(state) if _repeats(turn, state.own_again, Party.CLINICIAN) else state


def _own_over(state: ViewState) -> ViewState:
    """The doctor need not say anything again any more."""
    changed = taken_back(state, lambda banner: banner.code.startswith("say_again."))
    return replace(changed, own_again=None)


def meaning_over(state: ViewState) -> ViewState:
    """The consultation is over: nothing is asked any more."""
    state = _asks_left(taken_back(state, lambda x: x.code.startswith("unseen.")), (), "unanswered")
    patient = replace(state.patient, thanks="", pad=None, told=None)
    rows = tuple(
        replace(row, back=_no_back(row, "session.ended"), back_asked=False)
        if isinstance(row, TurnRow) and row.back_asked
        else row
        for row in state.doctor.rows
    )
    doctor = replace(state.doctor, rows=rows, teaching=0)
    return _own_over(again_over(replace(state, patient=patient, doctor=doctor)))


def answered(state: ViewState, turn: int, answer: ConfirmAnswer) -> ViewState:
    """The patient has touched an answer: the question goes at once, the record follows.

    It ends no request to say something again: the question has waited for that, or was answered
    in the moment in which it came.
    """
    asks = state.patient.asks
    own = any(ask.own for ask in asks if ask.turn == turn)
    patient = replace(state.patient, asks=_without(asks, turn), thanks=answer.named(own=own))
    return replace(state, patient=patient)


def again_over(state: ViewState) -> ViewState:
    """Nothing is to be said again any more."""
    changed = taken_back(state, lambda banner: banner.code == "unseen.say_again")
    return replace(changed, ask_again=None, patient=replace(state.patient, again=""))


def pad_shown(state: ViewState, pad: Pad | Choice | None) -> ViewState:
    """The doctor wants an answer by tapping, or nobody wants one any more."""
    return replace(state, patient=replace(state.patient, pad=pad))


def back_asked(state: ViewState, turn: int) -> ViewState:
    """The doctor wants ``turn`` translated back; the answer comes when nothing else waits."""
    return _with_row(state, turn, back_asked=True)


def not_translated_back(state: ViewState, event: NotDone) -> ViewState:
    """What was asked for does not come; the message is that of any command."""
    row = row_of(state.doctor.rows, event.turn)
    if event.command != "back_translate" or row is None:
        return state
    return _with_row(state, event.turn, back=_no_back(row, event.code), back_asked=False)


def alert_seen(state: ViewState, seen: Alert) -> ViewState:
    """The doctor has acknowledged the red flag that was on display."""
    return _with_alerts(state, tuple(alert for alert in state.doctor.alerts if alert != seen))


def row_of(rows: tuple[Row, ...], turn: int) -> TurnRow | None:
    """The row of ``turn``."""
    for row in reversed(rows):
        if isinstance(row, TurnRow) and row.turn == turn:
            return row
    return None


def party_of(rows: tuple[Row, ...], turn: int) -> Party | None:
    """Who said ``turn``, answered or not; None where nobody can tell."""
    return next((row.party for row in reversed(rows) if row.turn == turn), None)


def lines_marked(
    lines: tuple[PatientLine, ...], turn: int, *, checking: bool = False, withdrawn: bool = False
) -> tuple[PatientLine, ...]:
    """``lines`` with these marks on the sentence of ``turn``, if it is among them."""
    return tuple(
        replace(line, checking=checking, withdrawn=withdrawn) if line.turn == turn else line
        for line in lines
    )


def _released(state: ViewState, event: Released) -> ViewState:
    changed = _with_row(
        state, event.turn, held=False, done=event.what, held_ms=event.held_ms, held_at_ms=0
    )
    changed = replace(changed, held=changed.held - {event.turn})
    row = row_of(changed.doctor.rows, event.turn)
    if row is None or not row.unsent:
        return changed
    # What was shown before was to be corrected: it does not come back as if it were right.
    lines = lines_marked(changed.patient.lines, event.turn, withdrawn=True)
    return replace(changed, patient=replace(changed.patient, lines=lines))


def _back(state: ViewState, event: BackTranslated) -> ViewState:
    row = row_of(state.doctor.rows, event.turn)
    if row is None or row.revision != event.revision:
        return state
    changed = _with_row(state, event.turn, back=event, back_asked=False)
    if event.code:
        return changed
    return _with_row(changed, event.turn, confidence=event.confidence)


def _no_back(row: TurnRow, code: str) -> BackTranslated:
    """What there was before, else that it failed."""
    return row.back or BackTranslated(row.turn, row.revision, row.lang, "", code=code)


def _asked_again(state: ViewState, event: AskedAgain) -> ViewState:
    if event.party is Party.PATIENT:
        # Nobody is asked whether words are right that are to be said again.
        asks = _without(state.patient.asks, event.turn)
        again = AskAgain(event.turn, event.from_ms)
        changed = _asks_left(state, asks, "gone")
        patient = replace(changed.patient, again=event.code, thanks="")
        changed = replace(changed, ask_again=again, patient=patient)
        # What nobody asked for stands under its turn.
        return if_unseen(changed, "say_again", event.turn) if event.code == "doctor" else changed
    if event.code == "doctor":
        return state  # The doctor's own wish needs no message to the doctor.
    values = (("turn", str(event.turn)),) if event.turn else ()
    if event.party is None:
        return told(state, Severity.WARNING, f"who_spoke.{event.code}", values)
    state = replace(state, own_again=AskAgain(event.turn, event.from_ms))
    return told(state, Severity.WARNING, f"say_again.{event.code}", values)


def _confirmation_asked(state: ViewState, event: ConfirmationAsked) -> ViewState:
    row = row_of(state.doctor.rows, event.turn)
    if row is None or row.held or row.revision != event.revision:
        return state
    own = row.party is Party.PATIENT
    ask = PatientAsk(
        turn=event.turn,
        kind=event.kind,
        text=row.text if own else row.for_patient,
        lang=row.lang if own else row.target_lang,
        own=own,
        digits=event.digits,
    )
    asks = (*_without(state.patient.asks, event.turn), ask)[-OPEN_ASKS:]
    changed = _asks_left(state, asks, "gone")
    changed = _with_row(changed, event.turn, asked=event.kind, answer=None, ask_left="")
    changed = taken_back(changed, about(event.turn, "answered", "answered_own"))
    if state.ask_again is not None and state.ask_again.turn == event.turn:
        # One turn is either right or to be said again: the later request counts.
        changed = again_over(changed)
    changed = replace(changed, patient=replace(changed.patient, thanks=""))
    return if_unseen(changed, "question", event.turn)


def _asks_left(state: ViewState, asks: tuple[PatientAsk, ...], why: str) -> ViewState:
    """``asks`` are open from now on, and the rows of those that are not any more tell it."""
    kept = {ask.turn for ask in asks}
    changed = replace(state, patient=replace(state.patient, asks=asks))
    for ask in state.patient.asks:
        if ask.turn not in kept:
            changed = _with_row(changed, ask.turn, ask_left=why)
    return changed


def _teach_back_asked(state: ViewState, turn: int) -> ViewState:
    """The instruction comes to the front; what was asked before is not asked any more."""
    changed = _with_row(_taught_over(state, turn), turn, teaching="asked", teach_findings=())
    told = _on_screen(state, turn)
    patient = replace(changed.patient, told=told, thanks="", pad=None)
    doctor = replace(changed.doctor, teaching=turn)
    changed = again_over(replace(changed, doctor=doctor, patient=patient))
    return if_unseen(changed, "teach_back", turn)


def _on_screen(state: ViewState, turn: int) -> PatientLine | None:
    """A sentence of the doctor as the patient saw it, also when it has left the screen."""
    line = next((line for line in state.patient.lines if line.turn == turn), None)
    row = row_of(state.doctor.rows, turn)
    if line is not None or row is None or row.held or row.unsent:
        return line
    return PatientLine(
        turn, row.revision, row.party, row.for_patient, row.target_lang, row.text, row.lang,
        complete=row.complete, verified=row.verified,
    )  # fmt: skip


def _taught(state: ViewState, event: TeachBackResult) -> ViewState:
    """What came of it; where it is to be said once more, `AskedAgain` has asked the patient."""
    state = seen_or_over(_taught_over(state, event.turn), event.turn)
    if event.again:
        return _with_row(state, event.turn, teaching="again", teach_findings=event.findings)
    row, shown = row_of(state.doctor.rows, event.turn), event.outcome
    if row is not None and row.teaching == "again" and shown is TeachBackOutcome.CANCELLED:
        shown = TeachBackOutcome.UNSURE  # Not said once more: the first answer is all there is.
    changed = _with_row(state, event.turn, teaching=shown.value, teach_findings=event.findings)
    patient = replace(changed.patient, told=None)
    changed = replace(changed, patient=patient, doctor=replace(changed.doctor, teaching=0))
    again, asked = changed.ask_again, event.answer_turn
    if event.outcome is not TeachBackOutcome.UNSURE or (again and again.turn == asked):
        # Whatever was to be said again belonged to this, and is compared with nothing any more.
        changed = again_over(changed)
    if event.outcome in (TeachBackOutcome.AGREES, TeachBackOutcome.CANCELLED):
        return changed
    return _warned(changed, f"taught.{event.outcome.value}", event.turn)


def _taught_over(state: ViewState, turn: int) -> ViewState:
    """What the doctor was told of an earlier answer to the same instruction counts no more."""
    return taken_back(state, about(turn, "taught"))


def _repeats(turn: Subtitle, again: AskAgain | None, party: Party) -> bool:
    """Are these new words of ``party``, or the turn that was to be said again, put right?"""
    if again is None:
        return False
    if turn.turn == again.turn:
        return True
    new = turn.party is party and turn.revision == 1 and not turn.reason
    return new and (turn.origin is not Origin.SPEECH or turn.start_ms >= again.from_ms)


def _without(asks: tuple[PatientAsk, ...], turn: int) -> tuple[PatientAsk, ...]:
    return tuple(ask for ask in asks if ask.turn != turn)


def _numbered(alerts: tuple[Alert, ...], turn: Subtitle) -> tuple[Alert, ...]:
    """``alerts`` with the number of the turn that the flagged words have become."""
    for index, alert in enumerate(alerts):
        if not alert.turn and alert.text == turn.text:
            found = replace(alert, turn=turn.turn)
            return (*alerts[:index], found, *alerts[index + 1 :])
    return alerts


def _warned(state: ViewState, code: str, turn: int) -> ViewState:
    """The doctor may be reading elsewhere: what needs an answer is told above the turns too."""
    return told(state, Severity.WARNING, code, (("turn", str(turn)),))


def _with_alerts(state: ViewState, alerts: tuple[Alert, ...]) -> ViewState:
    if alerts == state.doctor.alerts:
        return state
    return replace(state, doctor=replace(state.doctor, alerts=alerts))


def _with_row(state: ViewState, turn: int, **changes: object) -> ViewState:
    """``state`` with other values in the row of ``turn``, if there is one."""
    rows = state.doctor.rows
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if isinstance(row, TurnRow) and row.turn == turn:
            changed: TurnRow = replace(row, **changes)  # type: ignore[arg-type]
            all_rows = (*rows[:index], changed, *rows[index + 1 :])
            return replace(state, doctor=replace(state.doctor, rows=all_rows))
    return state
