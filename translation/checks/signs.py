"""Negative values that lost their sign, or got one: a T-score of -2.8, a lens of -4.50.

Looked for only where the Chinese text speaks of such a value: elsewhere a dash is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.numbers_tokens import Tokens
from translation.checks.quantity import Quantity
from translation.types import Finding, FindingKind

_SIGNED = re.compile(
    "[tz][-]?[值分评]|碱剩余|剩余碱|(?<![a-z])be(?![a-z])|球镜|柱镜|屈光|验光|℃|零下|负[0-9零一二两三四五六七八九十]"
)
"""Chinese words for what may be negative (folded)."""
_MINUS = re.compile(
    r"(?<![0-9a-zа-яء-ي.,)\-])-(?=[0-9])|负|零下|minus|negat|below|\bmoins\b|\bsous\b|dessous"
    r"|\bmenos\b|\bbajo\b|минус|отрицат|ниже|мороз|سالب|ناقص|تحت|마이너스|영하|음수|マイナス|氷点|零下|減"
)
"""What says that a value is negative."""
_SHORT_SIGHT = re.compile(
    r"近视|近視|myop|sighted|miop|близорук|миоп|حسر|قصر|근시|低|low|baj|bas\b|низк|낮|منخفض"
)
"""What says it without a sign: so many dioptres of short sight."""


def compare(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> list[Finding]:
    """``number.changed:-2.8>2.8``: one text's value is negative and nothing of the other's is."""
    chinese = ours if ours.lexicon.language == "zh" else theirs
    if _SIGNED.search(chinese.text) is None:
        return []
    minus, other = (_MINUS.search(tokens.text) is not None for tokens in (ours, theirs))
    if minus is other or any(_SHORT_SIGHT.search(tokens.text) for tokens in (ours, theirs)):
        return []
    if minus:
        own, pairs = ours, [(a, b) for a in here for b in there]
    else:
        own, pairs = theirs, [(a, b) for b in there for a in here]
    for a, b in pairs:
        signed = a if minus else b
        if not a.strict.isdisjoint(b.strict) and _is_negative(own, signed):
            shown = [f"-{a.shown}", b.shown] if minus else [a.shown, f"-{b.shown}"]
            message = f"number.changed:{'>'.join(shown)}"
            return [Finding(FindingKind.NUMBER, message, a.span, b.span)]
    return []


_BEFORE_MOST = 12


def _is_negative(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether the sign or word stands right before the value."""
    start = tokens.offset(quantity.span[0])
    before = tokens.text[max(0, start - _BEFORE_MOST) : start]
    return before.endswith("-") or _WORD_BEFORE.search(before) is not None


_WORD_BEFORE = re.compile(
    r"(?:负|零下|minus|moins|menos|минус|سالب|ناقص|마이너스|영하|マイナス)\s?$"
)
