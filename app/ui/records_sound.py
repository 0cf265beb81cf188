"""Hearing a turn again in the records window: a key, a bar that shows how far it has come."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QToolButton, QWidget

from app.errors import AppError
from app.records.model import Sound
from app.session.playback import Player
from app.ui.records_source import RecordsSource
from app.ui.task import Task
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon

TICK_MS = 60


class SoundBar(QFrame):
    """Which turn is heard, and how much of it. Signal: ``stopped`` by its button."""

    stopped = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self.words = label("", "caption", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(UNIT)
        self.time = label("", "caption", self)
        self.button = QToolButton(self)
        set_icon(self.button, "stop", style.theme)
        name(self.button, style.texts.get("records.sound.stop"), "Space")
        self.button.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, 0, UNIT * 2, UNIT)
        row.setSpacing(UNIT)
        row.addWidget(self.button)
        row.addWidget(self.words)
        row.addWidget(self.progress, 1)
        row.addWidget(self.time)
        self.hide()

    def show_loading(self, turn: int) -> None:
        """It is being opened."""
        texts = self._style.texts
        self.words.setText(texts.get("records.sound.opening", turn=turn))
        self.progress.setRange(0, 0)
        self.time.setText("")
        self.show()

    def show_position(self, turn: int, at_ms: int, length_ms: int) -> None:
        """So far it has come."""
        self.words.setText(self._style.texts.get("records.sound.playing", turn=turn))
        self.progress.setRange(0, max(1, length_ms))
        self.progress.setValue(min(at_ms, length_ms))
        self.progress.setAccessibleName(self.words.text())
        self.time.setText(f"{_clock(at_ms)} / {_clock(length_ms)}")
        self.show()


class SoundDesk(QObject):
    """Loads a turn's sound in a thread and plays it. Signals: ``failed(AppError)`` and
    ``changed`` when something begins or ends. A locked profile is silent at once."""

    failed = Signal(object)
    changed = Signal()

    def __init__(self, source: RecordsSource, bar: SoundBar) -> None:
        super().__init__(bar)
        self._source, self._bar = source, bar
        self._player = Player(source.speaker)
        self._turn = 0
        self._loading: Task | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.tick)
        bar.stopped.connect(self.stop)

    @property
    def busy(self) -> bool:
        """A sound is being opened."""
        return self._loading is not None

    @property
    def turn(self) -> int:
        """The turn that is heard, or about to be; 0: none."""
        return self._turn

    def toggle(self, encounter_id: str, turn: int) -> None:
        """Play this turn, or be silent if it plays already."""
        if self._turn == turn:
            self.stop()
            return
        self.stop()
        self._turn = turn
        self._bar.show_loading(turn)
        self._load(lambda: self._source.sound(encounter_id, turn), turn)
        self.changed.emit()

    def stop(self) -> None:
        """Be silent, and forget what was being opened."""
        was = self._turn
        self._turn = 0
        self._timer.stop()
        self._player.stop()
        self._bar.hide()
        if was:
            self.changed.emit()

    def tick(self) -> None:
        """Show how far it is; the end, or a lock, ends it."""
        if not self._player.playing or self._is_locked():
            self.stop()
            return
        self._bar.show_position(self._turn, self._player.position_ms, self._player.length_ms)

    def _is_locked(self) -> bool:
        try:
            self._source.access()
        except AppError:
            return True
        return False

    def _load(self, work: Callable[[], object], turn: int) -> None:
        task = self._loading = Task(work, self)

        def ended() -> None:
            if self._loading is task:
                self._loading = None
            task.deleteLater()

        def done(sound: object) -> None:
            ended()
            # Another turn, or none, may be wanted by now.
            if self._turn == turn and isinstance(sound, Sound):
                self._play(sound)

        def failed(error: AppError) -> None:
            ended()
            if self._turn == turn:
                self.stop()
                self.failed.emit(error)

        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    def _play(self, sound: Sound) -> None:
        try:
            self._player.play(sound.pcm, sound.rate_hz)
        except AppError as error:
            self.stop()
            self.failed.emit(error)
            return
        self._timer.start()
        self.tick()


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"
