"""Is the record what it was? Everything that can be checked, with the first broken link by name.

`verify_record` reads only; what it finds are `Problem` values, never exceptions, so that one
broken part does not hide another. Only a file that cannot be opened at all raises.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from app.records import audit, document_verify, encounter_verify, migrations, sounds, summaries
from app.records.access import Access, Act
from app.records.anchor import Anchor, Head
from app.records.chain import first_broken
from app.records.crypto import Key, open_connection
from app.records.failures import RecordsError, classified
from app.records.reader import RecordReader
from app.records.sql import sqlite3

_TURNS = ("turn.add", "turn.correct")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was.

    ``part`` is "file", "schema", "audit", "anchor", "content", "states", "summary" or
    "access_log", "header", "sound" or "search"; ``what`` a short code; ``where`` an entry's
    number, a turn or an encounter, empty for the whole.
    """

    part: str
    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify_record` found. ``entries`` and ``head`` can be kept on paper or elsewhere."""

    encounters: int
    turns: int
    entries: int
    head: str
    problems: tuple[Problem, ...]


def verify_record(path: Path, access: Access) -> Report:
    """Check file, schema, audit log, its anchor, and what the log says of each turn.

    Raises RecordsError when the file cannot be opened (``records.missing``,
    ``records.wrong_key``, ``records.not_permitted``…).
    """
    if not path.is_file():
        raise RecordsError("records.missing", path=str(path))
    if not access.actor.may(Act.AUDIT):
        with RecordReader.open(path, access) as reader:
            reader.require("record.verify", Act.AUDIT)
    with classified(path):
        connection = open_connection(path, access.key)
        try:
            connection.execute("PRAGMA query_only = ON")
            found = migrations.check(connection, path)
            if found < len(migrations.MIGRATIONS):
                raise RecordsError("records.old_schema", path=str(path), found=found)
            return _report(connection, path, access.key)
        finally:
            connection.close()


def _report(connection: Any, path: Path, key: Key) -> Report:
    problems: list[Problem] = []
    for part in (
        _file,
        _schema,
        _chain,
        partial(_anchored, Anchor(path, key)),
        _contents,
        _encounters,
        _states,
        _summaries,
        _documents,
        partial(_sounds, path, key),
        _outside,
    ):
        try:
            problems += part(connection)
        except sqlite3.DatabaseError as error:
            name = getattr(error, "sqlite_errorname", None)
            if name is None:
                raise
            problems.append(Problem("file", "unreadable", name))
    counts = [_count(connection, table) for table in ("encounters", "turns")]
    try:
        head = audit.head(connection)
    except sqlite3.DatabaseError:
        head = Head(0, "")
    return Report(counts[0], counts[1], head.number, head.hash, tuple(dict.fromkeys(problems)))


def _count(connection: Any, table: str) -> int:
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0


def _file(connection: Any) -> Iterator[Problem]:
    # SQLCipher recomputes the HMAC of every page; it says which are wrong, in words.
    for _row in connection.execute("PRAGMA cipher_integrity_check").fetchall()[:1]:
        yield Problem("file", "page_changed")
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        yield Problem("file", "not_sound")
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem("file", "row_missing")


def _schema(connection: Any) -> Iterator[Problem]:
    """Tables and triggers must be those that the migrations make: a trigger that is gone had
    kept rows from being changed."""
    wanted = _wanted_definitions()
    found = _definitions(connection)
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            yield Problem("schema", "changed", name)


@cache
def _wanted_definitions() -> dict[str, str]:
    blank = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrations.migrate(blank, Path(":memory:"))
        return _definitions(blank)
    finally:
        blank.close()


def _definitions(connection: Any) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: sql for name, sql in rows if not name.startswith("sqlite_")}


def _chain(connection: Any) -> Iterator[Problem]:
    broken = first_broken(audit.entries(connection))
    if broken is not None:
        yield Problem("audit", broken[1], str(broken[0]))


def _anchored(anchor: Anchor, connection: Any) -> Iterator[Problem]:
    last = audit.head(connection)
    kept = anchor.get()
    if kept is None:
        if last.number:
            yield Problem("anchor", "changed" if anchor.exists() else "missing")
        return
    if kept.number > last.number:
        yield Problem("audit", "cut_off", str(last.number + 1))
        return
    row = connection.execute("SELECT hash FROM audit WHERE number = ?", [kept.number]).fetchone()
    if row is None or row[0] != kept.hash:
        yield Problem("audit", "replaced", str(kept.number))


def _contents(connection: Any) -> Iterator[Problem]:
    """Each turn must say what its entry vouches for, and be there."""
    purged = {row[0] for row in connection.execute("SELECT encounter_id FROM purges")}
    for entry in audit.entries(connection):
        if entry.act not in _TURNS or entry.encounter_id in purged:
            continue
        details = dict(json.loads(entry.details))
        which = (entry.encounter_id, details.get("turn"), details.get("revision"))
        row = _revision(connection, which)
        where = f"{which[0]} turn {which[1]} revision {which[2]}"
        if row is None:
            yield Problem("content", "missing", where)
        elif audit.content_of(row) != details.get("content"):
            yield Problem("content", "changed", where)


def _encounters(connection: Any) -> Iterator[Problem]:
    """Headers, deeds, gaps, authors and deletions must be what their entries vouch for."""
    for part, what, where in encounter_verify.problems(connection):
        yield Problem(part, what, where)


def _states(connection: Any) -> Iterator[Problem]:
    """Each change of an encounter's state must be in the log, and in its order."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in audit.entries(connection):
        if entry.act in ("encounter.state", "turn.correct", "header.change"):
            state = dict(json.loads(entry.details)).get("state")
            if state:
                told[entry.encounter_id].append((str(state), entry.user))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = connection.execute("SELECT encounter_id, state, user FROM states ORDER BY id")
    for encounter_id, state, user in rows:
        found[encounter_id].append((state, user))
    purged = {row[0] for row in connection.execute("SELECT encounter_id FROM purges")}
    for encounter_id in sorted((told.keys() | found.keys()) - purged):
        if told[encounter_id] != found[encounter_id]:
            yield Problem("states", "changed", encounter_id)


def _summaries(connection: Any) -> Iterator[Problem]:
    """Each version of a summary must say what its entry vouches for, and have one."""
    purged = {row[0] for row in connection.execute("SELECT encounter_id FROM purges")}
    told: dict[tuple[str, int], tuple[str, ...]] = {}
    for entry in audit.entries(connection):
        if entry.act == summaries.ACT and entry.encounter_id not in purged:
            said = dict(json.loads(entry.details))
            more = (said["role"], said["content"]) if "content" in said else ()
            told[entry.encounter_id, said["version"]] = (
                said["made"], said["lines"], entry.user, *more
            )  # fmt: skip
    rows = connection.execute(
        "SELECT encounter_id, version, made, lines, user, role, content FROM summaries"
    )
    found = {(row[0], row[1]): (row[2], summaries.hash_of(row[3]), *tuple(row)[4:]) for row in rows}
    for which in sorted(told.keys() | found.keys()):
        wanted = told.get(which, ())
        # Entries of early versions say less.
        if not wanted or wanted != found.get(which, ())[: len(wanted)]:
            yield Problem("summary", "changed", f"{which[0]} version {which[1]}")


def _documents(connection: Any) -> Iterator[Problem]:
    """Case documents must be what their entries vouch for."""
    for what, where in document_verify.problems(connection):
        yield Problem("content", what, where)


def _revision(connection: Any, which: tuple[object, ...]) -> dict[str, object] | None:
    cursor = connection.execute(
        "SELECT * FROM revisions WHERE encounter_id = ? AND turn = ? AND revision = ?", which
    )
    row = cursor.fetchone()
    if row is None:
        return None
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def _sounds(path: Path, key: Key, connection: Any) -> Iterator[Problem]:
    """Kept sound must be what the log says, and open."""
    for what, where in sounds.verify(connection, path, key):
        yield Problem("sound", what, where)


def _outside(connection: Any) -> Iterator[Problem]:
    """The log of failed unlocks had been changed when it was taken in."""
    for (number,) in connection.execute("SELECT number FROM audit WHERE act = 'log.broken'"):
        yield Problem("access_log", "changed", str(number))
