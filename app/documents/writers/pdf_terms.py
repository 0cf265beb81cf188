"""The appendix of a record's PDF: the terms used, and where each comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_grid import Cell, Placed, Row
from app.documents.writers.pdf_text import Line, TextSetter
from app.documents.writers.pdf_words import Words
from app.documents.writers.term_marks import term_notes
from app.records.model import EncounterRecord
from glossary.provenance import Footnote

__all__ = ["term_groups", "term_notes"]


def term_groups(
    record: EncounterRecord, setter: TextSetter, words: Sequence[Words]
) -> list[list[Row]]:
    """A title with the first term, then a row for each; nothing where no term was found.

    The source and version of most terms stand under the title, of another one beside it. Words
    of one language give the terms of that language only.
    """
    notes = term_notes(record)
    if not notes:
        return []
    usual, _ = Counter(map(_origin, notes)).most_common(1)[0]
    langs = (record.header.doctor_lang, record.header.patient_lang)
    rows = [_note(note, usual, setter, words, langs) for note in notes]
    return [[_title(usual, setter, words), rows[0]], *([row] for row in rows[1:])]


def _origin(note: Footnote) -> str:
    return " · ".join(part for part in (note.source, note.termbase_version) if part)


def _title(origin: str, setter: TextSetter, words: Sequence[Words]) -> Row:
    style = grid.style(grid.SUBTITLE, grid.ACCENT, bold=True)
    cells = [
        Cell(
            (
                *setter.lines(w("terms.title"), w.lang, style, grid.TEXT_WIDTH),
                *_latin(origin, setter),
            )
        )
        for w in words
    ]
    return _row(cells, padding=10.0)


def _row(cells: Sequence[Cell], **values: Any) -> Row:
    if len(cells) == 1:
        return Row(cells[0], Cell(()), columns=grid.ONE, **values)
    return Row(cells[0], cells[1], **values)


def _note(
    note: Footnote,
    usual: str,
    setter: TextSetter,
    words: Sequence[Words],
    langs: tuple[str, str],
) -> Row:
    turns = "# " + ", ".join(str(number) for number in note.used_in)
    number = setter.lines(f"[{note.number}]", "en", grid.style(grid.BODY), grid.META_WIDTH)[0]
    small = grid.style(grid.SMALL, grid.MUTED)
    places = setter.lines(turns, "en", small, grid.META_WIDTH - 4)
    below = number.style.leading
    meta = tuple(
        [Placed(number, 0, -1)]
        + [Placed(line, 0, below + i * small.leading) for i, line in enumerate(places)]
    )
    origin = _origin(note)
    # The id is Latin in every language: in the left column it keeps its direction.
    about = f"{note.concept_id} · {origin}" if origin != usual else note.concept_id
    first = (*_term(note.first, setter, langs[0]), *_latin(about, setter))
    second = (*_term(note.second, setter, langs[1]), *_review(note, setter, words))
    if len(words) == 1:
        here = langs.index(words[0].lang) if words[0].lang in langs else 0
        term = _term((note.first, note.second)[here], setter, langs[here])
        only = Cell((*term, *_latin(about, setter), *_review(note, setter, words)))
        return _row([only], meta=meta, padding=3.0)
    return _row([Cell(first), Cell(second)], meta=meta, padding=3.0)


def _term(term: str, setter: TextSetter, lang: str) -> list[Line]:
    return setter.lines(term, lang, grid.style(grid.BODY), grid.TEXT_WIDTH)


def _latin(text: str, setter: TextSetter) -> list[Line]:
    style = grid.style(grid.SMALL, grid.MUTED)
    return setter.lines(text, "en", style, grid.TEXT_WIDTH) if text else []


def _review(note: Footnote, setter: TextSetter, words: Sequence[Words]) -> list[Line]:
    """The review state in each language; one that a newer version may know as it is written."""
    state = note.review_state
    if not state:
        return []
    other = words[-1]
    if state in ("draft", "second reading", "approved"):
        key = f"review.{state.replace(' ', '_')}"
        said = " / ".join(dict.fromkeys(w(key) for w in reversed(words)))
    else:
        said = state
    style = grid.style(grid.SMALL, grid.MUTED)
    return setter.lines(other.pair("terms.review", said), other.lang, style, grid.TEXT_WIDTH)
