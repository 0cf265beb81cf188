"""Dates, weekdays and "tomorrow" in the tokens of any language."""

from __future__ import annotations

import re

from translation.checks.clock_time import ClockReader
from translation.checks.quantity_around import week_keys
from translation.checks.quantity_draft import Draft
from translation.checks.text import says
from translation.checks.units import UNITS, size_keys, text_of

_NUMBER = frozenset(("digits", "cjk", "numeral", "ordinal"))
_DATE = re.compile(r"([0-9]{1,4}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{1,4})")
_OF = frozenset(
    (
        "",
        "of",
        "of the",
        "de",
        "del",
        "the",
        "le",
        "el",
        "число",
        "числа",
        "من",
        "شهر",
        "من شهر",
        "de l'",
    )
)
_AND = frozenset(("et", "and", "y", "и", "و"))
_CARRIED = re.compile("妊娠|お腹|おなか|怀|孕")
"""With these 十月十日 is how long a child is carried, and no tenth of October."""
_AND_DAY = frozenset(("和", "及", "与", "或"))
_OF_WEEKDAY = frozenset(("", "の", "(", "（", ","))
_TO_DAY = frozenset(("-", "--", "~", "–", "—", "～"))
_RANGE = frozenset(("range", "to"))
_NEXT_DAY = _AND | {"по", "al", "au"}
"""Between two days of one month: "с 3 по 12 марта"."""
_FAR = frozenset(("+2", "-2", "+3", "-3", "+7", "+14", "+15"))
_SPANS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_BESIDE_DAY = {
    language: tuple(re.compile(said) if said else None for said in sides)
    for language, sides in {
        "en": (r"\b(?:(?P<next>next)|last) $", ""),
        "fr": ("", " (?:(?P<next>prochain)|dernier)"),
        "es": (r"\b(?:(?P<next>proximo)|pasado) $", " (?:(?P<next>que viene|proximo)|pasado)"),
        "ru": (r"\b(?:(?P<next>следующ)|прошл)[а-я]{2,3} $", ""),
        "ar": ("", " (?:(?P<next>القادم|المقبل)|الماضي|الفايت)"),
    }.items()
}
"""What says before or behind a weekday that it is the coming one or the one that has been."""
_NOT_THAT = re.compile(r"\b(?:not|from|after|before|pas|no|не|через|ليس|بعد)(?: \w{1,3})?,? $")
"""Not this one: "a week from next Monday", "pas lundi prochain, celui d'après"."""
_NEAR_DAY = 16
_PLACE = re.compile("[窗床楼房诊室线门柜台病车公厅桌机院餐针缝管大电]|出口")
"""After these signs 3号 is a number of a place, not a day."""


class CalendarReader(ClockReader):
    """Reads clock times and dates."""

    def calendar(self, i: int) -> int:
        """A date, a month, a weekday or "tomorrow" at token ``i``."""
        token = self.tokens[i]
        if token.sense == "date":
            return self._numeric_date(i)
        if token.sense == "month":
            return self._month(i)
        if token.sense == "era":
            number = self.number(i + 1)
            if number is None and self.text_after(i + 1, 2) == "元年":
                return self._year(i, i + 1, token.value + 1)
            if number is None:
                return i + 1
            return self._year(i, number[1], token.value + number[0][0])
        if token.sense == "weekday":
            keys = frozenset((f"W{int(token.value)}",))
            self.add(Draft("named", (0.0,), i, i, 0, 0, keys=keys), token.text)
            self._week_beside(i)
            return i + 1
        if token.sense == "week_part":
            return self._week_part(i)
        day = str(token.value).split()[0]
        draft = Draft("named", (0.0,), i, i, 0, 0, keys=frozenset(day.split("/")))
        for one in sorted(draft.keys):
            if one[1:] in _FAR and one[0] in _SPANS:
                # "the day before yesterday" and "two days ago" are the same day
                draft.keys |= frozenset(size_keys(int(one[2:]), UNITS[_SPANS[one[0]]]))
        draft.optional, draft.name = "/D+" not in day, f"relative {day[0]}"
        self.add(draft, token.text)
        return i + 1

    def _week_beside(self, i: int) -> None:
        """ "Next Monday", "vendredi dernier": the week, which may be the present one too."""
        before, after = _BESIDE_DAY.get(self.language, (None, None))
        start = self.tokens[i].start
        hit = before.search(self.text, max(0, start - _NEAR_DAY), start) if before else None
        start = start if hit is None else hit.start()
        if hit is None and after is not None:
            hit = after.match(self.text, self.tokens[i].end)
        if hit is None or _NOT_THAT.search(self.text, max(0, start - _NEAR_DAY), start):
            return
        week = "W+1" if hit.lastgroup == "next" else "W-1"
        self.add(Draft("named", (0.0,), i, i, 0, 0, keys=frozenset((week, "W+0"))), hit[0].strip())
        self.drafts[-1].optional, self.drafts[-1].name = True, "relative W"

    def _week_part(self, i: int) -> int:
        """ "On weekdays" is from Monday to Friday: its two ends, which need no answer."""
        for day, end in zip(str(self.tokens[i].value).split(), "-+", strict=True):
            keys = week_keys(frozenset((f"W{day}",)), end)
            self.add(Draft("named", (0.0,), i, i, 0, 0, keys=keys), self.tokens[i].text)
            self.drafts[-1].optional, self.drafts[-1].name = True, "relative P"
        return i + 1

    def _year(self, first: int, end: int, value: float) -> int:
        if (
            self.sense(end) == "unit"
            and self.tokens[end].value.name == "year"
            and not self._gap(end)
        ):
            end += 1
        draft = Draft("date", (value,), first, end - 1, 0, 0)
        draft.keys, draft.loose = frozenset((f"Y{int(value)}",)), frozenset((text_of(value),))
        self.add(draft)
        return end

    def _add_day(self, first: int, last: int, days: set[tuple[int, int]]) -> None:
        """A day of a month, in one or two readings."""
        draft = Draft("date", (0.0,), first, last, 0, 0)
        draft.keys = frozenset(f"M{month}D{day}" for month, day in days)
        month, day = sorted(days)[0]
        draft.optional = days == {(10, 10)} and says(self.text, _CARRIED)
        self.add(draft, f"{month}-{day}")

    def _numeric_date(self, i: int) -> int:
        match = _DATE.fullmatch(self.tokens[i].text)
        assert match is not None
        a, b, c = (int(g) for g in match.groups())
        if a > 31:
            year, days = a, {(b, c)}
        else:
            year, days = c + 2000 if c < 100 else c, {(b, a)}
            if self.language in ("en", "zh", "ja", "ko") and a <= 12:
                days.add((a, b))
        days = {(m, d) for m, d in days if 1 <= m <= 12 and 1 <= d <= 31}
        if not days:
            for part in (a, b, c):
                self.add(Draft("number", (float(part),), i, i, 0, 0))
            return i + 1
        self._year(i, i + 1, year)
        self._add_day(i, i, days)
        return i + 1

    def _month(self, i: int) -> int:
        """5 March 2024, March 5th, le 5 mars, 5 марта."""
        month = int(self.tokens[i].value)
        first, end, day = i, i + 1, 0
        if self.drafts and self._is_day(self.drafts[-1], i):
            before = self.drafts.pop()
            day, first = int(before.values[0]), before.first
        elif self.sense(end) in _NUMBER and self._gap(end) in ("", "the", "le", "el", "初"):
            number = self.number(end)
            unit = self.unit_name(number[1]) if number is not None else "none"
            if number is not None and 0 < number[0][0] <= 31 and not unit:
                day, end = int(number[0][0]), number[1]
            elif number is not None and self.language == "ko" and unit == "day_or_date":
                day, end = int(number[0][0]), number[1] + 1  # 시월 삼일
        elif self.sense(end) == "amount" and not self._gap(end):
            values, named = self.tokens[end].value
            if named.name == "day_or_date":  # 섣달 초하루
                day, end = int(values[0]), end + 1
        if day:
            self._add_day(first, end - 1, {(month, day)})
            self._other_day(month)
        else:
            draft = Draft("date", (0.0,), first, end - 1, 0, 0)
            draft.keys, draft.loose = frozenset((f"M{month}",)), frozenset((str(month),))
            self.add(draft, self.tokens[i].text)
        return self._year_after(end)

    def _other_day(self, month: int) -> None:
        """ "the seventh or eighth of May": the day before is one of the same month."""
        if len(self.drafts) < 2:
            return
        before, day = self.drafts[-2:]
        whole = before.kind == "number" and before.unit is None and 0 < before.values[0] <= 31
        listed = day.first == before.last + 1 and self._gap(day.first) in _NEXT_DAY
        if whole and before.values[0].is_integer() and (listed or self.is_range(before, day)):
            value = int(before.values[0])
            before.kind, before.keys = "date", frozenset((f"M{month}D{value}", f"D{value}"))
            before.loose |= {text_of(value)}

    def _is_day(self, before: Draft, i: int) -> bool:
        if before.kind != "number" or before.unit is not None or before.vague:
            return False
        if before.last != i - 1 or not 0 < before.values[0] <= 31:
            return False
        return self._gap(i) in _OF

    def _year_after(self, i: int) -> int:
        """The year that may follow a month."""
        if (
            self.sense(i) == "stop"
            and self.tokens[i].text in (",", "،")
            and self.sense(i + 1) == "digits"
        ):
            place = i + 1
        else:
            place = i
        number = self.number(place) if self.sense(place) in ("digits", "numeral") else None
        if number is None or self._gap(place) not in ("", "de", "del", "عام", "سنه", "لعام", "of"):
            return i
        value = number[0][0]
        if not 1800 <= value <= 2199 or value != int(value):
            return i
        return self._year(place, number[1], value)

    def day_of_month(self, i: int) -> int:
        """2024年3月5日, 3월 5일; a year alone."""
        if self.sense(i) not in ("digits", "cjk", "numeral"):
            return 0
        number = self.number(i)
        if number is None or (len(number[0]) != 1 and not self._short_year(i, number[1])):
            return 0
        value, end = number[0][0], number[1]
        if self._apostrophe_year(i, end):
            self._year(i, end, 2000 + value)
            self.drafts[-1].keys |= {f"Y{1900 + int(value)}"}
            return end
        unit = self.unit_at(end)
        name = unit.name if unit is not None else ""
        if name == "g" and self.language == "ru":
            name = "year"
        gap = self._gap(end)
        if name == "year" and self._short_year(i, end):
            digits = self.plain_digits(self.tokens[i].text)
            last = self._year(i, end, float(f"{'19' if digits > '29' else '20'}{digits}"))
            self.drafts[-1].loose |= {text_of(value), text_of(float(digits))}
            return last
        if 1800 <= value <= 2199 and (name == "year" or (not name and self._bare_year(i, end))):
            return self._year(i, end, value)
        if gap == "du" and value <= 31 and self.language == "fr":
            if name == "month":
                return self._day_alone(i, end, value)  # le 8 du mois
            if self.sense(end) == "relative" and str(self.tokens[end].value)[0] == "M":
                return self._day_alone(i, end - 1, value)  # le 8 du mois dernier
        if name == "month_of" and self.tokens[i].text in ("俩", "仨"):
            return 0
        start = self.tokens[i].start
        recent = self.language == "zh" and self.text[start - 1 : start] in ("近", "前")
        if name == "month_of" and 1 <= value <= 12 and gap == "" and not recent:
            return self._month_day(i, end, int(value))
        return self._day(i, end, value, name) if value <= 31 else 0

    def _day(self, i: int, end: int, value: float, name: str) -> int:
        """A day whose month is not said with it; ``name`` is that of the unit at ``end``."""
        if name == "day_of" and value >= 1 and not _PLACE.match(self.text, self.tokens[end].end):
            return self._day_alone(i, end, value)
        after = bool(self.drafts) and self.drafts[-1].kind == "date" and self._gap(i) in _AND_DAY
        until = self._until_day(i, value)
        if name == "day_or_date" and value >= 1 and (after or until):
            return self._day_alone(i, end, value)  # 3月4日和5日, 3月4日至12日
        if until and not name and self.language == "en":
            return self._day_alone(i, end - 1, value)  # from March 3 to 12
        if name == "day_or_date" and value >= 1 and self.sense(i - 1) == "relative":
            return self._day_alone(i, end, value)
        beside = self.sense(end + 1) == "weekday" and self._gap(end + 1) in _OF_WEEKDAY
        if name == "day_or_date" and beside:
            return self._day_alone(i, end, value)  # 八日星期四, 8일 목요일
        told = self.sense(end + 1) == "part" and self._gap(end + 1) == "の"
        if name == "day_or_date" and value > 1 and told and self.language == "ja":
            return self._day_alone(i, end, value)  # 十一日の午前
        return 0

    def _until_day(self, i: int, value: float) -> bool:
        """Whether the number at ``i`` is a later day of the month whose day stands before it."""
        before = self.drafts[-1] if self.drafts else None
        if before is None or before.kind != "date" or not value.is_integer() or value > 31:
            return False
        if not (before.last == i - 1 and self._gap(i) in _TO_DAY) and not (
            before.last == i - 2 and self.sense(i - 1) in _RANGE and not self._gap(i - 1)
        ):
            return False
        days = [k.partition("D")[2] for k in before.keys if k[0] == "M" and "D" in k]
        return any(int(day) < value for day in days)

    def _apostrophe_year(self, i: int, end: int) -> bool:
        """'09: a year without its century."""
        token = self.tokens[i]
        plain = token.sense == "digits" and len(token.text) == 2 and end == i + 1
        return plain and token.gap.endswith((" '", "in '")) and self.unit_at(end) is None

    def _short_year(self, i: int, end: int) -> bool:
        """九五年, 六八年生: the year 1995; 三五年 is three to five years."""
        token = self.tokens[i]
        year = {"ko": "년생", "zh": "年生"}.get(self.language, "-")
        if token.sense == "digits" and len(token.text) == 2 and self.text_after(end, 2) == year:
            return True
        if self.language != "zh" or token.sense != "cjk" or end != i + 1 or self._gap(end):
            return False
        digits = self.plain_digits(token.text)
        if len(digits) != 2 or self.text_after(end, 1) != "年" or "两" in token.text:
            return False
        born = self.text_after(end + 1, 1) in ("生", "出") if end < len(self.tokens) else False
        step = int(digits[1]) - int(digits[0])
        if step == 1:
            return born
        alone = digits[0] in "0456789" or (digits[0] in "12" and not 0 <= step <= 3)
        return (alone or born) and self.text_after(end + 1, 1) not in ("前", "后", "了")

    def _bare_year(self, i: int, end: int) -> bool:
        """Whether a number without a unit is a year."""
        token = self.tokens[i]
        written = token.sense == "digits" and len(token.text) == 4 and end == i + 1
        spoken = (
            token.sense == "cjk" and len(token.text) == 4 and bool(self.plain_digits(token.text))
        )
        return written or spoken

    def _month_day(self, i: int, end: int, month: int) -> int:
        first = self.sense(end + 1) == "period" and self.tokens[end + 1].text == "1일"
        if first and not self._gap(end + 1):  # 5월 1일 is no "a day"
            self._add_day(i, end + 1, {(month, 1)})
            return end + 2
        if self.sense(end + 1) == "amount" and not self._gap(end + 1):
            values, named = self.tokens[end + 1].value
            if named.name == "day_or_date":  # 초하루
                self._add_day(i, end + 1, {(month, int(values[0]))})
                return end + 2
        number = self.number(end + 1) if self.sense(end + 1) in ("digits", "cjk") else None
        if number is not None and self._gap(end + 1) == "初" and number[0][0] <= 10:
            self._add_day(i, number[1] - 1, {(month, int(number[0][0]))})
            return number[1]
        if number is not None and self._gap(end + 1) == "" and len(number[0]) == 1:
            unit = self.unit_at(number[1])
            value = number[0][0]
            if unit is not None and unit.name in ("day_of", "day_or_date") and 1 <= value <= 31:
                self._add_day(i, number[1], {(month, int(value))})
                return number[1] + 1
            ranged = self._gap(number[1]) in _TO_DAY and self.sense(number[1]) in ("digits", "cjk")
            if unit is None and 1 <= value <= 31 and (ranged or self._ends(number[1])):
                self._add_day(i, number[1] - 1, {(month, int(value))})
                return number[1]
        draft = Draft("date", (0.0,), i, end, 0, 0)
        draft.keys, draft.loose = frozenset((f"M{month}",)), frozenset((str(month),))
        self.add(draft, str(month))
        return end + 1

    def _ends(self, i: int) -> bool:
        """Whether nothing follows before token ``i``: 二月二十四。"""
        end = self.tokens[i - 1].end
        return end == len(self.text) or (self.sense(i) == "stop" and self.tokens[i].start == end)

    def _day_alone(self, i: int, end: int, value: float) -> int:
        draft = Draft("date", (value,), i, end, 0, 0)
        draft.keys, draft.loose = frozenset((f"D{int(value)}",)), frozenset((text_of(value),))
        draft.optional = value == 1
        before = self.drafts[-1] if self.drafts else None
        if before is not None and before.kind == "date" and i - before.last <= 2:
            days = [k for k in before.keys if k[0] == "M" and "D" in k]
            near = len(self._gap(i)) <= 2
            draft.keys |= {f"{k.partition('D')[0]}D{int(value)}" for k in days if near}
        self.add(draft)
        return end + 1
