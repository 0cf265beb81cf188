"""Numbers in English text: digits, number words, clock times, dates, fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from translation.checks import table_en as table
from translation.checks.quantity import FEW, Quantity, clock_keys, keys_of, text_of
from translation.checks.text import half_width

_TOKEN = re.compile(
    r"(?P<clock>(?<![0-9:.])[0-9]{1,2}:[0-9]{2}(?![0-9:]))"
    r"|(?P<slash>(?<![0-9/.])[0-9]{1,4}/[0-9]{1,4}(?![0-9/]))"
    r"|(?P<ordinal>[0-9]{1,6}(?:st|nd|rd|th)\b)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])(?:\.[0-9]{1,6})?|[0-9]{1,15}(?:\.[0-9]{1,6})?)"
    r"|(?P<dotted>[ap]\.m\.?)"
    r"|(?P<word>[A-Za-z]+(?:'[A-Za-z]{1,3})?)"
    r"|(?P<mark>[^\sA-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def numbers_en(text: str) -> list[Quantity]:
    """Every number of an English text, in order."""
    plain = half_width(text)
    tokens = [
        _Token(m.lastgroup or "mark", m[0], m.start(), m.end()) for m in _TOKEN.finditer(plain)
    ]
    return _Reader(tokens).read()


_AM_PM = frozenset("am pm a.m. p.m. a.m p.m".split())
_AFTER_SECOND = frozenset("to before and or after please while when until is per".split())
_BEFORE_MONTH = frozenset(
    "in on since last next until till by early late mid this from to through and of every before "
    "after".split()
)
_STRONG_AFTER = frozenset("mg g ml kg cm mm % percent".split()) | _AM_PM


class _Cardinal:
    """Adds up number words one at a time; refuses a word that cannot follow."""

    def __init__(self) -> None:
        self._total = 0.0
        self._section = 0.0
        self._last = ""
        self._words = 0

    @property
    def seen(self) -> bool:
        """Whether any word was taken."""
        return self._words > 0

    @property
    def value(self) -> float:
        """The number so far."""
        return self._total + self._section

    @property
    def after_scale(self) -> bool:
        """Whether the last word was "hundred", "thousand"…"""
        return self._last in table.SCALES

    def ones(self, value: int) -> None:
        """Begin with the "a" of "a hundred"."""
        self._section, self._last, self._words = float(value), "one", 1

    def take(self, word: str) -> bool:
        """Take the next word if it continues the number."""
        if word in table.ONES:
            fits = not self.seen or self.after_scale
            fits = fits or (self._last in table.TENS and 0 < table.ONES[word] < 10)
            if fits:
                self._section += table.ONES[word]
        elif word in table.TENS:
            pair = self._words == 1 and self._last in table.ONES and 0 < self._section <= 20
            fits = not self.seen or self.after_scale or pair
            if pair and not self.after_scale:
                # "one twenty over eighty", "nineteen ninety-five"
                self._section *= 100
            if fits:
                self._section += table.TENS[word]
        elif word in table.SCALES:
            fits = self.seen
            if fits and word == "hundred":
                self._section *= 100
            elif fits:
                self._total += self._section * table.SCALES[word]
                self._section = 0.0
        else:
            fits = False
        if fits:
            self._last, self._words = word, self._words + 1
        return fits


class _Reader:
    """Walks the tokens once; every handler answers how many tokens it took."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._low = [t.text.lower() for t in tokens]
        self._found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        i = 0
        while i < len(self._tokens):
            i = max(self._step(i), i + 1)
        return self._found

    def _word(self, i: int) -> str:
        return self._low[i] if 0 <= i < len(self._low) else ""

    def _kind(self, i: int) -> str:
        return self._tokens[i].kind if 0 <= i < len(self._tokens) else ""

    def _add(
        self, shown: str, keys: frozenset[str], first: int, end: int, *, optional: bool = False
    ) -> int:
        span = (self._tokens[first].start, self._tokens[end - 1].end)
        self._found.append(Quantity(shown, keys, span, optional))
        return end

    def _step(self, i: int) -> int:
        kind, word = self._kind(i), self._word(i)
        if kind == "clock":
            hour, minute = (int(part) for part in word.split(":"))
            if hour <= 24 and minute < 60:
                keys = clock_keys(hour, minute, self._half_of_day(i + 1, hour))
                return self._add(word, keys, i, i + 1)
        if kind == "slash":
            return self._slash(i)
        if kind == "ordinal":
            value = float(word[:-2])
            return self._add(text_of(value), keys_of(value), i, i + 1)
        if kind == "number":
            return self._quantity(i, float(word.replace(",", "")), i + 1)
        if kind == "word":
            return self._step_word(i, word)
        return i + 1

    def _slash(self, i: int) -> int:
        above, below = (int(part) for part in self._word(i).split("/"))
        if 0 < above < below <= 10:
            keys = frozenset((text_of(round(above / below, 3)),))
            return self._add(self._word(i), keys, i, i + 1)
        self._add(text_of(above), keys_of(above), i, i + 1)
        return self._add(text_of(below), keys_of(below), i, i + 1)

    def _step_word(self, i: int, word: str) -> int:
        if word in table.MONTHS and self._is_month(i):
            value = table.MONTHS[word]
            return self._add(self._tokens[i].text, keys_of(value), i, i + 1)
        if word in table.WEEKDAYS:
            return self._add(
                self._tokens[i].text, frozenset((f"W{table.WEEKDAYS[word]}",)), i, i + 1
            )
        if word in table.DECADES:
            return self._add(text_of(table.DECADES[word]), keys_of(table.DECADES[word]), i, i + 1)
        if word in ("half", "quarter"):
            return self._half(i, word)
        if word in ("once", "twice", "thrice"):
            value = {"once": 1, "twice": 2, "thrice": 3}[word]
            return self._add(text_of(value), keys_of(value), i, i + 1, optional=value == 1)
        cardinal = self._cardinal(i)
        if cardinal is not None:
            return self._quantity(i, *cardinal)
        if word in table.ORDINALS and not self._is_second(i):
            return self._ordinal(i, word)
        return self._loose(i, word)

    def _ordinal(self, i: int, word: str) -> int:
        value = table.ORDINALS[word]
        loose = value == 1 or self._word(i + 1) in ("opinion", "thought", "thoughts", "hand")
        if word == "second" and self._word(i - 1) not in ("the", "a", "my", "your", "his", "her"):
            loose = True
        return self._add(text_of(value), keys_of(value), i, i + 1, optional=loose)

    def _loose(self, i: int, word: str) -> int:
        if word in table.FEW:
            keys = frozenset((FEW, "2", "3"))
            return self._add("", keys, i, i + 1, optional=True)
        if word in table.OPTIONAL:
            keys = keys_of(table.OPTIONAL[word])
            if word in ("noon", "midday"):
                keys |= {"T12:00"}
            if word == "midnight":
                keys |= {"T0:00", "T24:00"}
            if word == "fortnight":
                keys |= {"day14"}
            return self._add("", keys, i, i + 1, optional=True)
        unit = table.UNITS.get(self._word(i + 1))
        if word not in ("a", "an", "per", "each", "every") or unit is None:
            return i + 1
        if len(self._word(i + 1)) < 3:
            return i + 1
        if self._words(i + 2, "and a half"):
            return self._add("1.5", keys_of(1.5, unit), i, i + 5)
        return self._add("", keys_of(1, unit), i, i + 2, optional=True)

    def _words(self, i: int, phrase: str) -> bool:
        wanted = phrase.split()
        return self._low[i : i + len(wanted)] == wanted

    def _is_second(self, i: int) -> bool:
        """A second of time, not a second opinion."""
        if self._word(i) != "second" or self._word(i - 1) not in ("a", "one", "per", "each"):
            return False
        return self._kind(i + 1) != "word" or self._word(i + 1) in _AFTER_SECOND

    def _is_month(self, i: int) -> bool:
        token = self._tokens[i]
        if not token.text[0].isupper():
            return False
        if token.text not in ("May", "March", "Mar", "Sep", "Dec", "Jan"):
            return True
        if self._word(i - 1) in _BEFORE_MONTH:
            return True
        return bool({self._kind(i - 1), self._kind(i + 1)} & {"number", "ordinal"})

    def _half(self, i: int, word: str) -> int:
        value, minute = (0.5, 30) if word == "half" else (0.25, 15)
        if self._word(i + 1) in ("past", "to", "after", "before"):
            hour = self._hour(i + 2)
            if hour is not None:
                later = self._word(i + 1) in ("past", "after")
                at = (hour[0], minute) if later else (hour[0] - 1, 60 - minute)
                half = self._half_of_day(hour[1], hour[0])
                return self._add(f"{int(at[0])}:{at[1]}", clock_keys(*at, half), i, hour[1])
        j = i + 1
        while self._word(j) in ("a", "an", "of", "-"):
            j += 1
        unit = table.UNITS.get(_singular(self._word(j)))
        keys = keys_of(value, unit)
        if unit is not None and unit[0] == "minute":
            keys |= {str(minute)}
        if unit is not None and _singular(self._word(j)) == "year":
            keys |= {"6"} if word == "half" else {"3"}
        loose = word == "quarter" and unit is None
        return self._add(text_of(value), keys, i, i + 1, optional=loose)

    def _hour(self, i: int) -> tuple[float, int] | None:
        if self._kind(i) == "number" and float(self._word(i).replace(",", "")) <= 24:
            return float(self._word(i).replace(",", "")), i + 1
        if self._word(i) in table.ONES and 0 < table.ONES[self._word(i)] <= 12:
            return float(table.ONES[self._word(i)]), i + 1
        if self._word(i) in ("noon", "midnight"):
            return 12.0, i + 1
        return None

    def _half_of_day(self, i: int, hour: float) -> str | None:
        """ "am" or "pm" from the words after (or before) a clock time."""
        if self._word(i) in ("o'clock", "sharp"):
            i += 1
        if self._word(i) in ("am", "a.m.", "a.m"):
            return "am"
        if self._word(i) in ("pm", "p.m.", "p.m"):
            return "pm"
        near = self._low[i : i + 4]
        if "," in near:
            near = near[: near.index(",")]
        for word in near:
            if word == "morning":
                return "am"
            if word == "afternoon":
                return "pm"
            if word in ("night", "tonight", "evening"):
                return "am" if hour in (12, 1, 2, 3, 4, 5) and word != "evening" else "pm"
        return None

    def _cardinal(self, i: int) -> tuple[float, int] | None:
        """A number in words: its value and the token after it."""
        reading = _Cardinal()
        if self._word(i) == "a" and self._word(i + 1) in table.SCALES:
            reading.ones(1)
            i += 1
        while reading.take(self._word(i)):
            i += 1
            if self._links(i, reading):
                i += 1
        if not reading.seen:
            return None
        if self._word(i) == "point" and self._word(i + 1) in table.ONES:
            return self._decimal(reading.value, i + 1)
        tens = reading.value and reading.value % 10 == 0 and reading.value >= 20
        j = i + 1 if self._word(i) == "-" else i
        if tens and self._word(j) in table.ORDINALS:
            return reading.value + table.ORDINALS[self._word(j)], j + 1
        return reading.value, i

    def _links(self, i: int, reading: _Cardinal) -> bool:
        """Whether token ``i`` is the "and" or the hyphen inside a number in words."""
        after = self._word(i + 1)
        if self._word(i) == "and":
            return reading.after_scale and (after in table.ONES or after in table.TENS)
        joined = after in table.ONES and self._word(i - 1) in table.TENS
        spoken = after in table.TENS and self._word(i - 1) in table.ONES
        return self._word(i) == "-" and (joined or spoken)

    def _decimal(self, whole: float, i: int) -> tuple[float, int]:
        digits = ""
        while self._word(i) in table.ONES and table.ONES[self._word(i)] < 10 and len(digits) < 6:
            digits += str(table.ONES[self._word(i)])
            i += 1
        return float(f"{int(whole)}.{digits}"), i

    def _quantity(self, first: int, value: float, end: int) -> int:
        """A number with what follows it: scale, half, fraction, unit, clock."""
        digits = self._kind(first) == "number"
        if digits and self._word(end) in table.SCALES:
            value, end = value * table.SCALES[self._word(end)], end + 1
        if self._word(end) == "dozen":
            value, end = value * 12, end + 1
        if self._words(end, "and a half"):
            value, end = value + 0.5, end + 3
        elif self._words(end, "and a quarter"):
            value, end = value + 0.25, end + 3
        elif self._kind(end) == "slash" and digits and self._word(end) in ("1/2", "1/4", "3/4"):
            above, below = self._word(end).split("/")
            value, end = value + int(above) / int(below), end + 1
        j = end + 1 if self._word(end) == "-" else end
        if self._word(j) in table.FRACTIONS and self._word(j) not in ("half", "halves"):
            part = table.FRACTIONS[self._word(j)]
            if not digits and (value > 1 or self._word(j + 1) == "of"):
                keys = frozenset((text_of(round(value * part, 3)),))
                return self._add(text_of(round(value * part, 3)), keys, first, j + 1)
        unit = table.UNITS.get(_singular(self._word(j)))
        if unit is not None and self._words(j + 1, "and a half"):
            value, end = value + 0.5, j + 4
        keys = keys_of(value, unit)
        if value == int(value) and 0 < value <= 24:
            clock = clock_keys(value, 0, self._half_of_day(end, value))
            keys = clock if self._word(end) in _AM_PM and value <= 12 else keys | clock
        keys |= self._spoken_clock(first, end)
        return self._add(text_of(value), keys, first, end, optional=self._weak(first, value, end))

    def _spoken_clock(self, first: int, end: int) -> frozenset[str]:
        """ "eight thirty" may be a time."""
        words = [w for w in self._low[first:end] if w != "-"]
        if len(words) != 2 or words[0] not in table.ONES or words[1] not in table.TENS:
            return frozenset()
        if 0 < table.ONES[words[0]] <= 12 and table.TENS[words[1]] < 60:
            return clock_keys(table.ONES[words[0]], table.TENS[words[1]], None)
        return frozenset()

    def _weak(self, first: int, value: float, end: int) -> bool:
        token = self._tokens[first]
        if self._kind(first - 1) == "word" and self._tokens[first - 1].end == token.start:
            return True
        if self._word(first - 1) == "-" and self._tokens[first - 1].end == token.start:
            glued = first >= 2 and self._tokens[first - 2].end == self._tokens[first - 1].start
            if glued and self._kind(first - 2) == "word" and self._kind(first) == "number":
                return True
        if value != 1:
            return False
        after = self._word(end)
        return after not in _STRONG_AFTER


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
