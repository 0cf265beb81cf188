"""Taking terms in from a file, and giving them out: what the formats share, and the preview.

A file is read as a whole before anything is changed: one fault in it, and nothing is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from glossary.concepts import LANGUAGES, Concept, TermbaseError, Terms
from glossary.history import Entry, clean
from glossary.overlay import TermBook

SUFFIXES = (".tbx", ".csv")
NEW_DOMAIN, NEW_TYPE = "hospital", "finding"
"""For a concept of a file that does not say."""
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 60
FIELDS = ("term", "also", "avoid", "abbr", "plain", "note")
"""What a language says of a concept."""


class FormatError(TermbaseError):
    """A file of terms is broken at ``line`` and ``column``, both counted from 1.

    ``code`` is stable: "xml", "encoding", "quote", "not_tbx", "no_term", "no_language",
    "no_header", "unknown_column", "bad_id", "double_id", "too_many_cells", "bad_codes",
    "forbidden", "suffix". ``what`` is the word in question, if there is one.
    """

    def __init__(self, code: str, line: int, column: int, what: str = "") -> None:
        self.code, self.line, self.column, self.what = code, line, column, what
        said = f": {what}" if what else ""
        super().__init__(f"line {line}, column {column}: {code}{said}")


@dataclass(frozen=True, slots=True)
class Incoming:
    """An entry of a file and the line it begins in; ``left_out`` counts terms of languages that
    the termbase does not have."""

    entry: Entry
    line: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """The file and the hospital's own version of a concept say different things."""

    incoming: Entry
    ours: Entry


@dataclass(frozen=True, slots=True)
class Twin:
    """A new concept whose preferred term another concept has already, in this language."""

    id: str
    other: str
    lang: str
    term: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is done yet."""

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    same: int
    conflicts: tuple[Clash, ...]
    twins: tuple[Twin, ...] = ()
    left_out: int = 0

    def entries(self, *, take_theirs: bool) -> list[Entry]:
        """What to take over; with ``take_theirs`` the file wins where it clashes."""
        theirs = [clash.incoming for clash in self.conflicts] if take_theirs else []
        return [*self.new, *self.changed, *theirs]


def read(path: Path, base: Mapping[str, Entry]) -> list[Incoming]:
    """The entries of a TBX or CSV file, by its suffix; ``base`` fills what a file leaves open.

    Raises FormatError for a broken file and OSError for one that cannot be read.
    """
    from glossary import formats_csv, formats_tbx

    match path.suffix.lower():
        case ".tbx" | ".xml":
            return formats_tbx.read(path.read_bytes(), base)
        case ".csv":
            return formats_csv.read(path.read_bytes(), base)
        case other:
            raise FormatError("suffix", 1, 1, other)


def write(path: Path, entries: Iterable[Entry], langs: Sequence[str] = LANGUAGES) -> None:
    """Write entries as TBX or CSV, by the suffix; the file is whole or not there.

    Raises FormatError for another suffix and OSError.
    """
    from glossary import formats_csv, formats_tbx

    chosen = [only(entry, langs) for entry in entries]
    match path.suffix.lower():
        case ".tbx" | ".xml":
            data = formats_tbx.dump(chosen)
        case ".csv":
            data = formats_csv.dump(chosen, langs)
        case other:
            raise FormatError("suffix", 1, 1, other)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def only(entry: Entry, langs: Sequence[str]) -> Entry:
    """The entry with the terms of these languages alone."""
    if all(lang in langs for lang in entry.concept.terms):
        return entry
    terms = {lang: t for lang, t in entry.concept.terms.items() if lang in langs}
    return replace(entry, concept=replace(entry.concept, terms=terms))


def plan(incoming: Sequence[Incoming], book: TermBook) -> Plan:
    """What taking these entries over would do to ``book``."""
    new, changed, clashes = [], [], []
    same = 0
    for each in incoming:
        entry = each.entry
        key = entry.concept.id
        here = book.entry(key)
        if here is None:
            new.append(entry)
        elif here == entry:
            same += 1
        elif key in book.overlay:
            clashes.append(Clash(entry, here))
        else:
            changed.append(entry)
    return Plan(
        tuple(new),
        tuple(changed),
        same,
        tuple(clashes),
        tuple(_twins(new, book)),
        sum(each.left_out for each in incoming),
    )


def _twins(new: Sequence[Entry], book: TermBook) -> Iterable[Twin]:
    if not new:
        return
    taken = {
        (lang, terms.term): key
        for key, entry in book.entries().items()
        if not entry.retired
        for lang, terms in entry.concept.terms.items()
    }
    for entry in new:
        for lang, terms in entry.concept.terms.items():
            other = taken.get((lang, terms.term))
            if other is not None:
                yield Twin(entry.concept.id, other, lang, terms.term)
                break


class Names:
    """Gives every concept of a file an id: its own, that of a known concept with the same
    preferred Chinese and English terms, or a new one named after its term."""

    def __init__(self, base: Mapping[str, Entry]) -> None:
        self._used = set(base)
        self._by_terms = {_pair(entry.concept): key for key, entry in base.items()}

    def completed(self, concept: Concept) -> Concept:
        """The concept, tidied, with an id, a domain, a type and a review state."""
        tidy = clean(concept)
        pair = _pair(tidy)
        key = tidy.id or (self._by_terms.get(pair, "") if all(pair) else "") or self._new(tidy)
        self._used.add(key)
        self._by_terms.setdefault(pair, key)
        return replace(
            tidy,
            id=key,
            domain=tidy.domain or NEW_DOMAIN,
            type=tidy.type or NEW_TYPE,
            review=tidy.review or "draft",
        )

    def _new(self, concept: Concept) -> str:
        return new_id(concept.terms, self._used)


def _pair(concept: Concept) -> tuple[str, str]:
    zh, en = concept.terms.get("zh"), concept.terms.get("en")
    return (zh.term if zh else "", en.term.lower() if en else "")


def new_id(terms: Mapping[str, Terms], taken: Collection[str]) -> str:
    """An id for a new concept, after its English term or, where it has none, any other."""
    name = slug(terms["en"].term) if "en" in terms else ""
    if not name:
        said = "|".join(each.term for each in terms.values())
        name = f"local-{zlib.crc32(said.encode()):08x}"
    made, number = name, 2
    while made in taken:
        made, number = f"{name}-{number}", number + 1
    return made


def slug(text: str) -> str:
    """Words as an id: small letters, digits and hyphens."""
    return _NO_ID.sub("-", text.lower()).strip("-")[:_LONGEST_ID].strip("-")


def differences(before: Entry | None, after: Entry) -> list[str]:
    """What differs: ``domain``, ``codes``, ``retired``, or a language's ``fr.also`` and so on."""
    if before is None:
        return list(after.concept.terms)
    old, new = before.concept, after.concept
    found = [
        name
        for name in ("domain", "type", "review", "source", "note", "codes")
        if getattr(old, name) != getattr(new, name)
    ]
    for lang in LANGUAGES:
        was, now = old.terms.get(lang, Terms("")), new.terms.get(lang, Terms(""))
        found += [f"{lang}.{n}" for n in FIELDS if getattr(was, n) != getattr(now, n)]
    return found + (["retired"] if before.retired != after.retired else [])
