"""Partial text that does not dance: local agreement over successive hypotheses.

A prefix is stable once two successive hypotheses of the same utterance agree on it
(LocalAgreement-2: Liu et al. 2020, "Low-latency sequence-to-sequence speech recognition and
translation by partial hypothesis selection"; used for Whisper by Macháček et al. 2023). Stable
text is never taken back within an utterance; only the final replaces it.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[㐀-鿿豈-﫿぀-ヿ]|[^\s㐀-鿿豈-﫿぀-ヿ]+|\s+")


def tokens(text: str) -> list[str]:
    """Split into the units that agree or not: single Han and kana characters, words, spaces."""
    return _TOKEN.findall(text)


class LocalAgreement:
    """The agreed prefix of one utterance's partial hypotheses."""

    def __init__(self) -> None:
        self._previous: list[str] = []
        self._stable: list[str] = []

    @property
    def stable(self) -> str:
        """The text two successive hypotheses agreed on."""
        return "".join(self._stable)

    def update(self, text: str) -> str:
        """Take the newest hypothesis; return the stable prefix."""
        current = tokens(text)
        agreed = 0
        for mine, theirs in zip(self._previous, current, strict=False):
            if mine != theirs:
                break
            agreed += 1
        # The last token may be half a word still being spoken: it waits for a successor.
        agreed = min(agreed, max(0, len(current) - 1))
        if agreed > len(self._stable) and current[: len(self._stable)] == self._stable:
            self._stable = current[:agreed]
        self._previous = current
        return self.stable
