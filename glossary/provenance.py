"""Where a term comes from: what hovering over it tells, and the notes under a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Sourced(Protocol):
    """A term match, live (`glossary.types.TermMatch`) or as the record keeps it."""

    @property
    def concept_id(self) -> str:
        """Of the termbase."""
        ...

    @property
    def term(self) -> str:
        """The form that stands in the text."""
        ...

    @property
    def wanted(self) -> str:
        """The other language's preferred term."""
        ...

    @property
    def source(self) -> str:
        """Who wrote the entry."""
        ...

    @property
    def review_state(self) -> str:
        """Of the entry: "draft", "second reading", "approved"."""
        ...

    @property
    def termbase_version(self) -> str:
        """Of the termbase that the match was made with."""
        ...


@dataclass(frozen=True, slots=True)
class Used:
    """A text with terms: its language, and what was found in it. ``number`` is its turn."""

    number: int
    lang: str
    terms: Sequence[Sourced]


@dataclass(frozen=True, slots=True)
class Footnote:
    """One concept used in a document, as it was first met there."""

    number: int
    """From 1, in the order of first use."""
    concept_id: str
    first: str
    """Its term in the document's first language, empty where it never stood there."""
    second: str
    source: str
    review_state: str
    termbase_version: str
    used_in: tuple[int, ...]


def tooltip(match: Sourced) -> tuple[tuple[str, str], ...]:
    """What hovering over a term tells: (name of the field, value); empty fields are left out."""
    fields = (
        ("term", match.term),
        ("wanted", match.wanted),
        ("concept", match.concept_id),
        ("source", match.source),
        ("review", match.review_state),
        ("version", match.termbase_version),
    )
    return tuple((name, value) for name, value in fields if value)


def footnotes(texts: Iterable[Used], first_lang: str) -> tuple[Footnote, ...]:
    """The concepts of a document's texts, each once, numbered in the order of first use.

    The same concept of another termbase version is a note of its own: a record goes on where an
    update came between.
    """
    met: dict[tuple[str, str], tuple[Used, Sourced]] = {}
    used_in: dict[tuple[str, str], list[int]] = {}
    for text in texts:
        for match in text.terms:
            key = (match.concept_id, match.termbase_version)
            met.setdefault(key, (text, match))
            if text.number not in used_in.setdefault(key, []):
                used_in[key].append(text.number)
    notes = []
    for number, (key, (text, match)) in enumerate(met.items(), 1):
        pair = (match.term, match.wanted)
        first, second = pair if text.lang == first_lang else (pair[1], pair[0])
        notes.append(
            Footnote(
                number,
                match.concept_id,
                first,
                second,
                match.source,
                match.review_state,
                match.termbase_version,
                tuple(used_in[key]),
            )
        )
    return tuple(notes)
