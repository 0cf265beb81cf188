"""What ``yizhen records`` does. Machine output is JSON, one line for each thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.commands.unlocking import Credentials, opened
from app.profile import Profile, open_profile
from app.records import backup as backups
from app.records import keys, retention, rotation, users
from app.records.access import Act
from app.records.document_store import DocumentStore
from app.records.failures import RecordsError
from app.records.reader import RecordReader
from app.records.sealed_files import unseal
from app.records.search import Query
from app.records.store import RecordStore
from app.records.verify import verify_record


def list_encounters(folder: Path | None, credentials: Credentials) -> int:
    """Headers, the newest first."""
    with _reader(folder, credentials) as reader:
        for header in reader.list_encounters():
            _line(asdict(header))
    return 0


def search_turns(folder: Path | None, credentials: Credentials, query: Query) -> int:
    """Turns that hold the words in either language, as the records window finds them."""
    with _reader(folder, credentials) as reader:
        outcome = reader.find(query)
    for found in outcome.found:
        for hit in found.hits:
            _line(
                {
                    "encounter": found.header.id,
                    "turn": hit.turn,
                    "party": hit.party.value,
                    "lang": hit.lang,
                    "text": hit.text,
                    "translation": hit.translation,
                }
            )
    if outcome.more:
        click.echo(f"yizhen: there are more than {query.limit} (--limit)", err=True)
    return 0


def show_encounter(folder: Path | None, credentials: Credentials, encounter: str) -> int:
    """A whole encounter as one JSON value."""
    with _reader(folder, credentials) as reader:
        click.echo(json.dumps(asdict(reader.load(encounter)), ensure_ascii=False, indent=1))
    return 0


def unseal_file(folder: Path | None, credentials: Credentials, file: Path, out: Path) -> int:
    """Open a sealed file; that it was opened is on record."""
    profile = open_profile(folder)
    with opened(profile, credentials) as unlocked:
        access = unlocked.require_access()
        with RecordReader.open(profile.records, access) as reader:
            reader.require("file.unseal", Act.EXPORT_OWN, Act.EXPORT_ALL)
        file_of_keys = keys.read_keys(profile.keys)
        for key in (access.key, *rotation.old_data_keys(file_of_keys, access.key)):
            try:
                unseal(file, out, key)
                break
            except RecordsError as error:
                # It may have been sealed before the data key was changed.
                if error.code != "sealed.damaged":
                    raise
                failure = error
        else:
            raise failure
    click.echo(out)
    return 0


def verify(folder: Path | None, credentials: Credentials) -> int:
    """One JSON value; 1 when there are problems, each a line on stderr as well."""
    profile = open_profile(folder)
    with opened(profile, credentials) as unlocked:
        access = unlocked.require_access()
        report = verify_record(profile.records, access)
        # Into a file that is damaged nothing more is written: it may still be rescued.
        if not any(problem.part == "file" for problem in report.problems):
            with RecordStore.open(profile.records, access) as store:
                store.note_verified(report.entries, len(report.problems))
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    for problem in report.problems:
        where = f" at {problem.where}" if problem.where else ""
        click.echo(f"yizhen: {problem.part}: {problem.what}{where}", err=True)
    return 1 if report.problems else 0


def print_audit(folder: Path | None, credentials: Credentials, encounter: str) -> int:
    """The entries of the audit log in their order."""
    with _reader(folder, credentials) as reader:
        for entry in reader.audit_log(encounter):
            _line({**asdict(entry), "details": json.loads(entry.details)})
    return 0


def back_up(folder: Path | None, credentials: Credentials, parent: Path) -> int:
    """Make a verified backup; prints its folder and what is in it."""
    profile = open_profile(folder)
    with opened(profile, credentials) as unlocked:
        made = backups.back_up(profile, unlocked, parent.resolve())
    _line({**asdict(made), "folder": str(made.folder)})
    return 0


def restore(folder: Path | None, credentials: Credentials, backup_folder: Path) -> int:
    """Put a backup into an empty profile."""
    profile = open_profile(folder)
    name = credentials.user_name or users.default_user(Profile(backup_folder).keys)
    made = backups.restore(backup_folder, profile, name, credentials.passphrase())
    _line({**asdict(made), "folder": str(made.folder), "restored_to": str(profile.folder)})
    return 0


def retain(folder: Path | None, credentials: Credentials, *, dry_run: bool) -> int:
    """Delete what is due by the policy, or say what would be; one line for each encounter."""
    profile = open_profile(folder)
    with opened(profile, credentials) as unlocked:
        policy = keys.read_keys(profile.keys).policy
        work = retention.due if dry_run else retention.apply
        with DocumentStore.open(profile.records, unlocked.require_access()) as store:
            for gone in work(store, policy, datetime.now(UTC)):
                _line({**asdict(gone), "deleted": not dry_run})
            look = retention.due_documents if dry_run else retention.apply_to_documents
            for document in look(store, policy, datetime.now(UTC)):
                _line({"document": document.id, "created_at": document.started_at,
                       "deleted": not dry_run})  # fmt: skip
            listen = retention.due_sounds if dry_run else retention.apply_to_sounds
            for encounter in listen(store, policy, datetime.now(UTC)):
                _line({"id": encounter, "sound_deleted": not dry_run})
    return 0


def remove_sound(folder: Path | None, credentials: Credentials, encounter: str, reason: str) -> int:
    """Erase the kept sound of an encounter, for instance when the patient asks for it."""
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        RecordStore.open(profile.records, unlocked.require_access()) as store,
    ):
        _line({"id": encounter, "sounds": store.remove_sounds(encounter, reason)})
    return 0


@contextmanager
def _reader(folder: Path | None, credentials: Credentials) -> Iterator[RecordReader]:
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        RecordReader.open(profile.records, unlocked.require_access()) as reader,
    ):
        yield reader


def _line(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
