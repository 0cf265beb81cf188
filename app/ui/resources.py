"""Where the interface's files lie: beside the sources, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def assets_folder() -> Path:
    """The folder ``assets`` of a source tree, else the copy that an installed package has."""
    beside = _PACKAGE.parent / "assets"
    return beside if (beside / "translations").is_dir() else _PACKAGE / "_assets"


def fonts_folder() -> Path:
    """Fonts that the bootstrap fetched; may not be there."""
    return assets_folder() / "fonts"


def icons_folder() -> Path:
    """Icons, one SVG each."""
    return assets_folder() / "icons"


def translations_folder() -> Path:
    """Catalogues of the interface's words."""
    return assets_folder() / "translations"
