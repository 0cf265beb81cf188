"""Reading a record file."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.records import attestations, migrations, rows
from app.records.access import Access
from app.records.failures import RecordsError, classified
from app.records.model import EncounterHeader, EncounterRecord, TurnRecord
from app.records.plain import open_encrypted
from app.records.sql import Database, sqlite3


class RecordReader:
    """A record file, opened for reading by one thread.

    Each call sees what was committed when it began; a reader never makes the writer wait. All
    methods raise RecordsError when the surroundings fail.
    """

    def __init__(self, database: Any, path: Path, access: Access) -> None:
        self._database = database
        self._path = path
        self._access = access

    @classmethod
    def open(cls, path: Path, access: Access) -> Self:
        """Open an existing file, encrypting it if it is plain.

        ``records.missing`` when there is none, ``records.old_schema`` when only opening it for
        writing (`RecordStore`) can bring it up to date.
        """
        if not path.is_file():
            raise RecordsError("records.missing", path=str(path))
        with classified(path):
            connection = open_encrypted(path, access.key, read_only=True)
            try:
                known = len(migrations.MIGRATIONS)
                found = migrations.check(connection, path)
                if found < known:
                    raise RecordsError(
                        "records.old_schema", path=str(path), found=found, known=known
                    )
                return cls(wrap(connection), path, access)
            except BaseException:
                connection.close()
                raise

    def load(self, encounter_id: str) -> EncounterRecord:
        """A whole encounter; ``records.no_encounter`` when there is none of this id."""
        with classified(self._path), self._database.atomic():
            header = self._header(encounter_id)
            revisions = self._revisions(encounter_id)
            gaps = self._database.execute(
                "SELECT * FROM gaps WHERE encounter_id = ? ORDER BY id", [encounter_id]
            )
            newest = {revision.turn: revision for revision in revisions}
            return EncounterRecord(
                header=header,
                turns=tuple(newest[turn] for turn in sorted(newest)),
                revisions=tuple(revisions),
                gaps=tuple(rows.gap_from(row) for row in gaps),
                **attestations.load(self._database, encounter_id),
            )

    def list_encounters(self) -> list[EncounterHeader]:
        """Headers of all encounters, the newest first."""
        return self._headers("")

    def unfinished(self) -> list[EncounterHeader]:
        """Encounters without an end, the newest first: running now, or the program was killed."""
        return self._headers("WHERE ended_at = ''")

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
        with classified(self._path):
            found = self._database.execute(
                f"SELECT * FROM encounters {where} ORDER BY started_at DESC, id DESC"
            )
            return [rows.header_from(row) for row in found]

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
