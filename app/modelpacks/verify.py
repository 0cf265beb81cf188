"""Verify a pack before anything in it is loaded: every listed file, size first, then SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.modelpacks.manifest import Manifest, PackError, PackKind, read_manifest

_CHUNK_BYTES = 1 << 20
_REQUIRED = {
    # A missing tokenizer makes faster-whisper download one; it must be in the pack.
    (PackKind.SPEECH, "whisper"): ("model.bin", "tokenizer.json", "preprocessor_config.json"),
    (PackKind.TRANSLATION, "starter"): ("model.bin",),
}


def verify(folder: Path, progress: Callable[[int, int], None] | None = None) -> Manifest:
    """Check every file of the pack in ``folder`` and return its manifest.

    ``progress`` is told bytes done and bytes in all. Raises PackError naming file and pack:
    ``pack.file_missing``, ``pack.file_damaged``, ``pack.file_required``, or what
    `read_manifest` raises.
    """
    manifest = read_manifest(folder)
    for name in _REQUIRED.get((manifest.kind, manifest.family), ()):
        if name not in manifest.files:
            raise PackError("pack.file_required", pack=manifest.id, file=name)
    total = sum(entry.size_bytes for entry in manifest.files.values())
    done = 0
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            if path.stat().st_size != entry.size_bytes:
                raise PackError("pack.file_damaged", pack=manifest.id, file=name)
            digest = hashlib.sha256()
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(done, total)
        except OSError as error:
            raise PackError("pack.file_missing", pack=manifest.id, file=name) from error
        if digest.hexdigest() != entry.sha256:
            raise PackError("pack.file_damaged", pack=manifest.id, file=name)
    return manifest
