"""A turn's translation, translated back, and where it differs from what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from app.engine.engine import EngineFailed, Priority
from app.session.events import BackTranslated, Subtitle
from app.session.steps import Desk
from translation.confidence import Confidence, back_differs
from translation.types import Span

_TOKEN = re.compile(r"[㐀-鿿豈-﫿぀-ヿ]|[^\W㐀-鿿豈-﫿぀-ヿ]+")
MAX_TOKENS = 400
"""Longer texts are not compared word by word: the time grows with the square."""


def back_translation(desk: Desk, turn: Subtitle) -> BackTranslated:
    """Translate back at low priority; a failure is in the event's ``code``."""
    try:
        reply = desk.engine.translate(
            turn.translation, turn.target_lang, turn.lang, priority=Priority.PARTIAL
        )
    except EngineFailed as error:
        return BackTranslated(turn.turn, turn.revision, turn.lang, "", code=error.code)
    text = reply.translation.target
    if not text.strip():
        return BackTranslated(turn.turn, turn.revision, turn.lang, "", code="translation.failed")
    findings = desk.run_checks(turn.text, text, turn.lang, turn.lang, ())
    spans = differing(turn.text, text)
    source_spans, back_spans = spans or ((), ())
    differs = bool(desk.policy.critical(findings, True, Confidence()))
    return BackTranslated(
        turn.turn,
        turn.revision,
        turn.lang,
        text,
        findings,
        source_spans,
        back_spans,
        back_differs(turn.confidence) if differs else turn.confidence,
        compared=spans is not None,
    )


def differing(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """Words of each text that the other does not have in that place, as spans.

    None where the texts are too long to be compared so.
    """
    mine, theirs = list(_TOKEN.finditer(one)), list(_TOKEN.finditer(other))
    if max(len(mine), len(theirs)) > MAX_TOKENS:
        return None
    matcher = SequenceMatcher(
        None, [m.group().lower() for m in mine], [m.group().lower() for m in theirs], autojunk=False
    )
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    return (
        _spans(mine, [(a, b) for _, a, b, _, _ in changes]),
        _spans(theirs, [(a, b) for _, _, _, a, b in changes]),
    )


def _spans(tokens: Sequence[re.Match[str]], ranges: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((tokens[a].start(), tokens[b - 1].end()) for a, b in ranges if a < b)
