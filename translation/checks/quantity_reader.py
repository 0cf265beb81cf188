"""Reads the quantities of a text of any language from its tokens.

The grammar of amounts is the same everywhere: a number, then a unit, then perhaps "and a half".
Clock times and dates are in `date_time`, "three times a day" in `frequency`.
"""

from __future__ import annotations

from translation.checks import quantity_words as words
from translation.checks.frequency import with_rates
from translation.checks.numbers_tokens import Token
from translation.checks.quantity_context import settled
from translation.checks.quantity_draft import Draft, clock_keys
from translation.checks.quantity_meaning import MeaningReader
from translation.checks.quantity_other import russian_keys, school_years
from translation.checks.units import UNITS, Unit, text_of

_HOURLY = ("every", "hourly", "cada", "toutes les", "chaque", "кажд", "كل ", "매", "毎")
"""Words before an hour that a translation does not leave out."""
_NUMBERS = frozenset(
    ("digits", "cjk", "numeral", "ordinal", "ordinal_mark", "at", "oneclock", "vague")
)


class QuantityReader(MeaningReader):
    """One pass over the tokens of a text."""

    def read(self) -> list[Draft]:
        """All quantities in order."""
        i = 0
        while i < len(self.tokens):
            i = max(self._step(i), i + 1)
        drafts = settled(self.drafts, self.tokens, self.text, self.tokens_lexicon)
        return with_rates(drafts, self.tokens)

    def _step(self, i: int) -> int:
        token = self.tokens[i]
        sense = token.sense
        if sense in _NUMBERS:
            return self.clock(i) or self.day_of_month(i) or self._amount(i)
        if sense == "fraction" and token.text.endswith("х"):
            return self._amount(i)
        if sense in ("half", "minus", "half_past", "clock", "part"):
            return self.clock(i) or (self._half(i) if sense == "half" else i + 1)
        if sense in ("date", "month", "era", "weekday", "relative", "week_part"):
            return self.calendar(i)
        if sense == "slash":
            return self._slash(i)
        if sense == "amount":
            return self._composite(i)
        return self._other(i, token)

    def _is_about(self, i: int) -> bool:
        """ "Unos dos" says "about two" and no number of its own."""
        return self.number(i + 1) is not None and self.tokens[i + 1].gap == " "

    def _other(self, i: int, token: Token) -> int:
        """Words that say a number by themselves."""
        if token.sense == "loose":
            for part in str(token.value).split("/"):
                draft = Draft("number", (float(part),), i, i, 0, 0, optional=True, word=True)
                self.add(draft, "")
        elif token.sense == "tag":
            digits = tuple(float(v) for v in self.digits_of(token.text))
            if digits:
                self.add(Draft("number", digits, i, i, 0, 0, optional=True), token.text)
        elif token.sense == "births":
            for digit in (token.text[1], token.text[3]):
                self.add(Draft("number", (float(digit),), i, i, 0, 0, optional=digit < "2"))
        elif token.sense == "few" and not self._is_about(i):
            draft = Draft("number", (2.0, 3.0), i, i, 0, 0, optional=True, word=True)
            draft.loose = frozenset(("few",))
            self.add(draft, "")
        elif token.sense == "period":
            extra, end = self._plus(i + 1)
            if extra:
                self.add(Draft("number", (1 + extra,), i, end - 1, 0, 0, UNITS[token.value]))
                return end
            self._period(i, UNITS[token.value])
        elif token.sense == "rate" and not self._is_eye(i, token):
            draft = Draft("rate", (token.value,), i, i, 0, 0, optional=token.text in words.MANNER)
            self.add(draft, token.text)
            for word in token.text.split():  # un mardi sur deux
                day = self.tokens_lexicon.senses.get(word)
                if day is not None and day[0] == "weekday":
                    keys = frozenset((f"W{int(day[1])}",))
                    self.add(Draft("named", (0.0,), i, i, 0, 0, keys=keys), word)
        elif token.sense == "unit" and (span := self._span_before_count(i)) is not None:
            self._period(i, span)
        elif token.sense == "unit" and token.value.name == "times":
            self._once(i)
        elif token.sense == "unit" and self.sense(i + 1) == "and_half" and not self._gap(i + 1):
            value = 1 + float(self.tokens[i + 1].value)
            self.add(Draft("number", (value,), i, i + 1, 0, 0, token.value, word=True))
            return i + 2
        elif token.sense == "and_half":
            unit = self.unit_at(i + 1, half=True)
            last = i if unit is None else i + 1
            noun = self.language == "es" and self._gap(i)[-1:].isalpha() and unit is None
            value = token.value + noun  # "paquete y medio" is one and a half
            draft = Draft("number", (value,), i, last, 0, 0, unit, optional=unit is None)
            self.add(draft)
            return last + 1
        elif token.sense == "unit" and self.language in ("en", "ru", "ar"):
            return self._article(i)
        elif token.sense == "dual":
            draft = Draft("number", (2.0,), i, i, 0, 0, optional=True, word=True)
            draft.keys = frozenset(("dual",))  # a number that is said goes before it
            self.add(draft, "")
        elif token.sense == "every":
            return self._every(i)
        elif token.sense == "fraction" and token.text in words.RU_PARTS:
            self.add(Draft("number", (token.value,), i, i, 0, 0, word=True))  # "у трети больных"
        elif token.sense == "unit" and self.language in ("ja", "ko"):
            return self._each(i, token.value)
        return i + 1

    def _is_eye(self, i: int, token: Token) -> bool:
        """ "OD 0,8; OS 0,3": here OD is the right eye, and not once a day."""
        if token.text not in words.RIGHT_EYE:
            return False
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        seen = (
            after is not None and not after.gap.strip(" :") and after.sense in ("digits", "slash")
        )
        sharp = seen and any(sign in self.tokens[i + 1].text for sign in ".,/")
        return (sharp and self.unit_at(i + 2) is None) or words.LEFT_EYE.search(
            self.original
        ) is not None

    def _each(self, i: int, unit: Unit) -> int:
        """시간마다, 時間ごと: a unit without a number that comes again."""
        again = self.sense(i + 1) == "every_after" and not self._gap(i + 1)
        again = again and unit.dimension in ("time", "month") and not self._used(i)
        often = words.KO_OFTEN.get(self.tokens[i].text) if self.language == "ko" else None
        beside = self.sense(i + 1) in _NUMBERS and self.tokens[i + 1].gap in ("", " ")
        if often and beside and not self._used(i):  # 주 2회
            number = self.number(i + 1)
            again = number is not None and self.unit_name(number[1]) == "times"
            unit = UNITS[often]
            if again:
                self._period(i, unit)
            return i + 1
        if again:
            self._period(i, unit)
        return i + 2 if again else i + 1

    def _period(self, i: int, unit: Unit) -> None:
        draft = Draft("period", (1.0,), i, i, 0, 0, unit)
        draft.period = unit.size * (43200 if unit.dimension == "month" else 1)
        draft.optional = not self.tokens[i].text.startswith(_HOURLY)
        self.add(draft, self.tokens[i].text)

    def _every(self, i: int) -> int:
        """ "every day", 每个月: a unit without a number."""
        unit = self.unit_at(i + 1)
        if self.sense(i + 1) == "part" and not self._gap(i + 1):
            self._period(i, UNITS["day"])  # 每晚, "every morning"
            self.drafts[-1].loose = _NIGHTLY
            self.drafts[-1].end = self.tokens[i + 1].end
            return i + 1
        if unit is None or unit.dimension not in ("time", "month"):
            return i + 1
        self._period(i, unit)
        self.drafts[-1].last = i + 1
        self.drafts[-1].end = self.tokens[i + 1].end
        return i + 2

    def _once(self, i: int) -> None:
        """Russian раз, Arabic مرة before "a day": once."""
        after = self.sense(i + 1)
        asked = self.tokens[i].gap.rstrip().endswith(("сколько", "كم"))
        if asked or (i and self.tokens[i - 1].text == "كم"):
            return
        spans = ("period", "every", "at", "rate") if self.language == "ru" else ("period", "every")
        if self.language in ("ru", "ar") and after in spans:
            self.add(Draft("number", (1.0,), i, i, 0, 0, UNITS["times"], word=True), "1")

    def _article(self, i: int) -> int:
        """ "a tablet", "a liter" is one."""
        said = self.tokens[i].gap.split()
        if (
            len(said) > 1
            and said[-2] in self.tokens_lexicon.one_words
            and (said[-1] in self.tokens_lexicon.fillers)
        ):
            said = said[:-1]  # "a full month"
        spans = self.tokens[i].value.dimension in ("time", "month")
        bare = self.tokens[i].text in words.SINGLE
        if bare or (said and said[-1] in self.tokens_lexicon.one_words):
            unit = self.tokens[i].value
            extra, end = self._half_after_unit(unit, i + 1) if bare else (0.0, i + 1)
            draft = Draft("number", (1 + extra,), i, end - 1, 0, 0, unit, word=True)
            draft.optional = not extra
            shown = spans or self.tokens[i].value.dimension in ("form", "volume")
            self.add(draft, text_of(1 + extra) if shown or extra else "")
            return end
        return i + 1

    def _drop_article(self, i: int) -> None:
        """ "Un demi-comprimé": the article before a half counts nothing."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.last != i - 1 or last.unit is not None or self._gap(i):
            return
        if self.tokens[i - 1].text in words.ARTICLES:
            self.drafts.pop()

    def _half(self, i: int) -> int:
        """Half a tablet, 半片, un quart d'heure."""
        self._drop_article(i)
        token = self.tokens[i]
        j = i + 1
        unit = self.unit_at(j, half=True) or self._period_unit(j)
        if unit is not None and unit.name == "month_of":
            unit = UNITS["month"]
        dimension = unit.dimension if unit is not None else ""
        loose = unit is None or (unit.name == "piece" and not dimension)
        draft = Draft("number", (token.value,), i, j if unit else i, 0, 0, unit, word=True)
        draft.optional = loose and (token.value != 0.5 or token.text in ("半", "반", "demi-"))
        if token.text in words.MANNER or (unit is None and token.text in words.PART_WAY):
            draft.optional = True
        self.add(draft)
        return draft.last + 1

    def _period_unit(self, j: int) -> Unit | None:
        """ "half an hour", "a quarter of a year": here "an hour" is no period."""
        if self.sense(j) != "period" or self._gap(j) not in ("", "of") or self.language != "en":
            return None
        return UNITS[self.tokens[j].value] if self.tokens[j].text[:2] in ("a ", "an") else None

    def _composite(self, i: int) -> int:
        """A word that is a number and its unit: fortnight, يومين, полчаса."""
        token = self.tokens[i]
        values, unit = token.value
        value, last = values[0], i
        if unit.name == "point":
            return i + 1
        self._drop_article(i)
        fortnight = self._counts_things(i, values, unit)
        if fortnight:
            values, unit = values[:1], UNITS["piece"]
        if unit.name == "piece" and (counted := self.unit_at(i + 1)) is not None:
            unit, last = counted, i + 1
        if self.sense(last + 1) == "and_half" and not self._gap(last + 1):
            value, last = value + self.tokens[last + 1].value * _step(value, unit), last + 1
        elif self.language in ("ko", "ja") and self.sense(last + 1) == "half":
            extra, end = self._half_after_unit(unit, last + 1)
            value, last = value + extra, end - 1
        draft = Draft("number", (value, *values[1:]), i, last, 0, 0, unit, word=True)
        if self._are_two(values):  # 사나흘
            for each in values:
                self.add(Draft("number", (each,), i, last, 0, 0, unit, word=True, vague=True))
            return last + 1
        whole = unit.name in ("year", "day") and token.text in words.MANNER
        draft.optional = value == 1 or whole or token.text.startswith(words.COUPLE)
        self.add(draft)
        self._join_parts()
        return last + 1

    def _counts_things(self, i: int, values: tuple[float, ...], unit: Unit) -> bool:
        """Whether a fortnight is only fifteen: "une quinzaine de minutes", and not "de juillet"."""
        counted = len(values) == 2 and unit is UNITS["day"] and self.sense(i + 1) != "month"
        return counted and words.OF_THINGS.match(self.text, self.tokens[i].end) is not None

    def _are_two(self, values: tuple[float, ...]) -> bool:
        """Whether a word says two neighbouring numbers: 사나흘, "раза два-три", مرة أو مرتين."""
        return self.language in ("ko", "ru", "ar") and values[1:] == (values[0] + 1,)

    def _amount(self, i: int) -> int:
        """A number with its unit."""
        ounces = self._ounces(i)
        if ounces:
            return ounces
        carried = self._gestation(i)
        number = carried or self.number(i)
        if number is None:
            return i + 1
        values, j, ordinal, vague = number
        extra, j = self._plus(j, noun=True)
        unit, place, more = self._unit_after(j, ordinal)
        if unit is None and carried is not None:
            unit = UNITS["week"]  # "at 41+2"
        if self.is_part_of(i + 1) and self._hundred(i):
            unit, values = UNITS["percent"], tuple(v * 100 for v in values)
        if unit is None and self.language == "ru" and self.sense(i - 1) == "unit":
            unit = self._unit_before(i, j)
        if unit is not None and unit.name == "degree":
            unit = self._scale_before(i) or unit
        if unit is None and self.language == "ko" and self._only_counts(i, j):
            return i + 1
        token = self.tokens[i]
        if token.text == "千万" and unit is None and self._urges(i):
            return i + 1
        little = token.text == self.tokens[j - 1].text == "一"  # 一点一点地
        lone = len(token.text) == 1 and (j == i + 1 or self.language == "ko" or little)
        if token.sense == "cjk" and lone and not self._counts(i, unit, extra):
            return i + 1
        if unit is not None and self._is_this(token, unit, j):
            return i + 1
        unit = self._meant(i, j, values[0], unit)
        last = place - 1
        for value in values if vague else values[:1]:
            taken = (value,) if vague else values
            taken = tuple(round(v + extra + more, 6) for v in taken)
            draft = Draft("number", taken, i, last, 0, 0, unit, word=token.sense != "digits")
            draft.vague, draft.ordinal = vague and len(values) > 1, ordinal
            draft.optional = self._loosely(i, j, value, unit, ordinal) or (
                taken[0] == 1 and token.text in words.ARTICLES and not _is_size(unit)
            )
            if self.language in ("fr", "es") and unit is not None and unit.name == "day":
                draft.values += {8.0: (7.0,), 15.0: (14.0,)}.get(value, ())
            self._add_clock_reading(draft, i, j)
            if self.language == "zh":
                draft.loose |= self._chinese_reading(j, taken[0], unit)
                if year := self.two_digit_year(j, token.text, taken[0], unit):
                    draft.kind, draft.keys, draft.loose = (
                        "date",
                        year,
                        frozenset((text_of(taken[0]),)),
                    )
                said = self.text[self.tokens[i].end : self.tokens[last].end]
                if unit is UNITS["month"] and "多" in said:
                    draft.keys |= {f"month:{text_of(taken[0] + 1)}"}  # 五个多月: in the sixth month
                if unit is None:
                    draft.loose |= school_years(token.gap, taken[0])
            if self.language == "ru":
                draft.keys |= russian_keys(token.text, taken[0], unit, ordinal)
            if ordinal and unit is UNITS["floor"] and self.language in ("en", "fr", "es"):
                # le premier étage, in Britain the first floor, is 二楼
                draft.loose |= {text_of(taken[0] + 1)}
            if unit is UNITS["m"] and 1 <= taken[0] <= 2.5:
                draft.loose |= {text_of(round(taken[0] * 100, 1))}  # a height
            if vague and unit is not None and unit.name == "oclock":
                draft.keys = clock_keys(value, 0, self._part_of_day(i, place)[0])
                draft.kind, draft.loose = "clock", frozenset((text_of(value),))
            if vague and unit is not None and unit.name == "month_of":  # 四五月份
                draft.kind, draft.keys = "date", frozenset((f"M{int(value)}",))
            self.add(draft)
            if unit is not None and not more and unit.dimension in ("", "form", "times"):
                draft.end = self.tokens[j - 1].end
        self._join_parts()
        self._share_scale()
        self._share_unit()
        return place


_NIGHTLY = frozenset(("part",))
"""Marks a period that a part of the day names: "once every night" is also said as "at night"."""


def _step(value: float, unit: Unit) -> float:
    """What "and a half" halves: a decade and a half is 15 years, a dozen and a half is 18."""
    if value < 10 or unit not in (UNITS["year"], UNITS["piece"]):
        return 1.0
    return 10.0 if value % 10 == 0 else value


def _is_size(unit: Unit | None) -> bool:
    """Whether the unit is one of mass or volume: "un gramme" is no article."""
    return unit is not None and unit.dimension in ("mass", "volume")
