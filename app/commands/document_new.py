"""``yizhen document new``: a form from a consultation, or a blank one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app import __version__
from app.commands.document import write_document
from app.commands.unlocking import Credentials, opened
from app.documents.blocks import DocumentError
from app.documents.document_content import DocumentLayout, Release, content
from app.documents.templates.entries import Entry, entries_of, untold
from app.documents.templates.form import blocks_of, form_info
from app.documents.templates.kinds import Template, template
from app.documents.writers.sign import Seal
from app.profile import open_profile
from app.records.reader import RecordReader
from app.records.summary_model import SummaryVersion
from app.settings import Settings
from app.terms import profile_terms


@dataclass(frozen=True, slots=True)
class NewForm:
    """The options of ``yizhen document new``. ``entries`` are "SLOT=TEXT" or "SLOT=TEXT|TEXT"."""

    kind: str
    out: Path
    encounter: str = ""
    source_lang: str = "zh"
    target_lang: str = "en"
    entries: tuple[str, ...] = ()
    drafts: bool = False
    seal: Seal | None = None
    """Signs a PDF."""


def new_form(folder: Path | None, credentials: Credentials, wanted: NewForm) -> int:
    """Write the form; prints its path and its verification code."""
    if wanted.out.suffix.lower() not in (".pdf", ".docx"):
        raise DocumentError("document.output_format", extension=wanted.out.suffix.lower())
    form = template(wanted.kind)
    said = _said(form, wanted.entries)
    profile = open_profile(folder)
    source, target = wanted.source_lang, wanted.target_lang
    entries: dict[str, Entry] = {}
    release = None
    hospital = Settings(profile.settings).text("hospital.name")
    if wanted.encounter:
        with (
            opened(profile, credentials) as unlocked,
            RecordReader.open(profile.records, unlocked.require_access()) as reader,
        ):
            record = reader.load_for_export(wanted.encounter, form=wanted.kind)
        header = record.header
        source, target = header.doctor_lang, header.patient_lang
        hospital = header.hospital or hospital
        termbase = profile_terms(profile)
        entries = entries_of(
            record,
            lambda text: termbase.find(text, source, target),
            drafts=wanted.drafts,
        )
        left_out = untold(record, drafts=wanted.drafts)
        if left_out:
            why = "the patient was never told them"
            click.echo(f"yizhen: lines of the summary left out: {left_out} ({why})", err=True)
        if record.summary is not None and record.summary.reviewed and not said:
            release = _release(record.summary)
    entries |= said
    blocks = blocks_of(form, entries, source, target)
    info = form_info(
        form, source, target, hospital=hospital, app_version=__version__, release=release,
        blank=not entries,
    )  # fmt: skip
    write_document(None, blocks, info, wanted.out, DocumentLayout.SIDE, wanted.seal)
    click.echo(wanted.out)
    click.echo(content(blocks, info).code)
    return 0


def _release(summary: SummaryVersion) -> Release:
    """Who has reviewed the summary stands for what was taken from it."""
    return Release(summary.user, summary.created_at[:10])


def _said(form: Template, entries: Sequence[str]) -> dict[str, Entry]:
    """Entries of the command line. Raises DocumentError ``document.slot_unknown``."""
    found = {}
    for entry in entries:
        slot, _, text = entry.partition("=")
        if slot not in form.slots:
            raise DocumentError("document.slot_unknown", slot=slot, known=" ".join(form.slots))
        source, bar, target = text.partition("|")
        found[slot] = Entry(source, target if bar else source)
    return found
