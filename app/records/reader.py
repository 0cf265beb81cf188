"""Reading a record file."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.records import (
    attestations,
    audit,
    early_rows,
    history,
    migrations,
    proposed,
    rows,
    search,
    sounds,
    summaries,
)
from app.records.access import Access, Act
from app.records.access_log import REFUSED
from app.records.anchor import Anchor
from app.records.chain import Entry
from app.records.failures import RecordsError, classified
from app.records.model import AuthorRecord, EncounterHeader, EncounterRecord, Sound, TurnRecord
from app.records.plain import open_encrypted
from app.records.sql import Database, sqlite3
from app.records.summary_model import SummaryVersion

log = logging.getLogger("yizhen.records")

REFUSALS = frozenset(
    {
        "records.not_permitted",
        "records.no_consent",
        "records.reason_missing",
        "records.wrong_state",
        "records.not_ended",
    }
)
"""What the record says no with: the attempt itself then goes on record."""


class RecordReader:
    """A record file, opened for reading by one thread.

    Each call sees what was committed when it began, and is in the audit log when it returns; the
    writer waits for that entry only. All methods raise RecordsError when the surroundings fail,
    and ``records.not_permitted`` when the role does not allow it.
    """

    def __init__(self, database: Any, path: Path, access: Access) -> None:
        self._database = database
        self._path = path
        self._access = access
        self._anchor = Anchor(path, access.key)

    @classmethod
    def open(cls, path: Path, access: Access) -> Self:
        """Open an existing file, encrypting it if it is plain.

        ``records.missing`` when there is none, ``records.old_schema`` when only opening it for
        writing (`RecordStore`) can bring it up to date.
        """
        if not path.is_file():
            raise RecordsError("records.missing", path=str(path))
        with classified(path):
            connection = open_encrypted(path, access.key)
            try:
                known = len(migrations.MIGRATIONS)
                found = migrations.check(connection, path)
                if found < known:
                    raise RecordsError(
                        "records.old_schema", path=str(path), found=found, known=known
                    )
                # Reading goes on record as well (`_reading`); nothing else can be written.
                connection.execute("PRAGMA query_only = ON")
                return cls(wrap(connection), path, access)
            except BaseException:
                connection.close()
                raise

    def load(self, encounter_id: str) -> EncounterRecord:
        """A whole encounter; ``records.no_encounter`` when there is none of this id.

        ``records.not_permitted`` for a clinician whose encounter it is not.
        """
        return self._load(encounter_id, "encounter.read", Act.READ_OWN, Act.READ_ALL, {})

    def load_history(self, encounter_id: str) -> history.History:
        """The same with the changes of state and what sound there is."""
        with self._reading("encounter.read", encounter_id, {}):
            self._require(encounter_id, Act.READ_OWN, Act.READ_ALL)
            return history.load(self._database.conn, encounter_id, self._record(encounter_id))

    def load_sound(self, encounter_id: str, turn: int) -> Sound:
        """The kept sound of a turn, in memory. ``sound.none``, ``sound.removed``,
        ``sound.damaged``."""
        with self._reading("sound.read", encounter_id, {"turn": turn}):
            self._require(encounter_id, Act.READ_OWN, Act.READ_ALL)
            folder = sounds.folder_of(self._path)
            return sounds.load(self._database.conn, folder, self._access.key, encounter_id, turn)

    def load_for_export(self, encounter_id: str, **details: object) -> EncounterRecord:
        """The same for a document that leaves the record; ``details`` say of which kind."""
        acts = (Act.EXPORT_OWN, Act.EXPORT_ALL)
        return self._load(encounter_id, "encounter.export", *acts, details)

    def _load(
        self, encounter_id: str, event: str, own: Act, every: Act, details: dict[str, object]
    ) -> EncounterRecord:
        with self._reading(event, encounter_id, details):
            self._require(encounter_id, own, every)
            return self._record(encounter_id)

    def _record(self, encounter_id: str) -> EncounterRecord:
        header = self._header(encounter_id)
        revisions = [
            early_rows.afterwards(made, header.ended_at) for made in self._revisions(encounter_id)
        ]
        deeds = attestations.load(self._database, encounter_id)
        deeds["teach_backs"] = early_rows.about_versions(deeds["teach_backs"], revisions)
        gaps = self._database.execute(
            "SELECT * FROM gaps WHERE encounter_id = ? ORDER BY id", [encounter_id]
        )
        changes = self._database.execute(
            "SELECT * FROM header_changes WHERE encounter_id = ? ORDER BY id", [encounter_id]
        )
        authors = self._database.execute(
            "SELECT turn, revision, user, role FROM authors JOIN revisions ON id = revision_id "
            "WHERE encounter_id = ? ORDER BY id",
            [encounter_id],
        )
        newest = {revision.turn: revision for revision in revisions}
        return EncounterRecord(
            header=header,
            turns=tuple(newest[turn] for turn in sorted(newest)),
            revisions=tuple(revisions),
            gaps=tuple(rows.gap_from(row) for row in gaps),
            **deeds,
            summary=summaries.newest(self._database.conn, encounter_id),
            header_changes=tuple(rows.header_change_from(row) for row in changes),
            authors=tuple(AuthorRecord(**dict(row)) for row in authors),
        )

    def summaries(self, encounter_id: str) -> tuple[SummaryVersion, ...]:
        """All versions of the encounter's summary, the first one first."""
        with self._reading("encounter.read", encounter_id, {"part": "summary"}):
            self._require(encounter_id, Act.READ_OWN, Act.READ_ALL)
            self._header(encounter_id)
            return summaries.load(self._database.conn, encounter_id)

    def audit_log(self, encounter_id: str = "") -> list[Entry]:
        """The audit log, or what in it concerns one encounter. ``records.not_permitted``."""
        with self._reading("audit.read", encounter_id, {}):
            self._access.actor.require(Act.AUDIT)
            found = list(audit.entries(self._database.conn))
        return [entry for entry in found if not encounter_id or entry.encounter_id == encounter_id]

    def require(self, event: str, *acts: Act) -> None:
        """Put on record that somebody does ``event`` with a file beside the record, or may not.

        ``records.not_permitted`` unless one of ``acts`` is granted.
        """
        with self._reading(event, "", {}):
            self._access.actor.require(*acts)

    def find(self, query: search.Query) -> search.Outcome:
        """Search by the index: turns by their words, encounters by their headers.

        What was looked for is not put on record, nor what was found, only how much.
        """
        actor = self._access.actor
        with self._reading("record.search", "", {"signs": len(query.words)}) as details:
            actor.require(Act.READ_OWN, Act.READ_ALL)
            user = None if actor.may(Act.READ_ALL) else actor.name
            outcome = search.find(self._database.conn, query, user)
            details["found"] = len(outcome.found)
        return outcome

    def proposed_terms(self) -> list[proposed.ProposedTerm]:
        """Words of corrected turns that nobody has decided about, the most frequent first."""
        actor = self._access.actor
        with self._reading("terms.review", "", {}) as details:
            actor.require(Act.READ_OWN, Act.READ_ALL)
            user = None if actor.may(Act.READ_ALL) else actor.name
            found = proposed.waiting(self._database.conn, user)
            details["found"] = len(found)
        return found

    def list_encounters(self) -> list[EncounterHeader]:
        """Headers of all encounters that the role may see, the newest first."""
        return self._headers("1")

    def unfinished(self) -> list[EncounterHeader]:
        """Encounters without an end, the newest first: running now, or the program was killed."""
        return self._headers("ended_at = ''")

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with classified(self._path):
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _headers(self, where: str) -> list[EncounterHeader]:
        actor = self._access.actor
        with self._reading("encounters.list", "", {}) as details:
            actor.require(Act.READ_OWN, Act.READ_ALL)
            found = self._database.execute(
                # An encounter from before there were users has no owner: every clinician's.
                f"SELECT * FROM encounters WHERE {where} AND (:all OR id NOT IN "
                "(SELECT encounter_id FROM encounter_owners WHERE user <> :user)) "
                "ORDER BY started_at DESC, id DESC",
                {"all": actor.may(Act.READ_ALL), "user": actor.name},
            )
            headers = [rows.header_from(row) for row in found]
            details["encounters"] = len(headers)
        return headers

    def _require(self, encounter_id: str, own: Act, every: Act | None = None) -> None:
        """``records.not_permitted`` unless the role may do this with this encounter."""
        actor = self._access.actor
        if every is not None and actor.may(every):
            return
        actor.require(own)
        owner = self._database.execute(
            "SELECT user FROM encounter_owners WHERE encounter_id = ?", [encounter_id]
        ).fetchone()
        if owner is not None and owner[0] != actor.name:
            raise RecordsError(
                "records.not_permitted", role=actor.role.value, act=own.value, id=encounter_id
            )

    @contextmanager
    def _reading(
        self, event: str, encounter_id: str, details: dict[str, object]
    ) -> Iterator[dict[str, object]]:
        """Read inside the block; that it was read is on record when the block is left.

        The block may add details. Nothing is on record, and nothing was given, if it fails.
        """
        connection = self._database.conn
        with classified(self._path):
            connection.execute("PRAGMA query_only = OFF")
            try:
                with self._step(event, encounter_id, details):
                    yield details
            finally:
                connection.execute("PRAGMA query_only = ON")

    @contextmanager
    def _step(
        self, event: str, encounter_id: str, details: dict[str, object]
    ) -> Iterator[dict[str, object]]:
        """One durable step with its audit entry: all of it is in the file, or nothing."""
        connection = self._database.conn
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield details
            head = audit.append(connection, self._access, event, encounter_id, details)
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, RecordsError) and error.code in REFUSALS:
                self._note_refusal(event, encounter_id, error)
            raise
        self._anchor.put(head)

    def _note_refusal(self, event: str, encounter_id: str, error: RecordsError) -> None:
        """Put an attempt that was refused on record, by itself: its own step came to nothing."""
        connection = self._database.conn
        said = {"tried": event, "code": error.code}
        if "act" in error.details:
            said["act"] = str(error.details["act"])
        try:
            connection.execute("BEGIN IMMEDIATE")
            head = audit.append(connection, self._access, REFUSED, encounter_id, said)
            connection.execute("COMMIT")
        except sqlite3.Error as failure:
            # The refusal stands; a disk that is full must not turn it into something else.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            log.warning("a refusal is not on record: %s", type(failure).__name__)
            return
        self._anchor.put(head)

    def _header(self, encounter_id: str) -> EncounterHeader:
        row = self._database.execute(
            "SELECT * FROM encounters WHERE id = ?", [encounter_id]
        ).fetchone()
        if row is None:
            raise RecordsError("records.no_encounter", path=str(self._path), id=encounter_id)
        return rows.header_from(row)

    def _revisions(self, encounter_id: str) -> list[TurnRecord]:
        findings = defaultdict(list)
        for row in self._parts("findings", encounter_id):
            findings[row["revision_id"]].append(rows.finding_from(row))
        terms = defaultdict(list)
        for row in self._parts("terms", encounter_id):
            terms[row["revision_id"]].append(rows.term_from(row))
        found = self._database.execute(
            "SELECT * FROM revisions WHERE encounter_id = ? ORDER BY id", [encounter_id]
        )
        return [rows.revision_from(row, findings[row["id"]], terms[row["id"]]) for row in found]

    def _parts(self, table: str, encounter_id: str) -> Any:
        return self._database.execute(
            f"SELECT part.* FROM {table} AS part JOIN revisions ON revisions.id = revision_id "
            "WHERE encounter_id = ? ORDER BY revision_id, position",
            [encounter_id],
        )


def wrap(connection: Any) -> Any:
    """sqlite-utils over a connection, without the plugins that happen to be installed."""
    connection.row_factory = sqlite3.Row
    return Database(connection, execute_plugins=False)
