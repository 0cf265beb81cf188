"""Files that are written whole or not at all: nobody ever meets half of one under its name."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

PART_SUFFIX = ".part"


def write_whole(target: Path, data: bytes) -> None:
    """Put ``data`` under the name ``target``, in the place of what stood there.

    It is written beside the target for its owner only, synced to the disk, then renamed: killed
    or cut off at any moment, the name holds the old file or the new one. Raises OSError; then
    nothing has changed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".yizhen-", suffix=PART_SUFFIX)
    part = Path(name)
    try:
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
