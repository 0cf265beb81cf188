"""Where a line must not end: a number stays with its unit. Pure, for display only.

"2" at the end of a line and "tablets" on the next are read wrong. The joiners change where
characters stand: what is laid out with character spans must not be joined.
"""

from __future__ import annotations

import re

from app.ui.languages import language

NBSP = "\u00a0"
"""The no-break space: as wide as a space."""
WJ = "\u2060"
"""The word joiner: invisible, no line ends at it."""

_BLANKS = re.compile(
    r"(?<=\d) (?=[^\s\d])"  # 500 mg, 2 tablets
    r"|(?<=\d) (?=\d{3}(?!\d))"  # 1 000 000
    r"|(?<=\d [-–−×±/]) (?=\d)"  # 5 – 10
    r"|(?<=[<>≤≥±≈№]) (?=\d)"
    r"|(?<=°) (?=[CF]\b)"
)
_DASHES = re.compile(r"(?<=\d[–−])(?=\d)|(?<=\d\u00a0[-–−])(?=\u00a0\d)")
"""A line may end at a dash, whatever blank follows it: 3–5, 5 – 10."""
_FRENCH = re.compile(r" (?=[?!:;»])|(?<=«) ")
_UNIT = r"[^\s\d/,;:!?()]{1,12}"
_RATIO = re.compile(rf"\d ?{_UNIT}(?:/{_UNIT})+")
"""A number with its unit: 10 mg/kg, 3 comprimés/jour."""

_NUMERALS = "0-9０-９〇一二三四五六七八九十百千万半两"
_SCRIPTS = r"\u3041-\u30ff\u3400-\u9fff"
"""Kana and Chinese signs: a line may end between any two."""
_COUNTED = re.compile(rf"(?<=[{_NUMERALS}])(?=[{_SCRIPTS}])")
_LONG_UNITS = re.compile(
    rf"(?<=[{_NUMERALS}])(?:"
    r"毫克|微克|公斤|千克|毫升|公升|厘米|毫米|毫摩尔|单位|国际单位|摄氏度|小时|分钟|星期|礼拜|"
    r"个(?:半?小时|半?月|星期|礼拜|单位)|"
    r"ミリグラム|マイクログラム|キログラム|グラム|ミリリットル|リットル|センチ(?:メートル)?|カプセル|"
    r"パック|単位|時間|分間|日間|日分|週間|回分|[かカヶヵ]月間?|年間"
    r")"
)
"""Units of more than one sign."""

_PART = rf"(?:[^\s{WJ}{_SCRIPTS}]+|[{_SCRIPTS}])"
_TIED = re.compile(rf"{_PART}(?:[{NBSP}{WJ}]+{_PART})+")


def tied(text: str) -> list[str]:
    """The runs of an `unbroken` text that must fit on one line."""
    return _TIED.findall(text)


def unbroken(text: str, code: str) -> str:
    """``text`` of language ``code`` with its numbers tied to their units, and French signs."""
    name = language(code).code
    if name == "fr":
        text = _FRENCH.sub(NBSP, text)
    text = _RATIO.sub(lambda found: found[0].replace("/", f"/{WJ}"), text)
    text = _BLANKS.sub(NBSP, text)
    text = _DASHES.sub(WJ, text)
    if name in ("zh", "ja"):
        text = _LONG_UNITS.sub(lambda found: WJ.join(found[0]), text)
        text = _COUNTED.sub(WJ, text)
    return text
