"""Reads what follows a number: its unit, "and a half", the smaller parts of the same amount."""

from __future__ import annotations

import re

from translation.checks.date_time import CalendarReader
from translation.checks.numeral_value_cjk import readings
from translation.checks.quantity_around import slash_date
from translation.checks.quantity_base import Number
from translation.checks.quantity_draft import Draft
from translation.checks.units import UNITS, Unit, ratio, text_of

_TERM = 20, 43
"""Weeks of a pregnancy that are written with their days and no unit."""
_NOUN_AND_HALF = ("fr", "es", "ru")
_TAILS = frozenset(("degree", "m", "kg", "money", "jin", "celsius"))
"""Units after which Chinese adds a decimal: 38度5, 一米七五, 两块五."""
_SPOKEN = frozenset(("g", "cm", "mm", "l"))
"""The same, when all of it is written in numerals: 六克五, 一厘米二."""
_IDEOGRAPH = re.compile("[\u4e00-\u9fff](?<![左多了吧的到以还才就也])")
"""After digits these say that the digits count something else: 1500元1晚."""
_BY = frozenset(("×", "x", "х", "*", "на", "by", "por", "sur", "乘", "乘以", "على"))
"""Between the sides of a size: 3×4 cm."""
_SO_LONG = re.compile("(?:史|[已达近约共满]|将近|已经|有了|长达)$")
"""Before a number of years these say that it is how long: 病史60年 is no year 1960."""
_SO_LONG_MOST = 3
_CENTURY = re.compile(r"\s*世纪")
_OF_KILO = {UNITS["g"]: "kg", UNITS["m"]: "km"}
"""What a spoken "kilo" is beside its smaller part."""
_SAID = frozenset(("numeral", "digits", "cjk"))
_A_DAY = re.compile(
    "一天[只就要得先各共]?[吃服打用喝滴喷涂抹测量换敷洗吸含一二两三四五六七八九半0-9]"
)
_SPANS_JA = {"周": "week", "月": "month", "年": "year"}
_JOINED = frozenset(("time", "month", "length", "mass"))
_JOINS = frozenset(
    ("", "and", "et", "y", "и", "و", "零", "又", "に", "と", "加", "plus", "más", "e", "+", "하고")
)
_BETWEEN = re.compile(r"(?:^|\s)(?:entre|between|между|بين)$")
_MARKS = frozenset((10, 15, 30, 100))
"""What marks are given out of: pain 7/10, GCS 14/15, MMSE 27/30."""


_SCALES = dict(zip("百백千천万萬만", (1e2, 1e2, 1e3, 1e3, 1e4, 1e4, 1e4), strict=True))
_FEW = 10
"""Up to here two neighbouring numbers are "a few"."""
_COUNTED_MOST = 100
"""Hundreds or thousands of a number that is a count of them."""


def _spread(a: Draft, b: Draft) -> None:
    """二、三十 is 20 or 30, 二十四、五 is 24 or 25."""
    first, second = a.values[0], b.values[0]
    if 1 <= first <= 8 and second in ((first + 1) * 10, (first + 1) * 100):
        a.values = (first * second / (first + 1),)
        a.loose = frozenset()
    elif first > 10 and first % 10 and second == first % 10 + 1:
        b.values = (first + 1,)


class PartsReader(CalendarReader):
    """Reads units and the parts that make one amount."""

    def _plus(self, j: int, *, noun: bool = False) -> tuple[float, int]:
        """The "and a half" that follows token ``j - 1``; with ``noun``: "un paquet et demi"."""
        if self.sense(j) != "and_half":
            return 0.0, j
        gap = self._gap(j)
        if gap in ("", "-") or (noun and self.language in _NOUN_AND_HALF and gap.isalpha()):
            return float(self.tokens[j].value), j + 1
        return 0.0, j

    def two_digit_year(self, j: int, text: str, value: float, unit: Unit | None) -> frozenset[str]:
        """98年, 90年代, 20世纪30年代: the year of a century."""
        if unit is not UNITS["year"] or not 0 <= value <= 99 or len(text) != 2:
            return frozenset()
        start = self.tokens[j - 1].start
        if _SO_LONG.search(self.text, max(0, start - _SO_LONG_MOST), start):
            return frozenset()  # 高血压病史50年
        decade = self.text_after(j + 1, 1) == "代"
        if not decade and value < 50:
            return frozenset()
        century = 19.0
        if decade and self.drafts and _CENTURY.match(self.text, self.drafts[-1].end):
            century = self.drafts.pop().values[0] - 1
        return frozenset((f"Y{int(century * 100 + value)}",))

    def _slash(self, i: int) -> int:
        """120/80 is two numbers, 1/2 a fraction."""
        token = self.tokens[i]
        above, below = (float(part) for part in token.text.split("/"))
        unit = self.unit_at(i + 1)
        last = i + 1 if unit is not None else i
        days, dated = slash_date(self.text, (token.start, token.end), self.language)
        weeks = below == 7 and unit is UNITS["week"]  # 38 4/7 weeks
        part = (above < below and below in (2, 3, 4, 5, 6, 8)) or above == below == 5
        if weeks or (part and not (dated and unit is None)):
            value = above / below
            if self.drafts and self.drafts[-1].last == i - 1 and token.gap == " ":
                before = self.drafts[-1]
                if before.kind == "number" and before.unit is None:
                    value += before.values[0]
                    self.drafts.pop()
            self.add(Draft("number", (round(value, 6),), i, last, 0, 0, unit), token.text)
            if below in (5, 6):
                self.drafts[-1].loose = frozenset((text_of(above),))  # a muscle of strength 4/5
            return last + 1
        middle = token.start + token.text.index("/")
        high = 8 <= above <= 25 and 4 <= below <= 15 and above > below
        for value, start, end in (
            (above, token.start, middle),
            (below, middle + 1, token.end),
        ):
            self.add(Draft("number", (value,), i, i, 0, 0, unit))
            self.drafts[-1].start, self.drafts[-1].end = start, end
            if unit is None and start == token.start:
                self.drafts[-1].keys = days
            if (dated or (below in _MARKS and above <= below)) and start > token.start:
                self.drafts[-1].optional, self.drafts[-1].shown = True, ""
            if high:
                # A blood pressure in centimetres of mercury.
                self.drafts[-1].loose = frozenset((text_of(value * 10),))
        return last + 1

    def _gestation(self, i: int) -> Number | None:
        """38+4 weeks: weeks and days of a pregnancy."""
        if self.sense(i) != "digits" or self.sense(i + 1) != "digits" or self._gap(i + 1) != "+":
            return None
        weeks, days = (float(self.tokens[n].value[0]) for n in (i, i + 1))
        sure = self.unit_name(i + 2) == "week" or (_TERM[0] <= weeks <= _TERM[1] and days < 7)
        if not sure or days > 6 or (" " in self.tokens[i + 1].gap):
            return None
        return (round(weeks + days / 7, 6),), i + 2, False, False

    def _days_of_term(self, a: Draft, b: Draft) -> bool:
        """32周+4: weeks and days of a pregnancy."""
        return (
            b.kind == "number"
            and b.first == a.last + 1
            and self._gap(b.first).strip() == "+"
            and b.values[0] < 7
        )

    def _unit_after(self, j: int, ordinal: bool) -> tuple[Unit | None, int, float]:
        """The unit at token ``j``, the place after it, and a half that belongs to the number."""
        if self.language == "ko" and self.sense(j) == "few" and self.unit_at(j + 1) is not None:
            j += 1  # 스무 몇 살
        unit = self.unit_at(j)
        if unit is None:
            return None, j, 0.0
        if unit.name == "day_of":
            unit = UNITS["piece"]
        if unit.name == "piece" and self.sense(j + 1) == "half" and not self._gap(j + 1):
            inner = self.unit_at(j + 2)
            if inner is not None and self.tokens[j].text in ("个", "か"):
                inner = UNITS["month"] if inner.name == "month_of" else inner
                return inner, j + 3, 0.5
        if self.tokens[j].text == "个" and self._gap(j + 1) in ("多", "来"):
            inner = self.unit_at(j + 1)
            if inner is not None and inner.name == "month_of":
                inner = UNITS["month"]
            if inner is not None and inner.dimension in ("time", "month"):
                return inner, j + 2, 0.0
        if ordinal and unit.dimension == "times":
            return None, j, 0.0
        place = j + 1
        per = self.sense(place) == "per" or (self.sense(place) == "every" and self.language == "zh")
        if per and not self._gap(place):
            below = self.unit_at(place + 1)
            if below is not None and below.dimension not in ("time", "times", "form", "", "month"):
                return ratio(unit, below), place + 2, 0.0
        extra, place = self._plus(place)
        if not extra:
            extra, place = self._half_after_unit(unit, place)
        return unit, place, extra

    def _half_after_unit(self, unit: Unit, place: int) -> tuple[float, int]:
        """两小时半, 三天半, 두 시간 반; and the decimal of 38度5, 一米七五."""
        if self.sense(place) == "half" and self.tokens[place].gap in ("", " "):
            spaced = self.language == "ko" or not self.tokens[place].gap
            bare = self.unit_at(place + 1) is None or self.tokens[place + 1].text == "째"
            if spaced and self.language in ("zh", "ja", "ko") and bare:
                return float(self.tokens[place].value), place + 1
        if self.sense(place) == "minus" and self.sense(place + 1) == "half" and unit.dimension:
            less = float(self.tokens[place + 1].value)
            if less < 1 and not self._gap(place) and not self._gap(place + 1):
                return -less, place + 2
        found = (
            self._smaller_part(unit, place)
            or self._tenths(unit, place)
            or self._decimal_after(unit, place)
        )
        return found or (0.0, place)

    def _smaller_part(self, unit: Unit, place: int) -> tuple[float, int] | None:
        """Five foot two, "un kilo doscientos", "un mètre soixante-dix"."""
        if unit.name not in ("foot", "kg", "m", "year") or self.sense(place) not in _SAID:
            return None
        if unit.name != "m" and self.sense(place) == "cjk":
            return None
        rest = self.number(place)
        if rest is None:
            return None
        (value, *_), end, gap = rest[0], rest[1], self._gap(place)
        follows = self.unit_name(end)
        after = end + bool(follows)
        if unit.name == "foot" and gap in ("", "-") and value < 12 and follows in ("", "inch"):
            return value / 12, after
        if unit.name == "m" and gap in ("", "y", "et", "و") and 10 <= value < 100:
            return (value / 100, after) if follows in ("", "cm") else None
        if unit.name == "year":
            months = gap == "и" and 1 <= value < 12 and not follows and self._ends(end)
            return (value / 12, end) if months else None  # "ребёнку год и восемь"
        if unit.name != "kg":
            return None
        tenths = self.language in ("fr", "es", "ru") and gap == "" and 1 < value < 10
        if tenths and self.sense(end) in ("", "stop"):
            return value / 10, end
        joined = gap in ("", "y", "et", "и") and 100 <= value < 1000
        return (value / 1000, after) if joined and follows in ("", "g") else None

    def _tenths(self, unit: Unit, place: int) -> tuple[float, int] | None:
        """七割五分, 七成五; 三斤二两."""
        if self._gap(place) or self.sense(place) not in ("cjk", "digits"):
            return None
        text = self.tokens[place].text
        if unit.name == "tenth" and len(part := self.plain_digits(text)) == 1:
            return float(f"0.{part}"), place + 1 + (self.text_after(place + 1, 1) == "分")
        if unit.name != "jin":
            return None
        if self.sense(place) == "cjk" and len(text) == 2 and text[1] == "两":
            return float(self.plain_digits(text[0]) or 0) / 10, place + 1
        liang = self.sense(place + 1) == "cjk" and self.tokens[place + 1].text == "两"
        if liang and self.sense(place) == "digits":
            return float(self.tokens[place].value[0]) / 10, place + 2
        return None

    def _decimal_after(self, unit: Unit, place: int) -> tuple[float, int] | None:
        """38度5, 一米七五, 两块五."""
        spoken = self.language == "zh" and unit.name in _SPOKEN and self.sense(place) == "cjk"
        if not spoken and not (unit.name in _TAILS and self.sense(place) in ("cjk", "digits")):
            return None
        token = self.tokens[place]
        part = self.plain_digits(token.text)
        follows = self.unit_at(place + 1)
        tenths = self.language == "ko" and self.text[token.end : token.end + 1] == "부"
        if tenths and len(part) == 1:  # 38도 5부
            return float(f"0.{part}"), place + 1
        own = follows is not None and self.tokens[place + 1].text in ("分", "분", "부")
        if own and self.language == "ko" and len(part) == 1:
            return float(f"0.{part}"), place + 2
        spelled = own or token.sense == "cjk" or not _IDEOGRAPH.match(self.text, token.end)
        if token.gap == "" and len(part) in (1, 2) and (follows is None or own) and spelled:
            return float(f"0.{part}"), place + (2 if own else 1)
        return None

    def _join_parts(self) -> None:
        """1 hour 30 minutes, 1岁3个月, 1 м 75 см: one amount."""
        if len(self.drafts) < 2:
            return
        a, b = self.drafts[-2:]
        if a.unit is UNITS["kilo"] and b.unit in _OF_KILO:
            a.unit = UNITS[_OF_KILO[b.unit]]  # 二キロ八百グラム, 3킬로 200그램
        named = a.ordinal and not b.ordinal and self.language == "zh"  # 第二周3天
        if a.kind != "number" or a.unit is None or b.unit is None or not self._next_part(a, b):
            return
        if named or a.unit.dimension not in _JOINED or a.unit.dimension != b.unit.dimension:
            return
        weekly = self.language == "zh" and a.unit is UNITS["week"] and a.values == (1.0,)
        if weekly and (self.tokens[b.first].sense == "digits" or b.first != a.last + 2):
            return
        if self.language == "ja" and a.unit.name == "day_or_date" and a.values == (1.0,):
            return  # 一日二十分: twenty minutes a day
        if self.language == "zh" and b.unit is UNITS["day"] and _A_DAY.match(self.text, b.start):
            return  # 前三个星期一天吃两次: so often a day
        if a.unit.size <= b.unit.size or self._gap(b.first) not in _JOINS or a.vague or b.vague:
            return
        if b.values[0] * b.unit.size >= a.unit.size:
            return  # 一天二十四小时: all day, and no two days
        a.values = (a.values[0] + b.values[0] * b.unit.size / a.unit.size,)
        a.last, a.end, a.optional, a.loose = b.last, b.end, False, a.loose & b.loose
        self.drafts.pop()

    def _next_part(self, a: Draft, b: Draft) -> bool:
        if b.first == a.last + 2:
            sizes = [d.unit.name for d in (a, b) if d.unit is not None]
            listed = self.language == "en" and sizes == ["year", "month"]  # "one year, two months"
            return self.tokens[a.last + 1].text == ("," if listed else "零")
        return b.first == a.last + 1

    def _share_scale(self) -> None:
        """ "2-3 thousand", 两到三千, 6、7千: the first number has the scale of the second."""
        if len(self.drafts) < 2:
            return
        a, b = self.drafts[-2:]
        if {a.kind, b.kind} != {"number"} or a.ordinal:
            return
        listed = self._after_comma(a, b)
        if not listed and not self.is_range(a, b) and not self._lies_between(a, b):
            return
        scale = next(filter(None, map(self._scale, range(b.last, b.first - 1, -1))), 0.0)
        if listed and b.values[0] != (a.values[0] + 1) * scale:
            return
        if scale and not self._scale(a.last) and a.values[0] < b.values[0] / scale < _COUNTED_MOST:
            a.values = (a.values[0] * scale,)
            a.loose = frozenset()

    def _lies_between(self, a: Draft, b: Draft) -> bool:
        """ "Entre doce y trece mil"."""
        if b.first != a.last + 1 or self._gap(b.first) not in _JOINS - {"", "+"}:
            return False
        return _BETWEEN.search(self._gap(a.first)) is not None

    def _scale(self, i: int) -> float:
        """The hundreds or thousands that end the number at token ``i``, 0 for none."""
        token = self.tokens[i]
        if token.sense == "cjk":
            return _SCALES.get(token.text[-1], 0.0)
        return token.value if token.sense == "numeral" and token.value in _SCALES.values() else 0.0

    def _share_unit(self) -> None:
        """ "3 to 5 days", 三四天: the first number has the unit of the second."""
        if len(self.drafts) < 2:
            return
        a, b = self.drafts[-2:]
        if a.unit is UNITS["week"] and b.unit is None and self._days_of_term(a, b):
            a.values, a.end, a.last = (a.values[0] + b.values[0] / 7,), b.end, b.last
            self.drafts.pop()
            return
        if a.kind == b.kind == "number" and self._unit_stands_before(a, b):
            b.unit, b.optional, b.loose = a.unit, False, frozenset()
            a.vague = b.vague = b.values[0] - a.values[0] == 1 and b.values[0] <= _FEW
            return
        if a.kind != "number" or a.unit is not None or b.unit is None or a.ordinal:
            return
        if self.sense(a.first) == "loose":
            return  # 二甲双胍加到一天三片: a number in a name
        if b.first == a.last + 1 and self._gap(b.first) in _BY and b.unit.dimension == "length":
            for draft, after in ((a, b), (self.drafts[-3], a)) if self.drafts[2:] else ((a, b),):
                beside = after.first == draft.last + 1 and self._gap(after.first) in _BY
                if draft.unit is None and draft.kind == "number" and beside:
                    draft.unit, draft.optional = b.unit, False
            return
        if b.first == a.last + 1 and self._gap(b.first) == "+" and b.unit is UNITS["week"]:
            a.values, a.unit = (a.values[0] + b.values[0] / 7,), b.unit  # 39+2周: of a pregnancy
            a.last, a.end, a.loose = b.last, b.end, frozenset()
            self.drafts.pop()
            return
        if self._after_comma(a, b):
            _spread(a, b)
        listed = self._is_list(a, b)
        if listed or self.is_range(a, b):
            a.unit, a.optional = b.unit, False
            b.optional = False
            if b.unit.dimension == "times":
                a.loose = frozenset(key for key in a.loose if key[0] != "T")
            if listed or (b.values[0] - a.values[0] == 1 and self._gap(b.first) not in ("-", "~")):
                a.vague = b.vague = b.values[0] <= 10

    def _unit_stands_before(self, a: Draft, b: Draft) -> bool:
        """Russian "дней пять-шесть", "раза два-три": about so many, with the unit in front."""
        if self.language != "ru" or a.unit is None or b.unit is not None or a.ordinal:
            return False
        if self.unit_at(a.last) is not None or self.sense(a.first - 1) != "unit":
            return False
        unit: Unit = self.tokens[a.first - 1].value
        dashed = b.first == a.last + 1 and self._gap(b.first) == "-"
        return unit is a.unit and dashed and b.values[0] - a.values[0] > 0

    def _is_list(self, a: Draft, b: Draft) -> bool:
        """２、３日: two or three days."""
        step = b.values[0] - a.values[0]
        return self._after_comma(a, b) and step in (1, 10, 100) and not a.values[0] % step

    def _after_comma(self, a: Draft, b: Draft) -> bool:
        """Whether two numbers stand side by side as in 二、三日 and "5, 6분"."""
        if b.first != a.last + 2 or self.sense(a.last + 1) != "stop":
            return False
        if self.language == "ko":
            return self.tokens[a.last + 1].text == "," and not self._gap(a.last + 1)
        comma = self.tokens[a.last + 1].text == "、" and not self._gap(b.first)
        return comma and self.language in ("zh", "ja")

    def _ounces(self, i: int) -> int:
        """八两: eight Chinese ounces, and no 82."""
        token, text, last = self.tokens[i], self.tokens[i].text, i
        if self.language != "zh" or token.sense not in ("cjk", "digits"):
            return 0
        if token.sense == "digits" and self.sense(i + 1) == "cjk" and not self._gap(i + 1):
            text, last = text + self.tokens[i + 1].text, i + 1
        if len(text) < 2 or text[-1] != "两" or self.unit_at(last + 1) is not None:
            return 0
        values = readings(text[:-1]) if last == i else list(token.value)
        if not values or (last > i and self.tokens[last].text != "两"):
            return 0
        self.add(Draft("number", tuple(values), i, last, 0, 0, UNITS["liang"], word=True))
        return last + 1

    def _span_before_count(self, i: int) -> Unit | None:
        """週2回, 月一度, 年1回: a span without a number, and how often in it."""
        token = self.tokens[i]
        name = _SPANS_JA.get(token.text) if self.language == "ja" else None
        if name is None or self.sense(i + 1) not in ("digits", "cjk") or self._gap(i + 1):
            return None
        after = self.unit_at(i + 2)
        if after is None or (after.name != "times" and self.tokens[i + 2].text not in "度日"):
            return None
        return UNITS[name]

    def _is_grade(self, j: int) -> bool:
        """三年级, 3年生: a class of a school, and no span of years."""
        after = self.text_after(j + 1, 2)
        return after[:1] in ("级", "級") or (after[:1] == "生" and after not in ("生ま", "生的"))

    def _is_once(self, i: int, value: float) -> bool:
        """三日に一度, 月に二度: here 度 is no degree."""
        if self.tokens[i].sense != "cjk" or value not in (1, 2, 3):
            return False
        if self.sense(i - 1) == "stop" and self.tokens[i - 1].text == "、":
            i -= 2  # 週に二、三度
        return self._gap(i) == "に" or (self.sense(i - 1) == "period" and not self._gap(i))
