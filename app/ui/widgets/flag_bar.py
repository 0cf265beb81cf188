"""A red flag in what was just said: for the doctor, at once, until it is acknowledged."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.ui.icons import pixmap
from app.ui.languages import FSI, PDI, language
from app.ui.theme import TYPE
from app.ui.view_state import Alert
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name
from app.ui.widgets.settling import Settling
from app.ui.widgets.strip import Strip
from app.ui.widgets.turn_model import party_word


class FlagBar(Strip):
    """Shows the newest of the alerts; hidden while there is none. Signal ``seen(Alert)``.

    A press that was meant for what stood here before does not take away what stands here now.
    """

    seen = Signal(object)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        self._style = style
        self._alerts: tuple[Alert, ...] = ()
        self._title = label("", "body", wrap=True)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.RichText)
        self.button = QPushButton()
        super().__init__((self._title, self._said), self.button, parent)
        self.setObjectName("flags")
        self.button.clicked.connect(self._noted)
        self._settling = Settling(lambda: self.button.setEnabled(True), self)
        self.set_style(style)

    @property
    def words(self) -> str:
        """All that is said, for tests."""
        return f"{self._title.text()}\n{self._said.text()}"

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        self.show_icon(pixmap("flag", style.theme.colours.danger, 28))
        texts = style.texts
        bold = style.fonts.font(texts.code, style.theme.px(TYPE.body), bold=True)
        for words in (self._title, self._line):
            words.setFont(bold)
        self.button.setText(texts.get("flag.seen"))
        name(self.button, texts.get("flag.seen"), "F10")
        self._draw()

    def set_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Show the newest of ``alerts``."""
        if alerts != self._alerts:
            self._alerts = alerts
            if self._settling.show(_newest(alerts)):
                self.button.setEnabled(False)
            self._draw()
        self.setVisible(bool(alerts))

    def note(self) -> None:
        """As if the button was clicked: nothing happens where that cannot be done."""
        if self._alerts:
            self.button.click()

    def _noted(self) -> None:
        self.button.setEnabled(False)
        self._settling.start()
        self.seen.emit(self._alerts[-1])

    def _draw(self) -> None:
        if not self._alerts:
            return
        alert, texts = self._alerts[-1], self._style.texts
        names = [texts.get(f"flag.concept.{flag.concept}") for flag in alert.flags]
        parts = [texts.get("flag.title"), *dict.fromkeys(names)]
        if len(self._alerts) > 1:
            parts.append(texts.get("flag.more", n=len(self._alerts) - 1))
        self._title.setText(" · ".join(parts))
        self._said.setFont(self._style.fonts.font(alert.lang, self._style.theme.px(TYPE.lead)))
        said = texts.get("flag.said", party=party_word(texts, alert.party))
        way = "rtl" if language(alert.lang).rtl else "ltr"
        self._said.setText(f'{escape(said)} <span dir="{way}">{self._marked(alert)}</span>')
        whole = f"{self._title.text()}: {alert.text}"
        # On one line there is room for what was flagged, but not for all that was said.
        flagged = " … ".join(alert.text[start:end] for start, end in _united(alert))
        self.show_words(f"{self._title.text()} · {said} {FSI}{flagged}{PDI}", whole)
        self.setAccessibleName(whole)

    def _marked(self, alert: Alert) -> str:
        """The words with the flagged ones in bold on the colour of marks."""
        colour = self._style.theme.colours.mark
        shown, done = [], 0
        for start, end in _united(alert):
            shown.append(escape(alert.text[done:start]))
            marked = escape(alert.text[start:end])
            shown.append(f'<b style="background:{colour}">{marked}</b>')
            done = end
        return "".join((*shown, escape(alert.text[done:])))


def _united(alert: Alert) -> list[tuple[int, int]]:
    """Where something is flagged: signs may share their words, and each is marked whole."""
    united: list[tuple[int, int]] = []
    for start, end in sorted((flag.start, flag.end) for flag in alert.flags):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _newest(alerts: tuple[Alert, ...]) -> Alert | None:
    """The alert on display, the same whether its words are a turn by now or not."""
    return replace(alerts[-1], turn=0) if alerts else None
