"""What happens to the profile while nobody has the data key: failed unlocks, changes of users.

A chain of JSON lines beside the record (`app.records.chain`). At the next unlock by somebody who
has the key its entries are taken into the audit log and leave the file; the audit log remembers
how far it came, so a line that was changed or removed in between is noticed then. Lines at the
end that nobody has seen yet can be removed by whoever may write in the folder.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from app.records import audit
from app.records.access import Access
from app.records.anchor import Head
from app.records.chain import FIRST, Digest, Entry, details_text, entry_hash, first_broken
from app.records.failures import RecordsError
from app.records.moment import utc_now

FAILED = "unlock.failed"
REFUSED = "refused"
"""An attempt that was not allowed; the audit log has the same word for it."""
TAKEN_IN = "log.taken_in"
BROKEN = "log.broken"


class AccessLog:
    """The log of one profile. Raises RecordsError ``records.log_not_written``."""

    def __init__(self, path: Path, digest: Digest = Digest.SHA256) -> None:
        self._path = path
        self._digest = digest

    def add(self, act: str, user: str, role: str = "", **details: object) -> None:
        """Append what somebody did, or tried; on the disk when this returns."""
        lines = self._lines()
        before = _last(lines)
        entry = Entry(
            before.number + 1, utc_now(), user, role, act, "", details_text(details),
            self._digest.value, before.hash,
        )  # fmt: skip
        entry = replace(entry, hash=entry_hash(entry))
        self._write(json.dumps(asdict(entry), ensure_ascii=False) + "\n", append=True)

    def take_in(self, connection: Any, access: Access) -> tuple[Head, int]:
        """Copy the entries into the audit log, inside the caller's transaction; gives how far
        it came and how many unlocks had failed.

        The caller commits and then calls `clear` with what this gave. Killed in between, the
        entries are in both, and the next time only new ones are taken in.
        """
        seen = taken_in(connection)
        entries, why = self._new_entries(seen)
        if why:
            audit.append(connection, access, BROKEN, "", {"after": seen.number, "why": why})
        for entry in entries:
            details = {"said": entry.details, "log": entry.number}
            audit.append(
                connection, access, entry.act, "", details, at=entry.at, by=(entry.user, entry.role)
            )
        last = entries[-1] if entries else None
        number, last_hash = (last.number, last.hash) if last else (seen.number, seen.hash)
        if entries or why:
            mark = {"number": number, "hash": last_hash}
            audit.append(connection, access, TAKEN_IN, "", mark)
        failed = sum(entry.act == FAILED for entry in entries)
        return Head(number, last_hash), failed

    def clear(self, taken: Head) -> None:
        """Begin the file anew behind the entries that have been taken in and committed."""
        self._write(json.dumps({"number": taken.number, "hash": taken.hash}) + "\n", append=False)

    def _new_entries(self, seen: Head) -> tuple[list[Entry], str]:
        """Entries behind ``seen``, and why the file is not to be trusted (empty: it is)."""
        lines = self._lines()
        if not lines:
            return [], "missing" if seen.number else ""
        entries = [entry for line in lines if (entry := _entry(line)) is not None]
        base = _base(lines)
        # Where the log cannot be trusted everything in it is taken in: better twice than not.
        if any(line.get("damaged") for line in lines):
            return entries, "changed"
        broken = first_broken(entries, base.hash, base.number + 1)
        if broken is not None:
            return entries, broken[1]
        known = {base.number: base.hash} | {entry.number: entry.hash for entry in entries}
        if known.get(seen.number) != seen.hash:
            return entries, "replaced"
        return [entry for entry in entries if entry.number > seen.number], ""

    def _lines(self) -> list[dict[str, Any]]:
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise RecordsError("records.log_not_written", errno=error.errno) from error
        return [_parsed(line) for line in text.splitlines()]

    def _write(self, text: str, *, append: bool) -> None:
        flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
        try:
            handle = os.open(self._path, flags, 0o600)
            try:
                os.write(handle, text.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise RecordsError("records.log_not_written", errno=error.errno) from error


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {"damaged": True}
    return found if isinstance(found, dict) else {"damaged": True}


def _entry(line: dict[str, Any]) -> Entry | None:
    if "act" not in line:
        return None
    texts = {
        field.name: str(line.get(field.name, "")) for field in fields(Entry) if field.type == "str"
    }
    return Entry(number=_number(line), **texts)


def _base(lines: list[dict[str, Any]]) -> Head:
    """How far the log had come when the file was begun."""
    first = lines[0]
    if "act" in first or "damaged" in first:
        return Head(0, FIRST)
    return Head(_number(first), str(first.get("hash", "")))


def _last(lines: list[dict[str, Any]]) -> Head:
    for line in reversed(lines):
        if "hash" in line:
            return Head(_number(line), str(line["hash"]))
    return Head(0, FIRST)


def _number(line: dict[str, Any]) -> int:
    number = line.get("number", 0)
    return number if isinstance(number, int) else 0


def taken_in(connection: Any) -> Head:
    """How far the audit log has taken the file in."""
    row = connection.execute(
        "SELECT details FROM audit WHERE act = ? ORDER BY number DESC LIMIT 1", [TAKEN_IN]
    ).fetchone()
    if row is None:
        return Head(0, FIRST)
    details = json.loads(row[0])
    return Head(int(details["number"]), str(details["hash"]))
