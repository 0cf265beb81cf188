"""Pictures of the glossary window: ``python -m tests.ui.glossary_shots FOLDER [NAME]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.ui.application import create_application
from app.ui.fonts import FontBook
from app.ui.glossary_window import GlossaryWindow
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from app.ui.theme import theme
from app.ui.widgets.look import Style
from glossary.concepts import Concept
from glossary.overlay import Editor, TermBook
from glossary.proposals import propose
from glossary.termbase import standard
from tests.ui.glossary_feed import wait_until


def book(concepts: tuple[Concept, ...], folder: Path) -> TermBook:
    """The shipped terms with some changes of a hospital's."""
    made = TermBook(concepts, folder, Editor("王医生", lambda: True))
    if made.sets:
        return made
    by_id = made.shipped
    first = by_id["chest-pain"]
    zh = replace(first.terms["zh"], term="胸部疼痛", also=("胸痛", "胸口痛"))
    made.put(replace(first, terms={**first.terms, "zh": zh}), "与本院病历模板一致")
    made.retire("fever", "本院统一用“体温升高”")
    new = Concept("ward-one", "hospital", "department", {"zh": replace(zh, term="国际医疗一病区",
                  also=("一病区",), plain="", avoid=("外宾病房",))})  # fmt: skip
    made.put(new)
    propose(folder, "阿胶", "zh", "encounter 8f3a, turn 12", "王医生")
    propose(folder, "метамизол", "ru", "encounter 8f3a, turn 20", "王医生")
    return made


def main() -> None:
    """Take the pictures whose name contains the second argument."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("wanted", nargs="?", default="", help="a part of their names")
    options = parser.parse_args()
    out, wanted = options.folder, options.wanted
    out.mkdir(parents=True, exist_ok=True)
    app = create_application(sys.argv[:1])
    concepts = standard().concepts
    folder = Path(tempfile.mkdtemp())
    csv = folder / "ward-list.csv"
    csv.write_text("id,zh,en,ru\nchest-pain,胸疼,chest pain,боль в груди\ncough,咳,cough,кашель\n"
                   "x-one,二病区,ward two,\n,咳嗽,ward cough,\n", encoding="utf-8")  # fmt: skip
    bad = folder / "broken.csv"
    bad.write_text('id,zh,en\nx,"没有闭合,open\n', encoding="utf-8")
    states: dict[str, Callable[[GlossaryWindow], None]] = {
        "start": lambda w: None,
        "search": lambda w: w.view.search.setText("xiongt"),
        "arabic": _arabic,
        "retired": lambda w: w.reload("fever"),
        "history": _history,
        "all-history": lambda w: w.view.show_page(1),
        "proposals": lambda w: w.view.show_page(2),
        "nothing": lambda w: w.view.search.setText("zzzz"),
        "edit": lambda w: _then(w, "chest-pain", "edit"),
        "retire": lambda w: _then(w, "cough", "retire"),
        "import": lambda w: w.import_file(csv),
        "broken": lambda w: w.import_file(bad),
    }
    for look in ("light", "dark"):
        for code in ("zh", "en"):
            app = create_application(sys.argv[:1], code, look)
            texts = Texts(load_catalogues(translations_folder()), code)
            style = Style(theme(look), texts, FontBook())
            for name, act in states.items():
                file = f"glossary-{name}-{look}-{code}"
                if wanted not in file:
                    continue
                window = GlossaryWindow(style, book(concepts, folder / "terms"), folder / "terms")
                window.show()
                _searchable(window)
                act(window)
                if name in ("import", "broken"):
                    _answered(window)
                _settle(window)
                shown = window.dialog or window
                shown.grab().save(str(out / f"{file}.png"))
                window.close()
                window.deleteLater()
                app.processEvents()


def _searchable(window: GlossaryWindow) -> None:
    wait_until(lambda: window.is_searchable)


def _answered(window: GlossaryWindow) -> None:
    wait_until(lambda: window.dialog is not None or "\n" in window.view.message.text())


def _history(window: GlossaryWindow) -> None:
    window.view.show_page(1)
    window.reload("chest-pain")


def _then(window: GlossaryWindow, concept: str, action: str) -> None:
    window.reload(concept)
    window.act(action)


def _arabic(window: GlossaryWindow) -> None:
    for code in ("ar", "ja", "ru"):
        window.view.lang_actions[code].setChecked(True)
    window.view.search.setText("pain")
    window.refresh()
    window.view.select(2)
    window._show_selected()


def _settle(window: GlossaryWindow) -> None:
    window.refresh()
    if window.view.selected_place() < 0 and window.shown.rowCount() and window.view.search.text():
        window.view.select(0)
        window._show_selected()
    for _ in range(8):
        QApplication.processEvents()


if __name__ == "__main__":
    main()
