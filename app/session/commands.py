"""What a person asked for about a turn: carried out by the processor, one after the other.

All functions raise AppError when it cannot be done; then the turn stands as it was.
"""

from __future__ import annotations

from typing import assert_never

from app.errors import AppError
from app.records.model import Attested, Origin, Party
from app.session.asking import Asking
from app.session.back import back_translation
from app.session.draft import Answer, Draft
from app.session.events import AskedAgain, Phrase
from app.session.jobs import (
    AnswerConfirmation,
    AskAgain,
    AskConfirmation,
    AskWaiting,
    BackTranslate,
    CancelTeachBack,
    Command,
    Confirm,
    Correct,
    CorrectTranslation,
    Retry,
    SayPhrase,
    Swap,
    TeachBack,
    Typed,
    Withdraw,
)
from app.session.steps import (
    TRANSLATION_UNSURE,
    Desk,
    heard_draft,
    listened,
    recognise,
    translate,
    with_reason,
    written_draft,
)
from speech.types import Hints

NAMES: dict[type[Command], str] = {
    Typed: "type",
    Correct: "correct",
    Swap: "swap",
    Retry: "retry",
    Confirm: "confirm",
    CorrectTranslation: "correct_translation",
    AskAgain: "ask_again",
    Withdraw: "withdraw",
    SayPhrase: "phrase",
    BackTranslate: "back_translate",
    AskConfirmation: "confirmation",
    AnswerConfirmation: "confirmation",
    AskWaiting: "confirmation",
    TeachBack: "teach_back",
    CancelTeachBack: "teach_back",
}
"""What `NotDone` calls each command."""


def turn_of(command: Command) -> int:
    """The turn a command is about; 0 when there is none."""
    turn = getattr(command, "turn", 0)
    assert isinstance(turn, int)
    return turn


def carry_out(desk: Desk, asking: Asking, command: Command) -> None:
    """Do it. Raises AppError."""
    match command:
        case Typed():
            _typed(desk, command)
        case Correct(turn=turn, text=text):
            _correct(desk, turn, text)
        case Swap(turn=turn):
            _swap(desk, turn)
        case Retry(turn=turn):
            _retry(desk, turn)
        case Confirm(turn=turn, revision=revision):
            desk.book.release(turn, revision)
        case CorrectTranslation(turn=turn, text=text):
            _correct_translation(desk, turn, text)
        case AskAgain(turn=turn, revision=revision):
            _ask_again(desk, turn, revision)
        case Withdraw(turn=turn, revision=revision):
            desk.book.withdraw(turn, Attested.NOT_SENT, revision)
        case SayPhrase(phrase=phrase, at_ms=at_ms):
            _phrase(desk, phrase, at_ms)
        case BackTranslate(turn=turn):
            desk.put(back_translation(desk, desk.book.subtitle(turn)))
        case AskConfirmation(turn=turn):
            asking.ask(turn)
        case AnswerConfirmation(turn=turn, answer=answer):
            asking.answer(turn, answer)
        case AskWaiting():
            asking.ask_waiting()
        case TeachBack(turn=turn):
            asking.teach_back(turn)
        case CancelTeachBack():
            asking.cancel()
        case _:
            assert_never(command)


def _typed(desk: Desk, job: Typed) -> None:
    text = _words(job.text)
    flags = desk.alarm.raised(job.party, text)
    draft = written_draft(desk, job.party, text, translate(desk, text, job.party), flags)
    desk.book.commit(with_reason(draft, "", origin=Origin.TYPED, at_ms=job.at_ms))


def _correct(desk: Desk, number: int, text: str) -> None:
    turn = desk.book.turn(number)
    text = _words(text)
    flags = desk.alarm.raised(turn.party, text, told=desk.book.flags(number))
    draft = written_draft(desk, turn.party, text, translate(desk, text, turn.party), flags)
    draft = with_reason(draft, "corrected", origin=turn.origin.changed, at_ms=turn.start_ms)
    _revise(desk, number, draft)
    desk.book.propose_terms(number, turn.text, text, turn.lang)


def _correct_translation(desk: Desk, number: int, text: str) -> None:
    """The doctor's own translation is checked as well: a slip of the pen is a change of dose."""
    turn = desk.book.subtitle(number)
    text = _words(text)
    findings = desk.run_checks(turn.text, text, turn.lang, turn.target_lang, turn.terms)
    answer = Answer(turn.target_lang, text, complete=True, terms=turn.terms, findings=findings)
    doubt = tuple(reason for reason in turn.doubt if reason != TRANSLATION_UNSURE)
    draft = written_draft(desk, turn.party, turn.text, answer, turn.red_flags, doubt)
    origin = turn.origin.changed
    draft = with_reason(draft, "translation_corrected", origin=origin, at_ms=turn.start_ms)
    _revise(desk, number, draft)
    desk.book.propose_terms(number, turn.translation, text, turn.target_lang)


def _revise(desk: Desk, number: int, draft: Draft) -> None:
    """The turn in its next revision, unless the doctor has decided meanwhile not to send it."""
    if desk.book.is_held(number) and desk.overruled(number):
        raise AppError("session.stopped")
    desk.book.commit(draft, number=number)


def _ask_again(desk: Desk, number: int, revision: int) -> None:
    turn = desk.book.turn(number)
    if revision or desk.book.is_held(number):
        desk.book.withdraw(number, Attested.ASKED_AGAIN, revision)
    desk.put(AskedAgain(turn.party, turn.lang, number, "doctor"))


def _phrase(desk: Desk, phrase: Phrase, at_ms: int) -> None:
    party, text, translation = phrase.party, _words(phrase.text), _words(phrase.translation)
    draft = Draft(
        party,
        desk.attribution.lang(party),
        text,
        Answer(desk.attribution.lang(party.other), translation, complete=True),
        at_ms=at_ms,
        origin=Origin.PHRASE if party is Party.CLINICIAN else Origin.ANSWER,
        red_flags=desk.alarm.raised(party, text, verified=translation),
        phrase_id=phrase.phrase_id,
    )
    # What it was to replace may have been sent meanwhile: the phrase itself is wanted anyway.
    held = desk.book.is_held(phrase.instead_of)
    desk.book.commit(draft, instead_of=phrase.instead_of if held else None)


def _swap(desk: Desk, number: int) -> None:
    turn = desk.book.turn(number)
    party = turn.party.other
    if turn.origin is not Origin.SPEECH or desk.attribution.one_language:
        doubt = tuple(reason for reason in turn.doubt if reason != TRANSLATION_UNSURE)
        flags = desk.alarm.raised(party, turn.text, told=desk.book.flags(number))
        answer = translate(desk, turn.text, party)
        draft = written_draft(desk, party, turn.text, answer, flags, doubt)
        draft = with_reason(draft, "swapped", origin=turn.origin.changed)
        _revise(desk, number, draft)
        return
    _again(desk, number, party, "swapped")


def _retry(desk: Desk, number: int) -> None:
    if desk.book.was_unprocessed(number):
        _again(desk, number, None, "retried")
    else:
        _again(desk, number, desk.book.turn(number).party, "retried")


def _again(desk: Desk, number: int, party: Party | None, reason: str) -> None:
    """Recognise a turn's kept audio once more, for ``party`` if that is known."""
    spoken = desk.book.kept.get(number)
    if spoken is None:
        raise AppError("session.audio_not_kept")
    if party is None:
        hints = desk.attribution.hints(spoken)
    else:
        hints = Hints({desk.attribution.lang(party): 1.0})
    hypothesis = recognise(desk.engine, spoken, hints)
    if not hypothesis.text:
        raise AppError("recognition.nothing")
    party = party or desk.attribution.party(spoken, hypothesis)
    told = desk.book.flags(number)
    flags = desk.alarm.raised(party, hypothesis.text, spoken=spoken, told=told)
    answer = translate(desk, hypothesis.text, party)
    heard = listened(desk, spoken, hypothesis, party)
    _revise(desk, number, heard_draft(desk, heard, answer, flags, reason))


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise AppError("session.empty_text")
    return text
