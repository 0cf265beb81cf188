"""The review window over a real encrypted record: blocks, findings, edits."""

from PySide6.QtCore import Qt

from app.records.document_store import DocumentStore
from app.ui.review_dialogs import ReasonDialog
from app.ui.review_model import STATE, TARGET
from app.ui.review_rows import Shown, Status
from app.ui.review_terms import TermDialog
from glossary.proposals import open_proposals
from tests.fakes.record_access import CLINICIAN
from tests.ui.review.grid import DENIED, DOSE, FIRST_SAME, LAST_SAME, SIDE, Grid


def test_findings_are_told_and_marked(shown: Grid) -> None:
    grid = shown.window.grid
    assert [shown.status(at) for at in (0, 1, SIDE, DOSE)] == [
        Status.FIXED, Status.OPEN, Status.CRITICAL, Status.CRITICAL,
    ]  # fmt: skip
    assert "Dose" in str(grid.blocks.index(DOSE, 2).data())
    html = grid.blocks._rich(grid.blocks.rows[DOSE], TARGET)
    assert ">10 mg</span>" in html
    assert grid.blocks.index(DOSE, STATE).data() == "Critical"


def test_next_goes_round_what_waits(shown: Grid) -> None:
    seen = []
    for _ in range(7):
        shown.press(Qt.Key.Key_F8)
        seen.append(shown.place())
    assert seen == [1, DENIED, SIDE, DOSE, FIRST_SAME, LAST_SAME, 1]
    shown.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert shown.place() == LAST_SAME
    assert [row.position for row in shown.window.grid.selected()] == [LAST_SAME], (
        "Shift goes back; it does not choose all rows between"
    )


def test_accepting_goes_on_and_is_on_record(shown: Grid) -> None:
    shown.window.grid.go_to(1)
    shown.press(Qt.Key.Key_F9)
    shown.settle()
    assert shown.place() == DENIED
    assert shown.status(1) is Status.ACCEPTED
    text = shown.record().texts[1]
    assert (text.accepted, text.user) == (True, "wang")
    shown.window.grid.go_to(1)
    shown.press(Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    shown.settle()
    assert shown.status(1) is Status.OPEN


def test_something_critical_is_accepted_with_a_reason(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.press(Qt.Key.Key_F9)
    dialog = shown.window.dialog
    assert isinstance(dialog, ReasonDialog)
    assert not dialog.done_button.isEnabled()
    dialog.reason.setText("the original is wrong")
    dialog.done_button.click()
    shown.settle()
    assert shown.status(DOSE) is Status.ACCEPTED
    assert shown.record().texts[DOSE].reason == "the original is wrong"


def test_an_edit_is_checked_anew_and_remembered(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.write("Aspirin enteric-coated tablets 100 mg once daily by mouth")
    assert shown.status(DOSE) is Status.EDITED
    assert shown.place() == FIRST_SAME, "on to what waits"
    text = shown.record().texts[DOSE]
    assert (text.version, text.findings, text.user) == (2, (), "wang")
    with DocumentStore.open(shown.path, CLINICIAN) as store:
        units = {unit.source: unit.target for unit in store.memory("zh", "en")}
    assert units["阿司匹林肠溶片 100mg 每日1次 口服"] == text.target


def test_an_edit_with_another_wrong_dose_stays_critical(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.write("Aspirin enteric-coated tablets 1000 mg once daily by mouth")
    assert shown.status(DOSE) is Status.CRITICAL
    assert not shown.record().texts[DOSE].accepted


def test_escape_leaves_an_edit_without_a_trace(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    editor = shown.edit()
    editor.setPlainText("nonsense")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    shown.settle()
    assert shown.record().texts[DOSE].version == 1


def test_undo_and_redo(shown: Grid) -> None:
    grid, before = shown.window.grid, shown.record().texts[DOSE]
    grid.go_to(DOSE)
    shown.write("Aspirin 100 mg once daily by mouth")
    grid.go_to(1)
    shown.press(Qt.Key.Key_F9)
    shown.settle()
    control = Qt.KeyboardModifier.ControlModifier
    shown.press(Qt.Key.Key_Z, control)
    shown.settle()
    assert shown.status(1) is Status.OPEN
    shown.press(Qt.Key.Key_Z, control)
    shown.settle()
    text = shown.record().texts[DOSE]
    assert (text.target, text.state, text.accepted) == (before.target, before.state, False)
    assert shown.status(DOSE) is Status.CRITICAL
    with DocumentStore.open(shown.path, CLINICIAN) as store:
        sources = {unit.source for unit in store.memory("zh", "en")}
    assert "阿司匹林肠溶片 100mg 每日1次 口服" not in sources, "what was taken back is forgotten"
    shown.press(Qt.Key.Key_Y, control)
    shown.settle()
    assert shown.record().texts[DOSE].target == "Aspirin 100 mg once daily by mouth"
    assert shown.window.head.buttons["redo"].isEnabled()


def test_a_text_for_all_blocks_that_say_the_same(shown: Grid) -> None:
    shown.window.grid.go_to(FIRST_SAME)
    shown.write("Rest; come back if you are unwell.")
    shown.window.grid.go_to(FIRST_SAME)
    assert "1 more" in shown.window.detail.same.text()
    shown.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    record = shown.record()
    assert record.texts[LAST_SAME].target == "Rest; come back if you are unwell."
    assert record.texts[LAST_SAME].accepted
    shown.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert shown.record().texts[LAST_SAME].target == "Rest; come back if you feel unwell."


def test_the_memory_proposes_and_ctrl_1_takes(shown: Grid) -> None:
    detail = shown.window.detail
    shown.window.grid.go_to(DOSE)
    assert "75 mg" in detail.memory[0].text()
    assert "other numbers" in detail.memory[0].text()
    shown.window.grid.go_to(SIDE)
    assert "The left chest wall is tender." in detail.memory[0].text()
    shown.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    text = shown.record().texts[SIDE]
    assert (text.target, text.findings) == ("The left chest wall is tender.", ())


def test_copying_the_original(shown: Grid) -> None:
    shown.window.grid.go_to(1)
    shown.press(Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    row = shown.window.grid.blocks.rows[1]
    assert row.target == row.block.text
    assert row.kinds, "that it is not translated is found"


def test_a_term_goes_to_the_glossary_for_review(shown: Grid) -> None:
    shown.window.grid.go_to(DOSE)
    shown.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.window.dialog
    assert isinstance(dialog, TermDialog)
    dialog.fields[0].setText("阿司匹林肠溶片")
    dialog.fields[1].setText("enteric-coated aspirin")
    dialog.done_button.click()
    shown.settle()
    found = {(p.lang, p.term, p.who) for p in open_proposals(shown.path.parent / "terms")}
    assert found == {("zh", "阿司匹林肠溶片", "wang"), ("en", "enteric-coated aspirin", "wang")}
    assert "d-en" not in "".join(p.term for p in open_proposals(shown.path.parent / "terms"))


def test_filters_and_search(shown: Grid) -> None:
    window = shown.window
    filters, grid = window.filters, window.grid

    def places() -> list[int]:
        return [row.position for row in grid.shown.rows]

    filters.shown.setCurrentIndex(list(Shown).index(Shown.CRITICAL))
    filters.changed.emit()
    assert places() == [DENIED, SIDE, DOSE]
    assert filters.count.text() == "3 of 16 blocks"
    filters.kind.setCurrentIndex(filters.kind.findData("laterality"))
    filters.changed.emit()
    assert places() == [SIDE]
    filters.clear()
    filters.search.setText("haemo")
    assert places() == [9]
    shown.press(Qt.Key.Key_Escape)
    assert len(places()) == 16


def test_a_row_that_is_settled_does_not_vanish_under_the_hands(shown: Grid) -> None:
    window = shown.window
    window.filters.shown.setCurrentIndex(list(Shown).index(Shown.CRITICAL))
    window.filters.changed.emit()
    window.grid.go_to(1)
    shown.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert [row.position for row in window.grid.shown.rows] == [DENIED, SIDE, DOSE]
    window.filters.changed.emit()
    assert [row.position for row in window.grid.shown.rows] == [DENIED, DOSE]
