"""Which drug gives way to which: "change atorvastatin to rosuvastatin" the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from translation.checks.lexicon import Hit


class _Way(NamedTuple):
    """What stands before, between and behind two drugs; ``forward``: the first gives way."""

    forward: bool
    between: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


def _way(forward: bool, between: str, before: str = "", behind: str = "") -> _Way:
    patterns = (between, f"(?:{before})$", behind)
    return _Way(forward, *(re.compile(p, re.IGNORECASE) for p in patterns))


_BEFORE, _BEHIND = 40, 24
"""Signs before and behind the two that are looked at."""
_FR = "(?:l['’]|la |le |du |de la |de l['’])?"
_EN, _ES = "(?:the )?", "(?:la |el )?"
_WAYS = {
    "zh": [
        _way(
            True,
            "[^.;。；\n]{0,10}(?:换[成为用到]|改[成为用]|转[成为]|替换[成为])(?:了|吃|用|打)?",
        ),
        _way(False, "[^，。；]{0,2}(?:代替|替代|取代|替换)(?:了|原来的)?"),
    ],
    "en": [
        _way(
            True,
            rf"[^.;]{{0,12}} (?:to|with|by|for|into) {_EN}",
            r"\b(?:replac|switch|chang|swap)\w*\b[^.;]{0,25}",
        ),
        _way(
            True,
            r"[^.;]{0,20}\b(?:replaced|changed|switched|swapped) (?:over )?(?:with|by|to|for) ",
        ),
        _way(False, rf",? (?:instead of|in place of|rather than) {_EN}"),
        _way(False, rf" from {_EN}", rf"\b(?:switch|chang|mov)\w*\b[^.;]{{0,20}}\bto {_EN}"),
    ],
    "ru": [
        _way(
            True,
            r"[^.;]{0,14} на ",
            r"\b(?:замен|поменя|смени|перев[её]|перей|переш|переход|переключ)[^.;]{0,25}",
        ),
        _way(True, r"[^.;]{0,12}\b(?:замен|поменя|смени)\w* [^.;]{0,8}\bна "),
        _way(True, r"[^.;]{0,24} ", r"\bвместо "),
        _way(False, r",? (?:вместо|взамен) "),
    ],
    "fr": [
        _way(
            True,
            rf"[^.;]{{0,12}} (?:par|à|au|pour|contre) {_FR}",
            r"\b(?:remplac|chang|pass|substitu)\w*[^.;]{0,25}",
        ),
        _way(True, rf"[^.;]{{0,12}}\b(?:remplac|chang)\w* (?:par|pour) {_FR}"),
        _way(False, r",? (?:au lieu|à la place) (?:d['’]|de la |de l['’]|de |du )"),
    ],
    "es": [
        _way(
            True,
            rf"[^.;]{{0,12}} (?:por|a|con) {_ES}",
            r"\b(?:reempla|sustitu|cambi|pas)\w*[^.;]{0,25}",
        ),
        _way(True, rf"[^.;]{{0,12}}\b(?:reempla|sustitu|cambi)\w* (?:por|a|con) {_ES}"),
        _way(False, r",? en (?:lugar|vez) de(?:l| la| el)? "),
    ],
    "ar": [
        _way(True, "[^،.؛]{0,12}", "(?:استبد|تبديل|نبدل|بدلنا|تغيير|نغير|غيرنا)[^،.؛]{0,20}"),
        _way(False, "[^،.؛]{0,2}(?:بدلا من|بدل|عوضا عن) ?"),
    ],
    "ko": [
        _way(
            True,
            "(?:을|를|에서) ?[^,.]{0,6}",
            behind="(?:으?로) ?[^,.]{0,6}(?:바꾸|바꿔|바꿨|바뀌|변경|교체|대체|전환)",
        ),
        _way(True, " ?대신(?:에)? ?"),
    ],
    "ja": [
        _way(
            True,
            "(?:を|から)[^、。]{0,6}",
            behind="(?:に|へ)[^、。]{0,8}(?:変え|変更|変わ|切り?替|替え|換え|かえ)",
        ),
        _way(True, "(?:の代わりに|に代えて|に替えて)[^。]{0,4}"),
    ],
}


def given_up(hits: Sequence[Hit], text: str, lang: str) -> tuple[Hit, Hit] | None:
    """The drug that gives way and the one that comes, of the two that ``text`` names."""
    if len(hits) != 2 or hits[0].name == hits[1].name:
        return None
    first, second = hits
    start, end = first.span[1], second.span[0]
    for way in _WAYS.get(lang, ()):
        if (
            way.between.fullmatch(text, start, end)
            and way.before.search(text, max(0, first.span[0] - _BEFORE), first.span[0])
            and way.behind.match(text, second.span[1], second.span[1] + _BEHIND)
        ):
            return (first, second) if way.forward else (second, first)
    return None
