"""An engine that knows the samples' reference translations by heart, and nothing else."""

from __future__ import annotations

from pathlib import Path

from app.engine.engine import Priority, RequestingEngine
from app.engine.protocol import Reply, Request, Translate, Translated
from translation.types import SentenceTranslation, Translation

_FILE = Path(__file__).with_name("references.psv")


def references(lang: str) -> dict[str, str]:
    """What each Chinese text is in a language."""
    head, *rows = (line.split("|") for line in _FILE.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[head.index(lang)] for row in rows}


class ReferenceEngine(RequestingEngine):
    """Gives the reference of every line; a line without one raises KeyError."""

    def __init__(self, lang: str) -> None:
        self._known = references(lang)

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        assert isinstance(request, Translate)
        lines = [SentenceTranslation(s, self._known[s], 0.0) for s in request.text.split("\n")]
        text = "\n".join(line.target for line in lines)
        return Translated(Translation(request.text, text, tuple(lines), True), 0.0)
