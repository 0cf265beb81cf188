"""Numbers in Chinese text: Arabic and Chinese numerals, clock times, dates, fractions.

The text is read once from left to right; every pattern is bounded, none can blow up.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from translation.checks import table_zh as table
from translation.checks.numeral_value_zh import CHARACTERS, readings
from translation.checks.quantity import FEW, Quantity, clock_keys, keys_of, text_of
from translation.checks.text import blank, half_width, words

_ZH = CHARACTERS
_N = rf"(?:[0-9]{{1,15}}(?:,[0-9]{{3}}){{0,5}}(?:\.[0-9]{{1,6}})?[百千万亿]?|[{_ZH}]{{1,12}})"
_DIGITS = "零〇一二三四五六七八九"
_PATTERNS = {
    "colon": r"(?<![0-9:])([0-9]{1,2}):([0-9]{2})(?![0-9:])",
    "minus": rf"差({_N})分钟?({_N})点",
    "clock": (
        rf"({_N})(点钟|点整|点|时(?=[0-9半{_ZH}]))"
        rf"(?:(半|一刻|三刻)|(?:过)?([0-9]{{1,6}}|[{_ZH}]{{1,4}})(分)?(?![个次片天位种钟醒起]))?"
    ),
    "percent": rf"([百千万])分之({_N}(?:点[{_DIGITS}]{{1,4}})?)",
    "fraction": rf"({_N})分之({_N})",
    "slash": r"(?<![0-9/.])([0-9]{1,4})/([0-9]{1,4})(?![0-9/])",
    "weekday": (
        r"(?:(?<=周)|(?<=星期)|(?<=礼拜))([一二三四五六日天])(?:[到至~-]([一二三四五六日天]))?"
    ),
    "tail": rf"({_N})(度|米|块)([0-9]|[一二三四五六七八九]{{1,2}})(?![0-9{_ZH}个次天块])",
    "number": rf"({_N})",
    "half": r"半",
    "few": r"好?几(?![乎何])|若干",
    "two": r"双|隔(?=[天日])",
}
_SCAN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))
_EACH = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_MEASURE = words(table.MEASURES)
_UNIT = words(table.UNITS)
_IDIOM = words(table.NOT_NUMBERS)
_ONE_IDIOM = words(table.ONE_IDIOMS)
_PERIOD = table.PERIODS
_PERIOD_BEFORE = re.compile(rf"({words(_PERIOD).pattern})(?:的|约|大约|大概)?\s?$")
_PAIRED = re.compile(r"[个只条侧]?(?:侧|边|眼|耳|手|腿|脚|肺|肾|膝|肩|胳膊|口子|者|样|种都|个都)")
_HALF_OF = re.compile(r"个?(小时|钟头|月|天|年|片|粒|颗|包|袋|碗|杯|勺|支|瓶|米|斤|公斤|两|量)")
_VERY = re.compile(r"分(?![钟之后前左满，。,.？！?!]|$)")
_THEN_HALF = re.compile(r"半(?!小时|个|钟头|年|月|天|夜|路|边|身|途|球|[片粒包颗支袋杯碗勺瓶盒])")
_COUNTED = words([w for w in table.MEASURES if w[0] not in "早晚上下夜回门处"])
_STRONG_ONE = re.compile(r"[号日月%度]|毫克|微克|克|毫升|升|公斤|千克|单位|厘米|毫米|公分|mg|ml")


def numbers_zh(text: str) -> list[Quantity]:
    """Every number of a Chinese text, in order."""
    plain = half_width(text)
    return _Reader(blank(plain, [m.span() for m in _IDIOM.finditer(plain)])).read()


class _Reader:
    """One pass over a text; each handler returns where reading goes on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Quantity] = []
        self._handlers: dict[str, Callable[[re.Match[str]], int]] = {
            "colon": self._colon,
            "minus": self._minus,
            "clock": self._clock,
            "percent": self._percent,
            "fraction": self._fraction,
            "slash": self._slash,
            "weekday": self._weekday,
            "tail": self._tail,
            "number": self._number,
            "half": self._half,
            "few": self._few,
            "two": self._two,
        }

    def read(self) -> list[Quantity]:
        at = 0
        while (hit := _SCAN.search(self._text, at)) is not None:
            name = hit.lastgroup or "number"
            match = _EACH[name].match(self._text, hit.start())
            end = self._handlers[name](match) if match is not None else hit.end()
            at = max(end, hit.start() + 1)
        return self._found

    def _add(
        self,
        shown: str,
        keys: frozenset[str],
        start: int,
        end: int,
        *,
        optional: bool = False,
        vague: bool = False,
    ) -> int:
        self._found.append(Quantity(shown, keys, (start, end), optional, vague))
        return end

    def _period(self, start: int, hour: float) -> str | None:
        """ "am" or "pm" from the words before a clock time."""
        before = _PERIOD_BEFORE.search(self._text, max(0, start - 8), start)
        half = _PERIOD[before[1]] if before is not None else None
        if half == "noon":
            return "pm" if hour in (12, 1, 2) else "am"
        if half == "night":
            return "am" if hour in (12, 1, 2, 3, 4, 5) else "pm"
        return half

    def _colon(self, m: re.Match[str]) -> int:
        hour, minute = int(m[1]), int(m[2])
        if hour > 24 or minute > 59:
            self._add(text_of(hour), keys_of(hour), *m.span(1))
            return self._add(text_of(minute), keys_of(minute), *m.span(2))
        keys = clock_keys(hour, minute, self._period(m.start(), hour))
        return self._add(m[0], keys, *m.span())

    def _minus(self, m: re.Match[str]) -> int:
        minutes, hours = readings(m[1]), readings(m[2])
        if len(minutes) != 1 or len(hours) != 1 or not 0 < hours[0] <= 24 or minutes[0] >= 60:
            return self._number(_required(_EACH["number"].match(self._text, m.start(1))))
        hour = hours[0] - 1
        keys = clock_keys(hour, 60 - minutes[0], self._period(m.start(), hour))
        return self._add(m[0], keys, *m.span())

    def _clock(self, m: re.Match[str]) -> int:
        values = readings(m[1])
        bare_one = m[1] == "一" and not (m[3] or m[4]) and m[2] == "点"
        if bare_one and not self._said_period(m.start()):
            return m.end()
        if len(values) != 1 or values[0] > 24 or values[0] != int(values[0]):
            return self._decimal(m)
        hour, named = values[0], {"半": 30, "一刻": 15, "三刻": 45}.get(m[3] or "")
        minutes = readings(m[4]) if m[4] else []
        half = self._period(m.start(), hour)
        if m[4] and not m[5] and m[4].strip(_DIGITS) == "" and half is None:
            return self._decimal(m)
        if m[4] and (len(minutes) != 1 or minutes[0] > 59):
            return self._number(_required(_EACH["number"].match(self._text, m.start())))
        minute = named if named is not None else (minutes[0] if minutes else 0)
        keys = clock_keys(hour, minute, half)
        if not minute and half is None:
            keys |= keys_of(hour)
        shown = f"{text_of(hour)}:{int(minute):02d}"
        return self._add(shown, keys, *m.span())

    def _said_period(self, start: int) -> bool:
        before = _PERIOD_BEFORE.search(self._text, max(0, start - 8), start)
        return before is not None and len(before[1]) > 1

    def _decimal(self, m: re.Match[str]) -> int:
        """三十八点五 and the like; a clock reading stays possible where it makes sense."""
        values = readings(m[1])
        if len(values) != 1 or not m[4] or m[4].strip(_DIGITS):
            return self._number(_required(_EACH["number"].match(self._text, m.start())))
        digits = "".join(str(_DIGITS.index(c) - (c != "零")) for c in m[4])
        value = float(f"{int(values[0])}.{digits}")
        keys = self._keys_at(value, m.end())
        if values[0] <= 24 and len(digits) == 2 and int(digits) < 60:
            keys |= clock_keys(values[0], int(digits), None)
        return self._add(text_of(value), keys, *m.span())

    def _keys_at(self, value: float, end: int) -> frozenset[str]:
        """Keys of a value with the unit that stands at ``end``."""
        unit = _UNIT.match(self._text, end)
        return keys_of(value, table.UNITS[unit[0]] if unit is not None else None)

    def _percent(self, m: re.Match[str]) -> int:
        whole, _, part = m[2].partition("点")
        values = readings(whole)
        if len(values) != 1:
            return m.end()
        value = values[0]
        if part:
            value = float(f"{int(value)}." + "".join(str(readings(c)[0])[0] for c in part))
        base = {"百": 100, "千": 1_000, "万": 10_000}[m[1]]
        keys = keys_of(value) | {text_of(value / base)}
        if value == 1:
            keys = keys | {str(base)}
        return self._add(text_of(value), keys, *m.span())

    def _fraction(self, m: re.Match[str]) -> int:
        below, above = readings(m[1]), readings(m[2])
        if len(below) != 1 or len(above) != 1 or not below[0]:
            return m.end()
        keys = frozenset((text_of(round(above[0] / below[0], 3)),))
        if above[0] == 1:
            keys |= {text_of(below[0])}
        return self._add(f"{text_of(above[0])}/{text_of(below[0])}", keys, *m.span())

    def _slash(self, m: re.Match[str]) -> int:
        above, below = int(m[1]), int(m[2])
        if 0 < above < below <= 10:
            keys = frozenset((text_of(round(above / below, 3)),))
            return self._add(m[0], keys, *m.span())
        self._add(text_of(above), keys_of(above), *m.span(1))
        return self._add(text_of(below), keys_of(below), *m.span(2))

    def _weekday(self, m: re.Match[str]) -> int:
        start = m.start()
        before = self._text[:start].rstrip("周星期礼拜").removesuffix("个")[-1:]
        counted = _COUNTED.match(self._text, m.end(1)) is not None and m[1] not in "日天"
        if counted or (before and (before in _ZH or before.isdigit())):
            if m[1] in "日天":
                return m.end(1)
            return self._number(_required(_EACH["number"].match(self._text, start)))
        for group in (1, 2):
            if m[group]:
                day = table.WEEKDAYS[m[group]]
                self._add(f"{m[group]}", frozenset((f"W{day}",)), *m.span(group))
        return m.end()

    def _tail(self, m: re.Match[str]) -> int:
        """38度5, 一米七五, 两块五."""
        values = readings(m[1])
        if len(values) != 1 or values[0] != int(values[0]):
            return self._number(_required(_EACH["number"].match(self._text, m.start())))
        part = "".join(c if c.isascii() else str(_DIGITS.index(c) - 1) for c in m[3])
        value = float(f"{int(values[0])}.{part}")
        unit = ("mm", 1_000.0) if m[2] == "米" else None
        return self._add(text_of(value), keys_of(value, unit), *m.span())

    def _number(self, m: re.Match[str]) -> int:
        raw, start, end = m[1], m.start(), m.end()
        before = self._text[start - 1] if start else ""
        if not self._counts(raw, start, end, before):
            return end
        values = readings(raw)
        if not values:
            return end
        rest = self._text[end:]
        about = rest[:1] in ("几",) or before in ("几", "数")
        place = end + (1 if rest[:1] in ("多", "来", "几", "余") else 0)
        unit, extra, end_all = self._unit(place, end)
        letter = before.isascii() and (before.isalpha() or before == "-") and raw[0].isascii()
        if before == "-" and start > 1:
            letter = self._text[start - 2].isascii() and self._text[start - 2].isalpha()
        for value in values:
            whole = value + extra
            keys = keys_of(whole, unit)
            if before == "第" or self._text[end : end + 1] == "楼":
                keys |= {text_of(whole)}
            weak = whole == 1 and not _STRONG_ONE.match(self._text, end)
            next_day = before == "第" and whole == 2 and self._text[end : end + 1] == "天"
            pair = whole == 2 and _PAIRED.match(self._text, end) is not None
            self._add(
                text_of(whole),
                keys,
                start,
                end_all,
                optional=weak or about or letter or next_day or pair,
                vague=len(values) > 1,
            )
        return end_all

    def _counts(self, raw: str, start: int, end: int, before: str) -> bool:
        """Whether a numeral is a quantity here and not a part of a word."""
        if raw[0].isascii() or len(raw) > 1 or before == "第":
            return True
        if raw == "一" and _ONE_IDIOM.match(self._text, start):
            return False
        if raw == "十" and _VERY.match(self._text, end):
            return False
        if raw in "一百千万亿零〇幺":
            return _MEASURE.match(self._text, end) is not None
        return True

    def _unit(self, place: int, end: int) -> tuple[tuple[str, float] | None, float, int]:
        """Unit after a number, the half that may follow, and where the quantity ends."""
        if self._text.startswith("个半", place):
            unit = _UNIT.match(self._text, place + 2)
            named = unit[0] if unit else ("个月" if self._text[place + 2 :][:1] == "月" else "")
            return table.UNITS.get(named), 0.5, place + 2
        unit = _UNIT.match(self._text, place)
        if unit is None and self._text.startswith("个", place):
            unit = _UNIT.match(self._text, place + 1)
        measure = unit or _MEASURE.match(self._text, place)
        found = table.UNITS[unit[0]] if unit is not None else None
        if measure is not None and _THEN_HALF.match(self._text, measure.end()):
            return found, 0.5, measure.end() + 1
        return found, 0.0, end

    def _half(self, m: re.Match[str]) -> int:
        start, end = m.span()
        if self._text[start - 1 : start] == "一":
            return self._add("0.5", keys_of(0.5), start - 1, end, optional=True)
        of = _HALF_OF.match(self._text, end)
        if of is None:
            return self._add("0.5", keys_of(0.5), start, end, optional=True)
        unit = table.UNITS.get("个月" if of[1] == "月" else of[1])
        keys = keys_of(0.5, unit)
        if unit is not None and unit[0] == "minute":
            keys |= {"30"}
        elif unit is not None:
            keys |= {"6"} if of[1] == "年" else {"15", "day14", "day15"} if of[1] == "月" else set()
        # 半天 is as often "a long while" as half a day.
        return self._add("0.5", keys, start, end, optional=of[1] in ("天", "量"))

    def _few(self, m: re.Match[str]) -> int:
        return self._add("", frozenset((FEW, "2", "3")), *m.span(), optional=True)

    def _two(self, m: re.Match[str]) -> int:
        return self._add("", frozenset(("2",)), *m.span(), optional=True)


def _required(match: re.Match[str] | None) -> re.Match[str]:
    assert match is not None
    return match
