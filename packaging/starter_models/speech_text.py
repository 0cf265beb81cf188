"""Text of the speech pack: what is said aloud, what is written, and how the two are compared.

The written form is canonical: quantities are digits in both languages (``38.5度``, ``500 mg``).
A synthesiser must say them as words, so `spoken` turns a written sentence into one without digits
and abbreviations; the written sentence stays the transcript.
"""

from __future__ import annotations

import random
import re

_ZH_DIGITS = "零一二三四五六七八九"
# After these a 2 is 两 (a counter follows); after other words it is 二 (2月, 2号, 2楼, 2度).
_ZH_LIANG = (
    "个天次片粒滴周年岁小时分钟杯碗口包袋瓶支针颗剂勺盒位人遍倍种层张段晚夜根斤公斤克毫"
    "升厘米点块千百万秒餐顿份条只下步家名处间声元回辆对枚把排"
)
_EN_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = [
    "_",
    "_",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_EN_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_EN_UNITS = {
    "mg": ("milligram", "milligrams"),
    "mcg": ("microgram", "micrograms"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "kg": ("kilogram", "kilograms"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "km": ("kilometer", "kilometers"),
    "g": ("gram", "grams"),
    "IU": ("international unit", "international units"),
    "mmol/L": ("millimole per liter", "millimoles per liter"),
    "g/L": ("gram per liter", "grams per liter"),
}
_EN_SHORT = {
    "Dr.": "Doctor",
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "a.m.": "A M",
    "p.m.": "P M",
    "am": "A M",
    "pm": "P M",
    "AM": "A M",
    "PM": "P M",
}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def zh_number(value: int) -> str:
    """The Chinese reading of a whole number below one hundred million (2 alone is 二)."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        head = ("两" if high == 2 else zh_number(high)) + "万"
        if low == 0:
            return head
        return head + ("零" if low < 1000 else "") + zh_number(low)
    text, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if zero else "") + _ZH_DIGITS[digit] + unit
            zero = False
        elif text:
            zero = True
    if value or not text:
        text += ("零" if zero else "") + _ZH_DIGITS[value]
    return text[1:] if text.startswith("一十") else text


def _zh_digits(digits: str) -> str:
    return "".join(_ZH_DIGITS[int(digit)] for digit in digits)


def _zh_quantity(match: re.Match[str]) -> str:
    """One number of a Chinese sentence, read with respect to what stands around it."""
    text, before = match.group(0), match.string[: match.start()]
    after = match.string[match.end() :]
    if after.startswith("年") and len(text) == 4:
        return _zh_digits(text)
    if "." in text:
        whole, part = text.split(".", 1)
        return f"{zh_number(int(whole))}点{_zh_digits(part)}"
    if (len(text) > 5) or (text.startswith("0") and len(text) > 1):
        return _zh_digits(text)
    value = int(text)
    counted = after[:1] in _ZH_LIANG if after else False
    if value == 2 and counted and not before.endswith(("第", "初", "星期", "周", "月")):
        return "两"
    if value in (200, 2000) and counted:
        return "两" + zh_number(value)[1:]
    return zh_number(value)


def spoken_zh(text: str, choice: random.Random) -> str:
    """A Chinese sentence as it is said; `choice` picks among equally usual readings."""
    joint = choice.choice(["比", "，", ""])
    text = re.sub(r"(\d{2,3})/(\d{2,3})(?!\d)", rf"\1{joint or ' '}\2", text)
    text = re.sub(r"(\d+)/(\d+)", _zh_fraction, text)
    text = re.sub(r"(\d+(?:\.\d+)?)\s*%", r"百分之\1", text)
    text = re.sub(r"(\d{1,2})[:：](\d{2})", lambda m: _zh_clock(int(m[1]), int(m[2])), text)
    text = re.sub(r"\d+(?:\.\d+)?", _zh_quantity, text)
    return text.replace("℃", "摄氏度")


def _zh_fraction(match: re.Match[str]) -> str:
    return f"{zh_number(int(match[2]))}分之{zh_number(int(match[1]))}"


def _zh_clock(hours: int, minutes: int) -> str:
    head = ("两" if hours == 2 else zh_number(hours)) + "点"
    if minutes == 0:
        return head
    return head + ("零" if minutes < 10 else "") + zh_number(minutes) + "分"


def en_number(value: int) -> str:
    """The English reading of a whole number below one million."""
    if value < 20:
        return _EN_ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _EN_TENS[tens] + (f" {_EN_ONES[ones]}" if ones else "")
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_EN_ONES[hundreds]} hundred" + (f" {en_number(rest)}" if rest else "")
    thousands, rest = divmod(value, 1000)
    return f"{en_number(thousands)} thousand" + (f" {en_number(rest)}" if rest else "")


def en_ordinal(value: int) -> str:
    """The English ordinal of a whole number: 22 is twenty second."""
    head, _, last = en_number(value).rpartition(" ")
    if last in _EN_ORDINALS:
        last = _EN_ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return f"{head} {last}".strip()


def _en_quantity(text: str) -> str:
    if "." in text:
        whole, part = text.split(".", 1)
        return f"{en_number(int(whole))} point " + " ".join(_EN_ONES[int(d)] for d in part)
    if len(text) > 6 or (text.startswith("0") and len(text) > 1):
        return " ".join(_EN_ONES[int(d)] for d in text)
    return en_number(int(text))


def _en_clock(match: re.Match[str]) -> str:
    hours, minutes = int(match[1]), int(match[2])
    if minutes == 0:
        return f"{en_number(hours)} o'clock"
    zero = "oh " if minutes < 10 else ""
    return f"{en_number(hours)} {zero}{en_number(minutes)}"


def _en_unit(match: re.Match[str]) -> str:
    one, many = _EN_UNITS[match[2]]
    return f"{match[1]} {one if match[1] == '1' else many}"


def spoken_en(text: str, choice: random.Random) -> str:
    """An English sentence as it is said; `choice` picks among equally usual readings."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    units = "|".join(sorted((re.escape(unit) for unit in _EN_UNITS), key=len, reverse=True))
    text = re.sub(rf"(\d+(?:\.\d+)?)[ -]?({units})(?![A-Za-z])", _en_unit, text)
    text = re.sub(r"(\d{1,2}):(\d{2})", _en_clock, text)
    text = re.sub(r"(\d{2,3})/(\d{2,3})", r"\1 over \2", text)
    text = re.sub(r"\b1/2\b", "one half", text)
    text = re.sub(r"(\d+)/(\d+)", r"\1 out of \2", text)
    text = re.sub(r"(\d+)(?:st|nd|rd|th)\b", lambda m: en_ordinal(int(m[1])), text)
    date = rf"\b({_MONTHS}) (\d{{1,2}})\b"
    text = re.sub(date, lambda m: f"{m[1]} {en_ordinal(int(m[2]))}", text)
    text = re.sub(r"\b(19|20)(\d\d)(?= *[,.?!]| *$)", _en_year, text)
    text = re.sub(r"(\d)\s*%", r"\1 percent", text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda m: _en_quantity(m[0]), text)
    names = "|".join(sorted({*_EN_ONES, *_EN_TENS[2:]}))
    text = re.sub(rf"(?<=[A-Z])(?=(?:{names})\b)", " ", text)
    return " ".join(_short(word) for word in text.split())


def _short(word: str) -> str:
    stem = word.rstrip(",.?!")
    return _EN_SHORT.get(word) or (
        _EN_SHORT[stem] + word[len(stem) :] if stem in _EN_SHORT else word
    )


def _en_year(match: re.Match[str]) -> str:
    high, low = int(match[1]), int(match[2])
    if high == 20 and low < 10:
        return f"two thousand {en_number(low)}" if low else "two thousand"
    return f"{en_number(high)} " + (f"oh {en_number(low)}" if low < 10 else en_number(low))


def spoken(text: str, language: str, choice: random.Random) -> str:
    """A written sentence of `language` ("zh" or "en") as a synthesiser should say it."""
    return spoken_zh(text, choice) if language == "zh" else spoken_en(text, choice)


def bare(text: str, language: str) -> str:
    """Text for scoring: lower case, no punctuation; Chinese without spaces, English with single."""
    text = re.sub(r"[^\w\s./]|_", "" if language == "zh" else " ", text.lower().replace("'", ""))
    text = re.sub(r"(?<!\d)[./]|[./](?!\d)", " ", text)
    return "".join(text.split()) if language == "zh" else " ".join(text.split())
