"""Numbers of a spoken text that are easily heard as another one: fifteen and fifty, 四 and 十.

The number reader of the checks reads each number whole; ``confusables.toml`` says which of its
words sound like another. What is shown is always the whole number, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from translation.checks.numbers import read_tokens
from translation.checks.numbers_lexicon import LANGUAGES
from translation.checks.numbers_tokens import Token, Tokens
from translation.checks.numeral_value_cjk import SCALES
from translation.checks.quantity import Quantity
from translation.checks.quantity_reader import QuantityReader
from translation.checks.text import touch
from translation.checks.units import text_of
from translation.confidence import Confusable
from translation.sounds_alike import DENSE, Sounds, is_listed, is_run, others, sounds_of
from translation.types import FindingKind, Span


def confusables(text: str, lang: str, within: Iterable[Span] = ()) -> tuple[Confusable, ...]:
    """The numbers of ``text`` that are easily misheard, in order.

    None inside a span of ``within``: terms that hold a numeral (十二指肠).
    """
    sounds = sounds_of(lang)
    if sounds is None:
        return ()
    tokens, quantities = read_tokens(text, lang)
    blocked = [*within, *(m.span() for m in sounds.ignore.finditer(text))] if quantities else []
    hearer = _Hearer(tokens, sounds)
    return tuple(
        one
        for quantity in quantities
        for one in hearer.heard(quantity)
        if not any(touch(one.span, span) for span in blocked)
    )


def said_in(digits: Sequence[str], text: str, lang: str) -> tuple[str, ...]:
    """Those of ``digits`` that somebody who reads ``text`` can find in it as numbers.

    "A week" says no 1, nor does a week that has a word of its own; all of them where none is
    found, or where the numbers of the language cannot be read.
    """
    if lang not in LANGUAGES:
        return tuple(digits)
    tokens, quantities = read_tokens(text, lang)
    dated = any(quantity.dimension == "date" for quantity in quantities)
    said = {q.shown for q in quantities if _has_number(q.span, tokens)}
    return tuple(d for d in digits if d in said or (dated and d.isdigit())) or tuple(digits)


def _has_number(span: Span, tokens: Tokens) -> bool:
    places = ((tokens.place(token.start, token.end), token.sense) for token in tokens.items)
    return any(span[0] <= a < b <= span[1] and sense in _COUNTS for (a, b), sense in places)


_NUMBERS = frozenset(("digits", "cjk", "numeral", "ordinal"))
_COUNTS = _NUMBERS | {"amount", "half", "fraction", "oneclock"}
"""Of these a quantity is a number, and not only a word such as "weekly"."""
_JOINING = _NUMBERS | {"amount", "half", "slash"}
"""What stands beside a number as a part of it, or as another one."""
_PARTED = frozenset(("time", "month", "length", "mass"))
"""Dimensions of which one amount has two numbers: an hour and fifteen minutes, 1 m 75 cm."""
_ONE = frozenset((FindingKind.DOSE, FindingKind.DURATION, FindingKind.DATE_TIME))
"""Kinds in which 一 is a number and no article."""
_LONE_ORDINAL = 10
"""A lower ordinal without a unit is hardly a number: "the second", "deuxième avis"."""
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_CLOCK = re.compile(r"\d{1,2}:\d\d")


@dataclass(frozen=True, slots=True)
class _Said:
    """One number as it was said: its tokens, up to ``end``, and its value."""

    first: int
    end: int
    value: float
    ordinal: bool


class _Hearer:
    """Looks through the numbers of one text."""

    def __init__(self, tokens: Tokens, sounds: Sounds) -> None:
        self._tokens, self._items, self._sounds = tokens, tokens.items, sounds
        self._reader = QuantityReader(tokens)
        self._language = tokens.lexicon.language

    def heard(self, quantity: Quantity) -> Iterator[Confusable]:
        """The numbers of one quantity that may have been another one: two in a date."""
        if self._is_one_oclock(quantity):
            yield Confusable(quantity.shown, "", quantity.span)
            return
        numbers = self._numbers(quantity.span)
        if not numbers or quantity.vague or self._is_idle(quantity, numbers):
            return
        dated = quantity.dimension == "date"
        if not dated and self._runs_on(numbers):
            return
        if dated or self._is_parted(quantity, numbers):
            for said in numbers:
                yield from self._misheard([said], text_of(said.value), said.value)
        elif quantity.dimension == "clock" and _CLOCK.fullmatch(quantity.shown):
            yield from self._misheard(numbers, quantity.shown, None)
        elif _PLAIN.fullmatch(quantity.shown):
            whole = float(quantity.shown)
            if _agrees(numbers, whole):
                yield from self._misheard(numbers, self._written(numbers[0], whole), whole)

    def _is_one_oclock(self, quantity: Quantity) -> bool:
        """一点 behind a part of the day, one word with its hour: 下午七点 sounds alike."""
        if quantity.dimension != "clock" or self._language != "zh":
            return False
        return self._tokens.text[slice(*quantity.span)].startswith("一点")

    def _numbers(self, span: Span) -> list[_Said]:
        """The numbers in a span; none where one of them is read in two ways, or runs on."""
        places = [self._tokens.place(token.start, token.end) for token in self._items]
        inside = [i for i, (a, b) in enumerate(places) if span[0] <= a and b <= span[1]]
        found: list[_Said] = []
        i, stop = (inside[0], inside[-1] + 1) if inside else (0, 0)
        while i < stop:
            number = self._reader.number(i)
            if number is None:
                i += 1
                continue
            values, end, ordinal, _ = number
            if len(values) != 1 or end > stop or not self._is_well_formed(i, end):
                return []
            found.append(_Said(i, end, values[0], ordinal))
            i = end
        return found

    def _is_well_formed(self, first: int, end: int) -> bool:
        """Whether runs of numerals are said so and in one way."""
        runs = [token.text for token in self._items[first:end] if token.sense == "cjk"]
        if runs and self._language == "ko" and (is_listed(runs[0]) or self._may_go_on(end)):
            return False
        return all(is_run(run) for run in runs)

    def _may_go_on(self, end: int) -> bool:
        """Korean 삼십일 is thirty days or thirty-one, 십일분 ten days' worth or eleven minutes."""
        after = self._items[end] if end < len(self._items) else None
        if after is None or after.gap:
            return False
        last = self._items[end - 1].text[-1]
        return (last in SCALES and after.text[0] == "일") or last + after.text[0] == "일분"

    def _is_idle(self, quantity: Quantity, numbers: list[_Said]) -> bool:
        """Whether the number is an article, a part of a word, or only about so many."""
        value, ordinal = numbers[0].value, numbers[0].ordinal
        if self._language in DENSE and value == 1 and quantity.role is FindingKind.FREQUENCY:
            return True  # 每日一次
        if quantity.optional:
            return not (self._language in DENSE and value == 1 and quantity.role in _ONE)
        if quantity.dimension in ("date", "clock"):
            return False
        bare = not quantity.dimension and not quantity.unit
        if ordinal and (not self._sounds.ordinals or (bare and value < _LONE_ORDINAL)):
            return True
        if self._language in DENSE and bare and value.is_integer():
            return True
        # "лет десять": the unit in front says "about"
        named = self._reader.sense(numbers[-1].end) in ("unit", "amount", "per", "slash")
        before = self._reader.sense(numbers[0].first - 1) == "unit"
        return self._language == "ru" and not bare and before and not named

    def _runs_on(self, numbers: list[_Said]) -> bool:
        """Whether another number stands directly beside: "one fifteen", "trente-huit six"."""
        return self._are_joined(numbers[0].first) or self._are_joined(numbers[-1].end)

    def _are_joined(self, i: int) -> bool:
        if self._reader.sense(i - 1) not in _NUMBERS or self._reader.sense(i) not in _JOINING:
            return False
        gap = self._items[i].gap.strip()
        digits = self._reader.sense(i - 1) == self._reader.sense(i) == "digits"
        ranged = gap == "-" and digits
        return gap in self._tokens.lexicon.links and not ranged

    def _is_parted(self, quantity: Quantity, numbers: list[_Said]) -> bool:
        """Whether each number of an amount has a unit of its own."""
        if len(numbers) == 1 or quantity.dimension not in _PARTED:
            return False
        return all(self._reader.sense(said.end) == "unit" for said in numbers)

    def _written(self, said: _Said, whole: float) -> str:
        """The whole number as it is shown: a fraction where one was said."""
        places = range(said.first, said.end)
        parts = any(self._items[i].sense in ("fraction", "ordinal") for i in places)
        if 0 < whole < 1 and (parts or any(self._reader.is_part_of(i) for i in places)):
            near = Fraction(whole).limit_denominator(_PARTS)
            if abs(near - Fraction(whole)) < _ROUNDED:
                return str(near)
        return text_of(round(whole, 3))

    def _misheard(
        self, numbers: list[_Said], shown: str, whole: float | None
    ) -> Iterator[Confusable]:
        """The number, when one of its words may have been another one."""
        instead = [
            self._instead(said, other, whole) if said is numbers[0] else ""
            for said in numbers
            for i in range(said.first, said.end)
            for token in others(self._items[i], self._sounds.doubles, self._language)
            if _is_sayable(other := self._value_with(said, i, token), whole)
        ]
        if instead:
            start, _ = self._place(numbers[0].first)
            _, end = self._place(numbers[-1].end - 1)
            yield Confusable(shown, next(filter(None, instead), ""), (start, end))

    def _value_with(self, said: _Said, i: int, token: Token) -> float | None:
        """The value that the words have with another token at ``i``, None when it is no number."""
        kept = self._items
        self._reader.tokens = [*kept[:i], token, *kept[i + 1 :]]
        number = self._reader.number(said.first)
        self._reader.tokens = kept
        if number is None or number[1] != said.end or len(number[0]) != 1:
            return None
        return number[0][0]

    def _instead(self, said: _Said, other: float | None, whole: float | None) -> str:
        """The other number as it is shown, "" when there is none."""
        if other is None or whole is None:
            return ""
        if _is_hundredfold(said, whole):
            return text_of(round(other * 100, 3))
        return self._written(said, whole + other - said.value)

    def _place(self, i: int) -> Span:
        return self._tokens.place(self._items[i].start, self._items[i].end)


_PARTS, _ROUNDED = 20, 0.001
"""Fractions down to a twentieth are shown as such; the reader rounds them to thousandths."""


def _agrees(numbers: list[_Said], whole: float) -> bool:
    """Whether the first number is the whole one, but for its decimals: 三十八度四, 四片半."""
    said = numbers[0]
    rest = whole - round(said.value, 3)
    if len(numbers) == 1 and _is_hundredfold(said, whole):
        return True
    return 0 < rest < 1 or (rest == 0 and len(numbers) == 1)


def _is_hundredfold(said: _Said, whole: float) -> bool:
    """百分之四十: the number is read as 0.4, and shown as 40."""
    return said.value < whole == round(said.value * 100, 3)


def _is_sayable(other: float | None, whole: float | None) -> bool:
    """Whether the other words may be said: 三分之七 is no part of a tablet."""
    fraction = whole is not None and 0 < whole < 1
    return not fraction or other is None or other < 1
