"""CSV in and out: a line a concept, as spreadsheets show it.

Columns: ``id, domain, type, review, source, note, retired, codes`` and for each language
``zh.term, zh.also, zh.avoid, zh.abbr, zh.plain, zh.note`` (``zh`` alone means ``zh.term``). Several
forms in a cell are parted by `` | ``; a bar or backslash inside a form has a backslash before it.
A cell that a spreadsheet would take for a formula gets an apostrophe. What a file has no column
for stays as it is. Read are commas, semicolons and tabs, UTF-8, UTF-16 and the Chinese code page.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glossary.concepts import LANGUAGES, Concept, Terms
from glossary.exchange import FIELDS, ID, FormatError, Incoming, Names
from glossary.history import Entry, prose, words

_HEAD = ("id", "domain", "type", "review", "source", "note", "retired", "codes")
_LISTS = frozenset(("also", "avoid", "abbr"))
_FORMULA = tuple("=+-@\t\r")
_PARTS = re.compile(r"((?:[^\\|]|\\.)*)(\||$)", re.DOTALL)
_Said = Callable[[str], str | None]
"""A column's cell by its name; None when the file has no such column."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BY_MISTAKE = 8
"""So many signs of several bytes that fit UTF-8 are no accident: the file is UTF-8, and broken."""


def dump(entries: Iterable[Entry], langs: Sequence[str] = LANGUAGES) -> bytes:
    """Entries as CSV in UTF-8 with a byte order mark, which spreadsheets want."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*_HEAD, *(f"{lang}.{field}" for lang in langs for field in FIELDS)])
    for entry in entries:
        writer.writerow([_guarded(cell) for cell in _row(entry, langs)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _row(entry: Entry, langs: Sequence[str]) -> Iterator[str]:
    c = entry.concept
    codes = _joined([f"{system}={code}" for system, code in c.codes.items()])
    yield from (c.id, c.domain, c.type, c.review, c.source, c.note, entry.retired, codes)
    for lang in langs:
        terms = c.terms.get(lang)
        if terms is None:
            yield from ("",) * len(FIELDS)
        else:
            yield from (terms.term, _joined(terms.also), _joined(terms.avoid))
            yield from (_joined(terms.abbr), terms.plain, terms.note)


def _joined(forms: Iterable[str]) -> str:
    return " | ".join(form.replace("\\", "\\\\").replace("|", "\\|") for form in forms)


def _parted(cell: str) -> tuple[str, ...]:
    found = (_ESCAPED.sub(r"\1", part.group(1)) for part in _PARTS.finditer(cell))
    return tuple(form for form in (words(form) for form in found) if form)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*_FORMULA, "'")) else cell


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text and where it begins in the file."""

    text: str
    offset: int


def read(data: bytes, base: Mapping[str, Entry]) -> list[Incoming]:
    """The entries of a CSV file. Raises FormatError.

    ``base`` are the entries that are known: what the file has no column for is taken from there.
    """
    text = _decoded(data)
    places = _Places(text)
    rows = _rows(text, _delimiter(text), places)
    header = next(rows, None)
    columns = _columns(header, places)
    names = Names(base)
    seen: set[str] = set()
    found = []
    for row in rows:
        if not any(cell.text.strip() for cell in row):
            continue
        entry = _entry(row, columns, places, (base, names))
        key = entry.concept.id
        if key in seen:
            raise FormatError("double_id", *places.of(row[0].offset), key)
        seen.add(key)
        found.append(Incoming(entry, places.of(row[0].offset)[0]))
    return found


class _Places:
    """Line and column, both from 1, of an offset into a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise FormatError("encoding", 1, 1, "UTF-16") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        if sum(not sign.isascii() for sign in good) < _BY_MISTAKE:
            try:
                return data.decode("gb18030")
            except UnicodeDecodeError:
                pass
        raise FormatError("encoding", *_Places(good).of(len(good)), "UTF-8") from error


def _delimiter(text: str) -> str:
    first = text[: text.find("\n")] if "\n" in text else text
    return max(",;\t", key=first.count)


def _rows(text: str, delimiter: str, places: _Places) -> Iterator[list[_Cell]]:
    """The rows of the file. Raises FormatError for a quotation mark that is wrong."""
    pattern = re.compile(
        rf'(?:"([^"]*(?:""[^"]*)*)"|([^"{delimiter}\r\n][^{delimiter}\r\n]*)?)({delimiter}|\r\n|\r|\n|\Z)'
    )
    row: list[_Cell] = []
    at = 0
    while at < len(text):
        found = pattern.match(text, at)
        if found is None:
            raise FormatError("quote", *places.of(at))
        quoted, bare, end = found.groups()
        inside = quoted.replace('""', '"') if quoted is not None else bare or ""
        row.append(_Cell(_unguarded(inside), at))
        at = found.end()
        if end != delimiter:
            yield row
            row = []
    if row:
        yield [*row, _Cell("", at)]


def _columns(header: list[_Cell] | None, places: _Places) -> dict[str, int]:
    """Numbers of the columns by name. Raises FormatError for a header that says nothing."""
    columns: dict[str, int] = {}
    for number, cell in enumerate(header or []):
        name = cell.text.strip().lower()
        name = f"{name}.term" if name in LANGUAGES else name
        lang, _, field = name.partition(".")
        known = name in _HEAD or (lang in LANGUAGES and field in FIELDS)
        if (name and not known) or name in columns:
            raise FormatError("unknown_column", *places.of(cell.offset), cell.text.strip())
        if name:
            columns[name] = number
    if not any(name.endswith(".term") for name in columns):
        raise FormatError("no_header", 1, 1)
    return columns


def _entry(
    row: list[_Cell],
    columns: Mapping[str, int],
    places: _Places,
    known: tuple[Mapping[str, Entry], Names],
) -> Entry:
    base, names = known
    width = max(columns.values()) + 1
    if any(cell.text.strip() for cell in row[width:]):
        raise FormatError("too_many_cells", *places.of(row[width].offset))

    def said(name: str) -> str | None:
        at = columns.get(name)
        return None if at is None else row[at].text if at < len(row) else ""

    key = words(said("id") or "")
    if key and not ID.fullmatch(key):
        raise FormatError("bad_id", *places.of(row[columns["id"]].offset), key)
    terms = {lang: made for lang in LANGUAGES if (made := _terms(lang, said)) is not None}
    first = names.completed(Concept(key, "", "", terms))
    here = base.get(first.id, Entry(Concept(first.id, "", "", {}, review="")))
    codes = _codes(row, columns, places) if "codes" in columns else here.concept.codes
    concept = replace(
        here.concept,
        domain=_or(said("domain"), here.concept.domain),
        type=_or(said("type"), here.concept.type),
        review=_or(said("review"), here.concept.review),
        source=_or(said("source"), here.concept.source),
        note=_or(said("note"), here.concept.note),
        codes=dict(codes),
        terms={
            lang: made
            for lang in LANGUAGES
            if (made := _merged(here.concept.terms.get(lang), lang, said)) is not None
        },
    )
    if not concept.terms:
        raise FormatError("no_term", *places.of(row[0].offset), first.id)
    retired = _or(said("retired"), here.retired)
    return Entry(names.completed(concept), words(retired))


def _or(said: str | None, otherwise: str) -> str:
    return otherwise if said is None else prose(said)


def _terms(lang: str, said: _Said) -> Terms | None:
    term = words(said(f"{lang}.term") or "")
    return Terms(term) if term else None


def _merged(here: Terms | None, lang: str, said: _Said) -> Terms | None:
    """The terms of a language: what the columns say, the rest as it is."""
    given = {field: said(f"{lang}.{field}") for field in FIELDS}
    if given["term"] is None and here is None:
        return None
    if given["term"] is not None and not words(given["term"]):
        return None
    terms = here or Terms("")
    changes: dict[str, Any] = {
        field: _parted(cell) if field in _LISTS else prose(cell)
        for field, cell in given.items()
        if cell is not None
    }
    return replace(terms, **changes)


def _codes(
    row: list[_Cell], columns: Mapping[str, int], places: _Places
) -> Iterator[tuple[str, str]]:
    at = columns["codes"]
    if at >= len(row):
        return
    for pair in _parted(row[at].text):
        system, equals, code = pair.partition("=")
        if not equals or not system.strip() or not code.strip():
            raise FormatError("bad_codes", *places.of(row[at].offset), pair)
        yield system.strip(), code.strip()
