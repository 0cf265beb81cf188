"""The side that another one is compared with: "the right hand is worse than the left".

Languages put it before or behind the side that is spoken of, so the order of the two says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.sides import Side
from translation.types import Span

_FEW = r"[^,.;:，。；،؛]{0,25}$"
_AGAINST = {
    "zh": r"(?:比起?|相[对较比]于|较之)[我你您他她]?的?$",
    "en": rf"(?:\bcompared (?:with|to)|in comparison (?:with|to)){_FEW}",
    "ru": rf"\b(?:по сравнению с|в сравнении с){_FEW}",
    "fr": rf"\b(?:par rapport (?:à|au)|compar[^ ]{{1,8}} (?:à|au|avec)){_FEW}",
    "es": rf"\b(?:comparad[oa]s? con|en comparación con|con respecto al?){_FEW}",
    "ar": rf"مقارنة (?:مع )?{_FEW}",
}
"""Right before a side these say that the other one is compared with it."""
_THAN = {
    "en": (r"\w", rf"\bthan\b{_FEW}"),
    "ru": (
        r"\w",
        r"\bчем\b[^,.;:]{0,25}$"
        r"|\b(?:[а-я]{3,}ее|больше|меньше|хуже|лучше|толще|тоньше|выше|ниже|короче|глубже|крупнее)\s+$",
    ),
    "fr": (r"\b(?:plus|mieux|pires?|davantage)\b", rf"\bqu(?:e\b|['’]){_FEW}"),
    "es": (r"\b(?:más|mejor|peor|mayor)\b", rf"\bque\b{_FEW}"),
    "ar": (r"\b(?:و?[أا](?:كثر|شد|سو[أا]|ضعف|فضل|كبر|صغر|حسن|قوى|ثقل|وضح|طول|قصر|سمك|على))\b",
           rf"\bمن\b{_FEW}"),
}  # fmt: skip
"""What a comparison says somewhere, and what it says between the two sides."""
_BEHIND = {
    "zh": "[^，。,左右]{0,3}(?:相比|比起来|相较|比(?=[，,]))"
    "|[^，。,左右]{0,5}(?:不如|比不上|不及|赶不上|没有?)(?=[我你您他她]?的?[左右])",
    "ja": "[^、。,がはをもに左右]{0,6}(?:より|に比べ|と比べ|に比較|と比較|に比して|にくらべ)",
    "ko": "[^,.왼오좌우]{0,8}(?:보다|에 비해|에 비하|[와과] 비교|에 견주)",
}
"""Right behind the side that is compared with; 左手不如右手 is "the right more than the left"."""
_LESS = {
    "en": r"\bless\b",
    "ru": r"\bменее\b",
    "fr": r"\bmoins\b",
    "es": r"\bmenos\b",
    "ar": "[أا]قل",
}
"""Turned round: "the left hurts less than the right" is said as the right hurting more."""
_SUBJECT_KO = re.compile("[가-힣](?:이|가|은|는|을|를|도) ")
"""Between a side and "than": another one is what is compared with."""
_HANDS = frozenset(("left", "right"))


def spoken_of(sides: Sequence[Side], text: str, lang: str) -> Side | None:
    """The side that is said to be worse (or better) than the other, None where none is."""
    if lang in _LESS and re.search(_LESS[lang], text, re.IGNORECASE):
        return None
    hands = [side for side in sides if side.side in _HANDS]
    than: set[str] = set()
    before = 0
    for place, side in enumerate(hands):
        if _is_compared(side.span, before, text, lang, first=place == 0):
            than.add(side.side)
        before = side.span[1]
    if len(than) != 1:
        return None
    return next((side for side in hands if side.side not in than), None)


def _is_compared(span: Span, before: int, text: str, lang: str, *, first: bool) -> bool:
    """Whether the side at ``span`` is compared with; another one ends at ``before``."""
    start, end = span
    said = text[before:start]
    if lang in _AGAINST and re.search(_AGAINST[lang], said, re.IGNORECASE):
        return True
    if lang in _THAN and not first:
        more, than = _THAN[lang]
        if re.search(than, said, re.IGNORECASE) and re.search(more, text[:start], re.IGNORECASE):
            return True
    found = re.compile(_BEHIND[lang]).match(text, end) if lang in _BEHIND else None
    return found is not None and (lang != "ko" or _SUBJECT_KO.search(found[0]) is None)
