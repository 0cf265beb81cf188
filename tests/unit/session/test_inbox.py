"""The inbox: who goes first, what is dropped, what never is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.records.model import Party
from app.session.inbox import MAX_DOCUMENT_BLOCKS, Inbox
from app.session.jobs import (
    Ahead,
    Correct,
    DocumentBlock,
    Overflowed,
    PartialOf,
    Spoken,
    Swap,
    Typed,
)
from speech.types import Utterance


def spoken(number: int, *, channel: int = 0, ms: int = 1000) -> Spoken:
    return Spoken(Utterance(number, channel, 0, ms, bytes(ms * 32)), number)


def nothing() -> None:
    """No work."""


def drain(inbox: Inbox) -> list[object]:
    jobs: list[object] = []
    while (job := inbox.take(0)) is not None:
        jobs.append(job)
    return jobs


def test_finals_and_commands_before_speculation_before_partials_before_documents() -> None:
    inbox = Inbox()
    document = DocumentBlock(nothing)
    inbox.put_document(document)
    inbox.put_partial(spoken(1, channel=1))
    inbox.put_ahead(spoken(2))
    inbox.put_final(spoken(0, channel=1))
    inbox.put_partial(spoken(1, channel=1))
    inbox.put(Swap(1))
    inbox.put_final(spoken(3, channel=2))
    kinds = [type(job) for job in drain(inbox)]
    assert kinds == [Spoken, Swap, Spoken, Ahead, PartialOf, DocumentBlock]


def test_only_the_newest_partial_of_a_channel_waits() -> None:
    inbox = Inbox()
    for ms in (500, 1000, 1500):
        inbox.put_partial(spoken(0, ms=ms))
        inbox.put_partial(spoken(1, channel=1, ms=ms))
    assert [job.spoken.utterance.end_ms for job in drain(inbox)] == [1500, 1500]  # type: ignore[attr-defined]


def test_a_final_makes_its_partial_and_speculation_useless() -> None:
    inbox = Inbox()
    inbox.put_partial(spoken(0))
    inbox.put_ahead(spoken(0))
    inbox.put_final(spoken(0))
    assert [type(job) for job in drain(inbox)] == [Spoken]


def test_a_speculation_stands_until_speech_goes_on_or_the_cut_is_elsewhere() -> None:
    inbox = Inbox()
    one = spoken(0)
    inbox.put_ahead(one)
    assert inbox.still_ahead(one)
    inbox.drop_ahead(0)
    assert not inbox.still_ahead(one)
    assert drain(inbox) == []
    inbox.put_ahead(one)
    inbox.put_final(one)
    assert inbox.still_ahead(one)
    forced = Spoken(one.utterance, one.number, forced=True)
    inbox.put_final(forced)
    assert not inbox.still_ahead(one)


def test_beyond_the_limit_finals_are_set_aside_in_their_place() -> None:
    inbox = Inbox(max_backlog_ms=2500)
    for number in range(4):
        inbox.put_final(spoken(number))
    assert inbox.backlog_ms == 2000
    inbox.put(Typed(Party.PATIENT, "yes", 0))
    kinds = [type(job) for job in drain(inbox)]
    assert kinds == [Spoken, Spoken, Overflowed, Overflowed, Typed]
    assert inbox.backlog_ms == 0


def test_closed_gives_out_what_is_ordered_and_takes_no_commands() -> None:
    inbox = Inbox()
    inbox.put_final(spoken(0))
    inbox.put_partial(spoken(1))
    inbox.put_document(DocumentBlock(nothing))
    inbox.close()
    assert not inbox.put(Correct(1, "x"))
    done = [inbox.finished]
    assert [type(job) for job in drain(inbox)] == [Spoken]
    done.append(inbox.finished)
    assert done == [False, True]
    assert inbox.take(10) is None, "a closed inbox must not wait"


def test_documents_are_bounded() -> None:
    inbox = Inbox()
    taken = [inbox.put_document(DocumentBlock(nothing)) for _ in range(MAX_DOCUMENT_BLOCKS + 2)]
    assert taken.count(False) == 2


@given(st.lists(st.sampled_from(["final", "partial", "ahead", "take"]), max_size=60))
def test_finals_are_all_there_and_in_order(actions: list[str]) -> None:
    inbox = Inbox(max_backlog_ms=3000)
    number = 0
    got: list[int] = []
    for action in [*actions, *["take"] * 70]:
        if action == "final":
            inbox.put_final(spoken(number))
            number += 1
        elif action == "partial":
            inbox.put_partial(spoken(number))
        elif action == "ahead":
            inbox.put_ahead(spoken(number))
        else:
            job = inbox.take(0)
            if isinstance(job, Spoken):
                got.append(job.number)
            elif isinstance(job, Overflowed):
                got.append(job.spoken.number)
    assert got == list(range(number))
    assert inbox.backlog_ms == 0
