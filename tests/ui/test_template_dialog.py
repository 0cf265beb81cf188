"""The dialog that writes forms from a consultation, over a real encrypted record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.documents.readers.docx import read_docx
from app.profile import Profile
from app.records.reader import RecordReader
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion
from app.ui.template_dialog import TemplateDialog
from tests.fakes.record_access import CLINICIAN
from tests.ui import records_feed as feed

Make = Callable[..., TemplateDialog]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    made = Profile(tmp_path_factory.mktemp("profile"))
    feed.fill(made.records)
    return made


@pytest.fixture
def make(qtbot: QtBot, place: Profile) -> Make:
    def make_one(encounter: str = "e-en", code: str = "en") -> TemplateDialog:
        source = feed.source(place.records)
        record = source.open(encounter).record
        dialog = TemplateDialog(feed.style(code), source.forms(), record)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make_one


def settled(dialog: TemplateDialog) -> None:
    feed.wait_until(lambda: not dialog.busy)


def test_what_is_known_is_filled_in_and_can_be_edited_and_written(
    make: Make, place: Profile, tmp_path: Path
) -> None:
    dialog = make()
    name, _ = dialog.fields.edits["patient_name"]
    assert name.toPlainText() == "MILLER, JANE"
    assert dialog.fields.edits["diagnosis"][0].toPlainText() == ""
    settled(dialog)
    assert dialog.preview.pages is not None
    for edit, text in zip(
        dialog.fields.edits["diagnosis"], ("高血压", "Hypertension"), strict=True
    ):
        edit.setPlainText(text)
    out = tmp_path / "certificate.docx"
    dialog.write(out)
    settled(dialog)
    texts = [block.text for block in read_docx(out.read_bytes()).blocks]
    assert {"MILLER, JANE", "高血压", "Hypertension"} <= set(texts)
    assert any("DRAFT" in text for text in texts)
    assert str(out) in dialog.message.text()
    with RecordReader.open(place.records, CLINICIAN) as reader:
        written = str(reader.audit_log("e-en"))
    assert "encounter.export" in written
    assert "diagnosis_certificate" in written


def test_a_confirmed_form_is_no_draft_until_it_is_changed(make: Make, tmp_path: Path) -> None:
    dialog = make()
    settled(dialog)
    dialog.confirmed.setChecked(True)
    out = tmp_path / "a.docx"
    dialog.write(out)
    settled(dialog)
    texts = [block.text for block in read_docx(out.read_bytes()).blocks]
    assert not any("DRAFT" in text for text in texts)
    assert any("Entries checked by" in text for text in texts)
    dialog.fields.edits["advice"][0].setPlainText("休息")
    assert not dialog.confirmed.isChecked()
    assert "Advice" in dialog.message.text() or "处理意见" in dialog.message.text()
    settled(dialog)


def test_choices_and_another_kind(make: Make) -> None:
    dialog = make()
    dialog.kind.setCurrentIndex(dialog.kind.findData("insurance_claim"))
    dialog.fields.boxes["claim_kind"]["inpatient"].setChecked(True)
    assert dialog.fields.entries()["claim_kind"].source == "inpatient"
    settled(dialog)
    assert dialog.preview.pages is not None
    assert len(dialog.preview.pages.texts) >= 1


@pytest.mark.parametrize(("code", "told"), [("zh", "未填入的条目：1 条"), ("en", "told them: 1")])
def test_what_the_patient_was_never_told_is_left_out_and_counted(
    qtbot: QtBot, place: Profile, code: str, told: str
) -> None:
    source = feed.source(place.records)
    record = source.open("e-en").record
    lines = (
        SummaryLine(Section.COMPLAINT, "胸痛", "Chest pain", (2,)),
        SummaryLine(Section.MEDICINES, "每天两片", "Three tablets a day", (5,), own=True),
    )
    version = SummaryVersion(1, Made.REVIEWED, lines, "li", "clinician", "", "")
    turns = [replace(made, held=("dose",)) if made.turn == 5 else made for made in record.turns]
    unsent = replace(
        record, turns=tuple(turns), revisions=tuple(turns), attestations=(), summary=version
    )
    dialog = TemplateDialog(feed.style(code), source.forms(), unsent)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("referral_letter"))
    assert dialog.fields.edits["complaint"][1].toPlainText() == "Chest pain"
    assert dialog.fields.edits["medicines"][1].toPlainText() == ""
    assert any(told in label.text() for label in dialog.findChildren(QLabel))
    settled(dialog)
