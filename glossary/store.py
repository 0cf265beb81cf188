"""The termbase as tables of text: what is compiled into a cache, and read from it in a blink.

Reading the TOML files takes seconds, the tables milliseconds. A table is rows of JSON or plain
lines; nothing in it can run. The cache's folder is named by the content of everything it was made
from, so that it cannot be stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from glossary.cache import Table, write_table
from glossary.concepts import LANGUAGES, Concept, Terms
from glossary.fuzzy import Sounds
from glossary.history import FILE as JOURNAL
from glossary.index import LanguageIndex
from glossary.rules import RULES, Rules

FORMAT = 11
"""Raise it when tables, keys of words or sounds are made differently."""


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
        write_table(parent / key / name, table(name))
    return parent / key


def table_names() -> list[str]:
    """All tables of a cache."""
    kinds = ("terms", "index", "sounds")
    return ["concepts", *(f"{kind}.{lang}" for kind in kinds for lang in LANGUAGES)]
