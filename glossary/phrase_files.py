"""Reads the files of the verified phrases: ``glossary/data_phrases``, TOML.

Every file has a ``[_file]`` table with its defaults, then one table an entry, whose values are
texts or lists of texts. Parsing them takes a third of a second: what was read is kept compiled.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from glossary.cache import cached, place

PHRASES = Path(__file__).resolve().parent / "data_phrases"
HEADER = "_file"
ENTRIES = "entries"
FORMAT = 1
"""Raise it when entries are compiled differently."""

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


def read_entries(folder: Path = PHRASES, cache_folder: Path | None = None) -> list[Entry]:
    """The entries of every file of ``folder``, in the files' order. Raises PhraseError.

    Those of the shipped folder, or with a ``cache_folder``, come compiled where they can.
    """
    if folder != PHRASES and cache_folder is None:
        text = compiled(folder)
    else:
        key = phrases_key(folder)
        parent = place("phrases", key, cache_folder)
        text = cached(parent, key, lambda: lambda _: compiled(folder))(ENTRIES)
    return [Entry(*row) for row in json.loads(text)]


def compiled(folder: Path) -> str:
    """All entries of a folder as the text of one table. Raises PhraseError."""
    rows = [
        (entry.file, entry.id, entry.values)
        for path in sorted(folder.glob("*.toml"))
        for entry in _read_file(path)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def phrases_key(folder: Path) -> str:
    """A name for the content of a folder's files. Raises PhraseError."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in sorted(folder.glob("*.toml")):
        try:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        except OSError as error:
            raise PhraseError(f"{path.name}: {error}") from error
    return digest.hexdigest()[:24]


def _read_file(path: Path) -> Iterator[Entry]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PhraseError(f"{path.name}: {error}") from error
    header = tables.pop(HEADER, None)
    if not isinstance(header, dict) or "kind" not in header:
        raise PhraseError(f"{path.name}: no [{HEADER}] with a kind")
    for name, values in tables.items():
        if not isinstance(values, dict) or not all(map(_is_value, values.values())):
            raise PhraseError(f"{path.name}: {name}: a value is neither a text nor a list of texts")
        yield Entry(path.name, name, header | values)


def _is_value(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return all(isinstance(text, str) for text in texts)
