"""Where the interface's files lie among the assets."""

from __future__ import annotations

from pathlib import Path

from app.assets import assets_folder


def fonts_folder() -> Path:
    """Fonts that the bootstrap fetched; may not be there."""
    return assets_folder() / "fonts"


def icons_folder() -> Path:
    """Icons, one SVG each."""
    return assets_folder() / "icons"


def translations_folder() -> Path:
    """Catalogues of the interface's words."""
    return assets_folder() / "translations"
