"""Case documents in the record file: put in, translated, edited, accepted, released, purged.

Every method is one durable step with its audit entry, like those of `RecordStore`. What a person
may do is asked here: clinicians work on documents that they have brought in, records staff on all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.records import document_memory, document_rows
from app.records.access import Act
from app.records.document_rows import NEWEST_TEXTS, Row
from app.records.documents import (
    BlockText,
    DocumentHeader,
    DocumentLine,
    DocumentRecord,
    Edit,
    MemoryUnit,
    ReleaseRecord,
    StoredBlock,
    may_follow,
    standing,
)
from app.records.failures import RecordsError
from app.records.moment import utc_now
from app.records.schema_documents import OF_A_DOCUMENT
from app.records.store import RecordStore

Vouched = list[list[object]]


class DocumentStore(RecordStore):
    """A record file, opened to work on case documents; for one thread, like its base."""

    def add_document(
        self, header: DocumentHeader, original: bytes, blocks: Sequence[StoredBlock]
    ) -> DocumentHeader:
        """Put a new document on record; gives its header as stored. Its id must be new."""
        actor = self._access.actor
        stored = replace(header, user=actor.name, created_at=header.created_at or utc_now())
        said = {"format": header.format, "blocks": len(blocks), "sha256": header.sha256}
        with self._transaction("document.add", header.id, **said) as details:
            actor.require(Act.DOCUMENT_OWN, Act.DOCUMENT_ALL)
            connection = self._database.conn
            row = document_rows.header_row(stored)
            self._database.table("documents").insert(row)
            details.update(document_rows.vouched(row, original))
            connection.execute(
                "INSERT INTO document_originals VALUES (?, ?)", [header.id, original]
            )
            rows = [document_rows.block_row(header.id, block) for block in blocks]
            details["rows"] = document_rows.insert(connection, "document_blocks", rows)
        return stored

    def add_translations(self, document_id: str, texts: Iterable[BlockText]) -> int:
        """Put what the machine has made on record; gives how many texts were new.

        A block that has a text already keeps it: a person may have been faster. One that failed
        may be tried again, unless its original was corrected in the meantime.
        """
        with self._transaction("document.translate", document_id) as details:
            self._require_document(document_id)
            known = {text.position: text for text in self._texts(document_id)}
            new = [
                replace(text, version=known[text.position].version + 1)
                if text.position in known
                else replace(text, version=1)
                for text in texts
                if text.position not in known or may_follow(known[text.position], text)
            ]
            details["blocks"] = len(new)
            details["rows"] = self._insert_texts(document_id, new)
        return len(new)

    def edit(
        self, document_id: str, edits: Sequence[Edit], *, remember: bool = True
    ) -> dict[int, BlockText]:
        """Put a person's texts on record; gives the newest text of each block that was edited.

        Sources and texts go into the translation memory unless ``remember`` is off. Raises
        RecordsError ``records.document_changed`` when one of them replaces a version that is not
        the newest, ``records.reason_missing`` (see `accept`).
        """
        with self._transaction("document.edit", document_id, blocks=len(edits)) as details:
            if any(edit.source for edit in edits):
                details["originals"] = sum(bool(edit.source) for edit in edits)
            header = self._require_document(document_id)
            known = {text.position: text for text in self._texts(document_id)}
            for edit in edits:
                before = known.get(edit.position)
                if edit.version != (before.version if before else 0):
                    raise RecordsError("records.document_changed", block=edit.position + 1)
            new = [
                BlockText(e.position, e.version + 1, e.target, e.state, e.findings, "", e.extra)
                for e in edits
            ]
            rows = self._insert_texts(document_id, new)
            accepted = [
                (text, edit.reason) for text, edit in zip(new, edits, strict=True) if edit.accepted
            ]
            rows += self._insert_marks(document_id, accepted, accepted_now=True)
            details["rows"] = rows + self._withdraw(document_id)
            if remember:
                self._remember(header, [edit for edit in edits if edit.state == "edited"])
                gone = [edit for edit in edits if edit.state != "edited"]
                document_memory.forget(self._database.conn, header, gone, known)
        return self._newest(document_id, [edit.position for edit in edits])

    def accept(
        self, document_id: str, positions: Sequence[int], accepted: bool = True, reason: str = ""
    ) -> dict[int, BlockText]:
        """Stand for the newest texts of these blocks, or take that back; gives them.

        ``records.reason_missing`` where something critical was found in one of them that takes
        more than a look, and no reason is given.
        """
        event = "document.accept" if accepted else "document.unaccept"
        with self._transaction(event, document_id, blocks=len(positions)) as details:
            header = self._require_document(document_id)
            known = {text.position: text for text in self._texts(document_id)}
            chosen = [(known[position], reason) for position in positions if position in known]
            rows = self._insert_marks(document_id, chosen, accepted_now=accepted)
            details["rows"] = rows + self._withdraw(document_id)
            if accepted:
                made = [
                    Edit(t.position, t.version, t.target, extra=t.extra)
                    for t, _ in chosen
                    if t.target.strip()
                ]
                self._remember(header, made)
        return self._newest(document_id, positions)

    def release(self, document_id: str, reason: str = "") -> ReleaseRecord:
        """Stand for the whole document.

        Raises RecordsError ``records.not_translated`` while blocks have no text,
        ``records.findings_open`` while critical findings are open and no reason is given.
        """
        with self._transaction("document.release", document_id) as details:
            self._require_document(document_id)
            texts = self._texts(document_id)
            found = standing(self._count_blocks(document_id), texts)
            if found.done < found.total:
                raise RecordsError("records.not_translated", count=found.total - found.done)
            if found.open_critical and not reason.strip():
                raise RecordsError("records.findings_open", count=found.open_critical)
            actor = self._access.actor
            release = ReleaseRecord(
                actor.name, actor.role.value, utc_now(), reason.strip(), found.open_critical,
                found.confirmed, found.to_review, document_rows.texts_hash(texts),
            )  # fmt: skip
            details["open"] = found.open_critical
            details["rows"] = self._insert_release(document_id, release, 1)
        return release

    def withdraw(self, document_id: str, reason: str = "") -> None:
        """Make a released document a draft again; nothing for one that is none."""
        with self._transaction("document.withdraw", document_id) as details:
            self._require_document(document_id)
            details["rows"] = self._withdraw(document_id, reason)

    def load_document(self, document_id: str) -> DocumentRecord:
        """A document as it is now; ``records.no_document`` when there is none of this id."""
        with self._reading("document.read", document_id, {}):
            return self._document(document_id)

    def load_document_for_export(
        self, document_id: str, *, final: bool, **details: object
    ) -> DocumentRecord:
        """The same for a file that leaves the record. A ``final`` one must be released:
        ``records.not_released``."""
        said = {**details, "final": final}
        with self._reading("document.export", document_id, said):
            record = self._document(document_id)
            if final and record.release is None:
                raise RecordsError("records.not_released", id=document_id)
            return record

    def original(self, document_id: str) -> bytes:
        """The file that was brought in, byte for byte."""
        with self._reading("document.read_original", document_id, {}):
            self._require_document(document_id)
            row = self._database.execute(
                "SELECT data FROM document_originals WHERE document_id = ?", [document_id]
            ).fetchone()
        return bytes(row["data"])

    def versions(self, document_id: str, position: int) -> list[BlockText]:
        """Every version of a block's text, the first one first, with what was said of it last."""
        with self._reading("document.read", document_id, {}):
            self._require_document(document_id)
            found = self._database.execute(
                "SELECT texts.*, coalesce(mark.accepted, 0) AS accepted, "
                "coalesce(mark.reason, '') AS reason FROM document_texts AS texts "
                "LEFT JOIN document_marks AS mark ON mark.id = (SELECT max(id) FROM "
                "document_marks AS other WHERE other.document_id = texts.document_id "
                "AND other.position = texts.position AND other.version = texts.version) "
                "WHERE texts.document_id = ? AND texts.position = ? ORDER BY texts.version",
                [document_id, position],
            )
            return [document_rows.text_from(row) for row in found]

    def list_documents(self, limit: int = 50) -> list[DocumentLine]:
        """The newest documents that this user may work on."""
        actor = self._access.actor
        with self._reading("document.list", "", {}) as details:
            actor.require(Act.DOCUMENT_OWN, Act.DOCUMENT_ALL)
            rows = self._database.execute(
                "SELECT * FROM documents WHERE :all OR user = :user "
                "ORDER BY created_at DESC, id LIMIT :limit",
                {"all": actor.may(Act.DOCUMENT_ALL), "user": actor.name, "limit": limit},
            ).fetchall()
            lines = [self._line(document_rows.header_from(row)) for row in rows]
            details["found"] = len(lines)
        return lines

    def same_document(self, sha256: str, source_lang: str, target_lang: str) -> str:
        """The id of this user's newest document of this very file and pair, or empty."""
        with self._reading("document.list", "", {}):
            self._access.actor.require(Act.DOCUMENT_OWN, Act.DOCUMENT_ALL)
            row = self._database.execute(
                "SELECT id FROM documents WHERE sha256 = ? AND source_lang = ? AND "
                "target_lang = ? AND user = ? ORDER BY created_at DESC LIMIT 1",
                [sha256, source_lang, target_lang, self._access.actor.name],
            ).fetchone()
            return str(row["id"]) if row else ""

    def purge_document(self, document_id: str, reason: str) -> None:
        """Delete a document for good with what the memory has of it; what stays is that it was
        and why it went. Call `scrub` after the last one."""
        execute = self._database.conn.execute
        with self._transaction("document.purge", document_id, reason=reason):
            self._access.actor.require(Act.RETAIN)
            header = self._document_header(document_id)
            execute(
                "INSERT INTO purges VALUES (?, ?, ?, ?, ?)",
                [document_id, header.created_at, utc_now(), self._access.actor.name, reason],
            )
            for table in OF_A_DOCUMENT:
                execute(f"DELETE FROM {table} WHERE document_id = ?", [document_id])
            execute("DELETE FROM memory_units WHERE document_id = ?", [document_id])
            execute("DELETE FROM documents WHERE id = ?", [document_id])

    def documents_before(self, time: str) -> list[tuple[str, str]]:
        """Id and time of every document that was last changed before ``time``."""
        with self._reading("document.due", "", {}) as details:
            self._access.actor.require(Act.RETAIN)
            found = self._database.execute(
                "SELECT id, created_at FROM documents WHERE created_at < :time AND NOT EXISTS "
                "(SELECT 1 FROM document_texts WHERE document_id = documents.id AND "
                "document_texts.created_at >= :time) ORDER BY created_at, id",
                {"time": time},
            )
            due = [(str(row["id"]), str(row["created_at"])) for row in found]
            details["documents"] = len(due)
        return due

    def memory(self, source_lang: str, target_lang: str) -> list[MemoryUnit]:
        """The translation memory of a pair, as far as this user may see it."""
        return self._memory("memory.read", source_lang, target_lang)

    def memory_for_export(self, source_lang: str, target_lang: str) -> list[MemoryUnit]:
        """The same for a file that leaves the record."""
        return self._memory("memory.export", source_lang, target_lang)

    def import_memory(self, source_lang: str, target_lang: str, units: Sequence[MemoryUnit]) -> int:
        """Take units from elsewhere into the memory; gives how many were new or newer."""
        with self._transaction("memory.import", "", units=len(units)) as details:
            self._access.actor.require(Act.DOCUMENT_OWN, Act.DOCUMENT_ALL)
            taken = document_memory.put(
                self._database.conn, source_lang, target_lang, units, "", ""
            )
            details["taken"] = taken
        return taken

    def _memory(self, event: str, source_lang: str, target_lang: str) -> list[MemoryUnit]:
        actor = self._access.actor
        with self._reading(event, "", {}) as details:
            actor.require(Act.DOCUMENT_OWN, Act.DOCUMENT_ALL)
            units = document_memory.load(self._database.conn, source_lang, target_lang, actor)
            details["units"] = len(units)
        return units

    def _line(self, header: DocumentHeader) -> DocumentLine:
        texts = self._texts(header.id)
        changed = max((text.created_at for text in texts), default=header.created_at)
        found = standing(self._count_blocks(header.id), texts)
        return DocumentLine(header, found, changed, self._release(header.id))

    def _document(self, document_id: str) -> DocumentRecord:
        header = self._require_document(document_id)
        blocks = self._database.execute(
            "SELECT * FROM document_blocks WHERE document_id = ? ORDER BY position", [document_id]
        )
        return DocumentRecord(
            header,
            tuple(document_rows.block_from(row) for row in blocks),
            {text.position: text for text in self._texts(document_id)},
            self._release(document_id),
        )

    def _texts(self, document_id: str) -> list[BlockText]:
        found = self._database.execute(NEWEST_TEXTS, {"id": document_id})
        return [document_rows.text_from(row) for row in found]

    def _newest(self, document_id: str, positions: Iterable[int]) -> dict[int, BlockText]:
        wanted = set(positions)
        return {t.position: t for t in self._texts(document_id) if t.position in wanted}

    def _count_blocks(self, document_id: str) -> int:
        row = self._database.execute(
            "SELECT count(*) FROM document_blocks WHERE document_id = ?", [document_id]
        ).fetchone()
        return int(row[0])

    def _release(self, document_id: str) -> ReleaseRecord | None:
        row = self._database.execute(
            "SELECT * FROM document_releases WHERE document_id = ? ORDER BY id DESC LIMIT 1",
            [document_id],
        ).fetchone()
        return document_rows.release_from(row)

    def _insert_texts(self, document_id: str, texts: Sequence[BlockText]) -> Vouched:
        rows = [self._signed(document_rows.text_row(document_id, text)) for text in texts]
        return document_rows.insert(self._database.conn, "document_texts", rows)

    def _insert_marks(
        self, document_id: str, chosen: Sequence[tuple[BlockText, str]], *, accepted_now: bool
    ) -> Vouched:
        rows: list[Row] = []
        for text, reason in chosen:
            if accepted_now and text.needs_reason and not reason.strip():
                raise RecordsError("records.reason_missing", block=text.position + 1)
            rows.append(
                self._signed(
                    {
                        "document_id": document_id,
                        "position": text.position,
                        "version": text.version,
                        "accepted": int(accepted_now),
                        "reason": reason.strip() if accepted_now else "",
                    }
                )
            )
        return document_rows.insert(self._database.conn, "document_marks", rows)

    def _withdraw(self, document_id: str, reason: str = "") -> Vouched:
        """What was released is no longer what is there."""
        if self._release(document_id) is None:
            return []
        actor = self._access.actor
        ended = ReleaseRecord(actor.name, actor.role.value, utc_now(), reason)
        return self._insert_release(document_id, ended, 0)

    def _insert_release(self, document_id: str, release: ReleaseRecord, released: int) -> Vouched:
        row = document_rows.release_row(document_id, release, released)
        return document_rows.insert(self._database.conn, "document_releases", [row])

    def _signed(self, row: Row) -> Row:
        actor = self._access.actor
        return {**row, "user": actor.name, "role": actor.role.value, "created_at": utc_now()}

    def _remember(self, header: DocumentHeader, edits: Sequence[Edit]) -> None:
        document_memory.remember(self._database.conn, header, edits, self._access.actor)

    def _document_header(self, document_id: str) -> DocumentHeader:
        row = self._database.execute(
            "SELECT * FROM documents WHERE id = ?", [document_id]
        ).fetchone()
        if row is None:
            raise RecordsError("records.no_document", path=str(self._path), id=document_id)
        return document_rows.header_from(row)

    def _require_document(self, document_id: str) -> DocumentHeader:
        """The header of a document that this user may work on."""
        actor = self._access.actor
        actor.require(Act.DOCUMENT_OWN, Act.DOCUMENT_ALL)
        header = self._document_header(document_id)
        if header.user != actor.name and not actor.may(Act.DOCUMENT_ALL):
            raise RecordsError(
                "records.not_permitted", role=actor.role.value, act=Act.DOCUMENT_ALL.value,
                id=document_id,
            )  # fmt: skip
        return header
