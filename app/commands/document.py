"""``yizhen document``: a case document in, a bilingual one and a report out."""

from __future__ import annotations

from pathlib import Path

import click

from app import __version__
from app.bootstrap import headless_gui, translation_pack
from app.documents.blocks import Document, DocumentError
from app.documents.jobs import DocumentJob, DoneBlock, Progress
from app.documents.protect import Pair
from app.documents.readers.limits import Limits
from app.documents.readers.read import load, read_document
from app.documents.report import Job, report, verification_code, write_report
from app.engine.client import EngineClient
from app.profile import open_profile
from app.settings import Settings
from app.terms import profile_terms
from translation.memory import Memory
from translation.tmx import TmxError, read_tmx


def run_document(
    folder: Path | None,
    document_file: Path,
    source_lang: str,
    target_lang: str,
    out: Path | None,
    report_file: Path | None,
    memory_file: Path | None = None,
) -> int:
    """Read, translate, check and write. Nothing is written when the document cannot be read."""
    _check_output(document_file, out)
    profile = open_profile(folder)
    settings = Settings(profile.settings)
    memory = _memory(memory_file, source_lang, target_lang)
    document = read_document(document_file, source_lang)
    termbase = profile_terms(profile)
    pair = Pair(
        source_lang, target_lang, lambda text: termbase.find(text, source_lang, target_lang)
    )
    engine = EngineClient()
    try:
        loaded = engine.load([translation_pack(profile, settings, source_lang, target_lang)])
        job = DocumentJob(document, pair, engine, memory, progress=_tell)
        done = list(job.run())
    finally:
        engine.close()
    packs = tuple((pack.pack_id, pack.version) for pack in loaded)
    about = Job(source_lang, target_lang, __version__, termbase.version, packs)
    if report_file is not None:
        write_report(report(document, done, about), report_file)
        click.echo(report_file)
    if out is not None and out.suffix.lower() == ".docx":
        from app.documents.writers.document_docx import write_document_docx

        finished = {block.block.id: block for block in done}
        write_document_docx(load(document_file, Limits()), finished, target_lang, out)
        click.echo(out)
    elif out is not None:
        _write_pdf(document, done, about, settings.text("hospital.name"), out)
        click.echo(out)
    return 0


def _check_output(document_file: Path, out: Path | None) -> None:
    """A DOCX can be made of a DOCX only; it must not take the place of the original."""
    extension = out.suffix.lower() if out is not None else ".pdf"
    if extension not in (".pdf", ".docx"):
        raise DocumentError("document.output_format", extension=extension)
    if extension == ".docx" and document_file.suffix.lower() != ".docx":
        raise DocumentError("document.output_format", extension=extension)
    if out is not None and out.resolve() == document_file.resolve():
        raise DocumentError("document.output_is_input", file=out.name)


def _memory(path: Path | None, source_lang: str, target_lang: str) -> Memory:
    """The units of a TMX file; none without one. Raises DocumentError ``document.memory``."""
    if path is None:
        return Memory()
    try:
        return Memory(read_tmx(path.read_bytes(), source_lang, target_lang))
    except (TmxError, OSError) as error:
        what = error.code if isinstance(error, TmxError) else type(error).__name__
        raise DocumentError("document.memory", file=path.name, what=what) from error


def _write_pdf(
    document: Document, done: list[DoneBlock], about: Job, hospital: str, out: Path
) -> None:
    from app.documents.writers.document_pdf import DocumentInfo, write_document_pdf

    headless_gui()
    finished = {block.block.id: block for block in done}
    ordered = [finished[block.id] for block in document.blocks if block.id in finished]
    code = verification_code(document, ordered)
    info = DocumentInfo(about.source_lang, about.target_lang, hospital, code, about.app_version)
    write_document_pdf(ordered, info, out)


def _tell(progress: Progress) -> None:
    left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
    click.echo(f"{progress.done} / {progress.total} blocks{left}", err=True)
