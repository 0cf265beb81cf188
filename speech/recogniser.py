"""The recogniser interface. One contract test runs against every implementation."""

from __future__ import annotations

from typing import Protocol

from speech.types import Hints, Hypothesis


class Recogniser(Protocol):
    """Holds no state between calls, so one instance serves every channel and encounter."""

    def recognise(self, pcm: bytes, hints: Hints, *, partial: bool = False) -> Hypothesis:
        """Recognise mono 16 kHz int16 audio.

        ``partial`` asks for the cheapest decode (greedy), for text that will be replaced soon.
        """
        ...
