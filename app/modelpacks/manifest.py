"""A model pack's manifest: what is in the folder, what it may be used for, how to run it.

`manifest.json` lists every file with size and SHA-256. It is the only thing read before the
files are verified.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from app.errors import AppError

MANIFEST_NAME = "manifest.json"
FORMAT = 1


class PackError(AppError):
    """A model pack cannot be used. Codes begin with ``pack.``."""


class PackKind(StrEnum):
    """What a pack does."""

    SPEECH = "speech"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: size in bytes and lower-case hexadecimal SHA-256."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A parsed manifest.

    ``family`` chooses the code that runs the pack ("whisper", "starter", "opus-mt", "nllb",
    "m2m100"). ``fitted_window`` says whether the encoder may be given fewer frames than its
    window; only packs trained or measured for it say so. ``options`` holds what one family
    needs (term markers, language codes).
    """

    id: str
    version: str
    kind: PackKind
    family: str
    languages: tuple[str, ...]
    directions: tuple[tuple[str, str], ...]
    licence: str
    source: str
    compute_types: tuple[str, ...]
    files: dict[str, PackFile]
    window_seconds: float = 30.0
    fitted_window: bool = False
    options: dict[str, Any] = field(default_factory=dict)


_KNOWN = frozenset(
    [
        "format",
        "id",
        "version",
        "kind",
        "family",
        "languages",
        "directions",
        "licence",
        "source",
        "compute_types",
        "files",
        "window_seconds",
        "fitted_window",
        "sample_rate",
    ]
)


def read_manifest(folder: Path) -> Manifest:
    """Parse the manifest of a pack folder.

    Raises PackError: ``pack.no_manifest``, ``pack.bad_manifest`` (with field), or
    ``pack.newer_format``.
    """
    path = folder / MANIFEST_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PackError("pack.no_manifest", pack=folder.name, folder=str(folder)) from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PackError("pack.bad_manifest", pack=folder.name, field=str(error)) from error
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        raise PackError("pack.bad_manifest", pack=folder.name, field="format")
    if data["format"] > FORMAT:
        raise PackError("pack.newer_format", pack=folder.name, format=data["format"])
    try:
        return _parse(data)
    except (KeyError, TypeError, ValueError) as error:
        raise PackError("pack.bad_manifest", pack=folder.name, field=str(error)) from error


def _parse(data: dict[str, Any]) -> Manifest:
    files = {
        _safe_name(name): PackFile(str(entry["sha256"]).lower(), int(entry["bytes"]))
        for name, entry in data["files"].items()
    }
    if not files:
        raise ValueError("files")
    return Manifest(
        id=str(data["id"]),
        version=str(data["version"]),
        kind=PackKind(data["kind"]),
        family=str(data["family"]),
        languages=tuple(str(code) for code in data["languages"]),
        directions=tuple((str(a), str(b)) for a, b in data.get("directions", [])),
        licence=str(data["licence"]),
        source=str(data["source"]),
        compute_types=tuple(str(name) for name in data.get("compute_types", ["int8"])),
        files=files,
        window_seconds=float(data.get("window_seconds", 30.0)),
        fitted_window=bool(data.get("fitted_window", False)),
        options={key: value for key, value in data.items() if key not in _KNOWN},
    )


def _safe_name(name: str) -> str:
    """A relative path that stays inside the pack's folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name:
        raise ValueError(f"files/{name}")
    return name
