"""Where packs are: the profile's ``model_packs`` folder first, then those that came with us."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.assets import assets_folder
from app.modelpacks.manifest import MANIFEST_NAME, Manifest, PackError, PackKind, read_manifest


def pack_folders(profile: Path | None) -> list[Path]:
    """Folders that hold packs, in order of precedence."""
    own = [profile / "model_packs"] if profile is not None else []
    return [*own, assets_folder() / "model_packs"]


@dataclass(frozen=True, slots=True)
class FoundPack:
    """A pack's folder with its manifest, or the error that reading it gave."""

    folder: Path
    manifest: Manifest | None
    error: PackError | None = None


def find_packs(profile: Path | None) -> list[FoundPack]:
    """Every pack folder, unverified; a pack in the profile hides a shipped one of the same id."""
    found: list[FoundPack] = []
    seen: set[str] = set()
    for parent in pack_folders(profile):
        if not parent.is_dir():
            continue
        for folder in sorted(p for p in parent.iterdir() if (p / MANIFEST_NAME).is_file()):
            try:
                manifest = read_manifest(folder)
            except PackError as error:
                found.append(FoundPack(folder, None, error))
                continue
            if manifest.id not in seen:
                seen.add(manifest.id)
                found.append(FoundPack(folder, manifest))
    return found


def choose(profile: Path | None, kind: PackKind, languages: set[str]) -> FoundPack:
    """The first pack of ``kind`` that covers ``languages`` (for translation: both directions).

    Raises PackError ``pack.none_for`` when there is none.
    """
    for pack in find_packs(profile):
        if pack.manifest is not None and _covers(pack.manifest, kind, languages):
            return pack
    raise PackError("pack.none_for", kind=kind.value, languages=",".join(sorted(languages)))


def _covers(manifest: Manifest, kind: PackKind, languages: set[str]) -> bool:
    if manifest.kind is not kind:
        return False
    if kind is PackKind.SPEECH:
        return languages <= set(manifest.languages)
    pairs = {(a, b) for a in languages for b in languages if a != b}
    return pairs <= set(manifest.directions)
