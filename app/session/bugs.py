"""How a bug is logged: its type and place, never its text, which could hold a patient's words."""

from __future__ import annotations

import logging

log = logging.getLogger("yizhen.session")


def log_bug(what: str, number: int, error: Exception) -> None:
    """Say where an unexpected exception came from. ``what`` and ``number`` name the work."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("bug at %s %d: %s in %s", what, number, type(error).__name__, where)
