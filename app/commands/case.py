"""What ``yizhen document`` does with documents that the record keeps, and with the memory."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from app import __version__
from app.bootstrap import headless_gui, unlock_at_window
from app.bootstrap_documents import document_tools, review_at_window
from app.commands.unlocking import Credentials, entered, opened, unlock_profile
from app.documents import case, case_files
from app.documents.blocks import DocumentError
from app.documents.document_content import DocumentLayout
from app.documents.jobs import Progress
from app.documents.stored import memory_units
from app.errors import AppError
from app.profile import open_profile
from app.records.document_store import DocumentStore
from app.records.documents import DocumentLine
from app.settings import Settings
from translation.memory import Unit
from translation.tmx import TmxError, read_tmx, write_tmx


def review_document(
    folder: Path | None, credentials: Credentials, file: Path, source: str, target: str
) -> int:
    """The review window by itself, with this document, until it is closed."""
    from app.commands.window import has_display

    if not has_display():
        raise AppError("window.no_display")
    profile = open_profile(folder)
    settings = Settings(profile.settings)
    unlocked = (
        unlock_profile(profile, credentials)
        if credentials.given() is not None
        else unlock_at_window(profile, settings)
    )
    if unlocked is None:
        return 0
    with entered(profile, unlocked):
        return review_at_window(
            profile, settings, unlocked.require_access(), file, (source, target)
        )


def keep_document(
    folder: Path | None, credentials: Credentials, file: Path, source: str, target: str
) -> int:
    """Bring a document in, or find it, and translate what is missing."""
    profile = open_profile(folder)
    tools = document_tools(profile, Settings(profile.settings))
    with opened(profile, credentials) as unlocked:
        access = unlocked.require_access()

        def open_store() -> DocumentStore:
            return DocumentStore.open(profile.records, access)

        document_id, _new = case.bring_in(open_store, file, source, target, tools)
        case.CaseRun(open_store, document_id, tools, progress=_tell).run()
        with open_store() as store:
            lines = [line for line in store.list_documents() if line.header.id == document_id]
        click.echo(_shown(lines[0]))
    return 0


def list_documents(folder: Path | None, credentials: Credentials) -> int:
    """One JSON line for each document that the user may work on."""
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        DocumentStore.open(profile.records, unlocked.require_access()) as store,
    ):
        for line in store.list_documents(limit=1000):
            click.echo(_shown(line))
    return 0


def release_document(
    folder: Path | None, credentials: Credentials, document_id: str, reason: str
) -> int:
    """Stand for a document as whoever is there."""
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        DocumentStore.open(profile.records, unlocked.require_access()) as store,
    ):
        click.echo(json.dumps(asdict(store.release(document_id, reason)), ensure_ascii=False))
    return 0


def export_document(
    folder: Path | None,
    credentials: Credentials,
    document_id: str,
    out: Path,
    layout: str,
    *,
    final: bool,
) -> int:
    """Write a document of the record."""
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        DocumentStore.open(profile.records, unlocked.require_access()) as store,
    ):
        record = store.load_document_for_export(
            document_id, final=final, format=out.suffix.lstrip(".")
        )
        original = store.original(document_id) if record.header.format == "docx" else b""
    headless_gui()
    hospital = Settings(profile.settings).text("hospital.name")
    info = case_files.info_of(record, hospital, __version__)
    case_files.write(record, original, info, out, DocumentLayout(layout))
    click.echo(out)
    return 0


def export_memory(
    folder: Path | None, credentials: Credentials, file: Path, source: str, target: str
) -> int:
    """Write what the user may see of the memory as TMX; tells how many units."""
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        DocumentStore.open(profile.records, unlocked.require_access()) as store,
    ):
        known = store.memory_for_export(source, target)
    units = [Unit(source, target, u.source, u.target, u.author, u.changed) for u in known]
    try:
        count = write_tmx(units, file, __version__)
    except OSError as error:
        raise DocumentError("document.cannot_write", file=file.name, errno=error.errno) from error
    click.echo(json.dumps({"file": str(file), "units": count}))
    return 0


def import_memory(
    folder: Path | None, credentials: Credentials, file: Path, source: str, target: str
) -> int:
    """Take units of a TMX file over; tells how many there were, and how many were taken."""
    try:
        units = memory_units(read_tmx(file.read_bytes(), source, target))
    except (TmxError, OSError) as error:
        what = error.code if isinstance(error, TmxError) else type(error).__name__
        raise DocumentError("document.memory", file=file.name, what=what) from error
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        DocumentStore.open(profile.records, unlocked.require_access()) as store,
    ):
        taken = store.import_memory(source, target, units)
    click.echo(json.dumps({"units": len(units), "taken": taken}))
    return 0


def _tell(progress: Progress) -> None:
    left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
    click.echo(f"{progress.done} / {progress.total} blocks{left}", err=True)


def _shown(line: DocumentLine) -> str:
    header = line.header
    told = {
        "id": header.id,
        "name": header.name,
        "from": header.source_lang,
        "to": header.target_lang,
        "created_at": header.created_at,
        "changed_at": line.changed_at,
        "user": header.user,
        **asdict(line.standing),
        "released": line.release.created_at if line.release is not None else "",
    }
    return json.dumps(told, ensure_ascii=False)
