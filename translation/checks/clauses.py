"""Texts in clauses, and how much each says: for finding what was left out."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

from translation.checks.tables import load
from translation.types import Span

Segment = tuple[Span, float]
"""A part of a text and its share of the content."""
_DENSE = r"\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3\u0e00-\u0e7f"
"""Scripts whose characters are counted one by one."""
_WORD = re.compile(rf"[{_DENSE}]|[^\W_{_DENSE}]+(?:[.,][0-9]+)*")

WORDS_PER_UNIT = {
    "zh": 1.55,
    "en": 1.0,
    "ja": 2.0,
    "ko": 1.75,
    "fr": 1.12,
    "es": 1.0,
    "ru": 0.9,
    "ar": 0.8,
}
"""How many units (a character of Chinese, a word elsewhere) say as much as one English word.
Measured on Tatoeba's pairs with English and on TICO-19."""
USUAL_LENGTH = {
    "zh": 0.0,
    "en": 0.27,
    "ru": 0.06,
    "ar": 0.26,
    "ko": 0.25,
    "ja": 0.27,
    "fr": 0.22,
    "es": 0.14,
}
"""Natural logarithm of the content of a right translation of Chinese over that of its source.
Measured on the phrases and on the starter corpus."""
_PAUSE = r"[，,;；、؛،。.!！?？؟\n]+(?!\d)"
_JOINED = {
    "zh": r"并且|而且|或者?|还有|还(?=[有做会])|后来",
    "en": r"(?<!\w)(?:and|or|but|then)(?!\w)",
    "fr": r"(?<!\w)(?:et|mais|puis|ou)(?!\w)",
    "es": r"(?<!\w)(?:y|e|o|u|pero|luego)(?!\w)",
    "ru": r"(?<!\w)(?:и|или|а|но|потом)(?!\w)",
    "ar": r"(?<!\w)(?:ثم|لكن|أو)(?!\w)"
    r"|(?<!\w)(?=و\w{3})(?!و(?:احد|جع|رم|زن|ضع|صف|قت|جه|لد|الد|ريد|راء|صل|ظي|فا[ةه]|قاي|قف|رك|رث|سط|ساد|صي|لاد|هن|عي|عاء|جب|حد|حم|شم|تر|ذم|باء|ثق|خز|سخ|سيل|رق|رد|ثلاث|[أا]ربع|خمس|ستو|ستي|سبع|ثمان|تسع|عشر|مئ|مائ|نصف))",
    "ko": r"(?<=[가-힣][고서])(?<!에서)(?<!께서) (?![있계싶]|나서)"
    r"|(?<=[가-힣][며면]) (?!(?:절대로? )?(?:안 ?)?[되돼됩])|(?<=는데) |(?<=지만) ",
    "ja": r"(?:(?<=て)|(?<=[んい]で))(?!済)(?<!として)(?<!とって)(?<!ついて)(?<!よって)(?<!対して)"
    r"(?<!関して)(?<!始めて)(?<!はじめて)(?=[^、。くいおまもはのき下])",
}
"""Beside a pause, where a clause ends."""
_CLAUSE_FROM = 1.2
"""A clause with less content (in English words) is an interjection."""
_ALSO = {
    "zh": r"、|以及|和(?!尚|平|缓)|跟(?!前|腱)|与|及(?!时)|再(?=[去来吃做用])|然后|最后",
    "en": r"(?<!\w)(?:with|nor)(?!\w)|: ?",
    "fr": r"(?<!\w)(?:ni|avec)(?!\w)|: ?",
    "es": r"(?<!\w)(?:ni|con)(?!\w)|: ?",
    "ru": r"(?<!\w)(?:с|со|ни|либо)(?!\w)|: ?",
    "ar": r"(?<!\w)(?:مع|ولا)(?!\w)|: ?",
    "ko": r"(?<=[가-힣][과와랑]) |(?<=이나) |(?<=거나) |(?<=하고) |(?<=려면) | 및 |(?<=[가-힣]면) ",
    "ja": r"や(?=[おご]?[\u3400-\u9fff\u30a0-\u30ff])|(?<!っ)と(?=[\u3400-\u9fff\u30a0-\u30ff])"
    r"|・|および|または|たり(?!する)",
}
"""Where a segment smaller than a clause may end: members of lists, what is said with something."""
_SEGMENT_FROM = 0.5
"""A segment with less content (in English words) says too little to be missed."""


def speaks(text: str) -> bool:
    """Whether there is any word, sign or number in the text."""
    return _WORD.search(text) is not None


@functools.lru_cache(maxsize=64)
def content(text: str, lang: str) -> float:
    """How much a text says, in English words."""
    return len(_WORD.findall(text)) / WORDS_PER_UNIT[lang]


@functools.cache
def _courtesy(lang: str) -> re.Pattern[str]:
    """Words of politeness with the comma that stands before or after them."""
    words = load("thing_weight")["courtesy"].get(lang, "(?!)").replace("_", " ")
    if lang in ("zh", "ja"):
        return re.compile(words)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@functools.cache
def _end(lang: str, smaller: bool) -> re.Pattern[str]:
    also = f"|{_ALSO[lang]}" if smaller else ""
    return re.compile(f"{_PAUSE}|{_JOINED[lang]}{also}")


def breaks(lang: str) -> re.Pattern[str]:
    """Where a clause ends."""
    return _end(lang, smaller=False)


@functools.lru_cache(maxsize=32)
def clauses(text: str, lang: str) -> tuple[Segment, ...]:
    """The clauses that say something, with their share of the content."""
    return _parts(text, lang, _end(lang, smaller=False), _CLAUSE_FROM)


@functools.lru_cache(maxsize=32)
def segments(text: str, lang: str) -> tuple[Segment, ...]:
    """Clauses and smaller parts, such as members of lists, with their share of the content."""
    return _parts(text, lang, _end(lang, smaller=True), _SEGMENT_FROM)


def _parts(text: str, lang: str, end: re.Pattern[str], least: float) -> tuple[Segment, ...]:
    found: list[Segment] = []
    start = first = total = 0
    plain, ends = _units(text, lang)
    for stop, after in [*(m.span() for m in end.finditer(plain)), (len(text),) * 2]:
        last = bisect_right(ends, stop, first)
        if last - first >= least * WORDS_PER_UNIT[lang]:
            found.append(((start, stop), last - first))
            total += last - first
        start, first = after, bisect_right(ends, after, last)
    return tuple((span, size / total) for span, size in found)


@functools.lru_cache(maxsize=32)
def _units(text: str, lang: str) -> tuple[str, list[int]]:
    """The text without courtesy, at the same length, and where its words and signs end."""
    plain = _courtesy(lang).sub(lambda m: " " * len(m[0]), text)
    return plain, [m.end() for m in _WORD.finditer(plain)]
