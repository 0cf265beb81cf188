"""``yizhen records export`` and ``records verify --pdf``: documents that leave the record."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

import click

from app.bootstrap import headless_gui
from app.commands.unlocking import Credentials, opened
from app.documents.deidentify import Deidentify
from app.documents.export import ExportError, Format
from app.documents.export_many import Outcome, Put, Written
from app.documents.signatures import Verdict, check_pdf
from app.documents.writers.layouts import Layout
from app.documents.writers.sign import Seal, open_seal
from app.exports import Choice, export_chosen, put_sealed
from app.profile import Profile, open_profile, profile_at
from app.records.access import Access
from app.records.reader import RecordReader
from app.records.sealed_files import FileCipher
from app.records.users import Unlocked

PDF_PASSWORD = "YIZHEN_PDF_PASSWORD"
SIGN_PASSWORD = "YIZHEN_SIGN_PASSWORD"
TRUSTED = "trusted"
"""The folder of the profile with certificates that this hospital trusts."""

_SAID = {
    Verdict.VALID: "signed by {signer}, unchanged since",
    Verdict.UNTRUSTED: "unchanged since it was signed as {signer}, "
    "but no trusted certificate vouches for that name (--trust)",
    Verdict.CHANGED: "changed after it was signed by {signer}",
    Verdict.UNSIGNED: "not signed",
}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options of ``yizhen records export``."""

    encounters: tuple[str, ...]
    out: Path
    every: bool = False
    since: str = ""
    until: str = ""
    format: str = Format.PDF.value
    layout: str = Layout.SIDE_BY_SIDE.value
    language: str = ""
    deidentify: str = Deidentify.NO.value
    show_replaced: bool = False
    protect: bool = False
    password_file: Path | None = field(default=None, repr=False)
    certificate: Path | None = None
    certificate_password_file: Path | None = field(default=None, repr=False)
    sealed: bool = False


def run_export(folder: Path | None, credentials: Credentials, options: ExportOptions) -> int:
    """Write the files; prints their paths. 1 when there is an encounter without a file."""
    profile = open_profile(folder)
    choice = _choice(options)
    with opened(profile, credentials) as unlocked:
        access = unlocked.require_access()
        ids = options.encounters
        if options.every or options.since or options.until:
            ids = tuple(dict.fromkeys((*ids, *_found(profile, access, options))))
        headless_gui()
        with _cancel_by_signal() as cancelled:
            outcome = export_chosen(
                profile,
                access,
                ids,
                choice,
                _say_progress,
                cancelled.is_set,
                _sealer(unlocked) if options.sealed else None,
            )
    return _tell(outcome, options)


def verify_pdf(
    folder: Path | None, file: Path, trusted: Sequence[Path], password_file: Path | None
) -> int:
    """One JSON line for each signature; 0 only where all of them are valid."""
    place = profile_at(folder).folder / TRUSTED
    known = [path for path in sorted(place.glob("*")) if path.is_file()]
    password = secret(password_file, PDF_PASSWORD)
    found = check_pdf(file, [*known, *trusted], password)
    for one in found:
        click.echo(json.dumps({"file": str(file), **asdict(one)}, ensure_ascii=False))
        said = _SAID[one.verdict].format(signer=one.signer)
        click.echo(f"yizhen: {file.name}: {said}", err=True)
    return 0 if all(one.verdict is Verdict.VALID for one in found) else 1


def _choice(options: ExportOptions) -> Choice:
    password = secret(options.password_file, PDF_PASSWORD)
    if (options.protect or options.password_file) and not password:
        raise ExportError("export.password_missing")
    return Choice(
        folder=options.out,
        format=Format(options.format),
        layout=Layout(options.layout),
        language=options.language,
        deidentify=Deidentify(options.deidentify),
        # The variable alone protects nothing: it may be there for `verify`.
        password=password if options.protect or options.password_file else "",
        certificate=options.certificate,
        certificate_password=secret(options.certificate_password_file, SIGN_PASSWORD),
    )


def secret(file: Path | None, variable: str) -> str:
    """A password from a file or the environment; empty where there is none."""
    found = Credentials(file).given() if file is not None else os.environ.get(variable)
    return found or ""


def open_certificate(file: Path | None, password_file: Path | None) -> Seal | None:
    """The seal in a PKCS#12 file; None without one. Raises SignError."""
    return None if file is None else open_seal(file, secret(password_file, SIGN_PASSWORD))


def _found(profile: Profile, access: Access, options: ExportOptions) -> list[str]:
    """Encounters that began between two days, in local time."""
    since = options.since or date.min.isoformat()
    until = options.until or date.max.isoformat()
    with RecordReader.open(profile.records, access) as reader:
        return [
            header.id
            for header in reader.list_encounters()
            if since <= _day(header.started_at) <= until
        ]


def _day(started_at: str) -> str:
    return datetime.fromisoformat(started_at).astimezone().date().isoformat()


def _sealer(unlocked: Unlocked) -> Put:
    file = unlocked.file
    return put_sealed(unlocked.require_access(), FileCipher(file.file_cipher), file.profile_id)


def _tell(outcome: Outcome, options: ExportOptions) -> int:
    for written in outcome.written:
        click.echo(written.path)
        if options.deidentify != Deidentify.NO:
            _tell_replaced(written, names=options.show_replaced)
    if len(options.encounters) == 1 and outcome.failed and not options.every:
        raise outcome.failed[0].error
    for failed in outcome.failed:
        click.echo(f"yizhen: {failed.encounter_id}: not exported ({failed.error})", err=True)
    if outcome.cancelled:
        click.echo(
            f"yizhen: cancelled: {len(outcome.written)} files are finished and stay, "
            f"{len(outcome.left)} encounters were not exported",
            err=True,
        )
    return 1 if outcome.failed or outcome.cancelled else 0


def _tell_replaced(written: Written, *, names: bool) -> None:
    """What was replaced where; the words themselves only where somebody asks for them."""
    for one in written.replaced:
        place = f"turn {one.turn}" if one.turn else "head or summary"
        told = f": {one.original} -> {one.replacement or '(nothing)'}" if names else ""
        click.echo(f"yizhen: {written.path.name}: {place}: {one.kind.value}{told}", err=True)
    click.echo(
        f"yizhen: {written.path.name}: {len(written.replaced)} places were replaced by rules; "
        "read it before it is given away",
        err=True,
    )


def _say_progress(done: int, total: int) -> None:
    if total > 1 and sys.stderr.isatty():
        click.echo(f"\r{done}/{total}" + ("\n" if done == total else ""), err=True, nl=False)


@contextmanager
def _cancel_by_signal() -> Iterator[threading.Event]:
    """Ctrl+C lets the file that is being made go, and keeps those that are finished."""
    cancelled = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield cancelled
        return
    before = signal.signal(signal.SIGINT, lambda _number, _frame: cancelled.set())
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, before)
