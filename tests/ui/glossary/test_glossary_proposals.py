"""The glossary window: proposed terms, and words of corrected turns."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.ui.glossary_editor import EditDialog
from app.ui.glossary_review import Waiting
from app.ui.glossary_window import GlossaryWindow
from app.ui.widgets.look import Style
from glossary.overlay import Editor, TermBook
from glossary.proposals import Proposal, open_proposals, propose
from tests.ui.glossary.kit import SHIPPED, MakeWindow, main_button, search


def test_proposed_terms_are_decided(make: MakeWindow, folder: Path) -> None:
    propose(folder, "高烧", "zh", "encounter 1, turn 2", "wu")
    propose(folder, "那个", "zh", "encounter 1, turn 3", "wu")
    window = make()
    search(window, "fever")
    first, second = map(Waiting, open_proposals(folder))
    window.decide(first, "add")
    assert isinstance(window.dialog, EditDialog)
    assert window.dialog.cells["zh", "also"].text() == "發燒； 高烧"
    main_button(window.dialog).click()
    window.decide(second, "refuse")
    assert open_proposals(folder) == []
    assert window.view.side.proposals.rowCount() == 0
    assert search(window, "gaoshao") == ["fever"]


class Turns:
    """Words of corrected turns, as a record gives them."""

    def __init__(self, *terms: tuple[str, str]) -> None:
        self.left = [
            Waiting(Proposal(term, lang, "8f3a · 12", "wang", ""), from_turns=True)
            for lang, term in terms
        ]
        self.decided: list[tuple[str, str]] = []

    def waiting(self) -> list[Waiting]:
        return list(self.left)

    def decide(self, proposal: Proposal, state: str) -> None:
        self.left = [each for each in self.left if each.proposal != proposal]
        self.decided.append((proposal.term, state))


def proposed(window: GlossaryWindow) -> list[str]:
    found = window.view.side.proposals
    return [each.proposal.term for row in range(found.rowCount()) if (each := found.at(row))]


def offered(window: GlossaryWindow) -> set[str]:
    window.view.show_page(2)
    return {key for key, button in window.view.side._decisions.items() if button.isVisible()}


def test_words_of_turns_are_suggested_to_the_administrator(
    style: Style, folder: Path, qtbot: QtBot
) -> None:
    turns = Turns(("zh", "阿胶"), ("zh", "发热"), ("en", "Mergatroyd"))
    reader = Editor("wang", lambda: False)
    window = GlossaryWindow(style, TermBook(SHIPPED, folder, reader), folder, turns)
    window.show()
    qtbot.waitUntil(lambda: proposed(window) == ["阿胶", "Mergatroyd"])
    assert offered(window) == {"forward", "refuse"}
    aejiao, name = (window.view.side.proposals.at(row) for row in (0, 1))
    assert aejiao is not None
    assert name is not None
    window.decide(aejiao, "forward")
    window.decide(name, "refuse")
    qtbot.waitUntil(lambda: turns.decided == [("阿胶", "taken"), ("Mergatroyd", "refused")])
    assert [each.term for each in open_proposals(folder)] == ["阿胶"]
    assert "Mergatroyd" not in "".join(path.read_text("utf-8") for path in folder.iterdir())
    qtbot.waitUntil(lambda: proposed(window) == ["阿胶"])
    window.view.side._decide("refuse")
    assert [each.term for each in open_proposals(folder)] == ["阿胶"], "not a reader's to decide"
    window.close()
    window.deleteLater()
