"""Reads the files of the verified phrases: ``glossary/data_phrases``, a small part of TOML.

Every file has a ``[_file]`` table with its defaults, then one table an entry. A value is one line:
a text in double quotes or a list of them. That part of TOML is also JSON and is read twenty times
faster than the whole (tomllib needs a third of a second for these files); the linter reads them
with tomllib as well and finds what the two would read differently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PHRASES = Path(__file__).resolve().parent / "data_phrases"
HEADER = "_file"
_LINE = re.compile(r'\[([\w.-]+)\]|([\w-]+) = (".*"|\[.*\])')

Values = dict[str, str | list[str]]


class PhraseError(ValueError):
    """A file of the phrases cannot be read; the text names file and line or entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a file: its id, and its values with the file's defaults below them."""

    file: str
    id: str
    values: Values

    def text(self, key: str, default: str = "") -> str:
        """A value that is a text. Raises PhraseError when it is a list."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise PhraseError(f"{self.file}: {self.id}: {key} is no text")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A value that is a list; empty when there is none. Raises PhraseError for a text."""
        value = self.values.get(key, [])
        if isinstance(value, str):
            raise PhraseError(f"{self.file}: {self.id}: {key} is no list")
        return tuple(value)


def read_tables(text: str, name: str) -> dict[str, Values]:
    """The tables of a file's text. Raises PhraseError with the line."""
    tables: dict[str, Values] = {}
    values: Values | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise PhraseError(f"{name}: line {number}: neither a table nor a text")
        table, key, value = found.groups()
        if table is not None:
            if table in tables:
                raise PhraseError(f"{name}: line {number}: {table} is there twice")
            values = tables[table] = {}
        elif values is None or key in values:
            raise PhraseError(f"{name}: line {number}: {key} is there twice or outside a table")
        else:
            values[key] = _value(value, f"{name}: line {number}")
    return tables


def _value(written: str, where: str) -> str | list[str]:
    try:
        value = json.loads(written)
    except ValueError as error:
        raise PhraseError(f"{where}: {error}") from error
    if isinstance(value, str) or all(isinstance(word, str) for word in value):
        return value  # type: ignore[no-any-return]
    raise PhraseError(f"{where}: a list of something else than texts")


def read_entries(folder: Path = PHRASES) -> Iterator[Entry]:
    """The entries of every file of ``folder``, in the files' order. Raises PhraseError."""
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = read_tables(path.read_text(encoding="utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise PhraseError(f"{path.name}: {error}") from error
        header = tables.pop(HEADER, None)
        if header is None or "kind" not in header:
            raise PhraseError(f"{path.name}: no [{HEADER}] with a kind")
        for name, values in tables.items():
            yield Entry(path.name, name, header | values)
