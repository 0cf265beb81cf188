"""Deletion by policy from the records window: shown, asked about, carried out, on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.records.access import Access
from app.records.keys import Policy
from app.records.reader import RecordReader
from app.records.verify import verify_record
from app.ui.records_window import RecordsWindow
from app.ui.retention_dialog import RetentionDialog
from app.ui.retention_source import RetentionSource
from tests.fakes.record_access import CLINICIAN, RECORDS
from tests.ui import records_feed as feed

NOW = datetime(2026, 12, 23, tzinfo=UTC)
"""A month after the two encounters."""


def due(path: Path, policy: Policy, access: Access = RECORDS) -> RetentionSource:
    return RetentionSource(path, lambda: access, lambda: policy, lambda: NOW)


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[object]:
    made: list[RetentionDialog] = []

    def make(source: RetentionSource) -> RetentionDialog:
        dialog = RetentionDialog(feed.style("en"), source)
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.show()
        feed.wait_until(lambda: not dialog.busy)
        return dialog

    yield make
    for dialog in made:
        feed.wait_until(lambda dialog=dialog: not dialog.busy)  # type: ignore[misc]


def ids(path: Path) -> list[str]:
    with RecordReader.open(path, RECORDS) as reader:
        return [header.id for header in reader.list_encounters()]


def lines(dialog: RetentionDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_nothing_goes_before_the_question_is_answered(path: Path, open_dialog: object) -> None:
    dialog: RetentionDialog = open_dialog(due(path, Policy(keep_days=31)))  # type: ignore[operator]
    assert "31" in dialog.policy.text()
    (line,) = lines(dialog)
    assert "MILLER, JANE" in line
    dialog.delete.click()
    assert dialog.question is not None
    assert ids(path) == ["e-ar", "e-en"]
    dialog.question.reject()
    assert ids(path) == ["e-ar", "e-en"]
    dialog.carry_out()
    feed.wait_until(lambda: not dialog.busy)
    assert ids(path) == ["e-ar"]
    assert lines(dialog) == []
    assert not dialog.delete.isEnabled()
    with RecordReader.open(path, RECORDS) as reader:
        (entry,) = [each for each in reader.audit_log("e-en") if each.act == "record.purge"]
    assert (entry.user, entry.details) == ("zhao", '{"reason":"policy: 31 days"}')
    assert verify_record(path, RECORDS).problems == ()


def test_sound_goes_while_the_words_stay(path: Path, open_dialog: object) -> None:
    # Sound is dated when it is kept, by the clock.
    later = datetime.now(UTC) + timedelta(days=31)
    dialog: RetentionDialog = open_dialog(  # type: ignore[operator]
        replace(due(path, Policy(keep_sound_days=30)), now=lambda: later)
    )
    assert [line.split(" · ")[0] for line in lines(dialog)] == ["Sound only"]
    dialog.carry_out()
    feed.wait_until(lambda: not dialog.busy)
    assert ids(path) == ["e-ar", "e-en"]
    assert list((path.parent / "sounds").iterdir()) == []


def test_without_a_policy_nothing_is_due(path: Path, open_dialog: object) -> None:
    dialog: RetentionDialog = open_dialog(  # type: ignore[operator]
        due(path, Policy(keep_days=0, keep_sound_days=0))
    )
    assert dialog.told.text() == feed.style("en").texts.get("retention.none")
    assert not dialog.delete.isEnabled()
    dialog.ask()
    assert dialog.question is None


def test_what_fails_is_said(path: Path, open_dialog: object) -> None:
    def locked() -> Access:
        raise AppError("keys.locked")

    source = replace(due(path, Policy(keep_days=1)), access=locked)
    dialog: RetentionDialog = open_dialog(source)  # type: ignore[operator]
    assert dialog.told.text() == feed.style("en").texts.get("banner.what.keys.locked")
    assert not dialog.delete.isEnabled()


@pytest.mark.parametrize(("access", "shown"), [(RECORDS, True), (CLINICIAN, False)])
def test_the_records_window_says_how_much_is_due_to_who_may_delete(
    path: Path, qtbot: QtBot, access: Access, shown: bool
) -> None:
    source = replace(feed.source(path, access), retention=due(path, Policy(keep_days=30), access))
    window = RecordsWindow(feed.style("en"), source)
    qtbot.addWidget(window)
    window.show()
    feed.wait_until(lambda: not window.busy)
    assert window.retention.isVisible() is shown
    assert ("2" in window.retention.text()) is shown
    window.retention.open()
    assert (window.retention.dialog is not None) is shown
    feed.wait_until(lambda: not window.busy)
    window.close()
