"""Concepts and their terms, read from the termbase's files.

The model follows ISO 30042 (TBX): a concept has terms in languages, each with a preferred form,
admitted and deprecated ones, abbreviations and a plain form for patients. One TOML file a domain
in ``glossary/data``; the table name is the concept's id.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en", "ru", "ar", "ko", "ja", "fr", "es")
DATA = Path(__file__).resolve().parent / "data"
HEADER = "_file"


class TermbaseError(ValueError):
    """A file of the termbase cannot be read; the text names file and concept."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one concept in one language. ``plain`` is empty where the term is plain."""

    term: str
    also: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    plain: str = ""
    note: str = ""

    @property
    def every(self) -> tuple[str, ...]:
        """All forms that may be met in a text, the preferred one first."""
        plain = (self.plain,) if self.plain else ()
        return tuple(dict.fromkeys((self.term, *self.also, *self.abbr, *plain, *self.avoid)))


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept. ``review`` is "draft", "second reading" or "approved"."""

    id: str
    domain: str
    type: str
    terms: dict[str, Terms]
    codes: dict[str, str] = field(default_factory=dict)
    source: str = ""
    review: str = "draft"
    note: str = ""


def read_file(path: Path) -> list[Concept]:
    """The concepts of one file. Raises TermbaseError with file, line or concept."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TermbaseError(f"{path.name}: {error}") from error
    header = data.pop(HEADER, None)
    if not isinstance(header, dict) or "domain" not in header:
        raise TermbaseError(f"{path.name}: no [{HEADER}] with a domain")
    return [_concept(path.name, header, key, table) for key, table in data.items()]


def read_all(folder: Path = DATA) -> Iterator[Concept]:
    """The concepts of every file of ``folder``, in the order of the files' names."""
    for path in sorted(folder.glob("*.toml")):
        yield from read_file(path)


def _concept(name: str, header: dict[str, Any], key: str, table: Any) -> Concept:
    if not isinstance(table, dict):
        raise TermbaseError(f"{name}: {key} is no table")
    try:
        return Concept(
            id=key,
            domain=str(header["domain"]),
            type=str(table["type"]),
            terms={code: _terms(table[code]) for code in LANGUAGES if code in table},
            codes={str(k): str(v) for k, v in table.get("codes", {}).items()},
            source=str(table.get("source", header.get("source", ""))),
            review=str(table.get("review", header.get("review", "draft"))),
            note=str(table.get("note", "")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise TermbaseError(f"{name}: {key}: {error}") from error


def _terms(entry: dict[str, Any]) -> Terms:
    unknown = set(entry) - {"term", "also", "avoid", "abbr", "plain", "note"}
    if unknown:
        raise TypeError(f"unknown key {', '.join(sorted(unknown))}")
    return Terms(
        term=str(entry["term"]),
        also=tuple(str(form) for form in entry.get("also", [])),
        avoid=tuple(str(form) for form in entry.get("avoid", [])),
        abbr=tuple(str(form) for form in entry.get("abbr", [])),
        plain=str(entry.get("plain", "")),
        note=str(entry.get("note", "")),
    )
