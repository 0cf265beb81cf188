"""The keys of the doctor's window; those for holding to talk are handled by the window itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from app.ui.doctor_window import DoctorWindow


def bind(window: DoctorWindow) -> None:
    """Make the keys work, wherever in the window the keyboard is."""
    bindings: dict[str, Callable[[], None]] = {
        "F1": lambda: window.command.emit("help"),
        "F2": lambda: window.act_on_shown("correct"),
        "F3": lambda: window.act("swap"),
        "F4": lambda: window.command.emit("patient_screen"),
        "F5": lambda: window.act("retry"),
        "F6": lambda: window.act_on_shown("ask_again"),
        "F9": lambda: window.act_on_shown("confirm"),
        "F10": window.flags.note,
        "Alt+Return": window.advice.take,
        "Ctrl+B": lambda: window.act("back_translate"),
        "Ctrl+Y": lambda: window.act("ask_confirmation"),
        "Ctrl+K": lambda: window.act("teach_back"),
        "Ctrl+P": lambda: window.open_phrases(),
        "Ctrl+Return": window.press_main,
        "Ctrl+Enter": window.press_main,
        "Ctrl+Shift+E": window.press_end,
        "Ctrl+D": lambda: window.command.emit("documents"),
        "Ctrl+I": lambda: window.command.emit("intake"),
        "Ctrl+R": lambda: window.command.emit("records"),
        "Ctrl+G": lambda: window.command.emit("glossary"),
        "Ctrl+E": lambda: window.command.emit("export"),
        "Ctrl+,": lambda: window.command.emit("settings"),
        "Ctrl+End": window.turns.go_to_newest,
        "Ctrl+L": window.turns.setFocus,
        "Ctrl+T": window.composer.field.setFocus,
        "Alt+L": window.header.picker.setFocus,
    }
    for keys, slot in bindings.items():
        shortcut = QShortcut(QKeySequence(keys), window)
        # None is worth repeating, and a key that is held down must not decide about the next turn.
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)
