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

    @property
    def directions(self) -> tuple[tuple[str, str], ...]:
        """What it translates, from and to."""
        return self.manifest.directions if self.manifest is not None else ()


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


def choose_recogniser(profile: Path | None, languages: set[str], wanted: str = "") -> FoundPack:
    """The first speech pack for all of ``languages``; the pack ``wanted`` where one is named.

    Raises PackError ``pack.none_for``, ``pack.not_installed``.
    """
    if wanted:
        return _named(profile, wanted)
    for pack in find_packs(profile):
        manifest = pack.manifest
        speech = manifest is not None and manifest.kind is PackKind.SPEECH
        if manifest is not None and speech and languages <= set(manifest.languages):
            return pack
    raise _none(PackKind.SPEECH, languages)


def choose_translator(
    profile: Path | None, source_lang: str, target_lang: str, wanted: str = ""
) -> FoundPack:
    """The translation pack for one direction.

    The pack ``wanted`` where it translates this way; else one that translates both ways, so that a
    conversation needs one model only; else one for this direction. Raises PackError
    ``pack.none_for``, ``pack.not_installed``.
    """
    forth, back = (source_lang, target_lang), (target_lang, source_lang)
    named = [_named(profile, wanted)] if wanted else []
    found = [*named, *find_packs(profile)]
    forward = [pack for pack in found if forth in pack.directions]
    if not forward:
        raise _none(PackKind.TRANSLATION, {source_lang, target_lang})
    if forward[0] in named:
        return forward[0]
    return next((pack for pack in forward if back in pack.directions), forward[0])


def _named(profile: Path | None, wanted: str) -> FoundPack:
    for pack in find_packs(profile):
        if pack.manifest is not None and pack.manifest.id == wanted:
            return pack
    raise PackError("pack.not_installed", pack=wanted)


def _none(kind: PackKind, languages: set[str]) -> PackError:
    return PackError("pack.none_for", kind=kind.value, languages=",".join(sorted(languages)))
