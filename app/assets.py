"""Where the files that ship with the program lie: packs, demonstration, fonts, icons, words."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def assets_folder() -> Path:
    """The folder ``assets`` of a source tree, else the copy that an installed package has."""
    inside = _PACKAGE / "_assets"
    return inside if inside.is_dir() else _PACKAGE.parent / "assets"
