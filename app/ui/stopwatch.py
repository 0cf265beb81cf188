"""How long a consultation has lasted."""

from __future__ import annotations

from collections.abc import Callable


class Stopwatch:
    """``now`` is a clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._started_at: float | None = None
        self._before_s = 0.0

    @property
    def is_running(self) -> bool:
        """Has it been started and not stopped?"""
        return self._started_at is not None

    @property
    def elapsed_ms(self) -> int:
        """All the time that it ran."""
        running = 0.0 if self._started_at is None else self._now() - self._started_at
        return round((self._before_s + running) * 1000)

    def start(self) -> None:
        """Go on; where it runs already nothing changes."""
        if self._started_at is None:
            self._started_at = self._now()

    def stop(self) -> None:
        """Keep the time that it has run."""
        self._before_s, self._started_at = self.elapsed_ms / 1000, None

    def reset(self) -> None:
        """Back to nothing."""
        self._started_at, self._before_s = None, 0.0
