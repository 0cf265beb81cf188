"""The pieces of a text that have to do with numbers, in order, in one form for all languages."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any, NamedTuple

from translation.checks.numbers_lexicon import Lexicon, lexicon
from translation.checks.numbers_patterns import WEEKDAYS
from translation.checks.numbers_text import fold, without_marks
from translation.checks.numeral_value_cjk import DIGITS, readings
from translation.checks.units import UNITS

_GROUPS = {
    "word": "word",
    "dense": "word",
    "sign": "word",
    "sign2": "word",
    "name": "name",
    "name2": "name",
    "name3": "name",
    "name4": "name",
    "name5": "name",
    "name6": "name",
    "cjk2": "cjk",
    "cjk4": "cjk",
    "cjk5": "cjk",
    "cjk6": "cjk",
    "cjk7": "cjk",
    "tag": "tag",
    "tag2": "tag",
}


class Token(NamedTuple):
    """``sense`` says what it is ("digits", "cjk", "unit"…), ``value`` which one.

    ``gap`` is the text between the token before and this one.
    """

    sense: str
    value: Any
    start: int
    end: int
    text: str
    gap: str


_STOP = "stop"
"""A pause or the end of a sentence: nearly half of all tokens."""


class Tokens:
    """The tokens of one text. ``place`` turns an offset into one of the text as it was given."""

    def __init__(self, text: str, language: str) -> None:
        self.lexicon = lexicon(language)
        self.original, self._places = without_marks(text)
        self.text = fold(self.original)
        self.items: list[Token] = _months_once(_scan(self.text, self.original, self.lexicon))

    @property
    def speaks(self) -> bool:
        """Whether there is anything but pauses."""
        return any(item.sense != _STOP for item in self.items)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the given text."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    def offset(self, place: int) -> int:
        """The offset in `text` of a place in the given text."""
        return place if self._places is None else bisect_left(self._places, place)


def _months_once(items: list[Token]) -> list[Token]:
    """كانون الأول/ديسمبر: a month under both of its Arabic names is said once."""
    again = {
        at + n
        for at, item in enumerate(items[:-2])
        if item.sense == "month" and items[at + 1].text == "/"
        if items[at + 2].sense == "month" and items[at + 2].value == item.value
        for n in (1, 2)
    }
    return [item for at, item in enumerate(items) if at not in again] if again else items


def _scan(text: str, original: str, lex: Lexicon) -> list[Token]:
    found: list[Token] = []
    at, before = 0, 0
    scan, inside, senses = lex.scan, lex.inside, lex.senses
    while True:
        hit = None
        if inside is not None and found and found[-1].end == at and found[-1].sense in _OPEN:
            hit = inside.match(text, at)
        if hit is None:
            hit = scan.search(text, at)
        if hit is None:
            return found
        group = hit.lastgroup or ""
        if group in ("d1", "d2"):
            group = "date"
        start, end = hit.span(group)
        if end == start:
            at = hit.end() + 1
            continue
        raw = text[start:end]
        if group == _STOP:
            found.append(Token(_STOP, raw, start, end, raw, text[before:start]))
            at = before = end
            continue
        if group == "cjk" and _is_third(found, raw) and found[-1].end == start:
            raw, end = raw[0], start + 1  # 四分之三三个月
        if group == "digits" and "." in raw and _numbers_item(text, start, raw):
            at = before = start + raw.index(".") + 1
            continue
        sense, value = _sense(group, raw, hit, lex, senses)
        at = end
        if sense == "name" and _ends_fraction(found, raw) and found[-1].end == start:
            sense, value, end, raw = "cjk", raw[0], start + 1, raw[0]  # 三分之一头两周
            at = end
        if sense == "name":
            idle = _idle(raw) if lex.language in ("zh", "ja") else None
            if idle is None:
                before = end
                continue
            sense, value = "loose", idle
        if sense == "roman":
            grade = raw.rstrip("abc")
            vein = grade in ("iv", "vi") and text[end : end + 1] not in _GRADES
            vein = vein and not _GRADED.search(text, max(0, start - 12), start)
            if raw.isascii() and (vein or not original[start : start + len(grade)].isupper()):
                continue
            sense, value = "digits", (_ROMAN[grade],)
        counted = found and found[-1].end == start and found[-1].sense in ("digits", "cjk")
        if lex.language == "ja" and sense == "period" and raw in _COUNTED_JA and counted:
            sense, value, end, raw = "unit", UNITS[_COUNTED_JA[raw]], end - 1, raw[:1]
            at = end
        if sense == "numeral" and raw == "세" and counted:  # 만 3세 2개월
            sense, value = "unit", UNITS["age"]
        pointed = sense == "digits" and raw.isdigit() and found and found[-1].end == start
        if pointed and _bare_point(text, start):
            found.pop()
            value = (float(f".{raw}"),)
        if sense == "weekdays":
            days = WEEKDAYS[lex.language]
            found += [
                Token("weekday", float(days.index(c) + 1), start + n, start + n + 1, c, "")
                for n, c in enumerate(raw)
                if c in days
            ]
            before = end
            continue
        if sense == "month" and raw in ("may", "march", "mar") and not original[start].isupper():
            continue
        if raw == "月初" and text[end : end + 1] in _FIRST_TEN and lex.language == "zh":
            sense, value, end, raw = "unit", UNITS["month_of"], end - 1, "月"  # 十一月初七
            at = end
        away = raw[: 1 + (raw[:1] == raw[1:2])] if sense == "weekday" else ""
        if away in _WEEKS_AWAY:
            named = start + len(away)
            found.append(
                Token("relative", _WEEKS_AWAY[away], start, named, away, text[before:start])
            )
            start, before, raw = named, named, raw[len(away) :]
        found.append(Token(sense, value, start, end, raw, text[before:start]))
        before = end
        if sense == "weekday" and lex.language == "zh":
            more = _MORE_DAYS.match(text, end)
            for place in range(end, more.end() if more is not None else end):
                day = float(min(WEEKDAYS["zh"].find(text[place]) + 1, 7))
                if day:
                    found.append(Token(sense, day, place, place + 1, text[place], ""))
                at = before = place + 1


_GRADES = frozenset("期级度型类")
_GRADED = re.compile(
    r"(?:stage|grade|class|type|phase|factor|group|stade|classe|tipo|estadio|clase|grado) $"
)
"""Before IV this says that it is a number: "stage IV" is not into a vein."""
_MORE_DAYS = re.compile("(?:[、和]?[二三四五六日](?![十点时次片天个粒]))+")
"""周一三五, 周二、四."""
_FIRST_TEN = frozenset("一二三四五六七八九十")
_WEEKS_AWAY = {"下下": "W+2", "上上": "W-2", "下": "W+1", "上": "W-1", "这": "W+0", "本": "W+0"}
"""下下周三 is no 下周三."""
_COUNTED_JA = {"日に": "day_or_date", "月に": "month_of", "年に": "year", "周に": "week"}
"""After a number these are a unit and a particle, else "a day", "a month"."""
_OPEN = frozenset(("digits", "cjk", "numeral", "unit", "half", "amount", "date"))
"""Korean: after these the next word may follow without a space."""


def _is_third(found: list[Token], raw: str) -> bool:
    """Whether only the first sign belongs to a fraction: 四分之三三个月, not 百分之二十."""
    if len(found) < 2 or found[-1].sense != "part_of" or not raw[1:2]:
        return False
    return raw[0] in DIGITS and raw[1] in DIGITS and not set(found[-2].text) & set("百千万0")


def _ends_fraction(found: list[Token], name: str) -> bool:
    """Whether an idiom only begins with the last sign of a fraction: 三分之一 and 一头."""
    return bool(found) and found[-1].sense == "part_of" and name[0] in DIGITS


def _numbers_item(text: str, start: int, raw: str) -> bool:
    """Whether "3.2" is the third item of a list and begins with a two: "2.房颤；3.2型糖尿病"."""
    number = raw.partition(".")[0]
    if len(number) > 1 or _ITEM_START.search(text, max(0, start - 3), start) is None:
        return False
    beside = f"[{int(number) - 1}{int(number) + 1}]" if number < "9" else "8"
    return re.search(rf"(?:^|[;；:：。\n])[ \n]?{beside}[.．](?! ?[0-9])", text) is not None


_ITEM_START = re.compile(r"(?:^|[;；:：。\n])[ \n]?$")


def _bare_point(text: str, start: int) -> bool:
    """Whether the digits at ``start`` are decimals without a zero: ".5 mg"."""
    return text[start - 1] == "." and (start == 1 or text[start - 2] in " (<>=")


def _sense(
    group: str, raw: str, hit: re.Match[str], lex: Lexicon, senses: dict[str, Any]
) -> tuple[str, Any]:
    kind = _GROUPS.get(group, group)
    if kind == "word":
        sense: tuple[str, Any] = senses[raw]
        return sense
    if kind == "weekday":
        signs = WEEKDAYS[lex.language]
        sign = raw[0] if lex.language != "zh" else raw[-1]
        return "weekday", float(min(signs.index(sign) + 1, 7))
    if kind == "plus":
        return "digits", (float(len(raw)),)  # of a dipstick: ++ is 2+
    if kind == "digits":
        return "digits", _counted(raw, hit, lex) or _values(raw, lex)
    if kind == "spoken":
        return "digits", (spoken_decimal(raw),)
    if kind == "ordinal":
        return "ordinal", float(re.match(r"[0-9]+", raw)[0])  # type: ignore[index]
    if kind == "oneclock":
        return "oneclock", None
    return kind, raw


def spoken_decimal(raw: str) -> float:
    """The value of a Korean decimal in words: 삼 점 오."""
    whole, _, part = raw.replace(" ", "").partition("점")
    decimals = "".join(str(DIGITS[c]) for c in part)
    return float(f"{int(readings(whole)[0])}.{decimals}")


_ROMAN = {
    word: float(number)
    for number, words in enumerate(
        "ⅰ ii/ⅱ iii/ⅲ iv/ⅳ ⅴ vi/ⅵ vii/ⅶ viii/ⅷ ix/ⅸ ⅹ xi/ⅺ xii/ⅻ".split(), start=1
    )
    for word in words.split("/")
}
_IN_NAME = re.compile("[0-9]+|[二三四五六七八九十百两双]+")


def _idle(name: str) -> str | None:
    """The numbers inside an idiom or a name, which the other language may count or not."""
    found = []
    for hit in _IN_NAME.findall(name):
        values = [2.0] if hit == "双" else [float(hit)] if hit.isdigit() else readings(hit)
        found += [f"{value:g}" for value in values if value > 1]
    return "/".join(dict.fromkeys(found)) or None


_IN_THOUSANDS = re.compile(
    r" ?(?:(?:/|per |por |par |в |на )? ?(?:mm(?:3|³|\^3)|[μu]l\b|мкл\b|microlit)|mg\b|ml\b"
    r"|k?cal\b|к?кал|мг\b|мл\b|u\.?i\b|iu\b|ед\b|€|euro|pesos|dolar|celul|cellul|plaquet|pasos\b|pas\b|шаг|metro"
    r"|metre)"
)
"""What is counted in thousands and never given to a thousandth: 1.200/mm³, 1.500 mg."""
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def _counted(raw: str, hit: re.Match[str], lex: Lexicon) -> tuple[float, ...]:
    """The thousands of such a thing where the language writes a point for them, else nothing."""
    if not lex.decimal_comma or _THOUSANDS.fullmatch(raw) is None:
        return ()
    if _IN_THOUSANDS.match(hit.string, hit.end()) is None:
        return ()
    return (float(raw.replace(".", "")),)


def _values(raw: str, lex: Lexicon) -> tuple[float, ...]:
    """The number that digits with separators mean; two where both readings are usual."""
    plain = raw.replace(" ", "").replace("·", ".")
    commas, dots = plain.count(","), plain.count(".")
    if not commas and not dots:
        return (float(plain),)
    if commas > 1 or (commas and dots and plain.rfind(".") > plain.rfind(",")):
        return (float(plain.replace(",", "")),)
    if dots > 1 or (commas and dots):
        return (float(plain.replace(".", "").replace(",", ".")),)
    sign = "," if commas else "."
    decimal, whole = float(plain.replace(sign, ".")), float(plain.replace(sign, ""))
    thousands = len(plain) - plain.index(sign) == 4 and plain[0] != "0" and plain.index(sign) <= 3
    if not thousands:
        return (decimal,)
    if not lex.decimal_comma:
        return (whole,) if sign == "," else (decimal,)
    if plain.endswith("000"):
        return (whole,)
    return (decimal, whole) if sign == "," else (whole, decimal)
