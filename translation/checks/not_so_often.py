"""Which of two rates is denied: "once a week, not every day" the wrong way round.

Both texts say the same two, so nothing is lost; only the denial beside one of them tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.quantity import Difference, Quantity
from translation.types import FindingKind

Side = tuple[str, Sequence[Quantity], str]
"""A text, its quantities, its language."""
_BEFORE = {
    "zh": r"(?:不是|而非|并非|不能|不要|不可|切勿|别|勿)(?:让您|说)?",
    "en": r"\b(?:not|never|rather than|instead of|n['’]t)(?: take it| to be taken)? ",
    "ru": r"\b(?:не|вместо) ",
    "fr": r"\b(?:pas|non|jamais)(?: pas)? ",
    "es": r"\b(?:no|nunca) ",
    "ar": r"\b(?:و|ف)?(?:ليس|ليست|لا) ",
}
_BEHIND = {
    "ja": r"(?:に)?(?:飲む(?:もの|の|薬|お薬)?)?(?:では|じゃ)(?:あり|な)",
    "ko": r"(?:에)? ?(?:먹는 (?:게|것이|약이) )?(?:이|가)? ?(?:아니|아닙|아닌|말고)",
}
_DENIED_BEFORE = {lang: re.compile(f"(?:{said})$", re.IGNORECASE) for lang, said in _BEFORE.items()}
_DENIED_BEHIND = {lang: re.compile(said) for lang, said in _BEHIND.items()}
_MOST = 24
"""Signs before a rate that are looked at."""


def compare(source: Side, target: Side) -> list[Difference]:
    """The denied rates of two texts, where one denies what the other prescribes."""
    a, b = _denied(source), _denied(target)
    if a is None or b is None or not a.strict.isdisjoint(b.strict):
        return []
    if not _prescribed(a, target[1], b) or not _prescribed(b, source[1], a):
        return []
    return [Difference(a, b, FindingKind.FREQUENCY)]


def _denied(side: Side) -> Quantity | None:
    """The one rate of a text with several of which it is said that it is not meant."""
    text, quantities, lang = side
    rates = [q for q in quantities if q.dimension == "rate"]
    if len(rates) < 2:
        return None
    denied = [q for q in rates if _is_denied(q, text, lang)]
    return denied[0] if len(denied) == 1 else None


def _is_denied(rate: Quantity, text: str, lang: str) -> bool:
    start, end = rate.span
    if lang in _DENIED_BEHIND:
        return _DENIED_BEHIND[lang].match(text, end) is not None
    return _DENIED_BEFORE[lang].search(text, max(0, start - _MOST), start) is not None


def _prescribed(rate: Quantity, others: Sequence[Quantity], denied: Quantity) -> bool:
    """Whether the other text says this rate without a denial."""
    return any(q is not denied and not q.strict.isdisjoint(rate.strict) for q in others)
