"""A message above the turns: what happened, what was kept, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from app.ui import view_state
from app.ui.icons import pixmap
from app.ui.texts import Texts
from app.ui.theme import Theme
from app.ui.view_state import Severity
from app.ui.widgets.parts import label, name, restyle, set_icon
from app.ui.widgets.strip import Strip

_ICONS = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "error"}
ICON = 24


class Banner(Strip):
    """Shows a `view_state.Banner` and names the one behind it; hidden while there is none."""

    dismissed = Signal()

    def __init__(self, texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        self._texts, self._theme = texts, theme
        self._banners: tuple[view_state.Banner, ...] = ()
        self._title, self._behind, self._kept, self._next = (
            label("", "body", wrap=True) for _ in range(4)
        )
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        self._parts = (self._title, self._kept, self._next, self._behind)
        super().__init__(self._parts, self._close, parent)
        self.setObjectName("banner")
        self._close.clicked.connect(self.dismissed)

    @property
    def words(self) -> str:
        """All that is said, for tests."""
        return "\n".join(x.text() for x in self._parts if x.text())

    def set_look(self, texts: Texts, theme: Theme) -> None:
        """Another language or theme."""
        self._texts, self._theme = texts, theme
        self._draw()

    def set_banners(self, banners: tuple[view_state.Banner, ...]) -> None:
        """Show the last of ``banners``, or nothing."""
        if banners != self._banners:
            self._banners = banners
            self._draw()

    def _draw(self) -> None:
        name(self._close, self._texts.get("banner.dismiss"))
        set_icon(self._close, "close", self._theme, size=18)
        self.setVisible(bool(self._banners))
        if not self._banners:
            return
        banner = self._banners[-1]
        colours = self._theme.colours
        colour = {
            Severity.INFO: colours.primary,
            Severity.WARNING: colours.warning,
            Severity.ERROR: colours.danger,
        }[banner.severity]
        self.show_icon(pixmap(_ICONS[banner.severity], colour, ICON))
        for part, widget in (("what", self._title), ("kept", self._kept), ("next", self._next)):
            words = self._said(part, banner)
            if part == "next" and banner.severity is Severity.ERROR:
                words = f"{words} ({_for_support(banner)})".strip()
            widget.setText(words)
        self._behind.setText(self._what_is_behind())
        # On one line, which may be cut, that there is more comes before the details.
        line = (self._title, self._behind, self._kept, self._next)
        self.show_words(" · ".join(x.text() for x in line if x.text()), self.words)
        self.setAccessibleName(self.words)
        restyle(self, severity=banner.severity.value)

    def _said(self, part: str, banner: view_state.Banner) -> str:
        values = {k: self._texts.value(v) for k, v in banner.values if k != "code"}
        return self._texts.code_text(f"banner.{part}", banner.code, banner.whose, **values)

    def _what_is_behind(self) -> str:
        behind = self._banners[:-1]
        if not behind:
            return ""
        what = self._said("what", behind[-1])
        return self._texts.get("banner.behind", n=len(behind), what=what)


def _for_support(banner: view_state.Banner) -> str:
    """The code with its details: what IT staff asks for first."""
    details = ", ".join(f"{key}={value}" for key, value in banner.values if key != "code")
    return f"{banner.code}: {details}" if details else banner.code
