"""Writing the record: every turn is on the disk before anybody sees it.

One thread writes (the session's processor thread) and owns its store; windows and exports read
through a `RecordReader` of their own. Turns, gaps and header changes are only ever added; triggers
in the file refuse anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from app.records import (
    attestations,
    audit,
    migrations,
    proposed,
    rows,
    search,
    sounds,
    states,
    summaries,
    vouching,
)
from app.records.access import Access, Act
from app.records.access_log import AccessLog, taken_in
from app.records.anchor import Head
from app.records.failures import RecordsError, classified
from app.records.header_store import HeaderStore, vouch
from app.records.model import AttestationRecord, GapRecord, TurnRecord
from app.records.moment import utc_now
from app.records.plain import open_encrypted
from app.records.reader import RecordReader, wrap
from app.records.schema_audit import OF_A_REVISION, WHOLE_ENCOUNTER
from app.records.summary_model import Made, SummaryLine, SummaryVersion

__all__ = ["RecordReader", "RecordStore", "RecordsError", "utc_now"]


class RecordStore(HeaderStore):
    """A record file, opened for writing by one thread; each method is durable when it returns.

    All methods raise RecordsError when the surroundings fail (``records.disk_full``,
    ``records.locked``, ``records.read_only``, ``records.not_a_database``...); then nothing of
    the call is in the file. ValueError means that the caller has a bug.
    """

    @classmethod
    def open(cls, path: Path, access: Access) -> Self:
        """Open or make the file, encrypt it if it is plain, bring it to the newest schema."""
        with classified(path):
            connection = open_encrypted(path, access.key)
            try:
                migrations.migrate(connection, path)
                return cls(wrap(connection), path, access)
            except BaseException:
                connection.close()
                raise

    def welcome(self, log: AccessLog) -> int:
        """Put the unlock on record, and what the access log tells; how many unlocks had failed."""
        said: dict[str, object] = {}
        with classified(self._path), self._step("unlock", "", said):
            taken, said["failed"] = log.take_in(self._database.conn, self._access)
        log.clear(taken)
        return int(str(said["failed"]))

    def add_turn(
        self, encounter_id: str, turn: TurnRecord, deed: AttestationRecord | None = None
    ) -> TurnRecord:
        """Put one revision of a turn on record; gives it as stored, with its time.

        A new turn (revision 1) must have the next number, or that of a gap which it answers
        after all (ValueError); a further revision must be the next one of its turn
        (``records.turn_changed``: somebody else was faster). A turn after the encounter's end is
        accepted: words that were said must not be lost to the order of two calls. A correction
        from outside the consultation waits for its end (``records.not_ended``). Somebody who may
        correct every encounter must give a reason (``records.reason_missing``). ``deed`` goes on
        record in the same step: the revision is what it did.
        """
        stored = turn if turn.created_at else replace(turn, created_at=utc_now())
        event = "turn.add" if turn.revision == 1 else "turn.correct"
        row = rows.revision_row(encounter_id, stored)
        said = {"turn": turn.turn, "revision": turn.revision, "content": audit.content_of(row)}
        with self._transaction(event, encounter_id, **said) as details:
            header = self._header(encounter_id)
            self._check_author(encounter_id, turn)
            if turn.afterwards and not header.ended_at:
                raise RecordsError("records.not_ended", id=encounter_id)
            self._check_number(encounter_id, turn)
            if turn.revision == 1:
                self._database.table("turns").insert(
                    {"encounter_id": encounter_id, "turn": turn.turn}
                )
            revision = self._database.table("revisions").insert(row)
            revision_id = int(revision.last_rowid or 0)
            actor = self._access.actor
            self._database.table("authors").insert(
                {"revision_id": revision_id, "user": actor.name, "role": actor.role.value}
            )
            findings = [
                rows.finding_row(revision_id, position, finding)
                for position, finding in enumerate(turn.findings)
            ]
            terms = [
                rows.term_row(revision_id, position, term)
                for position, term in enumerate(turn.terms)
            ]
            self._database.table("findings").insert_all(findings)
            self._database.table("terms").insert_all(terms)
            details["rest"] = vouching.rest_hash(row, findings, terms)
            search.index_turn(self._database.conn, encounter_id, stored)
            if turn.revision > 1:
                self._no_longer(encounter_id, turn.reason, details)
            if deed is not None:
                details["deed"] = type(deed).__name__
                vouch(details, attestations.insert(self._database.conn, encounter_id, deed))
        return stored

    def add_deed(self, encounter_id: str, deed: attestations.Deed) -> None:
        """Put an attestation, a confirmation or the result of a teach-back on record."""
        said = {"turn": deed.turn, "deed": type(deed).__name__}
        with self._transaction("turn.attest", encounter_id, **said) as details:
            self._require(encounter_id, Act.ATTEST)
            vouch(details, attestations.insert(self._database.conn, encounter_id, deed))

    def propose_terms(self, encounter_id: str, turn: int, words: Sequence[tuple[str, str]]) -> None:
        """Note (language, term) pairs of a corrected turn that may belong into the glossary."""
        with self._transaction("terms.propose", encounter_id, turn=turn) as details:
            self._require(encounter_id, Act.CORRECT_OWN, Act.CORRECT_ALL)
            user = self._access.actor.name
            details["added"] = proposed.insert(self._database.conn, encounter_id, turn, words, user)

    def decide_term(self, lang: str, term: str, state: str) -> None:
        """Note what became of a proposed term: ``proposed.TAKEN`` or ``proposed.REFUSED``."""
        with self._transaction("terms.decide", "", state=state) as details:
            self._access.actor.require(Act.CORRECT_OWN, Act.CORRECT_ALL)
            details["rows"] = proposed.decide(self._database.conn, lang, term, state)

    def set_state(
        self, encounter_id: str, state: states.State, reason: str = ""
    ) -> states.StateChange:
        """Review, sign or reopen an encounter; see `app.records.states` for who may.

        ``records.wrong_state`` where that is no step from the state it is in,
        ``records.not_ended`` while the encounter goes on.
        """
        with self._transaction("encounter.state", encounter_id, state=state.value) as details:
            header = self._header(encounter_id)
            before = states.current(self._database.conn, encounter_id)
            own, every = states.step(before, state, encounter_id)
            self._require(encounter_id, own, every)
            if not header.ended_at:
                raise RecordsError("records.not_ended", id=encounter_id)
            actor = self._access.actor
            change, rows_made = states.add(self._database.conn, encounter_id, state, actor, reason)
            details.update(before=before.value, content=change.content, rows=rows_made)
        return change

    def add_summary(
        self, encounter_id: str, made: Made, lines: Sequence[SummaryLine]
    ) -> SummaryVersion:
        """Put a new version of the summary on record; gives it.

        ``REVIEWED`` means that this user answers for these lines: for one's own encounter
        whoever may sign it, else whoever may correct every encounter.
        """
        with self._transaction(summaries.ACT, encounter_id) as details:
            self._header(encounter_id)
            own = Act.ATTEST if made is Made.REVIEWED else Act.CORRECT_OWN
            self._require(encounter_id, own, Act.CORRECT_ALL)
            actor = self._access.actor
            version = summaries.add(self._database.conn, encounter_id, made, lines, actor)
            details.update(summaries.details_of(version))
        return version

    def add_gap(self, encounter_id: str, gap: GapRecord) -> GapRecord:
        """Put a gap on record; gives it as stored, with its time."""
        stored = gap if gap.created_at else replace(gap, created_at=utc_now())
        said = {"kind": gap.kind, "code": gap.code, "turn": gap.turn}
        with self._transaction("gap.add", encounter_id, **said) as details:
            self._header(encounter_id)
            self._require(encounter_id, Act.RUN)
            row = rows.gap_row(encounter_id, stored)
            details["rows"] = vouching.insert_of(self._database.conn, encounter_id, "gaps", [row])
        return stored

    def next_turn(self, encounter_id: str) -> int:
        """The number of the encounter's next new turn; gaps that have a number count."""
        with classified(self._path):
            return self._next_turn(encounter_id)

    def note_backup(self, name: str) -> Head:
        """Put a backup on record; gives the head of the log that the backup must have."""
        with self._transaction("record.back_up", "", name=name):
            self._access.actor.require(Act.BACK_UP)
        return audit.head(self._database.conn)

    def note_verified(self, entries: int, problems: int) -> None:
        """Put on record that so many entries were verified, and how many problems there were."""
        with self._transaction("record.verify", "", entries=entries, problems=problems):
            self._access.actor.require(Act.AUDIT)

    def note_restore(self, name: str, log: AccessLog) -> None:
        """Put on record that this file was restored from a backup.

        ``log`` is that of its new place: it begins where the record has taken the old one in,
        which is not in a backup. Otherwise it would look as if somebody had removed it.
        """
        with self._transaction("record.restore", "", name=name):
            self._access.actor.require(Act.BACK_UP)
        with classified(self._path):
            seen = taken_in(self._database.conn)
        log.clear(seen)

    def ended_before(self, time: str) -> list[tuple[str, str]]:
        """Id and start of every encounter that ended before ``time``, the oldest first."""
        with self._reading("encounters.due", "", {}) as details:
            self._access.actor.require(Act.RETAIN)
            found = self._database.execute(
                "SELECT id, started_at FROM encounters WHERE ended_at <> '' AND ended_at < ? "
                "ORDER BY started_at, id",
                [time],
            )
            old = [(row["id"], row["started_at"]) for row in found]
            details["encounters"] = len(old)
        return old

    def purge(self, encounter_id: str, reason: str) -> None:
        """Delete an encounter for good; what stays is that it was and why it went.

        Its place in the file is overwritten. Call `scrub` after the last one.
        """
        execute = self._database.conn.execute
        with self._transaction("record.purge", encounter_id, reason=reason):
            self._access.actor.require(Act.RETAIN)
            files = [kept.file for kept in sounds.files_of(self._database.conn, encounter_id)]
            started_at = self._header(encounter_id).started_at
            execute(
                "INSERT INTO purges VALUES (?, ?, ?, ?, ?)",
                [encounter_id, started_at, utc_now(), self._access.actor.name, reason],
            )
            execute(
                "DELETE FROM kept_audio WHERE gap_id IN "
                "(SELECT id FROM gaps WHERE encounter_id = ?)",
                [encounter_id],
            )
            for table in OF_A_REVISION:
                execute(
                    f"DELETE FROM {table} WHERE revision_id IN "
                    "(SELECT id FROM revisions WHERE encounter_id = ?)",
                    [encounter_id],
                )
            for table in WHOLE_ENCOUNTER:
                execute(f"DELETE FROM {table} WHERE encounter_id = ?", [encounter_id])
            execute("DELETE FROM states WHERE encounter_id = ?", [encounter_id])
            execute("DELETE FROM encounters WHERE id = ?", [encounter_id])
        sounds.erase(sounds.folder_of(self._path), files)

    def scrub(self) -> None:
        """Empty the write-ahead log, which still holds pages of what was purged, and the index."""
        with classified(self._path):
            search.forget_deleted(self._database.conn)
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _check_number(self, encounter_id: str, turn: TurnRecord) -> None:
        last = self._database.execute(
            "SELECT max(revision) FROM revisions WHERE encounter_id = ? AND turn = ?",
            [encounter_id, turn.turn],
        ).fetchone()[0]
        if turn.revision != (last or 0) + 1:
            if last and turn.revision > 1:
                raise RecordsError("records.turn_changed", id=encounter_id, turn=turn.turn)
            raise ValueError(f"turn {turn.turn}: revision {turn.revision} after {last or 0}")
        if turn.revision > 1 or turn.turn == self._next_turn(encounter_id):
            return
        gap = self._database.execute(
            "SELECT 1 FROM gaps WHERE encounter_id = ? AND turn = ?", [encounter_id, turn.turn]
        ).fetchone()
        if gap is None:
            raise ValueError(f"turn {turn.turn} is not the next turn")

    def _check_author(self, encounter_id: str, turn: TurnRecord) -> None:
        if turn.revision == 1:
            self._require(encounter_id, Act.RUN)
            return
        self._require(encounter_id, Act.CORRECT_OWN, Act.CORRECT_ALL)
        if self._access.actor.may(Act.CORRECT_ALL) and not turn.reason.strip():
            raise RecordsError("records.reason_missing", id=encounter_id, turn=turn.turn)

    def _next_turn(self, encounter_id: str) -> int:
        row = self._database.execute(
            "SELECT max((SELECT coalesce(max(turn), 0) FROM turns WHERE encounter_id = :id), "
            "(SELECT coalesce(max(turn), 0) FROM gaps WHERE encounter_id = :id))",
            {"id": encounter_id},
        ).fetchone()
        return int(row[0]) + 1
