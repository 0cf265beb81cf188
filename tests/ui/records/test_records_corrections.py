"""Corrections, refusals and signatures in the records window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.writers.pdf_words import words_in
from app.errors import AppError
from app.records.history import History
from app.records.model import (
    AttestationRecord,
    Attested,
    Origin,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.records.reader import RecordReader
from app.records.search import Query
from app.records.states import State
from app.records.store import RecordStore
from app.ui.records_html import local_time, turn_html
from app.ui.records_source import corrected
from tests.fakes.record_access import CLINICIAN, OTHER_CLINICIAN, RECORDS
from tests.ui import records_feed as feed
from tests.ui.records.shown import Shown


def test_a_correction_becomes_a_version_with_author_and_reason(make: object, path: Path) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-en")
    shown.window.pane.go_to_turn(4)
    shown.window.act("correct")
    dialog = shown.window.dialog
    assert dialog is not None
    dialog.translation.setPlainText("我每天吃15毫克华法林。")
    assert not dialog.save.isEnabled()
    dialog.reason.setText("与录音核对")
    assert dialog.save.isEnabled()
    dialog.save.click()
    shown.settle()
    history = shown.window.history
    assert history is not None
    four = [turn for turn in history.record.revisions if turn.turn == 4]
    assert [turn.translation for turn in four] == [
        "我每天吃50毫克华法林。",
        "我每天吃15毫克华法林。",
    ]
    assert four[-1].reason == "与录音核对"
    assert four[-1].findings == ()
    assert history.record.authors[-1].user == "zhao"
    assert shown.window.dialog is None
    line = shown.window.pane.turns.current()
    assert line is not None
    assert line.value == four[-1]
    with RecordReader.open(path, RECORDS) as reader:
        assert reader.find(Query(open_findings=True)).found == ()


def test_the_details_are_corrected_with_a_reason_and_put_back(make: object, path: Path) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-ar")
    window = shown.window
    window.act("header")
    dialog = window.header_dialog
    assert dialog is not None
    assert not dialog.back.isVisible()
    dialog.set_text("patient_name", "ALI, AHMAD")
    assert not dialog.save.isEnabled(), "without a reason"
    dialog.reason.setText("与护照核对")
    assert dialog.save.isEnabled()
    dialog.set_text("patient_birth_date", "1974-02-30")
    assert not dialog.save.isEnabled(), "no such day"
    dialog.set_text("patient_birth_date", "1974-02-28")
    dialog.save.click()
    shown.settle()
    assert not dialog.isVisible()
    history = window.history
    assert history is not None
    assert history.state is State.DRAFT, "it had been reviewed"
    assert "ALI, AHMAD" in window.pane.title.text()
    assert "与护照核对" in window.pane.corrections.text()
    window.act("header")
    again = window.header_dialog
    assert again is not None
    again.put_back()
    again.reason.setText("弄错了患者")
    assert again.changed() == {"patient_name": "ALI, AHMED", "patient_birth_date": ""}
    again.save.click()
    shown.settle()
    header = feed.source(path).open("e-ar").record.header
    assert (header.patient_name, header.patient_birth_date) == ("ALI, AHMED", "")
    assert len(feed.source(path).open("e-ar").record.header_changes) == 5, "four, and the end"


def test_a_refused_correction_of_details_keeps_what_was_typed(make: object) -> None:
    shown: Shown = make(CLINICIAN)  # type: ignore[operator]
    shown.open("e-en")
    shown.window.act("header")
    dialog = shown.window.header_dialog
    assert dialog is not None
    dialog.set_text("department", "骨科")
    dialog.reason.setText("x")
    source = shown.window._source
    object.__setattr__(source, "access", lambda: OTHER_CLINICIAN)
    dialog.save.click()
    shown.settle()
    assert dialog.isVisible()
    assert dialog.problem.text() == feed.style().texts.get("banner.what.records.not_permitted")
    assert dialog.save.isEnabled()
    dialog.reject()


def test_a_correction_can_be_taken_back_as_a_version(make: object) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-en")
    shown.window.pane.go_to_turn(3)
    shown.window.act("correct")
    first = shown.window.dialog
    assert first is not None
    assert not first.back.isVisible(), "there is no version before"
    first.reject()
    shown.window.pane.go_to_turn(2)
    shown.window.act("correct")
    dialog = shown.window.dialog
    assert dialog is not None
    dialog.back.click()
    dialog.reason.setText("录音里没有“口”字")
    dialog.save.click()
    shown.settle()
    history = shown.window.history
    assert history is not None
    versions = [turn.translation for turn in history.record.revisions if turn.turn == 2]
    assert versions == ["我胸痛三天了。", "我胸口痛了三天。", "我胸痛三天了。"]


def test_who_may_not_sign_is_not_offered_it_and_signing_goes_through_the_states(
    make: object,
) -> None:
    clerk: Shown = make(RECORDS)  # type: ignore[operator]
    clerk.open("e-ar")
    assert not clerk.window.pane.may("sign")
    assert clerk.window.pane.may("reopen")
    doctor: Shown = make(CLINICIAN)  # type: ignore[operator]
    doctor.open("e-en")
    assert not doctor.window.pane.may("sign")
    doctor.window.act("review")
    doctor.settle()
    assert doctor.window.pane.may("sign")
    doctor.window.act("sign")
    doctor.settle()
    assert doctor.window.history is not None
    assert doctor.window.history.state is State.SIGNED
    assert doctor.window.filters.isEnabled()
    states = doctor.window.pane.states.text()
    assert "wang" in states
    assert feed.style().texts.get("records.state.signed") in states


def test_a_refusal_of_the_store_is_said_and_changes_nothing(make: object, path: Path) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-ar")
    feed.source(path, CLINICIAN).set_state("e-ar", State.SIGNED)
    shown.window.act("reopen")
    shown.settle()
    words = feed.style().texts.get("banner.what.records.wrong_state")
    assert shown.window.pane.message.text() == words
    assert feed.source(path).open("e-ar").state is State.SIGNED


def test_a_correction_is_checked_anew_and_terms_stay_where_they_stand() -> None:
    turn = feed.TURNS_EN[1]
    assert turn.party is Party.PATIENT
    moved = corrected(turn, "For three days I had chest pain.", "我胸痛三天了。", "heard again")
    assert [(t.start, t.end) for t in moved.terms] == [(21, 31)]
    assert moved.text[21:31] == "chest pain"
    gone = corrected(turn, "My ear hurts.", "我耳朵疼。", "heard again")
    assert gone.terms == ()
    wrong = corrected(replace(turn, confidence="doubt"), "Take 5 mg.", "吃50毫克。", "typo")
    assert {finding.kind for finding in wrong.findings} & {"dose", "number"}
    assert (wrong.revision, wrong.confidence) == (2, "check")
    assert [reason.partition(":")[0] for reason in wrong.reasons] == ["finding"]
    assert (gone.confidence, gone.reasons) == ("sure", ())


def test_a_correction_is_the_correctors_and_was_shown_to_nobody() -> None:
    phrase = replace(feed.TURNS_EN[0], origin=Origin.PHRASE, phrase_id="p-1")
    late = corrected(phrase, phrase.text, "What is the matter?", "heard again")
    assert late.afterwards
    assert (late.origin, late.phrase_id) == (Origin.TYPED, "")


def test_a_running_consultation_is_corrected_in_its_own_window(make: object, path: Path) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.start_encounter(replace(feed.EN, id="e-now", started_at="2026-11-23T02:00:00.000Z"))
        store.add_turn("e-now", feed.TURNS_EN[0])
    shown: Shown = make(CLINICIAN)  # type: ignore[operator]
    shown.open("e-now")
    shown.window.pane.go_to_turn(1)
    assert not shown.window.pane.may("correct")
    late = corrected(feed.TURNS_EN[0], "您好。", "Hello.", "heard again")
    with pytest.raises(AppError) as caught:
        feed.source(path, CLINICIAN).correct("e-now", late)
    assert caught.value.code == "records.not_ended"
    shown.open("e-en")
    shown.window.pane.go_to_turn(1)
    assert shown.window.pane.may("correct")


def test_whoever_corrects_second_is_told_and_sees_the_newest_version(
    make: object, path: Path
) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-en")
    shown.window.pane.go_to_turn(3)
    shown.window.act("correct")
    dialog = shown.window.dialog
    assert dialog is not None
    other = corrected(feed.TURNS_EN[2], "吃什么药？", "Which medicines?", "heard again")
    feed.source(path).correct("e-en", other)
    dialog.translation.setPlainText("Any heart trouble?")
    dialog.reason.setText("与录音核对")
    dialog.save.click()
    shown.settle()
    assert dialog.isVisible()
    assert dialog.problem.text() == feed.style().texts.get("banner.what.records.turn_changed")
    dialog.translation.setPlainText("Any trouble with your heart?")
    assert not dialog.save.isEnabled(), "it would be refused again"
    dialog.reject()
    shown.settle()
    history = shown.window.history
    assert history is not None
    assert history.record.turns[2].translation == "Which medicines?"


def test_what_was_said_back_says_which_version_it_is_about(path: Path) -> None:
    agrees = TeachBackRecord(1, 2, TeachBackOutcome.AGREES, revision=1)
    with RecordStore.open(path, CLINICIAN) as store:
        store.add_deed("e-en", agrees)
    words, source = words_in(feed.style().texts.code), feed.source(path)

    def shown() -> str:
        history = source.open("e-en")
        return turn_html(history, history.record.turns[0], "", feed.style())

    line = words("teach.agrees", turn=2)
    about = words("about_version", note=line, version=1)
    assert line in shown()
    assert about not in shown()
    late = corrected(feed.TURNS_EN[0], "您好。", "Hello.", "heard again")
    source.correct("e-en", late)
    assert about in shown()


def test_nobody_is_named_where_nobody_decided(path: Path) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.add_deed("e-en", AttestationRecord(3, 1, Attested.ENDED, "", 4_000))
    history, words = feed.source(path).open("e-en"), words_in(feed.style().texts.code)
    turn = history.record.turns[2]
    shown = turn_html(history, turn, "", feed.style())
    ended = words(
        "held.ended", seconds=4, time=local_time(history.record.attestations[0].created_at)
    )
    assert ended in shown
    assert words("doctor") not in ended


def test_a_history_knows_its_state(path: Path) -> None:
    history = feed.source(path).open("e-ar")
    assert isinstance(history, History)
    assert history.state is State.REVIEWED
    assert replace(history, states=()).state is State.DRAFT


def test_words_of_a_correction_wait_for_the_glossarys_review(path: Path) -> None:
    source = feed.source(path)

    def waiting() -> list[tuple[str, str]]:
        with RecordReader.open(path, source.access()) as reader:
            return [(each.lang, each.term) for each in reader.proposed_terms()]

    for text, translation in (("I take it.", "我吃了。"), ("I take it.", "我吃阿胶。")):
        turn = source.open("e-en").record.turns[3]
        source.correct("e-en", corrected(turn, text, translation, "heard again"))
    assert waiting() == [("zh", "阿胶")]
