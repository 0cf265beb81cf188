"""Languages as people name them, and how each is written. Pure values, no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

LRI, PDI = "\u2066", "\u2069"
"""Unicode's left-to-right isolate and its end: invisible, they keep a run in reading order."""
FSI = "\u2068"
"""The isolate of a run that has a direction of its own, whichever."""
RLM = "\u200f"
"""The right-to-left mark: what follows it without letters of its own runs as it does."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code, with its name in itself and in Chinese."""

    code: str
    native_name: str
    zh_name: str
    tag: str
    """Two signs for the mark beside a text: the code, or the script where it says more."""
    rtl: bool = False


LANGUAGES: tuple[Language, ...] = (
    Language("zh", "中文", "中文", "中"),
    Language("en", "English", "英语", "EN"),
    Language("ru", "Русский", "俄语", "RU"),
    Language("ar", "العربية", "阿拉伯语", "AR", rtl=True),
    Language("ko", "한국어", "韩语", "KO"),
    Language("ja", "日本語", "日语", "JA"),
    Language("fr", "Français", "法语", "FR"),
    Language("es", "Español", "西班牙语", "ES"),
    Language("th", "ไทย", "泰语", "TH"),
    Language("hi", "हिन्दी", "印地语", "HI"),
)

_BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str) -> Language:
    """The language of ``code`` (region ignored); an unknown one is named by its code."""
    base = code.split("-")[0].lower()
    return _BY_CODE.get(base) or Language(base, base, base, base.upper()[:2])


_LTR_RUN = re.compile(
    r"[0-9A-Za-zµ%°]"
    r"(?:[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff.,:/+\-–×%°²³ \u00a0\u2060]*"
    r"[0-9A-Za-z\u00c0-\u024fµ%°²³])?"
)


def isolation_points(text: str, code: str) -> list[tuple[int, int]]:
    """Runs (start, end) of ``text`` that need an isolate where the script runs right to left."""
    if not language(code).rtl:
        return []
    return [match.span() for match in _LTR_RUN.finditer(text)]


def isolated(text: str, code: str) -> str:
    """``text`` with its Latin and number runs isolated where the script runs right to left.

    Without it "140/90 mmHg" inside Arabic is shown as "mmHg 90/140". For display only: the
    marks must not reach the record.
    """
    parts: list[str] = []
    done = 0
    for start, end in isolation_points(text, code):
        parts += [text[done:start], LRI, text[start:end], PDI]
        done = end
    return "".join((*parts, text[done:]))


def isolated_offset(text: str, code: str, offset: int) -> int:
    """Where the character at ``offset`` of ``text`` stands in ``isolated(text, code)``."""
    points = isolation_points(text, code)
    return offset + sum((start <= offset) + (end <= offset) for start, end in points)
