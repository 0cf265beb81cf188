"""Which words of numbers sound like another one, and what may have been said in their place.

The pairs stand in ``confusables.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from translation.checks.numbers_tokens import Token, spoken_decimal
from translation.checks.numeral_value_cjk import DIGITS, SCALES, readings

DENSE = frozenset(("zh", "ja", "ko"))
"""Languages in which a numeral alone may be part of a word: it counts with its unit only."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """What sounds alike in one language."""

    doubles: dict[int, int]
    ignore: re.Pattern[str]
    ordinals: bool


@functools.cache
def sounds_of(lang: str) -> Sounds | None:
    """What sounds alike in ``lang``, None where nothing is known of it."""
    path = resources.files("translation").joinpath("confusables.toml")
    table: dict[str, Any] | None = tomllib.loads(path.read_text(encoding="utf-8")).get(lang)
    if table is None:
        return None
    doubles: dict[int, int] = {}
    for one, other in table["pairs"]:
        doubles.setdefault(one, other)
        doubles.setdefault(other, one)
    ignore = "|".join(table.get("ignore", ())) or r"(?!)"
    return Sounds(doubles, re.compile(ignore, re.I), table.get("ordinals", True))


_D = "一二三四五六七八九两일이삼사오육칠팔구"
_TEN, _HUNDRED, _THOUSAND = "十십", "百백", "千천"
_RUN = re.compile(
    rf"(?:[{_D}{_TEN}{_HUNDRED}{_THOUSAND}]+[万만]零?)?"
    rf"(?:[{_D}]?[{_THOUSAND}]零?)?(?:[{_D}]?[{_HUNDRED}])?"
    rf"(?:零[{_D}]|(?:[{_D}]?[{_TEN}])?[{_D}]?)"
)
_PART = re.compile(rf"[{_D}]?[{_HUNDRED}{_THOUSAND}]|[{_D}][{_TEN}]|[{_TEN}][{_D}]?|[{_D}]")
_NUMERALS = re.compile(rf"[{_D}零영공〇{_TEN}{_HUNDRED}{_THOUSAND}万만]+")


def is_listed(run: str) -> bool:
    """Whether a run of several signs lists digits: 二〇一四, 칠일."""
    return len(run) > 1 and not any(sign in SCALES for sign in run)


def is_run(run: str) -> bool:
    """Whether a run of signs is a number as it is said: 四十四, not 二十十."""
    return is_listed(run) or not DIGITS.get(run, 1) or _RUN.fullmatch(run) is not None


def others(token: Token, doubles: dict[int, int], language: str) -> Iterator[Token]:
    """What may have been said where ``token`` was understood."""
    if token.sense == "digits" and token.text[0].isdigit():
        yield from _other_digits(token, doubles, language)
    elif token.sense in ("cjk", "digits"):
        for run in _NUMERALS.finditer(token.text):
            for other in _other_runs(run.group(), doubles, language):
                text = token.text[: run.start()] + other + token.text[run.end() :]
                value = (spoken_decimal(text),) if token.sense == "digits" else token.value
                yield token._replace(text=text, value=value)
    elif token.sense in ("numeral", "ordinal") and language not in DENSE and token.value in doubles:
        yield token._replace(value=float(doubles[int(token.value)]))


_DIGITS = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?")
"""Digits that may be heard as others; longer numbers are said in many ways."""


def _other_digits(token: Token, doubles: dict[int, int], language: str) -> Iterator[Token]:
    """Digits are a number already: only where all their words make another one."""
    match = _DIGITS.fullmatch(token.text)
    if match is None:
        return
    whole, decimals = match[1], match[2] or ""
    if token.value != (float(f"{whole}.{decimals or 0}"),):
        return  # a comma of thousands
    new = [f"{other}.{decimals}" for other in _other_wholes(int(whole), doubles, language)]
    for place, sign in enumerate(decimals):
        other = doubles.get(int(sign), 10)
        if other < 10:
            new.append(f"{whole}.{decimals[:place]}{other}{decimals[place + 1 :]}")
    for text in new:
        yield token._replace(text=text, value=(float(text),))


def _other_wholes(value: int, doubles: dict[int, int], language: str) -> Iterator[int]:
    """The numbers below a thousand that a number in digits may have been."""
    if value and language in DENSE:
        for run in _other_runs(_spelled(value, language), doubles, language):
            yield int(readings(run, clipped=False)[0])
        return
    if value in doubles:
        yield doubles[value]
        return
    rest = value % 100
    tens, ones = rest - rest % 10, rest % 10
    other_tens, other_ones = doubles.get(tens, 0), doubles.get(ones, 0)
    if doubles.get(rest, 100) < 100:
        yield value - rest + doubles[rest]
    elif ones and tens >= 20:
        if other_tens >= 20 and not other_tens % 10:
            yield value - tens + other_tens
        if 0 < other_ones < 10:
            yield value - ones + other_ones


def _other_runs(run: str, doubles: dict[int, int], language: str) -> Iterator[str]:
    """The numbers that a run of Chinese or Korean numerals may have been."""
    values = readings(run, clipped=language == "zh")
    if len(values) == 1 and values[0] in doubles:
        yield _spelled(doubles[int(values[0])], language)
        return
    listed = is_listed(run)
    for part in _PART.finditer(run):
        for other in _other_parts(part.group(), doubles, language):
            new = run[: part.start()] + other + run[part.end() :]
            if listed or _RUN.fullmatch(new):
                yield new


def _other_parts(part: str, doubles: dict[int, int], language: str) -> Iterator[str]:
    """What one part of a run may have been: 四十, 七百, 十四, 一."""
    value = int(readings(part)[0])
    if value in doubles:
        yield _spelled(doubles[value], language)
    for place, sign in enumerate(part if len(part) > 1 else ""):
        other = doubles.get(DIGITS.get(sign, 0), 0)
        scaled = place == 0
        # One hundred has no digit in Japanese and Korean, ten in no language.
        if 1 < other < 10 or (other == 1 and not scaled):
            yield part[:place] + _spelled(other, language) + part[place + 1 :]


_SIGNS = {
    "zh": "一二三四五六七八九十百",
    "ja": "一二三四五六七八九十百",
    "ko": "일이삼사오육칠팔구십백",
}


def _spelled(value: int, language: str) -> str:
    """A number below a thousand in the numerals of a language."""
    signs, chinese = _SIGNS[language], language == "zh"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    run = ""
    if hundreds:
        run = (signs[hundreds - 1] if hundreds > 1 or chinese else "") + signs[10]
    if tens:
        run += (signs[tens - 1] if tens > 1 else "") + signs[9]
    elif hundreds and ones and chinese:
        run += "零"
    return run + (signs[ones - 1] if ones else "")
