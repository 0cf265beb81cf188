"""Search over both languages of every turn, and over encounters by what their headers say.

Reads and writes the index that `app.records.schema_search` describes, on the connection and
inside the transaction of the store, which asks for permission and puts the search on record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.records import rows
from app.records.model import EncounterHeader, Party, TurnRecord
from app.records.schema_search import TURNS
from app.records.search_words import index_text, question
from app.records.states import State

_FIRST, _LAST = 0, (1 << 47)
"""Keys below and above all others."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; an empty field asks for nothing.

    ``since`` and ``until`` are UTC times (ISO 8601) between which the encounter began, the second
    not included. ``doctor`` and ``patient`` are parts of names; ``lang`` is the patient's.
    """

    words: str = ""
    since: str = ""
    until: str = ""
    doctor: str = ""
    patient: str = ""
    lang: str = ""
    state: State | None = None
    open_findings: bool = False
    """Only encounters with findings, or held turns, that nobody has answered."""
    limit: int = 200
    """Turns, or encounters where no words are asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn as it is now that has the words, in one of its languages."""

    turn: int
    party: Party
    lang: str
    text: str
    target_lang: str
    translation: str


@dataclass(frozen=True, slots=True)
class Found:
    """An encounter; ``hits`` are in their order, and empty where no words were asked for."""

    header: EncounterHeader
    state: State
    turns: int
    open_findings: int
    """Turns with findings, or held for whatever reason, that nobody has answered."""
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, the newest encounter first; ``more``: the limit cut it off."""

    found: tuple[Found, ...]
    more: bool


def index_turn(connection: Any, encounter_id: str, turn: TurnRecord) -> None:
    """Let the search find this revision instead of those before it."""
    if not 1 <= turn.turn < TURNS:
        raise ValueError(f"an encounter has at most {TURNS - 1} turns")
    key = _number(connection, encounter_id) * TURNS + turn.turn
    if turn.revision > 1:
        connection.execute("DELETE FROM turn_words WHERE rowid = ?", [key])
        connection.execute("DELETE FROM open_turns WHERE id = ?", [key])
    connection.execute(
        "INSERT INTO turn_words (rowid, text, translation) VALUES (?, ?, ?)",
        [key, index_text(turn.text), index_text(turn.translation)],
    )
    if turn.findings or (turn.held and not turn.afterwards):
        connection.execute("INSERT INTO open_turns VALUES (?)", [key])


def forget_deleted(connection: Any) -> None:
    """Write the index anew without the words of deleted turns, which it only marks as gone."""
    connection.execute("INSERT INTO turn_words (turn_words) VALUES ('optimize')")


def find(connection: Any, query: Query, user: str | None) -> Outcome:
    """What fits ``query``; with a ``user`` only what is theirs, or nobody's."""
    where, values = _filters(query, user)
    if query.words.strip():
        match = question(query.words)
        keys = _keys(connection, match, where, values, query.limit + 1) if match else []
        return Outcome(_with_hits(connection, keys[: query.limit]), len(keys) > query.limit)
    found = connection.execute(
        f"SELECT number FROM found_encounters WHERE {where or 1} ORDER BY number DESC LIMIT :limit",
        {**values, "limit": query.limit + 1},
    )
    numbers = [row[0] for row in found]
    shown = tuple(_encounter(connection, number) for number in numbers[: query.limit])
    return Outcome(shown, len(numbers) > query.limit)


def _filters(query: Query, user: str | None) -> tuple[str, dict[str, object]]:
    """A condition on ``found_encounters``, empty for none, and its values."""
    wanted: dict[str, tuple[str, object]] = {
        "since": ("started_at >= :since", query.since),
        "until": ("started_at < :until", query.until),
        "doctor": ("doctor_name LIKE :doctor ESCAPE '\\'", _containing(query.doctor)),
        "patient": ("patient_name LIKE :patient ESCAPE '\\'", _containing(query.patient)),
        "lang": ("patient_lang = :lang", query.lang),
        "state": ("state = :state", query.state.value if query.state else ""),
        "user": ("user IN ('', :user)", user or ""),
    }
    used = {name: pair for name, pair in wanted.items() if pair[1]}
    conditions = [condition for condition, _ in used.values()]
    if query.open_findings:
        conditions.append("number IN (SELECT id / 65536 FROM open_turns)")
    return " AND ".join(conditions), {name: value for name, (_, value) in used.items()}


def _containing(part: str) -> str:
    words = part.strip()
    return "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%" if words else ""


def _keys(
    connection: Any, match: str, where: str, values: dict[str, object], limit: int
) -> list[int]:
    """Keys of turns, those of the newest encounter first."""
    first, last, of_encounters = _FIRST, _LAST, ""
    if where:
        wanted = f"SELECT number FROM found_encounters WHERE {where}"
        # The newest and the oldest of them bound what is read of the index.
        ends = f"SELECT min(number), max(number) FROM ({wanted})"
        oldest, newest = connection.execute(ends, values).fetchone()
        if oldest is None:
            return []
        first, last = oldest * TURNS, newest * TURNS + TURNS - 1
        of_encounters = f"AND rowid / 65536 IN ({wanted})"
    found = connection.execute(
        "SELECT rowid FROM turn_words WHERE turn_words MATCH :match "
        f"AND rowid BETWEEN :first AND :last {of_encounters} ORDER BY rowid DESC LIMIT :limit",
        {**values, "match": match, "first": first, "last": last, "limit": limit},
    )
    return [row[0] for row in found]


def _with_hits(connection: Any, keys: list[int]) -> tuple[Found, ...]:
    found = []
    for number, group in groupby(keys, lambda key: key // TURNS):
        turns = sorted(key % TURNS for key in group)
        found.append(_encounter(connection, number, turns))
    return tuple(found)


def _encounter(connection: Any, number: int, turns: list[int] | None = None) -> Found:
    row = connection.execute(
        "SELECT encounters.*, state, (SELECT count(*) FROM turns WHERE encounter_id = id) AS turns,"
        " (SELECT count(*) FROM open_turns WHERE open_turns.id BETWEEN number * 65536 "
        "AND number * 65536 + 65535) AS open_findings "
        "FROM found_encounters JOIN encounters ON id = encounter_id WHERE number = ?",
        [number],
    ).fetchone()
    values = dict(row)
    state, count, still_open = (values.pop(name) for name in ("state", "turns", "open_findings"))
    header = rows.header_from(values)
    hits = tuple(_hit(connection, header.id, turn) for turn in turns or ())
    return Found(header, State(state), count, still_open, hits)


def _hit(connection: Any, encounter_id: str, turn: int) -> Hit:
    row = connection.execute(
        "SELECT party, lang, text, target_lang, translation FROM revisions "
        "WHERE encounter_id = ? AND turn = ? ORDER BY revision DESC LIMIT 1",
        [encounter_id, turn],
    ).fetchone()
    party, lang, text, target_lang, translation = row
    return Hit(turn, Party(party), lang, text, target_lang, translation)


def _number(connection: Any, encounter_id: str) -> int:
    return int(
        connection.execute(
            "SELECT number FROM found_encounters WHERE encounter_id = ?", [encounter_id]
        ).fetchone()[0]
    )
