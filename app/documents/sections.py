"""Fixed, read-over translations of what standard medical documents are made of.

Titles, section heads, field labels, column heads and words of results stand in
``data/sections.psv``: id, kind, then one column a language; the Chinese column holds all forms
that are met, separated by a slash, the first of them preferred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).resolve().parent / "data"
_SPACES = re.compile(r"[\s\u3000]+")
_COLON = re.compile(r"\s*[:：]\s*")
_LONGEST_HEAD = 60
_TIGHT = frozenset(("sex", "age", "hospital_number", "bed_number", "record_number"))
"""Labels that may stand right behind a value: recognition of pictures loses spaces."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fixed text. ``kind`` is "title", "section", "column", "word" or "field.…"."""

    id: str
    kind: str
    forms: dict[str, tuple[str, ...]]

    def in_(self, lang: str) -> str:
        """The text in a language of the table; in English where it has not got that one."""
        return self.forms.get(lang, self.forms["en"])[0]


@dataclass(frozen=True, slots=True)
class Head:
    """A section head or label at the beginning of a text; ``end`` is behind its colon."""

    entry: Entry
    start: int
    end: int


class Sections:
    """The fixed texts, found by their form in one source language."""

    def __init__(self, source_lang: str) -> None:
        self._lang = source_lang
        self._forms: dict[str, Entry] = {}
        for entry in entries():
            for form in entry.forms.get(source_lang, ()):
                self._forms.setdefault(key(form), entry)
        labels = [
            form
            for entry in entries()
            if entry.kind == "section" or entry.kind.startswith("field.")
            for form in entry.forms.get(source_lang, ())
        ]
        words = "|".join(_spaced(form) for form in sorted(labels, key=len, reverse=True))
        tight = "|".join(
            _spaced(form)
            for entry in entries()
            if entry.id in _TIGHT
            for form in entry.forms.get(source_lang, ())
            if _is_cjk(form)
        )
        either = rf"(?<![\w])(?:{words})" + (rf"|(?<=[^\W\d_])(?:{tight})" if tight else "")
        self._label = re.compile(rf"({either})\s*[:：]\s*", re.IGNORECASE)

    def whole(self, text: str) -> Entry | None:
        """The entry whose form the whole text is; a colon behind it does not count."""
        stripped = text.strip().rstrip(":：").strip()
        stripped = stripped.removeprefix("【").removesuffix("】")
        return self._forms.get(key(stripped)) if len(stripped) <= _LONGEST_HEAD else None

    def by_id(self, entry_id: str) -> Entry | None:
        """The entry of an id, whatever the language."""
        return next((entry for entry in entries() if entry.id == entry_id), None)

    def labels(self, text: str) -> list[Head]:
        """Every label or section head that a colon follows, from left to right."""
        found = []
        for match in self._label.finditer(_simplified(text)):
            entry = self._forms.get(key(match[1]))
            if entry is not None:
                found.append(Head(entry, match.start(), match.end()))
        return found


def key(text: str) -> str:
    """A form without the spaces that Chinese forms are spread with, whatever its case."""
    text = _simplified(text.strip())
    return _SPACES.sub("" if _is_cjk(text) else " ", text).casefold()


def _simplified(text: str) -> str:
    """Traditional characters as simplified ones, sign by sign: recognition of pictures mixes
    them, and Chinese documents from elsewhere have the same heads."""
    if not _is_cjk(text):
        return text
    written = str(_converter().convert(text))
    return written if len(written) == len(text) else text


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _is_cjk(text: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" for c in text)


def _spaced(form: str) -> str:
    """A pattern for a form; between Chinese characters there may be spaces: 姓 名."""
    if not _is_cjk(form):
        return re.escape(form)
    return r"[ \u3000]{0,4}".join(re.escape(sign) for sign in form)


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the table."""
    head, *rows = table_rows("sections.psv")
    langs = head[2:]
    return tuple(
        Entry(
            row[0],
            row[1],
            {
                lang: tuple(text.split("/")) if lang == "zh" else (text,)
                for lang, text in zip(langs, row[2:], strict=True)
            },
        )
        for row in rows
    )


@cache
def units(lang: str) -> dict[str, dict[str, str]]:
    """Units as ``lang`` writes them, each with what the other languages write."""
    head, *rows = table_rows("units.psv")
    tables = [dict(zip(head, row, strict=True)) for row in rows]
    return {table[lang]: table for table in tables if lang in table}


@cache
def table_of_words() -> dict[str, dict[str, str]]:
    """What a bilingual document says itself: language, key, text."""
    head, *rows = table_rows("words.psv")
    return {lang: {row[0]: row[at] for row in rows} for at, lang in enumerate(head) if at}


def words_of(lang: str) -> dict[str, str]:
    """The words of documents in a language, in English where the table lacks it."""
    texts = table_of_words()
    return texts.get(lang, texts["en"])


@cache
def sections(source_lang: str) -> Sections:
    """The fixed texts of a source language, made once."""
    return Sections(source_lang)


def table_rows(name: str) -> list[list[str]]:
    """The lines of a table in ``data``, cell by cell."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line]
