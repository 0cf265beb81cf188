"""``yizhen document``: a case document in, a bilingual one and a report out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app import __version__
from app.bootstrap import headless_gui, translation_pack
from app.documents.blocks import DocumentError
from app.documents.document_content import DocumentInfo, DocumentLayout, content
from app.documents.jobs import DocumentJob, DoneBlock, Progress
from app.documents.protect import Pair
from app.documents.readers.limits import Limits
from app.documents.readers.read import load, read_document
from app.documents.report import Job, report, write_report
from app.documents.writers.sign import Seal
from app.engine.client import EngineClient
from app.profile import open_profile
from app.settings import Settings
from app.terms import profile_terms
from translation.memory import Memory
from translation.tmx import TmxError, read_tmx


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is to be written: the document in a layout, the report, or both."""

    out: Path | None
    layout: str = DocumentLayout.SIDE
    report: Path | None = None
    seal: Seal | None = None
    """Signs the PDF."""


def run_document(
    folder: Path | None,
    document_file: Path,
    source_lang: str,
    target_lang: str,
    outputs: Outputs,
    memory_file: Path | None = None,
) -> int:
    """Read, translate, check and write. Nothing is written when the document cannot be read."""
    _check_output(document_file, outputs.out)
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
        done = {block.block.id: block for block in job.run()}
    finally:
        engine.close()
    blocks = [done[block.id] for block in document.blocks if block.id in done]
    info = DocumentInfo(source_lang, target_lang, settings.text("hospital.name"), __version__)
    packs = tuple((pack.pack_id, pack.version) for pack in loaded)
    code = content(blocks, info).code
    about = Job(source_lang, target_lang, __version__, termbase.version, packs, code)
    if outputs.report is not None:
        write_report(report(document, blocks, about), outputs.report)
        click.echo(outputs.report)
    if outputs.out is not None:
        data = load(document_file, Limits()) if document.format == "docx" else None
        layout = DocumentLayout(outputs.layout)
        write_document(data, blocks, info, outputs.out, layout, outputs.seal)
        click.echo(outputs.out)
    return 0


def write_document(
    data: bytes | None,
    blocks: Sequence[DoneBlock],
    info: DocumentInfo,
    out: Path,
    layout: DocumentLayout,
    seal: Seal | None = None,
) -> None:
    """A PDF, signed with ``seal`` if there is one, or, after its name, a DOCX. ``data`` is the
    original where that was a DOCX."""
    if out.suffix.lower() == ".docx":
        from app.documents.writers.document_docx import write_document_docx

        write_document_docx(data, blocks, info, out, layout)
        return
    from app.documents.writers.document_pdf import write_document_pdf

    headless_gui()
    write_document_pdf(blocks, info, out, layout, seal)


def verify_document(file: Path, code: str) -> int:
    """Hold a file against a code; 0 only where it is valid."""
    from app.documents.writers.document_check import Verdict, verify_file

    headless_gui()
    verdict = verify_file(file, code, __version__)
    click.echo(verdict.value)
    return 0 if verdict is Verdict.VALID else 1


def _check_output(document_file: Path, out: Path | None) -> None:
    """A PDF or a DOCX, and not in the place of the original."""
    extension = out.suffix.lower() if out is not None else ".pdf"
    if extension not in (".pdf", ".docx"):
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


def _tell(progress: Progress) -> None:
    left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
    click.echo(f"{progress.done} / {progress.total} blocks{left}", err=True)
