"""Are the encounters in the record what the audit log says of them, beside the words of turns?

Headers and their corrections, gaps, what doctor and patient did, states, owners, authors, what is
known of a revision, deletions, and what the search goes by. Gives (part, what, where) of what is
not as it was. Entries from before the log named rows are counted against the rows that no entry
names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.records import audit, vouching
from app.records.vouching import VOUCHED, rows_hash

Wrong = tuple[str, str, str]

_DEEDS = {
    "AttestationRecord": "attestations",
    "ConfirmationRecord": "confirmations",
    "TeachBackRecord": "teach_backs",
}
_TURNS = ("turn.add", "turn.correct")
_PURGES = ("record.purge", "document.purge")


@dataclass
class _Told:
    """What the log says, apart from what was deleted since."""

    purged: set[str] = field(default_factory=set)
    started: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Who began an encounter, and the hash of its header then (empty: from before)."""
    rows: list[tuple[str, list[Any]]] = field(default_factory=list)
    unnamed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(Encounter, table): rows that entries speak of without naming them."""
    first_at: str = ""


def problems(connection: Any) -> Iterator[Wrong]:
    """What is not as it was."""
    told = _told(connection)
    yield from _purges(connection, told)
    yield from _rows(connection, told)
    yield from _headers(connection, told)
    yield from _revisions(connection, told)
    yield from _index(connection)


def _told(connection: Any) -> _Told:
    told = _Told()
    gone = connection.execute("SELECT encounter_id FROM audit WHERE act IN (?, ?)", _PURGES)
    told.purged = {row[0] for row in gone}
    told.first_at = (connection.execute("SELECT min(at) FROM audit").fetchone() or [""])[0] or ""
    for entry in audit.entries(connection):
        which = entry.encounter_id
        if not which or which in told.purged or entry.act == "refused":
            continue
        said = dict(json.loads(entry.details))
        if entry.act == "encounter.start":
            told.started[which] = (entry.user, str(said.get("header", "")))
        named = [row for row in said.get("rows", ()) if row[0] in VOUCHED]
        told.rows += [(which, row) for row in named]
        for table, count in _spoken_of(entry.act, said):
            if table not in {row[0] for row in named}:
                told.unnamed[which, table] += count
    return told


def _spoken_of(act: str, said: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Tables into which the step has put rows, and how many."""
    if "deed" in said:
        yield _DEEDS[said["deed"]], 1
    if act == "gap.add":
        yield "gaps", 1
    if act == "header.change":
        yield "header_changes", len(said.get("fields", ()))
    if "state" in said:
        yield "states", 1


def _purges(connection: Any, told: _Told) -> Iterator[Wrong]:
    """Nothing is deleted without its entry: a row of ``purges`` alone lets everything go."""
    rows = {row[0] for row in connection.execute("SELECT encounter_id FROM purges")}
    for which in sorted(rows - told.purged):
        yield "content", "removed", which
    for which in sorted(told.purged - rows):
        yield "content", "missing", f"{which} purge"


def _rows(connection: Any, told: _Told) -> Iterator[Wrong]:
    named: dict[str, set[int]] = {table: set() for table in VOUCHED}
    for which, (table, first, last, wanted) in told.rows:
        columns, later = VOUCHED[table], vouching.LATER.get(table, ())
        names = (*columns, *later)
        found = connection.execute(
            f"SELECT id, {', '.join(names)} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id",
            [first, last],
        ).fetchall()
        named[table].update(row[0] for row in found)
        rows = [dict(zip(names, tuple(row)[1:], strict=True)) for row in found]
        if rows_hash(rows, columns, vouching.salt_of(connection, which), later) != wanted:
            yield _part(table), "changed", f"{which} {table} {first}-{last}"
    unnamed = Counter(told.unnamed)
    for table, ids in named.items():
        for row in connection.execute(f"SELECT id, encounter_id FROM {table} ORDER BY id"):
            which = row[1]
            if row[0] in ids or which not in told.started:
                continue
            unnamed[which, table] -= 1
            if unnamed[which, table] < 0:
                yield _part(table), "added", f"{which} {table} {row[0]}"
    for (which, table), count in unnamed.items():
        if count > 0 and which in told.started:
            yield _part(table), "missing", f"{which} {table}"


def _part(table: str) -> str:
    return {"states": "states", "header_changes": "header"}.get(table, "content")


def _headers(connection: Any, told: _Told) -> Iterator[Wrong]:
    cursor = connection.execute("SELECT * FROM encounters ORDER BY id")
    names = [column[0] for column in cursor.description]
    found = {}
    for values in cursor.fetchall():
        row = dict(zip(names, tuple(values), strict=True))
        found[row["id"]] = row
    owners = dict(map(tuple, connection.execute("SELECT encounter_id, user FROM encounter_owners")))
    for which, (user, wanted) in sorted(told.started.items()):
        if which not in found:
            yield "header", "missing", which
            continue
        if owners.get(which) != user:
            yield "header", "changed", f"{which} owner"
        row = dict(found[which])
        changes = connection.execute(
            "SELECT field, old, new FROM header_changes WHERE encounter_id = ? ORDER BY id DESC",
            [which],
        )
        for name, old, new in changes:
            if row.get(name) != new:
                yield "header", "changed", f"{which} {name}"
            row[name] = old
        if wanted and vouching.header_hash(row, vouching.salt_of(connection, which)) != wanted:
            yield "header", "changed", which
    for which in sorted(found.keys() - told.started.keys()):
        # One from before there was a log began before the log did.
        if which in owners or found[which]["started_at"] >= told.first_at > "":
            yield "header", "added", which


def _revisions(connection: Any, told: _Told) -> Iterator[Wrong]:
    """Each revision has the author of its entry, and is known as it was then."""
    vouched: set[tuple[str, int, int]] = set()
    for entry in audit.entries(connection):
        if entry.act not in _TURNS or entry.encounter_id in told.purged:
            continue
        said = dict(json.loads(entry.details))
        which = (entry.encounter_id, said.get("turn", 0), said.get("revision", 0))
        vouched.add(which)
        cursor = connection.execute(
            "SELECT revisions.*, authors.user, authors.role FROM revisions "
            "LEFT JOIN authors ON revision_id = id "
            "WHERE encounter_id = ? AND turn = ? AND revision = ?",
            which,
        )
        values = cursor.fetchone()
        if values is None:
            continue
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, tuple(values), strict=True))
        if (row["user"], row["role"]) != (entry.user, entry.role):
            yield "content", "changed", f"{_place(which)} author"
        if "rest" in said and _rest(connection, row) != said["rest"]:
            yield "content", "changed", f"{_place(which)} findings"
    for values in connection.execute("SELECT encounter_id, turn, revision FROM revisions"):
        which = tuple(values)
        # Turns of an encounter from before there was a log are vouched for by nobody.
        if which not in vouched and which[0] in told.started:
            yield "content", "added", _place(which)


def _place(which: tuple[str, int, int]) -> str:
    return f"{which[0]} turn {which[1]} revision {which[2]}"


def _rest(connection: Any, revision: dict[str, Any]) -> str:
    return vouching.rest_hash(
        revision,
        _parts(connection, "findings", revision["id"]),
        _parts(connection, "terms", revision["id"]),
    )


def _parts(connection: Any, table: str, revision_id: int) -> list[dict[str, Any]]:
    cursor = connection.execute(
        f"SELECT * FROM {table} WHERE revision_id = ? ORDER BY position", [revision_id]
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, tuple(row), strict=True)) for row in cursor.fetchall()]


def _index(connection: Any) -> Iterator[Wrong]:
    """An encounter that the search does not know is as good as gone."""
    wrong = connection.execute(
        "SELECT id FROM encounters LEFT JOIN found_encounters AS found ON encounter_id = id "
        "WHERE number IS NULL OR found.started_at <> encounters.started_at "
        "OR found.doctor_name <> encounters.doctor_name OR found.patient_name <> "
        "trim(encounters.patient_name || ' ' || encounters.patient_name_local) "
        "OR state <> coalesce((SELECT states.state FROM states WHERE states.encounter_id = "
        "encounters.id ORDER BY states.id DESC LIMIT 1), 'draft') "
        "OR found.user <> coalesce((SELECT owners.user FROM encounter_owners AS owners "
        "WHERE owners.encounter_id = encounters.id), '') "
        "UNION SELECT encounter_id FROM found_encounters WHERE encounter_id NOT IN "
        "(SELECT id FROM encounters) ORDER BY 1"
    )
    for (which,) in wrong.fetchall():
        yield "search", "changed", which
    unfound = connection.execute(
        "SELECT DISTINCT turns.encounter_id FROM turns JOIN found_encounters AS found "
        "USING (encounter_id) LEFT JOIN turn_words ON turn_words.rowid = number * 65536 + turn "
        "WHERE turn_words.rowid IS NULL"
    )
    for (which,) in unfound.fetchall():
        yield "search", "missing", which
