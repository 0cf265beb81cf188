"""The journal of a hospital's changes to the termbase: who changed what, when and why.

One JSON line holds all changes that were made together, so that they are there together or not at
all. Nothing is ever rewritten: to undo is a change of its own. Half a line at the end is what a
power cut leaves; it is passed over in reading and cut off before the next line is written.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from glossary.concepts import LANGUAGES, Concept, TermbaseError, Terms

FILE = "overlay.jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """The hospital's version of a concept; ``retired`` is the reason why it is not used."""

    concept: Concept
    retired: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One concept before and after; None means that the shipped one holds, if there is one."""

    id: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes made together. ``at`` is UTC in ISO 8601.

    ``kind`` is "add", "edit", "retire", "restore", "revert", "import", "undo" or "redo"; the last
    two name in ``of`` the number of the set that they take back or repeat.
    """

    number: int
    at: str
    who: str
    why: str
    kind: str
    changes: tuple[Change, ...]
    of: int = 0

    @property
    def inverse(self) -> tuple[Change, ...]:
        """What takes these changes back."""
        return tuple(Change(c.id, c.after, c.before) for c in reversed(self.changes))


class ChangedElsewhereError(TermbaseError):
    """Another window or command has written the journal since it was read."""


def read_journal(path: Path) -> tuple[list[ChangeSet], int]:
    """All sets of a journal, and how many bytes of the file are whole lines.

    A journal that is not there is empty. Raises TermbaseError with the line that is broken.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        raise TermbaseError(f"{path.name}: {error.strerror}") from error
    size = data.rfind(b"\n") + 1
    sets = []
    for number, line in enumerate(data[:size].split(b"\n")[:-1], start=1):
        try:
            sets.append(_set_of(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TermbaseError(f"{path.name}: line {number}: {error}") from error
    return sets, size


def append(path: Path, made: ChangeSet, size: int) -> int:
    """Write ``made`` behind the first ``size`` bytes of the journal; gives the new size.

    Raises ChangedElsewhereError when whole lines are there that were not read, and OSError when
    the disk refuses; then the journal is as it was.
    """
    line = (json.dumps(_json_of(made), ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "x+b") as file:
        file.seek(size)
        if b"\n" in file.read():
            raise ChangedElsewhereError(f"{path.name}: changed by another window or command")
        file.truncate(size)
        file.seek(size)
        try:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise
    return size + len(line)


def stacks(sets: Iterable[ChangeSet]) -> tuple[list[ChangeSet], list[ChangeSet]]:
    """The sets that can be undone and those that can be redone, the next one last."""
    by_number: dict[int, ChangeSet] = {}
    done: list[ChangeSet] = []
    undone: list[ChangeSet] = []
    for made in sets:
        by_number[made.number] = made
        if made.kind == "undo":
            undone.append(by_number[made.of])
            done = [other for other in done if other.number != made.of]
        elif made.kind == "redo":
            done.append(by_number[made.of])
            undone = [other for other in undone if other.number != made.of]
        else:
            done.append(made)
            undone = []
    return done, undone


def state_after(sets: Iterable[ChangeSet]) -> dict[str, Entry]:
    """The hospital's entries by concept id when all ``sets`` are made."""
    entries: dict[str, Entry] = {}
    for made in sets:
        for change in made.changes:
            if change.after is None:
                entries.pop(change.id, None)
            else:
                entries[change.id] = change.after
    return entries


def clean(concept: Concept) -> Concept:
    """The same concept as the files want it: composed letters, single spaces, nothing twice."""
    terms = {}
    for lang in LANGUAGES:
        given = concept.terms.get(lang)
        if given is None or not words(given.term):
            continue
        term = words(given.term)
        terms[lang] = Terms(
            term,
            _forms(given.also, (term,)),
            _forms(given.avoid, (term,)),
            _forms(given.abbr, (term,)),
            "" if words(given.plain) == term else words(given.plain),
            prose(given.note),
        )
    codes = {words(key): words(code) for key, code in concept.codes.items() if words(code)}
    return Concept(
        words(concept.id),
        words(concept.domain),
        words(concept.type),
        terms,
        codes,
        words(concept.source),
        words(concept.review),
        prose(concept.note),
    )


@lru_cache(maxsize=50_000)
def words(text: str) -> str:
    """A short text: composed letters, single spaces, no control signs."""
    return " ".join(_without_controls(text).split())


def prose(text: str) -> str:
    """A note: as `words`, but with its lines."""
    if not text:
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(words(line) for line in lines).strip("\n")


def _without_controls(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    return "".join(
        " " if unicodedata.category(sign) == "Cc" else sign
        for sign in composed
        if unicodedata.category(sign) not in ("Cs", "Cn")
    )


def _forms(forms: Sequence[str], taken: tuple[str, ...]) -> tuple[str, ...]:
    tidy = dict.fromkeys(words(form) for form in forms)
    return tuple(form for form in tidy if form and form not in taken)


def _json_of(made: ChangeSet) -> dict[str, object]:
    return {
        "format": FORMAT,
        "number": made.number,
        "at": made.at,
        "who": made.who,
        "why": made.why,
        "kind": made.kind,
        "of": made.of,
        "changes": [
            {"id": c.id, "before": _json_of_entry(c.before), "after": _json_of_entry(c.after)}
            for c in made.changes
        ],
    }


def _set_of(data: Mapping[str, Any]) -> ChangeSet:
    if data["format"] > FORMAT:
        raise ValueError("written by a newer version of this program")
    changes = tuple(
        Change(str(c["id"]), _entry_of(c["before"]), _entry_of(c["after"])) for c in data["changes"]
    )
    return ChangeSet(
        int(data["number"]),
        str(data["at"]),
        str(data["who"]),
        str(data["why"]),
        str(data["kind"]),
        changes,
        int(data["of"]),
    )


def _json_of_entry(entry: Entry | None) -> dict[str, object] | None:
    if entry is None:
        return None
    c = entry.concept
    terms = {
        lang: [t.term, t.also, t.avoid, t.abbr, t.plain, t.note] for lang, t in c.terms.items()
    }
    head: dict[str, object] = {"id": c.id, "domain": c.domain, "type": c.type, "codes": c.codes}
    return head | {
        "source": c.source,
        "review": c.review,
        "note": c.note,
        "terms": terms,
        "retired": entry.retired,
    }


def _entry_of(data: Mapping[str, Any] | None) -> Entry | None:
    if data is None:
        return None
    terms = {}
    for lang, (term, also, avoid, abbr, plain, note) in data["terms"].items():
        terms[lang] = Terms(term, tuple(also), tuple(avoid), tuple(abbr), plain, note)
    concept = Concept(
        str(data["id"]),
        str(data["domain"]),
        str(data["type"]),
        terms,
        dict(data["codes"]),
        str(data["source"]),
        str(data["review"]),
        str(data["note"]),
    )
    return Entry(concept, str(data["retired"]))
