"""A turn's translation, translated back, and where it differs from what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

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
    spans = differing(turn.text, text, turn.lang)
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


def differing(one: str, other: str, lang: str) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """Words of each text that the other does not have in that place, as spans.

    The same amount is the same word however it is written: 十五 and 15. None where the texts are
    too long to be compared so.
    """
    mine, theirs = _words(one, lang), _words(other, lang)
    if max(len(mine), len(theirs)) > MAX_TOKENS:
        return None
    matcher = SequenceMatcher(
        None, [word.key for word in mine], [word.key for word in theirs], autojunk=False
    )
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    return (
        _spans(mine, [(a, b) for _, a, b, _, _ in changes]),
        _spans(theirs, [(a, b) for _, _, _, a, b in changes]),
    )


class _Word(NamedTuple):
    """A word and what it is compared by: itself, or the amount that it says."""

    span: Span
    key: str


def _words(text: str, lang: str) -> list[_Word]:
    # The first window does not wait for the checks.
    from translation.checks import LANGUAGES
    from translation.checks.numbers import read_tokens

    amounts = read_tokens(text, lang)[1] if lang in LANGUAGES else ()
    found = [_Word(q.span, " ".join(sorted(q.strict))) for q in amounts]
    found += [
        _Word(m.span(), m.group().lower())
        for m in _TOKEN.finditer(text)
        if not any(m.start() < q.span[1] and q.span[0] < m.end() for q in amounts)
    ]
    return sorted(found)


def _spans(words: Sequence[_Word], ranges: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((words[a].span[0], words[b - 1].span[1]) for a, b in ranges if a < b)
