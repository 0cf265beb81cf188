"""``yizhen models list`` and ``models verify``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.modelpacks.locate import find_packs
from app.modelpacks.manifest import PackError
from app.modelpacks.verify import verify


def list_packs(profile: Path | None) -> int:
    """Print one JSON line per pack; a pack whose manifest cannot be read is listed with why."""
    for pack in find_packs(profile):
        line: dict[str, object] = {"folder": str(pack.folder)}
        if pack.manifest is None:
            line["error"] = str(pack.error)
        else:
            found = pack.manifest
            line |= {
                "id": found.id,
                "version": found.version,
                "kind": found.kind.value,
                "family": found.family,
                "languages": found.languages,
                "directions": found.directions,
                "licence": found.licence,
                "bytes": sum(entry.size_bytes for entry in found.files.values()),
            }
        click.echo(json.dumps(line, ensure_ascii=False))
    return 0


def verify_packs(profile: Path | None, folders: tuple[Path, ...]) -> int:
    """Verify packs; one line each. Returns 1 when any is damaged, or when there is none."""
    wanted = list(folders) or [pack.folder for pack in find_packs(profile)]
    if not wanted:
        click.echo("yizhen: pack.none_installed", err=True)
        return 1
    status = 0
    for folder in wanted:
        try:
            manifest = verify(folder)
        except PackError as error:
            status = 1
            click.echo(f"yizhen: {error}", err=True)
        else:
            click.echo(f"{manifest.id} {manifest.version}: ok, {len(manifest.files)} files")
    return status
