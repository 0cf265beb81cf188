"""Digits as they are written: dates, clock times, fractions, ordinals, numbers, names with digits.

Every repetition is bounded.
"""

from __future__ import annotations

_DAY_FIRST = r"(?<![0-9./-])[0-9]{1,2}(?P<d2>[-/.])[0-9]{1,2}(?P=d2)(?:19|20)?[0-9]{2}(?![0-9/])"
_YEAR_FIRST = r"(?<![0-9./-])(?:19|20)[0-9]{2}(?P<d1>[-/.])[0-9]{1,2}(?P=d1)[0-9]{1,2}(?![0-9/])"
_NUMBER = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])(?:\.[0-9]{1,6})?"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,4}(?![0-9])(?:,[0-9]{1,6})?"
    r"|[0-9]{1,3}(?: [0-9]{3}){1,3}(?![0-9])(?:[.,][0-9]{1,6})?"
    r"|[0-9]{1,15}(?:[.,·][0-9]{1,6}(?![0-9]))?"
)
NUMBERS = (
    r"(?P<tag>(?<![0-9a-z])(?!(?:bp|hr|rr|bmi)[0-9])"
    r"[a-z]{1,8}(?:-?[0-9]{1,3}[a-z]{0,4}){1,3}(?![0-9./:a-z]))"
    r"|(?P<tag2>(?<![0-9a-z])[0-9]{1,2}-[a-z]{2,4}(?![a-z0-9-]))"
    rf"|(?P<date>{_YEAR_FIRST}|{_DAY_FIRST})"
    r"|(?P<clock>(?<![0-9:.])[0-9]{1,2}:[0-9]{2}(?![0-9:])|(?<![0-9:.])[0-9]{1,2} ?h ?[0-9]{2}(?![0-9]))"
    r"|(?P<slash>(?<![0-9/.])[0-9]{1,4}/[0-9]{1,4}(?![0-9/]))"
    r"|(?P<ordinal>[0-9]{1,4}(?:ORDINAL)(?![^\W\d_]))"
    rf"|(?P<digits>{_NUMBER})"
)
"""``ORDINAL`` stands for the language's endings of ordinals. Text is folded: lower case."""

PREFIXES = {"ar": r"(?P<prefix>[وف]??(?:[بكل]?ال|لل|[بلك])??)"}
"""What may be written in front of a word of the table as part of it."""

_ZH = "零〇一二两三四五六七八九十百千万亿幺俩仨"
CJK_NUMERALS = {
    "zh": rf"(?P<cjk>[{_ZH}]{{1,12}})",
    "ja": r"(?P<cjk>[零〇一二三四五六七八九十百千万億]{1,12})",
    "ko": r"(?<![가-힣])(?P<cjk>[영공일이삼사오육칠팔구십백천만]{1,10})(?= ?(?:COUNTERS))",
}
_COUNTED = "[次片天位粒颗个遍回包袋支瓶滴种杯针盒顿]"
BEFORE_WORDS = {
    "zh": (
        r"(?P<oneclock>(?<=[午上里晨晚早])一点(?![点儿的都也不没]))"
        rf"|(?P<weekday>(?<![0-9一二三四五六七八九十百半几两个])[每下上这本]{{0,2}}个?(?:周|星期|礼拜)"
        rf"(?:[一二三四五六日](?!{_COUNTED})|天(?!{_COUNTED}))"
        r"(?![0-9一二三四五六七八九十]))"
    ),
    "ja": r"(?P<weekday>[月火水木金土日]曜)",
    "ko": r"(?P<weekday>[월화수목금토일]요일)",
}
WEEKDAYS = {"zh": "一二三四五六日天", "ja": "月火水木金土日", "ko": "월화수목금토일"}
