"""Clock times in the tokens of any language."""

from __future__ import annotations

import re

from translation.checks import quantity_words as words
from translation.checks.clock_parts import NUMBER, ClockPartsReader
from translation.checks.quantity_draft import Draft, clock_keys
from translation.checks.units import UNITS, text_of

_CLOCK = re.compile(r"([0-9]{1,2}) ?[:h] ?([0-9]{2})")
_TWELVE = frozenset(("noon", "midnight"))
_NOON = 12
_FULL_DAY = frozenset(("zh", "fr", "ru"))
"""Languages that write the hours of the day from 0 to 23."""
_WHEN = frozenset(("утром", "вечером", "ночью", "днем"))
"""Russian "in the evening": an hour has "of the evening"."""


_AT_ONE = re.compile("[之以]前|左右|整(?![个天])|前到")
"""Behind 一点 these say that it is one o'clock and not "a little"."""
_LASTING = re.compile(
    r"\b(?:depuis|pendant|durant|dur(?:e|ent|é|ée|era|ait)|durée de|desde hace|dura|durante|duró)"
    r"(?: (?:environ|plus de|près de|unos|unas|más de|casi))? $",
    re.IGNORECASE,
)
"""Before "1 h 30" these say that it is how long."""
_LASTING_MOST = 24


class ClockReader(ClockPartsReader):
    """Reads clock times."""

    def clock(self, i: int) -> int:
        """Reads the time of day at token ``i``; the place after it, 0 when there is none."""
        sense = self.sense(i)
        if sense == "clock":
            return self._written(i)
        if sense == "half_past":
            return self._tell(i, i + 1, float(self.tokens[i].value), 30)
        if sense == "oneclock":
            return self._minutes(i, i + 1, 1)
        if sense == "part":
            return self._noon(i)
        if sense == "at":
            return self._at(i)
        if sense == "minus":
            return self._without(i)
        if sense == "half" and (told := self._half_seven(i)):
            return told
        if sense in NUMBER or sense == "half":
            return self._past_to(i) or (self._hour_sign(i) if sense != "half" else 0)
        return 0

    def _written(self, i: int) -> int:
        match = _CLOCK.fullmatch(self.tokens[i].text)
        hour, minute = (int(g) for g in match.groups()) if match else (99, 99)
        if hour > 24 or minute > 59:
            for part in self.digits_of(self.tokens[i].text):
                self.add(Draft("number", (float(part),), i, i, 0, 0))
            return i + 1
        end = i + 1
        if self._lasts(i):
            self.add(Draft("number", (hour + minute / 60,), i, i, 0, 0, UNITS["hour"]))
            return end + (self.unit_name(end) == "minute")
        if self.unit_name(end) in ("hour", "oclock"):
            end += 1
        end = self._tell(i, end, hour, minute)
        if hour == _NOON and self.language in _FULL_DAY:
            self._at_noon()
        return end

    def _lasts(self, i: int) -> bool:
        """ "Depuis 1 h 30", "1 h 30 min": how long, and no time of day."""
        token = self.tokens[i]
        if "h" not in token.text:
            return False
        before = max(0, token.start - _LASTING_MOST)
        said = _LASTING.search(self.text, before, token.start) is not None
        return said or self.unit_name(i + 1) == "minute"

    def _noon(self, i: int) -> int:
        """ "noon", "midnight" alone are 12:00 and 0:00, for a side that says so."""
        value = self.tokens[i].value
        if value in ("noon", "midnight") and self.drafts and self.drafts[-1].last == i - 1:
            before = self.drafts[-1]
            if before.kind == "number" and before.values == (12.0,) and before.unit is None:
                before.loose |= clock_keys(12, 0, value)
                before.optional = False
                return i + 1
        if value in _TWELVE and (told := self._around_noon(i, value)):
            return told
        numbered = self.sense(i + 1) in NUMBER and (
            self.language != "ko" or not self.tokens[i + 1].gap.strip()  # 정오에 한 번
        )
        if value not in _TWELVE or numbered:
            return i + 1
        draft = Draft("clock", (12.0,), i, i, 0, 0, optional=True)
        draft.keys = clock_keys(12, 0, "noon" if value == "noon" else "midnight")
        self.add(draft, "")
        return i + 1

    def _around_noon(self, i: int, value: str) -> int:
        """ "midi et quart", "minuit moins dix"; 0 when nothing is added or taken off."""
        if self.sense(i + 1) == "and_half" and not self._gap(i + 1):
            minutes = round(float(self.tokens[i + 1].value) * 60)
            return self._named_hour(self._tell(i, i + 2, 12, minutes), value, minutes)
        if self._is_less(i + 1) and not self._gap(i + 1):
            end = self._before_hour(i, i + 1, 12)
            return self._named_hour(end, value, int(self.drafts[-1].shown[-2:]) - 60)
        return 0

    def _named_hour(self, end: int, value: str, minutes: int) -> int:
        """So many minutes from noon or midnight; says so of the time that was told."""
        at = (12 if value == "noon" else 24) * 60 + minutes
        self.drafts[-1].keys = clock_keys(at // 60 % 24, at % 60, "said")
        return end

    def _at(self, i: int) -> int:
        """A number after "a las", الساعة: an o'clock."""
        hour = self._hour(i + 1)
        if self.language == "es" and self.sense(i + 1) == "ordinal":
            return 0  # "a la segunda" is no hour
        before = self.tokens[i - 1] if i else None
        if before is not None and before.sense == "unit" and before.value.name == "times":
            return 0
        if hour is None or len(self._gap(i + 1)) > (0 if self.language == "fr" else 6):
            return 0  # "le trajet a duré deux heures"
        value, end = hour
        if value != 1 and self.tokens[i].text in words.ONE_AT:
            return 0  # "la suya es la cinco" is no hour
        if self.language == "en" and self._gap(i + 1) not in ("", "about", "around", "the"):
            return 0
        if self.tokens[i].text in words.SOFT_AT and self.sense(end) not in (
            "minus",
            "and_half",
            "part",
        ):
            return 0
        unit = self.unit_at(end)
        if unit is not None and unit.name == "hour" and self.language != "ar":
            end += 1
            if self.language == "es" and self.sense(end) == "and_half":
                return 0  # "después de las seis horas y media" is how long
            if self.text_after(end, 8).lstrip().startswith(("d'inter", "d'écart", "d'ecart")):
                return 0  # à six heures d'intervalle
        elif unit is not None or self.language == "en" or self.language in ("fr", "ru"):
            return 0
        return self._minutes(i, end, value)

    def _without(self, i: int) -> int:
        """без четверти пять, 差十分九点."""
        if self.language not in ("ru", "zh"):
            return 0
        if self.sense(i + 1) == "half":
            minutes, end = float(self.tokens[i + 1].value) * 60, i + 2
        elif self.sense(i + 1) == "amount":
            minutes, end = self.tokens[i + 1].value[0][0], i + 2
        else:
            number = self.number(i + 1)
            if number is None or not 0 < number[0][0] < 60:
                return 0
            minutes, end = number[0][0], number[1]
            if self.sense(end) == "unit" and self.tokens[end].text in words.MINUTE:
                end += 1
        hour = self._hour(end)
        if hour is None or hour[0] < 1:
            return 0
        value, end = hour
        if self.unit_name(end) in ("oclock", "hour"):
            end += 1
        elif self.language == "zh":
            return 0
        return self._tell(i, end, value - 1, 60 - minutes)

    def _minutes_of(self, i: int) -> int:
        """Russian "двадцать минут восьмого": 7:20."""
        number = self.number(i)
        if number is None or not 0 < number[0][0] < 60 or number[2]:
            return 0
        end = number[1]
        said = self.tokens[end + 1].text if self.sense(end + 1) == "ordinal" else ""
        if self.unit_name(end) != "minute" or not said.endswith("го") or self._gap(end + 1):
            return 0
        hour = float(self.tokens[end + 1].value)
        return self._tell(i, end + 2, hour - 1 or 12, number[0][0]) if 1 <= hour <= 12 else 0

    def _half_seven(self, i: int) -> int:
        """British "half seven": 7:30."""
        if self.language != "en" or self.tokens[i].text != "half" or self._gap(i + 1):
            return 0
        hour = self._hour(i + 1)
        if hour is None or not 1 <= hour[0] <= 12 or self.unit_at(hour[1]) is not None:
            return 0
        return 0 if self._gap(i).endswith("in") else self._tell(i, hour[1], hour[0], 30)

    def _past_to(self, i: int) -> int:
        """ "half past three", "ten to six"."""
        if self.language == "ru":
            return self._minutes_of(i)
        if self.language != "en":
            return 0
        if self.sense(i) == "half":
            minutes, end = float(self.tokens[i].value) * 60, i + 1
        else:
            number = self.number(i)
            if number is None or not 0 < number[0][0] < 60 or number[2]:
                return 0
            minutes, end = number[0][0], number[1]
            unit = self.unit_at(end)
            if unit is not None and unit.name != "minute":
                return 0
            end += unit is not None
        word = self.tokens[end].text if self.sense(end) in ("past", "to") else ""
        exact = self.sense(i) == "half" or self.tokens[end - 1].sense == "unit"
        if word not in ("past", "to") and not (word in ("after", "before") and exact):
            return 0
        if self._gap(end) not in ("", "-") or self._gap(end + 1) not in ("", "-"):
            return 0
        if self.sense(end + 1) == "part" and (named := str(self.tokens[end + 1].value)) in _TWELVE:
            less = word in ("to", "before")  # "a quarter to noon"
            after = self._tell(i, end + 2, 12, 60 - minutes if less else minutes)
            return self._named_hour(after, named, int(-minutes if less else minutes))
        hour = self._hour(end + 1)
        if hour is None or self.unit_at(hour[1]) is not None:
            return 0
        if word == "to" and not exact and minutes not in (5, 10, 20, 25):
            return 0
        told = self.tokens[i].gap.rstrip().endswith(words.IT_IS)
        if word == "to" and self.sense(i) != "half" and self.sense(hour[1]) == "digits":
            return 0
        value = hour[0]
        if word in ("past", "after"):
            return self._tell(i, hour[1], value, minutes)
        if self.sense(i) == "digits" and not exact and not told:
            return 0
        return self._tell(i, hour[1], value - 1 if value > 1 else 12, 60 - minutes)

    def _hour_sign(self, i: int) -> int:
        """三点半, 3 o'clock, 午後三時, 8 a.m., 8 heures du matin."""
        hour = self._hour(i)
        if hour is None:
            return 0
        value, end = hour
        if self.sense(i) == "ordinal" or self.is_one_oclock(i):
            told = self.sense(end) in ("and_half", "part") or self._is_less(end)
            told = told and not self._gap(end)
            if not told and self._gap(end) == "و" and self.sense(end) == "numeral":
                minutes = self.number(end)  # الرابعة وعشرون دقيقة
                told = minutes is not None and self.unit_name(minutes[1]) == "minute"
            if told and self.language == "ar":
                return self._minutes(i, end, value)
        if self.sense(i) == "ordinal":
            return 0
        unit = self.unit_at(end)
        if unit is not None and unit.name == "oclock":
            return self._oclock(i, end, value)
        if unit is not None and unit.name == "hour" and self.tokens_lexicon.hour_is_clock:
            return self._hour_word(i, end, value)
        if unit is not None or self.sense(i) == "cjk":
            return 0
        told = self.language == "en" or (self.language == "ru" and self.sense(i - 1) == "at")
        if self.sense(end) == "numeral" and told and self._gap(end) in ("", "-"):
            return self._eight_thirty(i, end, value)
        if self.sense(end) == "part" and self._near_part(end):
            return self._tell(i, end, value, 0)
        return 0

    def _is_less(self, end: int) -> bool:
        """Whether minutes are taken off: إلا ربعا, and not إلا بأمر الطبيب."""
        less = self.sense(end) == "minus" and self.sense(end + 1) in (*NUMBER, "half", "amount")
        return less and not self._gap(end + 1)

    def _near_part(self, end: int) -> bool:
        """Whether the part of the day at ``end`` belongs to the number before it."""
        token = self.tokens[end]
        if token.value in ("am", "pm"):
            return not token.gap.strip()
        if token.text in _WHEN or token.text.startswith("por "):
            return False  # Spanish hours have "de la noche"
        if self.language == "en" or (
            self.tokens[end - 1].sense != "digits" and self.language != "ru"
        ):
            return False
        return token.gap.strip() in ("", "de", "du", "в")

    def _eight_thirty(self, i: int, end: int, hour: float) -> int:
        """ "eight thirty" may be a time."""
        zero = self.sense(end) == "numeral" and self.tokens[end].value == 0  # "восемь ноль пять"
        number = self.number(end + zero)
        least, most = 1 if zero else 10, 23 if self.language == "ru" else 12
        if number is None or not least <= number[0][0] < 60 or not 0 < hour <= most:
            return 0
        unit = self.unit_at(number[1])
        if unit is not None or self.sense(number[1]) not in ("part", "stop", "", "relative"):
            return 0
        if self.sense(number[1]) != "part" and number[0][0] % 5:
            return 0
        self._tell(i, number[1], hour, number[0][0])
        self.drafts[-1].loose |= {text_of(hour * 100 + number[0][0])}
        return self.drafts[-1].last + 1

    def _oclock(self, i: int, end: int, value: float) -> int:
        sign = self.tokens[end].text
        if self.tokens[i].text in ("俩", "仨"):
            return 0  # 俩点 is two points
        if sign == "点" and self.language == "zh":
            return self._dian(i, end, value)
        alone = self.sense(end + 1) not in (*NUMBER, "half")
        unnamed = self.sense(i - 1) not in ("part", "relative")
        if sign == "时" and self.sense(i) == "cjk" and alone and unnamed:
            return 0
        end = self._minutes(i, end + 1, value)
        if sign == "时" and value == _NOON and self.sense(i) == "digits":
            self._at_noon()
        return end

    def _at_noon(self) -> None:
        """12时20分 and 12:20 without a part of the day are after noon."""
        keys = self.drafts[-1].keys
        self.drafts[-1].keys = frozenset(k for k in keys if k.startswith("T12:")) or keys

    def _dian(self, i: int, end: int, value: float) -> int:
        """点 is o'clock or a decimal point."""
        digits = self.tokens[end + 1] if self.sense(end + 1) in ("cjk", "digits") else None
        if digits is None or digits.gap:
            short = self.tokens[i].text == "一" and self.sense(end + 1) not in ("half", "amount")
            if short and not _AT_ONE.match(self.text, self.tokens[end].end):
                return 0
            return self._minutes(i, end + 1, value)
        plain = self.plain_digits(digits.text)
        minute_sign = self.sense(end + 2) == "unit" and self.tokens[end + 2].text == "分"
        counted = self.unit_at(end + 2) is not None and not minute_sign
        if plain == "1" and digits.text == "一":
            return self._tell(i, end + 1, value, 0)
        written = self.tokens[i].sense == digits.sense == "digits" and len(plain) == 2
        if written and plain < "60" and not counted:
            return self._minutes(i, end + 1, value)  # 7点50
        if plain and not minute_sign and self._part_of_day(i, end)[0] is None:
            if len(plain) != 2 or digits.sense == "digits":
                return 0
            draft = Draft("number", (float(f"{int(value)}.{plain}"),), i, end + 1, 0, 0)
            if int(plain) < 60:
                draft.keys = clock_keys(value, int(plain), None)
            self.add(draft)
            return end + 2
        if counted:
            return self._tell(i, end + 1, value, 0)
        return self._minutes(i, end + 1, value)

    def _hour_word(self, i: int, end: int, value: float) -> int:
        """French "8 heures 30", Russian "8 часов утра": a time when something says so."""
        after = end + 1
        if self.sense(after) == "minus":
            return self._before_hour(i, after, value)
        part, _ = self._part_of_day(i, after)
        if part is None and self.language == "fr" and self.sense(after) == "and_half":
            named = self.sense(after + 1) == "part" and self.tokens[after + 1].text[0] == "d"
            part = self._part_of_day(i, after + 1)[0] if named else None  # "du matin"
        if part is not None and self.sense(i - 1) not in ("every", "period"):
            return self._minutes(i, after, value)
        if self.language != "fr" and self.sense(i - 1) != "at":
            return 0
        digits = self.sense(after) in NUMBER and not self._gap(after)
        number = self.number(after) if digits else None
        if number is not None and number[0][0] < 60 and self.unit_at(number[1]) is None:
            return self._minutes(i, after, value)
        at = self.sense(i - 1) == "at" and self._gap(i) == ""
        if at and self.sense(after) == "and_half" and self.language != "es":
            return self._minutes(i, after, value)  # "las cuatro horas y media" is how long
        late = 13 <= value <= 23 and not self.text_after(after, 3).startswith((" de", " d'"))
        said = at or self.sense(i - 1) == "range" or self._gap(i).split(" ")[-1] in words.BY_HOUR
        return self._minutes(i, after, value) if late and said and self.language == "fr" else 0

    def clock_reading(self, i: int, j: int, value: float) -> frozenset[str]:
        """Keys of the time that a number may be."""
        if value > 24 or (value != int(value) and value * 2 != int(value * 2)):
            return frozenset()
        minute = 30.0 if value != int(value) else 0.0
        half, _ = self._part_of_day(i, j)
        return clock_keys(int(value), minute, half)
