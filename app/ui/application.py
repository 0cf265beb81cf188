"""The Qt application object: fonts, look, Qt's own words in the user's language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.ui import fonts, resources, stylesheet
from app.ui.theme import TYPE, Theme, theme

_READY = "yizhen_ready"
"""Marks an application object that has been made ready."""


def create_application(
    argv: Sequence[str], language: str = "zh", theme_name: str = "light", scale: float = 1.0
) -> QApplication:
    """The application object, made ready: fonts loaded, style set. There can be only one.

    A second call gives the same one, in the look that is asked for now.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication) and existing.property(_READY):
        apply_theme(existing, theme(theme_name, scale), language)
        return existing
    if existing is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
    app = existing if isinstance(existing, QApplication) else QApplication(list(argv))
    app.setProperty(_READY, True)
    app.setApplicationName("yizhen")
    app.setApplicationDisplayName("译诊")
    app.setQuitOnLastWindowClosed(False)
    app.setStyle("Fusion")
    fonts.load_fonts(resources.fonts_folder())
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(language), "qtbase", "_", folder):
        app.installTranslator(translator)
    apply_theme(app, theme(theme_name, scale), language)
    return app


def apply_theme(app: QApplication, look: Theme, language: str) -> None:
    """Style every doctor window; the patient screen has a sheet of its own."""
    font = fonts.FontBook().font(language, look.px(TYPE.body))
    app.setFont(font)
    app.setPalette(_palette(look))
    sheet = stylesheet.doctor_sheet(look)
    for icon in ("chevron", "check"):
        path = resources.icons_folder() / f"{icon}-{look.name}.svg"
        sheet = sheet.replace(f"{{{icon}}}", path.as_posix())
    app.setStyleSheet(sheet)


def _palette(look: Theme) -> QPalette:
    """For what the style sheet does not reach: selections, place holders, disabled text."""
    c = look.colours
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.background,
        QPalette.ColorRole.Base: c.surface,
        QPalette.ColorRole.AlternateBase: c.raised,
        QPalette.ColorRole.Button: c.surface,
        QPalette.ColorRole.Text: c.ink,
        QPalette.ColorRole.WindowText: c.ink,
        QPalette.ColorRole.ButtonText: c.ink,
        QPalette.ColorRole.PlaceholderText: c.faint,
        QPalette.ColorRole.Highlight: c.doctor,
        QPalette.ColorRole.HighlightedText: c.surface,
        QPalette.ColorRole.ToolTipBase: c.ink,
        QPalette.ColorRole.ToolTipText: c.surface,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText
    ):  # fmt: skip
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.faint))
    return palette
