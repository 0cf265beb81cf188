"""The termbase as tables of text: what is compiled into a cache, and read from it in a blink.

Reading the TOML files takes seconds, the tables milliseconds. A table is rows of JSON or plain
lines; nothing in it can run. The cache's folder is named by the content of everything it was made
from, so that it cannot be stale.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from glossary.concepts import LANGUAGES, Concept, Terms
from glossary.fuzzy import Sounds
from glossary.history import FILE as JOURNAL
from glossary.index import LanguageIndex
from glossary.rules import RULES, Rules

log = logging.getLogger("yizhen.glossary")

FORMAT = 10
"""Raise it when tables, keys of words or sounds are made differently."""
_KEPT = 4
"""So many caches stay; older ones are removed."""

Table = Callable[[str], str]
"""The text of a table by its name."""


def tables_of(concepts: Sequence[Concept], rules: Rules) -> Table:
    """Tables made from concepts in memory, each when it is first asked for."""
    made: dict[str, str] = {}

    def table(name: str) -> str:
        if name not in made:
            made[name] = _make(name, concepts, rules)
        return made[name]

    return table


def _make(name: str, concepts: Sequence[Concept], rules: Rules) -> str:
    kind, _, lang = name.partition(".")
    entries = [(n, c.terms[lang]) for n, c in enumerate(concepts) if lang in c.terms]
    match kind:
        case "concepts":
            return "\n".join(_row(_head(concept)) for concept in concepts)
        case "terms":
            return "\n".join(
                _row(_fields(c.terms[lang])) if lang in c.terms else "" for c in concepts
            )
        case "index":
            return LanguageIndex.build(lang, entries, rules.of(lang)).dump()
        case "sounds":
            return Sounds.build(
                lang,
                (
                    (number, form)
                    for number, terms in entries
                    if concepts[number].type in rules.steering.fuzzy_types
                    for form in (terms.term, *terms.also)
                ),
            ).dump()
        case _:
            raise KeyError(name)


def _head(concept: Concept) -> tuple[object, ...]:
    return (
        concept.id,
        concept.domain,
        concept.type,
        concept.source,
        concept.review,
        concept.codes,
        concept.note,
    )


def _fields(terms: Terms) -> tuple[object, ...]:
    return (terms.term, terms.also, terms.avoid, terms.abbr, terms.plain, terms.note)


def _row(values: tuple[object, ...]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_terms(row: str) -> Terms:
    """Terms from their row."""
    term, also, avoid, abbr, plain, note = json.loads(row)
    return Terms(term, tuple(also), tuple(avoid), tuple(abbr), plain, note)


def content_key(folders: Iterable[Path], rules: Path = RULES) -> str:
    """A name for the content of these folders and of the rules."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for folder in (*folders, rules):
        for path in files_of(folder):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def files_of(folder: Path) -> list[Path]:
    """The files of a folder that a termbase is made from, in the order in which they count."""
    journal = folder / JOURNAL
    return [*sorted(folder.glob("*.toml")), *([journal] if journal.exists() else [])]


def write_cache(parent: Path, key: str, table: Table) -> Path:
    """Write all tables into ``parent/key``. Raises OSError when that cannot be written."""
    for name in table_names():
        _write(parent / key / name, table(name))
    return parent / key


def _write(path: Path, text: str) -> None:
    """Another process may write the same at the same time, and one may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, work = tempfile.mkstemp(prefix=".making-", dir=path.parent)
    os.close(handle)
    made = Path(work)
    made.write_text(text, encoding="utf-8", newline="")
    made.replace(path)


def table_names() -> list[str]:
    """All tables of a cache."""
    kinds = ("terms", "index", "sounds")
    return ["concepts", *(f"{kind}.{lang}" for kind in kinds for lang in LANGUAGES)]


def cached(parent: Path, key: str, make: Callable[[], Table]) -> Table:
    """The tables of the cache ``parent/key``; one that is missing is made and written there."""
    folder = parent / key
    made: list[Table] = []

    def table(name: str) -> str:
        try:
            return (folder / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            pass
        if not made:
            made.append(make())
        text = made[0](name)
        try:
            new = not folder.exists()
            _write(folder / name, text)
            if new:
                _tidy(parent, key)
        except OSError as error:
            # Without a cache the next start is slow, nothing else.
            log.warning("no cache for the termbase: %s", type(error).__name__)
        return text

    return table


def _tidy(parent: Path, key: str) -> None:
    old = [path for path in parent.iterdir() if path.is_dir() and path.name != key]
    old.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in old[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
