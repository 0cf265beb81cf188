"""What ``yizhen records summary`` does."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from app.commands.unlocking import Credentials, opened
from app.documents.summary import draft_summary
from app.profile import open_profile
from app.records.store import RecordStore
from app.records.summary_model import Made, SummaryVersion
from app.terms import profile_terms


def print_summary(
    folder: Path | None,
    credentials: Credentials,
    encounter: str,
    *,
    draft: bool,
    review: bool,
    versions: bool,
) -> int:
    """The newest version (made where there is none), or all of them."""
    profile = open_profile(folder)
    with (
        opened(profile, credentials) as unlocked,
        RecordStore.open(profile.records, unlocked.require_access()) as store,
    ):
        found = store.summaries(encounter)
        if draft or not found:
            lines = draft_summary(store.load(encounter), profile_terms(profile).find)
            found = (*found, store.add_summary(encounter, Made.DRAFT, lines))
        if review:
            found = (*found, store.add_summary(encounter, Made.REVIEWED, found[-1].lines))
    if versions:
        for version in found:
            click.echo(json.dumps(asdict(version), ensure_ascii=False))
    else:
        click.echo(json.dumps(_shown(found[-1]), ensure_ascii=False, indent=1))
    return 0


def _shown(version: SummaryVersion) -> dict[str, object]:
    return {**asdict(version), "reviewed": version.reviewed}
