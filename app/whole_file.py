"""Files that are written whole or not at all: nobody ever meets half of one under its name."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

PART_SUFFIX = ".part"
_NOTE_PREFIX = "part-"


class Parts:
    """Remembers files that are being written, so that those a crash leaves can be removed.

    A note for each lies in ``folder`` for as long as it is unfinished.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def noted(self, part: Path) -> Iterator[None]:
        """Remember ``part`` for the time of the block."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=_NOTE_PREFIX)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(str(part.absolute()))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            yield
        finally:
            Path(name).unlink(missing_ok=True)

    def remove_left(self) -> int:
        """Remove what a crash has left; how many files that were. Only while nobody writes."""
        removed = 0
        for note in sorted(self._folder.glob(f"{_NOTE_PREFIX}*")):
            with suppress(OSError):
                part = Path(note.read_text(encoding="utf-8"))
                if part.suffix == PART_SUFFIX and part.is_file():
                    part.unlink()
                    removed += 1
                note.unlink()
        return removed


def write_whole(target: Path, data: bytes, parts: Parts | None = None) -> None:
    """Put ``data`` under the name ``target``, in the place of what stood there.

    It is written beside the target for its owner only, synced to the disk, then renamed: killed
    or cut off at any moment, the name holds the old file or the new one, and ``parts`` knows
    what else may lie there. Raises OSError; then nothing has changed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Noted before it exists: there is no moment at which nobody knows of it.
    part = target.parent / f".yizhen-{os.urandom(8).hex()}{PART_SUFFIX}"
    with parts.noted(part) if parts is not None else nullcontext():
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
            _sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a loss of power; Windows has no such thing."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
