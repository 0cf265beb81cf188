"""What a clock time is made of: an hour, the minutes that follow it, a part of the day."""

from __future__ import annotations

from translation.checks.quantity_base import TokenReader
from translation.checks.quantity_draft import Draft, clock_keys
from translation.checks.units import text_of

NUMBER = frozenset(("digits", "cjk", "numeral", "ordinal"))
_MORNINGS = frozenset(
    ("this morning", "今早", "明早", "今晨", "今朝", "明朝", "오늘 아침", "manana por la manana")
)
_NEAR = 12
"""Characters between a time of day and "in the morning"."""


class ClockPartsReader(TokenReader):
    """Reads what a clock time is made of, and tells the time."""

    def _tell(self, first: int, end: int, hour: float, minute: float) -> int:
        """Add a clock time that tokens ``first`` to ``end - 1`` say."""
        half, last = self._part_of_day(first, end)
        self.used_parts |= {first - 1, end}
        draft = Draft("clock", (hour,), first, last, 0, 0)
        draft.keys = clock_keys(hour, minute, half)
        if not minute:
            draft.loose = frozenset((text_of(hour),))
        self.add(draft, f"{text_of(hour)}:{int(minute):02d}")
        self.drafts[-1].start = self.tokens[first].start
        return last + 1

    def _part_of_day(self, first: int, end: int) -> tuple[str | None, int]:
        """The part of the day said before or after a time, and its last token."""
        before = self.tokens[first - 1] if first > 0 else None
        if before is not None and before.sense in ("part", "relative"):
            gap = self.tokens[first].gap
            if len(gap.strip()) <= 4 or before.sense == "part":
                part = self._part_value(first - 1)
                if part is not None and len(gap) <= _NEAR and self.language in ("zh", "ja", "ko"):
                    return part, end - 1
        if self.sense(end) == "part" and len(self.tokens[end].gap) <= _NEAR:
            return str(self.tokens[end].value), end
        if self.language == "ru" and self.sense(end) == "unit" and self.tokens[end].text == "дня":
            return "afternoon", end
        if self.sense(end) == "relative" and len(self.tokens[end].gap) <= _NEAR:
            return self._part_value(end), end - 1
        named = before is not None and before.sense in ("part", "relative")
        if named and len(self.tokens[first].gap) <= _NEAR:
            return self._part_value(first - 1), end - 1
        return None, end - 1

    def _part_value(self, i: int) -> str | None:
        token = self.tokens[i]
        if token.sense == "part":
            return str(token.value)
        if token.text in _MORNINGS:
            return "morning"
        return "evening" if str(token.value).endswith("evening") else None

    def is_one_oclock(self, i: int) -> bool:
        """The only hour that Arabic does not say with an ordinal."""
        token = self.tokens[i]
        return self.language == "ar" and token.text == "واحده" and token.gap.endswith("ال")

    def _hour(self, i: int) -> tuple[float, int] | None:
        """A whole number up to 24 at token ``i``."""
        if self.sense(i) not in NUMBER:
            return None
        if self.sense(i) == "numeral" and self.sense(i + 1) == "numeral":
            first, second = self.tokens[i].value, self.tokens[i + 1].value
            told = first < 24 and self.language == "ru" and self.sense(i - 1) == "at"
            if (told or (first < 13 and self.language == "en")) and (second >= 10 or not second):
                return first, i + 1
        if self.is_one_oclock(i) and self.sense(i + 1) == "and_half":
            return 1.0, i + 1
        number = self.number(i)
        if number is None or len(number[0]) != 1 or number[3]:
            return None
        value = number[0][0]
        return (value, number[1]) if 0 <= value <= 24 and value == int(value) else None

    def _minutes(self, first: int, end: int, hour: float) -> int:
        """What follows the hour: half, a quarter, minutes; and tells the time."""
        gap = self._gap(end)
        if self.sense(end) == "and_half" and gap in ("", "-"):
            past = round(float(self.tokens[end].value) * 60)
            if self.language == "ar" and past == 30 and self._gap(end + 1) in ("", "و"):
                return self._near_half(first, end + 1, hour)
            return self._tell(first, end + 1, hour, past)
        near = end < len(self.tokens) and self.tokens[end].start - self.tokens[end - 1].end < 2
        if self.sense(end) == "half" and near and gap in (*self.tokens_lexicon.links, ""):
            return self._tell(first, end + 1, hour, round(float(self.tokens[end].value) * 60))
        if self.sense(end) == "amount" and gap == "" and self.tokens[end].value[1].name == "minute":
            return self._tell(first, end + 1, hour, self.tokens[end].value[0][0])
        if self.sense(end) == "minus":
            return self._before_hour(first, end, hour)
        joined = gap in ("", "et", "y", "и", "و", "过")
        number = self.number(end) if joined and self.sense(end) in NUMBER else None
        if number is not None and len(number[0]) == 1 and number[0][0] < 60:
            after = number[1]
            unit = self.unit_at(after)
            if unit is None or unit.name == "minute" or self.tokens[after].text == "分":
                after += unit is not None
                before = self.sense(after) == "minus" and self.language == "ja"
                if self.language == "ko" and unit is not None:
                    before = self.text_after(after, 4).lstrip()[:1] == "전"
                if before and number[0][0]:
                    return self._ja_before(first, after, hour, number[0][0])
                return self._tell(first, after, hour, number[0][0])
        return self._tell(first, end, hour, 0)

    def _near_half(self, first: int, end: int, hour: float) -> int:
        """Arabic "half past nine less five" (9:25) and "half past nine and five" (9:35)."""
        less = self.sense(end) == "minus"
        said = self._gap(end) == "و" or less
        number = self.number(end + less) if said else None
        if number is None or number[0][0] not in (5, 10):
            return self._tell(first, end, hour, 30)
        after = number[1] + (self.unit_name(number[1]) == "minute")
        return self._tell(first, after, hour, 30 + number[0][0] * (-1 if less else 1))

    def _ja_before(self, first: int, after: int, hour: float, minute: float) -> int:
        """8時15分前 is a quarter to eight, or before 8:15."""
        end = self._tell(first, after, hour, minute)
        half, _ = self._part_of_day(first, after)
        self.drafts[-1].keys |= clock_keys(hour - 1 if hour > 1 else 12, 60 - minute, half)
        return end

    def _before_hour(self, first: int, minus: int, hour: float) -> int:
        """ "las tres menos cuarto", "trois heures moins dix", إلا ربعا."""
        if self.sense(minus + 1) == "amount":
            minutes, end = self.tokens[minus + 1].value[0][0], minus + 2
        elif self.sense(minus + 1) == "half":
            part = float(self.tokens[minus + 1].value)
            third = self.tokens[minus + 1].text == "ثلثا"  # also two thirds, but not here
            minutes, end = 20.0 if third else round(part * 60), minus + 2
        else:
            number = self.number(minus + 1)
            if number is None or number[0][0] >= 60:
                return self._tell(first, minus, hour, 0)
            minutes, end = number[0][0], number[1]
            if self.unit_name(end) == "minute":
                end += 1
        return self._tell(first, end, hour - 1 if hour > 1 else 12, 60 - minutes)
