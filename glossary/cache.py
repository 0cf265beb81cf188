"""Files compiled into tables of text: what is read in a blink instead of being parsed again.

A cache's folder is named by the content of everything it was made from, so that it cannot be
stale; nothing in it can run.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

log = logging.getLogger("yizhen.glossary")

COMPILED = Path(__file__).resolve().parent / "compiled"
"""Where a build may put compiled tables; see ``python -m glossary.compile``."""
_KEPT = 4
"""So many caches stay; older ones are removed."""

Table = Callable[[str], str]
"""The text of a table by its name."""


def place(kind: str, key: str, chosen: Path | None = None) -> Path:
    """The folder of the caches of a kind: ``chosen``, the build's where it has this key, or the
    user's own."""
    if (COMPILED / key).is_dir():
        return COMPILED
    return chosen or Path(platformdirs.user_cache_dir("yizhen", appauthor=False)) / kind


def cached(parent: Path, key: str, make: Callable[[], Table]) -> Table:
    """The tables of the cache ``parent/key``; one that is missing is made and written there."""
    folder = parent / key
    made: list[Table] = []

    def table(name: str) -> str:
        try:
            return (folder / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            pass
        if not made:
            made.append(make())
        text = made[0](name)
        try:
            new = not folder.exists()
            write_table(folder / name, text)
            if new:
                _tidy(parent, key)
        except OSError as error:
            # Without a cache the next start is slow, nothing else.
            log.warning("no cache: %s", type(error).__name__)
        return text

    return table


def write_table(path: Path, text: str) -> None:
    """Write one table. Another process may write the same at the same time, and one may be
    reading. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, work = tempfile.mkstemp(prefix=".making-", dir=path.parent)
    os.close(handle)
    made = Path(work)
    made.write_text(text, encoding="utf-8", newline="")
    made.replace(path)


def _tidy(parent: Path, key: str) -> None:
    old = [path for path in parent.iterdir() if path.is_dir() and path.name != key]
    old.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in old[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
