"""What a number beside its unit means: which unit, whether it counts at all, other readings."""

from __future__ import annotations

import re

from translation.checks import quantity_words as words
from translation.checks.numbers_tokens import Token
from translation.checks.quantity_draft import Draft
from translation.checks.quantity_parts import PartsReader
from translation.checks.units import UNITS, Unit, text_of

_PAIRED = re.compile(
    "[个只条侧]?(?:侧|边|眼|耳|手|腿|脚|肺|肾|膝|肩|胳膊|口子|者|样|种都|个都|头|半(?![年天日月个小]))|[次针顿餐剂片服回遍][^，。,]{0,8}(?:之间|隔)"
)
"""What Chinese counts as two and other languages only put in the plural."""

_VALUED = frozenset("值分度差数")
"""Before a dash these say that what follows is negative and no name: T值-3."""


_TO_SO_MANY = re.compile("[到至][两二三四](?:个?(?:小时|钟头|星期|礼拜|月)|分钟|[天周年日])(?!点)")
"""Behind 一: the end of a length of time, 一到两天."""


class MeaningReader(PartsReader):
    """The questions that the reader of quantities asks about one number."""

    def _unit_before(self, i: int, j: int) -> Unit | None:
        """ "лет десять", "месяцев на восемь": about so many, with the unit in front."""
        unit: Unit = self.tokens[i - 1].value
        timed = unit.dimension in ("time", "month")
        if self._used(i - 1) or self.sense(j) == "month":
            return None
        return unit if not self._gap(i) or (timed and self._gap(i) in words.RU_ABOUT) else None

    def _meant(self, i: int, j: int, value: float, unit: Unit | None) -> Unit | None:
        """The unit, where the words around say more than its own word."""
        before = self.tokens[i - 1] if i else None
        if unit is None:
            ordinal = self.language == "ar" and self.tokens[i].sense == "ordinal"
            tens = self.language == "ar" and self._gap(i) == "ال" and value >= 20
            joined = tens or (ordinal and not self._gap(i))
            if joined and before is not None and before.sense == "period":
                if self.drafts and self.drafts[-1].first == i - 1:
                    self.drafts.pop()  # "in the third day" is no "a day"
                return UNITS[before.value]
            named = before is not None and before.sense == "unit" and not self._gap(i)
            named = named and self.sense(j) != "month"
            if self.language == "ar" and named and not self._used(i - 1):
                noun: Unit = self.tokens[i - 1].value
                counted = ordinal and noun.dimension in ("time", "month")
                return noun if 1 <= value <= 2 or counted else None
        elif unit.name == "year" and self.language in ("zh", "ja") and self._is_grade(j):
            return None
        elif self.language == "ja" and unit is UNITS["degree"] and self._is_once(i, value):
            return UNITS["times"]
        elif self.tokens[i].text in ("俩", "仨") and unit.name in ("month_of", "oclock"):
            return UNITS["month"] if unit.name == "month_of" else None
        elif unit is UNITS["tablet"] and (
            self.text_after(j + 1, 1) in words.NO_TABLET
            or (self.tokens[j].text == "颗" and "牙" in self.text and "药" not in self.text)
        ):
            return UNITS["piece"]
        elif unit.name == "times" and self.language == "zh":
            inhaled = before is not None and before.sense == "unit" and before.value.name == "puff"
            pressed = self.tokens[i].gap.endswith(words.PUFFED) and self.tokens[j].text == "下"
            if pressed or (inhaled and not self._gap(i) and not self._is_spanned(i - 2)):
                return UNITS["puff"]
        elif self.language == "ja" and unit is UNITS["piece"] and self._is_spoon(i):
            return before.value if before is not None else unit  # 小さじ1杯
        elif unit.name == "degree" and self.language == "ja" and self.sense(i - 1) == "period":
            return UNITS["times"]
        if unit is UNITS["oclock"] and value > 24:
            return None  # 低于50时: when it is below 50
        if unit is UNITS["minute"] and self.language == "ko" and self.sense(i) == "numeral":
            return UNITS["piece"]  # 두 분: persons; minutes have the other numerals
        if unit is UNITS["piece"] and self.text_after(j, 3) == "分多钟":
            return UNITS["minute"]
        if unit is UNITS["piece"] and self.tokens[j].text == "分" and self.drafts:
            last = self.drafts[-1]
            if last.last == i - 1 and last.unit is UNITS["hour"] and not self._gap(i):
                return UNITS["minute"]
        return unit

    def _is_spanned(self, i: int) -> bool:
        """Whether a day or a week ends at token ``i``: 每天喷三次 is how often, no three puffs."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.last != i or last.vague:
            return False
        return last.kind == "period" or (last.is_time and last.values[0] == 1)

    def _is_spoon(self, i: int) -> bool:
        """Whether a spoon is named right before the number."""
        before = self.tokens[i - 1] if i else None
        named = before is not None and before.sense == "unit" and not self._gap(i)
        return named and before is not None and before.value.name.endswith("spoon")

    def _is_this(self, token: Token, unit: Unit, j: int) -> bool:
        """Korean 이 before a counter that takes native numerals: "this bottle", no two."""
        if self.language != "ko" or unit.name not in words.KO_NATIVE or j >= len(self.tokens):
            return False
        counted = self.tokens[j].text in words.KO_COUNTED and len(token.text) == 1
        whole = counted and not self.tokens[j].gap and token.text not in "백천만억"
        if whole and token.sense == "cjk":
            return True  # 이대로, 사장: nothing is counted 이 대
        return token.text == "이" and self.tokens[j].gap == " "

    def _used(self, i: int) -> bool:
        """Whether a number before already has the unit at token ``i``: not "лет десять"."""
        return bool(self.drafts) and self.drafts[-1].last >= i

    def _hundred(self, i: int) -> bool:
        return self.tokens[i].text in ("100", "百", "一百", "백")

    def _scale_before(self, i: int) -> Unit | None:
        """华氏101度: the scale is named before the number."""
        before = self.tokens[i].gap.rstrip()
        return next(
            (UNITS[u] for word, u in words.SCALE_NAMES.items() if before.endswith(word)), None
        )

    def _urges(self, i: int) -> bool:
        """Whether 千万 is "by all means", as it is before no unit: 您可千万劝劝他."""
        before = self.text[max(0, self.tokens[i].start - 1) : self.tokens[i].start]
        return self.sense(i - 1) != "few" and before not in words.BEFORE_MILLIONS

    def _only_counts(self, i: int, j: int) -> bool:
        """Korean number words that stand before a counter only: 한, 두, 세; 일, 이, 삼."""
        token = self.tokens[i]
        if token.sense == "numeral":
            return token.text in words.KO_ADNOMINAL and j == i + 1
        return token.sense == "cjk" and not set(token.text) & set("십백천만억")

    def _loosely(self, i: int, j: int, value: float, unit: Unit | None, ordinal: bool) -> bool:
        """Numbers that the other language often does not say."""
        after = self.text_after(j + 1, 2) if unit is UNITS["kg"] and value == 1 else ""
        if self.language == "ko" and after.startswith(("당", "에 ", " 당")):
            return True  # 1kg당 is 每公斤
        if ordinal:
            return value == 1 or (value == 2 and self._ordinal_is_loose(i, j))
        few = self.text_after(j, 1) == "几" or (self.sense(j) == "few" and value >= 10)
        if few or (self.sense(i - 1) == "few" and not self._gap(i)):
            return True
        if self._in_name(self.tokens[i]):
            return True
        return value == 2 and _PAIRED.match(self.text, self.tokens[j - 1].end) is not None

    def _in_name(self, token: Token) -> bool:
        """Whether digits are part of a name in another script: كوفيد-19, Омега3."""
        before = self.text[max(0, token.start - 2) : token.start]
        if token.sense != "digits" or len(before) < 2 or not token.gap:
            return False
        if before[1] == "-":
            return before[0].isalpha() and before[0] not in _VALUED and token.text.isdigit()
        return (
            before[1].isalpha() and self.language in ("ru", "ar", "fr", "es", "en")
        )  # fmt: skip

    def _ordinal_is_loose(self, i: int, j: int) -> bool:
        if self.language == "en" and self.tokens[i].text == "second":
            return self.tokens[i].gap.strip() not in ("the", "a", "my", "your", "his", "her")
        if self.language == "ru":
            unit = self.unit_at(j)
            return unit is not None and unit.dimension == "form"  # "вторую таблетку": one more
        return self.language == "zh" and self.text_after(j, 1) == "天"

    def _counts(self, i: int, unit: Unit | None, extra: float) -> bool:
        """Whether a lone Chinese sign is a quantity and not a part of a word."""
        text = self.tokens[i].text
        if text in "零〇" and self.text_after(i + 1, 1) == "、":
            return True
        if text == "一" and unit is None and _TO_SO_MANY.match(self.text, self.tokens[i].end):
            return True
        if text in "一百千万亿億零〇幺" or self.language == "ko":
            return unit is not None or extra > 0
        if text == "十" and self.text_after(i + 1, 3)[1:] in words.SPACED:
            return True
        if text == "十" and self.text_after(i + 1, 1) == "分":
            start = self.tokens[i].start
            scored = self.text[max(0, start - 2) : start].endswith(words.SCORED)
            return scored or self.text_after(i + 1, 2)[1:] in words.AFTER_TEN_MINUTES
        return True

    def _add_clock_reading(self, draft: Draft, i: int, j: int) -> None:
        """ "at eight", "3 часа": a number that may be a time of day."""
        unit, value = draft.unit, draft.values[0]
        if draft.vague or draft.ordinal:
            return
        if unit is None or (unit.name == "hour" and self.tokens_lexicon.hour_is_clock):
            draft.loose |= self.clock_reading(i, j, value)

    def _chinese_reading(self, j: int, value: float, unit: Unit | None) -> frozenset[str]:
        """Other numbers for the same: pounds (斤) as kilograms, three parts (三分) as tenths."""
        if unit is UNITS["jin"]:
            return frozenset((text_of(round(value / 2, 3)),))
        if unit is UNITS["piece"] and self.tokens[j].text == "分" and 0 < value < 10:
            return frozenset((text_of(value / 10),))
        return frozenset()
