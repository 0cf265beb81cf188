"""Drills: short made-up pairs full of numbers, sides, dates and names, to learn exact copying.

Not sentences anybody says, but what goes wrong first in a small model: repeated digits (44, 111),
two numbers that change places, months and clock times that are written differently.
"""

import random
from collections.abc import Callable, Sequence

from translation_common import Pair

_MONTHS = (
    "January February March April May June July August September October November December"
).split(" ")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday".split(" ")

Field = tuple[str, str]


def number(rng: random.Random, most: int = 4) -> str:
    """A whole number from 2 on, often with repeated digits or zeros."""
    length = rng.choice((1, 2, 2, 2, 3, 3, 4)[: most + 3])
    first = str(rng.randint(2, 9)) if length == 1 else str(rng.randint(1, 9))
    kind = rng.random()
    if kind < 0.25:
        return first * length if length > 1 else first
    if kind < 0.5:
        return first + "0" * (length - 1)
    return first + "".join(str(rng.randint(0, 9)) for _ in range(length - 1))


def _decimal(rng: random.Random) -> str:
    return f"{number(rng, 2)}.{rng.randint(1, 9)}"


def _measure(rng: random.Random) -> Field:
    zh, en = rng.choice(
        (
            ("毫克", "mg"), ("毫升", "ml"), ("天", "days"), ("周", "weeks"), ("个月", "months"),
            ("分钟", "minutes"), ("个小时", "hours"), ("片", "tablets"), ("粒", "capsules"),
            ("滴", "drops"), ("元", "yuan"), ("公斤", "kg"), ("厘米", "cm"), ("毫米", "mm"),
            ("岁", "years old"), ("度", "degrees"), ("次", "times"), ("年", "years"),
            ("天前", "days ago"), ("周前", "weeks ago"), ("年前", "years ago"),
            ("个小时前", "hours ago"), ("个小时以后", "hours later"), ("针", "stitches"),
        )
    )  # fmt: skip
    value = number(rng) if rng.random() < 0.75 else _decimal(rng)
    return value + zh, f"{value} {en}"


def _pressure(rng: random.Random) -> Field:
    value = f"{rng.randint(80, 210)}/{rng.randint(45, 120)}"
    return "血压" + rng.choice(("", "是")) + value, f"blood pressure {value}"


def _value(rng: random.Random) -> Field:
    zh, en = rng.choice(
        (
            ("体温", "temperature"), ("血糖", "blood sugar"), ("体重", "weight"),
            ("心率", "heart rate"), ("血氧", "blood oxygen"), ("白细胞", "white blood cells"),
            ("身高", "height"), ("押金", "deposit"), ("尿酸", "uric acid"), ("血钾", "potassium"),
        )
    )  # fmt: skip
    value = number(rng, 3) if rng.random() < 0.5 else _decimal(rng)
    return zh + value, f"{en} {value}"


def _date(rng: random.Random) -> Field:
    month, day = rng.randint(1, 12), rng.randint(1, 31)
    return f"{month}月{day}{rng.choice('号日')}", f"{_MONTHS[month - 1]} {day}"


def _clock(rng: random.Random) -> Field:
    hour = rng.randint(1, 11)
    part = rng.choice((("早上", "in the morning"), ("上午", "in the morning"),
                       ("下午", "in the afternoon"), ("晚上", "in the evening")))  # fmt: skip
    half = rng.random() < 0.5
    zh = f"{part[0]}{hour}点{rng.choice(('半', '30分')) if half else ''}"
    return zh, f"{hour}{':30' if half else ''} {part[1]}"


def _weekday(rng: random.Random) -> Field:
    i = rng.randrange(6)
    lead = rng.choice((("", ""), ("下", "next "), ("上", "last ")))
    return f"{lead[0]}{rng.choice(('周', '星期'))}{'一二三四五六'[i]}", f"{lead[1]}{_DAYS[i]}"


def _place(rng: random.Random) -> Field:
    value = number(rng, 2)
    zh, en = rng.choice((("{}楼", "floor {}"), ("{}号诊室", "room {}"), ("{}号窗口", "window {}"),
                         ("{}号床", "bed {}"), ("{}号", "number {}")))  # fmt: skip
    return zh.format(value), en.format(value)


_FIELDS: tuple[Callable[[random.Random], Field], ...] = (
    _measure, _measure, _measure, _pressure, _value, _date, _clock, _weekday, _place,
)  # fmt: skip


def drill(rng: random.Random, terms: Sequence[tuple[str, str]]) -> Pair:
    """One pair of one to four fields, some of them known terms or `not` something."""
    fields: list[Field] = []
    used: list[tuple[str, str]] = []
    for _ in range(rng.randint(1, 4)):
        zh, en = rng.choice(_FIELDS)(rng)
        if terms and rng.random() < 0.4:
            term = rng.choice(terms)
            used.append(term)
            side = rng.choice((("", ""), ("", ""), ("左侧", "left "), ("右侧", "right ")))
            zh, en = f"{side[0]}{term[0]}{zh}", f"{side[1]}{term[1]} {en}"
        if rng.random() < 0.12:
            zh, en = "不是" + zh, "not " + en
        fields.append((zh, en))
    text = ", ".join(f[1] for f in fields) + "."
    zh_text = "，".join(f[0] for f in fields) + "。"
    return Pair(zh_text, text[0].upper() + text[1:], "drill", tuple(used))
