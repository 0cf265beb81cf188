"""Small tools that every check uses. All keep the text's length, so that spans stay valid."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from glossary.types import TermMatch
from translation.types import Span

FILLER = "\ufffc"
CONTRAST = re.compile("不是|并非|而非")
"""Chinese says with these which of two is not meant; another language says the two in any order."""
HALF_WIDTH = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    ord("\u3000"): ord(" "),
    ord("’"): ord("'"),
    ord("‘"): ord("'"),
}
"""Full-width signs, the wide space and curved apostrophes as those of ASCII, one for one."""
_ONE_FORM = {**HALF_WIDTH, ord("–"): ord("-"), ord("—"): ord("-"), ord("℃"): ord("度")}


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as their ASCII forms, one for one."""
    return text if text.isascii() else text.translate(_ONE_FORM)


_LOWER = {code: code + 32 for code in range(0x41, 0x5B)}


def lower(text: str) -> str:
    """ASCII letters in lower case; unlike ``str.lower`` never changes the length."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


def words(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the literal entries, the longest first."""
    return re.compile("|".join(re.escape(e) for e in sorted(set(entries), key=len, reverse=True)))


def blank(text: str, spans: Iterable[Span], filler: str = FILLER) -> str:
    """The text with the spans, which are in order, made unreadable."""
    signs: list[str] = []
    at = 0
    for start, end in spans:
        signs += text[at:start], filler * (end - start)
        at = end
    return "".join((*signs, text[at:]))


def without_terms(source: str, target: str, matches: Sequence[TermMatch]) -> tuple[str, str]:
    """Both texts with the known terms made unreadable where the target has the wanted one."""
    low = lower(target)
    for match in matches:
        at = low.find(lower(match.wanted)) if match.wanted else -1
        if at >= 0 and 0 <= match.start < match.end <= len(source):
            source = blank(source, [(match.start, match.end)])
            target = blank(target, [(at, at + len(match.wanted))])
            low = lower(target)
    return source, target


_SENTENCE_END = re.compile(
    r"[。！？!?؟]+[”\"』」）)]*\s*|(?<=[^\W_A-ZА-Я]|\))\.(?=\s+[^\W\d_a-zа-яß-ÿ]|\s+[¿¡\"«])\s*|\n+"
)
_MAYBE_END = re.compile(r"[。！？!?؟.\n]")


@functools.lru_cache(maxsize=32)
def sentence_spans(text: str) -> list[Span]:
    """Rough sentences for comparing two texts piece by piece; no blank ones."""
    mark = _MAYBE_END.search(text)
    if mark is None or mark.end() == len(text):  # most texts are one sentence
        return [(0, len(text))] if text.strip() else []
    spans: list[Span] = []
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        if text[start:end].strip():
            spans.append((start, end))
            start = end
    return spans


@functools.lru_cache(maxsize=32)
def says(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether ``pattern`` is anywhere in ``text``; kept, as every number of a text may ask."""
    return pattern.search(text) is not None


def sign_before(text: str, at: int) -> str:
    """The last sign before ``at`` that is no white space, "" when there is none."""
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at] if at else ""


def touch(a: Span, b: Span) -> bool:
    """Whether two spans have a sign in common."""
    return a[0] < b[1] and b[0] < a[1]


def around(text: str, span: Span, end: re.Pattern[str]) -> Span:
    """The part of ``text`` in which ``span`` stands, from one ``end`` to the next."""
    starts, stops = _ends(text, end)
    before, after = bisect_right(stops, span[0]), bisect_left(starts, span[1])
    return stops[before - 1] if before else 0, starts[after] if after < len(starts) else len(text)


@functools.lru_cache(maxsize=32)
def _ends(text: str, end: re.Pattern[str]) -> tuple[list[int], list[int]]:
    """Where the matches of ``end`` begin and where they stop."""
    return [m.start() for m in end.finditer(text)], [m.end() for m in end.finditer(text)]


def holds(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the ``places``, which are in order, lies from ``start`` to ``end``."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] <= end


def stands_in(at: int, spans: Sequence[Span]) -> bool:
    """Whether ``at`` is in one of the ``spans``, which are in order and do not overlap."""
    before = bisect_right(spans, at, key=lambda span: span[0])
    return before > 0 and at < spans[before - 1][1]


_FAR = 0.35
"""So large a part of its text away, a word is not the one that took another's place."""


def far_apart(a: Span, b: Span, source: str, target: str, least: int) -> bool:
    """Whether ``a`` stands quite elsewhere in the source than ``b`` in the target.

    Texts of fewer than ``least`` signs together are too short to tell: languages order words.
    """
    if len(source) + len(target) < least:
        return False
    return abs(sum(a) / len(source) - sum(b) / len(target)) > 2 * _FAR


def in_other_sentences(a: Span, b: Span, source: str, target: str) -> bool:
    """Whether ``a`` stands in another sentence of the source than ``b`` in the target, where both
    texts have as many: no word took the place of one in another sentence."""
    here, there = sentence_spans(source), sentence_spans(target)
    if len(here) != len(there) or len(here) < 2:
        return False
    ours, theirs = (
        bisect_right(spans, place[0], key=lambda span: span[0])
        for spans, place in ((here, a), (there, b))
    )
    return ours != theirs
