"""Case documents as the review window asks for them; every call blocks: it belongs in a `Task`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents import case, case_files
from app.documents.give_way import Consultation, GiveWay
from app.documents.jobs import Progress
from app.documents.stored import corrected, document_as_read, finding_records, with_source
from app.errors import AppError
from app.records.access import Access, Actor
from app.records.document_store import DocumentStore
from app.records.documents import BlockText, DocumentLine, DocumentRecord, Edit, ReleaseRecord
from app.terms import terms_error
from glossary import proposals
from glossary.concepts import TermbaseError

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a person does to one block: another text, or the word that it is right.

    ``accepted`` is None where the text decides: one with nothing critical in it is accepted.
    """

    position: int
    target: str
    state: str = "edited"
    accepted: bool | None = None
    reason: str = ""
    source: str | None = None
    """The original as it should be (empty: as it was read); None leaves it as it is."""


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """Opens the record for each call, as whoever has unlocked it: a locked profile gives nothing.

    All methods raise AppError. ``pairs`` are the languages that the installed packs translate.
    """

    path: Path
    access: Callable[[], Access]
    actor: Actor
    tools: case.Tools
    pairs: Callable[[], Pairs]
    glossary: Path
    hospital: Callable[[], str] = str
    consultation: Callable[[], Consultation | None] = lambda: None

    def store(self) -> DocumentStore:
        """The record, opened for the thread that asks."""
        return DocumentStore.open(self.path, self.access())

    def recent(self) -> list[DocumentLine]:
        """The newest documents that this user may work on."""
        with self.store() as store:
            return store.list_documents()

    def bring_in(self, file: Path, source_lang: str, target_lang: str) -> str:
        """Read a file, or find the document that it is already; gives its id."""
        return case.bring_in(self.store, file, source_lang, target_lang, self.tools)[0]

    def load(self, document_id: str) -> DocumentRecord:
        """A document as it is now."""
        with self.store() as store:
            return store.load_document(document_id)

    def run(
        self,
        document_id: str,
        progress: Callable[[Progress], None],
        finished: Callable[[Sequence[BlockText]], None],
    ) -> case.CaseRun:
        """The translation of a document, not yet begun."""
        give_way = GiveWay(self.consultation)
        return case.CaseRun(self.store, document_id, self.tools, give_way, progress, finished)

    def change(
        self,
        record: DocumentRecord,
        changes: Sequence[Change],
        versions: dict[int, int],
    ) -> dict[int, BlockText]:
        """Put new texts on record, checked anew; gives the texts as they are now.

        ``versions`` are those that the changes were made on (0: there was none).
        """  # fmt: skip
        pair = case.pair_of(record.header, self.tools)
        document = document_as_read(record)
        edits = []
        for change in changes:
            source = change.source
            if source is None:
                known = record.texts.get(change.position)
                source = known.source if known is not None else ""
            extra = with_source("{}", source)
            place = change.position
            block = corrected(document.blocks[place], BlockText(place, 1, "", "", extra=extra))
            # A text that is still to be made has nothing in it to be checked.
            waits = change.state == "failed" and not change.target
            found = () if waits else finding_records(case.check_anew(block, change.target, pair))
            made = BlockText(change.position, 1, change.target, change.state, found)
            accepted = not made.needs_reason if change.accepted is None else change.accepted
            edits.append(
                Edit(change.position, versions.get(change.position, 0), change.target, found, extra,
                     state=change.state, accepted=accepted, reason=change.reason)
            )  # fmt: skip
        with self.store() as store:
            return store.edit(record.header.id, edits)

    def accept(
        self, document_id: str, positions: Sequence[int], accepted: bool = True, reason: str = ""
    ) -> dict[int, BlockText]:
        """Stand for texts, or take that back; gives them as they are now."""
        with self.store() as store:
            return store.accept(document_id, positions, accepted, reason)

    def release(self, document_id: str, reason: str = "") -> ReleaseRecord:
        """Stand for the whole document."""
        with self.store() as store:
            return store.release(document_id, reason)

    def pages(self, record: DocumentRecord) -> bytes:
        """The finished pages as a PDF, in memory."""
        info = case_files.info_of(record, self.hospital(), self.tools.app_version)
        return case_files.pages(record, info)

    def export(self, document_id: str, out: Path) -> Path:
        """Write the document, as final where it is released, else as a draft."""
        with self.store() as store:
            final = store.load_document(document_id).release is not None
            record = store.load_document_for_export(
                document_id, final=final, format=out.suffix.lstrip(".")
            )
            original = store.original(document_id) if record.header.format == "docx" else b""
        info = case_files.info_of(record, self.hospital(), self.tools.app_version)
        case_files.write(record, original, info, out)
        return out

    def propose(self, term: str, lang: str, document_id: str, position: int) -> bool:
        """Suggest a term for the glossary; False where it is none, or was refused before."""
        place = f"document {document_id[:8]}, block {position + 1}"
        try:
            return proposals.propose(self.glossary, term, lang, place, self.actor.name)
        except TermbaseError as error:
            raise terms_error(error) from error
        except OSError as error:
            raise AppError("terms.not_written", reason=error.strerror or "") from error


def with_texts(record: DocumentRecord, texts: dict[int, BlockText]) -> DocumentRecord:
    """The record with newer texts; a change ends its release."""
    return replace(record, texts={**record.texts, **texts}, release=None)
