"""Numbered marks in a document's turns that lead to the list of terms at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.documents.writers.pdf_scripts import WORD_JOINER
from app.records.model import EncounterRecord, TermRecord
from glossary.provenance import Footnote, Used, footnotes

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with marks in it; ``spans`` are those that were given, where they are now."""

    text: str
    marks: tuple[Span, ...]
    spans: tuple[Span, ...]


def term_notes(record: EncounterRecord) -> tuple[Footnote, ...]:
    """The terms of the record's turns, in the order of first use."""
    texts = (Used(turn.turn, turn.lang, turn.terms) for turn in record.turns)
    return footnotes(texts, record.header.doctor_lang)


def numbers_of(notes: Iterable[Footnote]) -> dict[tuple[str, str], int]:
    """The number of a note by concept and termbase version."""
    return {(note.concept_id, note.termbase_version): note.number for note in notes}


def marked(
    text: str,
    terms: Sequence[TermRecord],
    numbers: dict[tuple[str, str], int],
    spans: Sequence[Span],
    *,
    translation: bool,
) -> Marked:
    """``text`` with a mark behind each term, once for each concept.

    In what was said a term stands where the record says, in a translation where its wanted form
    stands; one that stands in neither place gets no mark. Nor does a unit behind its number: a
    mark must not look like another number.
    """
    places: dict[int, list[int]] = {}
    done: set[int] = set()
    for term in terms:
        number = numbers.get((term.concept_id, term.termbase_version))
        end = _end_of(text, term, translation=translation)
        if number is not None and end is not None and number not in done:
            done.add(number)
            places.setdefault(end, []).append(number)
    return _with_marks(text, places, spans)


def _end_of(text: str, term: TermRecord, *, translation: bool) -> int | None:
    if not translation:
        stands = term.term and text[term.start : term.end] == term.term
        return term.end if stands and not _after_number(text, term.start) else None
    at = text.casefold().find(term.wanted.casefold()) if term.wanted else -1
    if at < 0 or len(text.casefold()) != len(text) or _after_number(text, at):
        return None
    end = at + len(term.wanted)
    # An ending that belongs to the word stays with it: "migraines[1]".
    while end < len(text) and text[end].isalpha() and text[end - 1].isascii():
        end += 1
    return end


def _after_number(text: str, at: int) -> bool:
    return text[:at].rstrip()[-1:].isdigit()


def _with_marks(text: str, places: dict[int, list[int]], spans: Sequence[Span]) -> Marked:
    out: list[str] = []
    marks: list[Span] = []
    done = length = 0
    for end in sorted(places):
        mark = f"{WORD_JOINER}[{','.join(map(str, sorted(places[end])))}]"
        out += [text[done:end], mark]
        length += end - done
        marks.append((length, length + len(mark)))
        length += len(mark)
        done = end
    out.append(text[done:])
    moved = tuple((_moved(a, places, marks), _moved(b, places, marks, end=True)) for a, b in spans)
    return Marked("".join(out), tuple(marks), moved)


def _moved(
    at: int, places: dict[int, list[int]], marks: Sequence[Span], *, end: bool = False
) -> int:
    """Where a place of the text is now; one at the end of a span stays before a mark there."""
    before = [m for place, m in zip(sorted(places), marks, strict=True)
              if place < at or (place == at and not end)]  # fmt: skip
    return at + sum(stop - start for start, stop in before)
