"""What every reader of quantities needs: looking at tokens and reading one number."""

from __future__ import annotations

import re

from translation.checks.numbers_tokens import Token, Tokens
from translation.checks.numeral_value_cjk import DIGITS, SCALES, readings
from translation.checks.numeral_value_words import Sum
from translation.checks.quantity_draft import Draft
from translation.checks.quantity_words import NIGHTS, PART_WAY
from translation.checks.units import UNITS, Unit, text_of

Number = tuple[tuple[float, ...], int, bool, bool]
"""Values, the place after it, whether it is an ordinal, whether it is vague (两三)."""
_DECADE = (10.0,), UNITS["year"]
_AS_SOON = re.compile("过|到(?![一二三四五六七八九十])")
"""Behind 六点一 these say that it has just struck six; 六点一到七 is a range."""
_DIGITS = re.compile(r"[0-9]{1,6}")


class TokenReader:
    """Looks at the tokens of one text and collects drafts."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens_lexicon = tokens.lexicon
        self.language = tokens.lexicon.language
        self.tokens = tokens.items
        self.text = tokens.text
        self.original = tokens.original
        self.drafts: list[Draft] = []
        self.used_parts: set[int] = set()

    def sense(self, i: int) -> str:
        """The sense of token ``i``, "" outside the text."""
        return self.tokens[i].sense if 0 <= i < len(self.tokens) else ""

    def _gap(self, i: int) -> str:
        """What stands before token ``i``, without spaces."""
        return self.tokens[i].gap.strip() if 0 <= i < len(self.tokens) else "\n"

    def text_after(self, i: int, size: int) -> str:
        """``size`` characters after token ``i - 1``."""
        end = self.tokens[i - 1].end
        return self.text[end : end + size]

    def add(self, draft: Draft, shown: str | None = None) -> None:
        """Keep a draft with its place in the text."""
        draft.start, draft.end = self.tokens[draft.first].start, self.tokens[draft.last].end
        draft.shown = text_of(draft.values[0]) if shown is None else shown
        self.drafts.append(draft)

    def unit_at(self, i: int, *, half: bool = False) -> Unit | None:
        """The unit that token ``i`` names for the number before it."""
        if not 0 <= i < len(self.tokens):
            return None
        token = self.tokens[i]
        gap = token.gap.strip()
        if token.sense == "amount" and token.value[0] == (1.0,) and gap == "":
            unit: Unit = token.value[1]
            return unit if self.language in ("ru", "ar", "ko") else None
        if token.sense == "amount" and token.value == _DECADE and gap == "":
            return UNITS["decade"]  # "полтора десятилетия"
        if token.sense == "part" and token.text in NIGHTS and gap in self.tokens_lexicon.fillers:
            return None if self.tokens[i - 1].text in PART_WAY else UNITS["day"]  # 早一半晚一半
        if token.sense == "week_part" and (gap in self.tokens_lexicon.fillers or gap == "个"):
            return UNITS["day"]  # fifteen working days
        if token.sense != "unit":
            return None
        letter = len(token.text) == 1 and token.text.isascii() and token.text.isalpha()
        if token.text == "u" and self._is_or(i):
            return None  # "siete u ocho"
        if token.text == "sobre" and self.sense(i + 1) in ("numeral", "digits"):
            return None  # "seis sobre diez" is a mark, no six sachets
        if letter and self.tokens[i - 1].sense not in ("digits", "slash", "per"):
            return None
        if letter and self.text[token.end : token.end + 1] == "'":
            return None  # "2018 de l'hôpital" is no litre
        if gap in self.tokens_lexicon.fillers or gap == "-":
            return token.value  # type: ignore[no-any-return]
        if half and gap in _OF_HALF:
            return token.value  # type: ignore[no-any-return]
        parts = gap.split()
        if token.value.dimension == "form" and self._described(gap, parts):
            return token.value  # type: ignore[no-any-return]
        if 1 < len(parts) <= 3 and all(p in self.tokens_lexicon.fillers for p in parts):
            return token.value  # type: ignore[no-any-return]
        return None

    def _is_or(self, i: int) -> bool:
        """Whether a Spanish "u" at token ``i`` is "or", which it is before "ocho" and "once"."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        counts = after is not None and after.gap == " " and self.language == "es"
        return counts and self.tokens[i + 1].text.startswith(("8", "11", "o"))

    def unit_name(self, i: int) -> str:
        """The name of the unit at token ``i`` for the number before it, "" when there is none."""
        unit = self.unit_at(i)
        return unit.name if unit is not None else ""

    def _described(self, gap: str, parts: list[str]) -> bool:
        """ "two white tablets", "two omeprazole capsules"."""
        if self.language in ("zh", "ja", "ko") or not gap.replace(" ", "").isalpha():
            return False
        return len(parts) <= (2 if self.language == "en" else 1)

    def is_range(self, a: Draft, b: Draft) -> bool:
        """Whether two neighbouring numbers are the ends of a range."""
        if b.first == a.first:
            return True
        if self.sense(a.last) == "tag":
            return False  # "SpO2 à 94 %"
        if b.first == a.last + 1:
            gap = self._gap(b.first)
            return gap in ("-", "~", "--") or (gap in ("or", "ou", "o", "или", "او", "or so"))
        between = self.sense(a.last + 1)
        joined = b.first == a.last + 2 and between in ("range", "at", "to")
        if (
            b.first == a.last + 2
            and self.tokens[a.last + 1].text == "u"
            and self._is_or(a.last + 1)
        ):
            return True
        if between == "at" and self._gap(a.last + 1):
            return False
        gap = self._gap(a.last + 1)
        if not joined or len(gap) > _BEFORE_RANGE or gap.startswith(_CHANGED):
            return False
        return self._gap(b.first) != "-" and len(self._gap(b.first)) <= _AFTER_RANGE

    def digits_of(self, text: str) -> list[str]:
        """The numbers inside a name such as B12."""
        return _DIGITS.findall(text)

    def plain_digits(self, text: str) -> str:
        """Digit signs without scales as ASCII digits, else ""."""
        if text.isascii() and text.isdigit():
            return text
        if text and all(c in DIGITS for c in text):
            return "".join(str(DIGITS[c]) for c in text)
        return ""

    def number(self, i: int) -> Number | None:
        """The number that begins at token ``i``."""
        token = self.tokens[i] if 0 <= i < len(self.tokens) else None
        if token is None:
            return None
        if token.sense == "ordinal_mark":
            inner = self.number(i + 1) if not self._gap(i + 1) else None
            return None if inner is None else (inner[0], inner[1], True, inner[3])
        if token.sense == "ordinal":
            return self._ordinal(i)
        if token.sense == "fraction" and token.text.endswith("х") and token.value:
            return (float(round(1 / token.value)),), i + 1, True, False  # "с четвёртых суток"
        if token.sense == "cjk":
            return self._cjk(i, token)
        if token.sense == "digits":
            return self._digits(i, token)
        if token.sense == "numeral":
            return self._words(i)
        if token.sense == "vague":
            return tuple(float(v) for v in token.value.split("/")), i + 1, False, True
        return None

    def _ordinal(self, i: int) -> Number:
        """An ordinal word; in Arabic the tens may follow: الثاني والعشرين."""
        value: float = self.tokens[i].value
        tens = self.language == "ar" and value < 10 and self.sense(i + 1) in ("numeral", "ordinal")
        told = self.unit_name(i + 2) == "minute"  # الرابعة وعشرون دقيقة is 4:20
        if (
            tens
            and not told
            and self._gap(i + 1) in ("و", "وال")
            and 20 <= self.tokens[i + 1].value <= 90
        ):
            return (value + float(self.tokens[i + 1].value),), i + 2, True, False
        return (value,), i + 1, True, False

    def _cjk(self, i: int, token: Token) -> Number | None:
        values = readings(token.text, clipped=self.language != "ja")
        if not values:
            return None
        if self.sense(i + 1) == "cjk" and self._gap(i + 1) == "有" and len(values) == 1:
            # 七十有三
            ones = readings(self.tokens[i + 1].text)
            if len(ones) == 1 and ones[0] < 10 <= values[0] <= 90 and values[0] % 10 == 0:
                return (values[0] + ones[0],), i + 2, False, False
        vague = len(values) > 1
        if self._gap(i + 1) == "又" and self.is_part_of(i + 2) and not vague:
            part = self._part_of(i + 1, readings(self.tokens[i + 1].text)[0])  # 一又四分之一
            return ((values[0] + part[0][0],), part[1], False, False) if part else None
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if after is not None and after.sense == "cjk" and after.gap in ("来", "多", "余", "几"):
            scale = readings(after.text) if all(c in SCALES for c in after.text) else []
            if scale and scale[0] >= 10000 and not vague:  # 六十来万
                return (values[0] * scale[0],), i + 2, False, False
        if self.is_part_of(i + 1):
            return self._part_of(i, values[0])
        if self.sense(i + 1) in ("point", "unit") and self.tokens[i + 1].text in ("点", "점", "・"):
            decimals = self._decimals(i + 2)
            told = self.tokens[i + 1].text == "点" and self._tells_minutes(i, decimals or "")
            if decimals is not None and not vague and not told:
                return (float(f"{int(values[0])}.{decimals}"),), i + 3, False, False
        return tuple(values), i + 1, False, vague

    def _tells_minutes(self, i: int, decimals: str) -> bool:
        """上午十一点零五分: minutes, and no decimals."""
        if len(decimals) != 2 or decimals > "59" or self.text_after(i + 3, 1) != "分":
            return False
        return decimals[0] == "0" or self.sense(i - 1) in ("part", "relative")

    def _decimals(self, i: int) -> str | None:
        if self.sense(i) not in ("cjk", "digits") or self._gap(i):
            return None
        if self.tokens[i].text[0] in "两兩":
            return None  # 五点两次: two times at five
        if self.tokens[i].text == "一" and _AS_SOON.match(self.text, self.tokens[i].end):
            return None
        return self.plain_digits(self.tokens[i].text) or None

    def is_part_of(self, i: int) -> bool:
        """Whether token ``i`` stands between the two numbers of a fraction: 分之, 分の."""
        if self.sense(i + 1) not in ("digits", "cjk"):
            return False
        if self.sense(i) == "part_of":
            return not self._gap(i)
        return self.sense(i) == "unit" and self.tokens[i].text == "分" and self._gap(i + 1) == "の"

    def _part_of(self, i: int, below: float) -> Number | None:
        """三分之二, 百分之三十, 3分の2."""
        inner = self.number(i + 2)
        if inner is None or not below:
            return None
        values = tuple(round(v / below, 6) for v in inner[0])
        return values, inner[1], False, inner[3]

    def _digits(self, i: int, token: Token) -> Number | None:
        values: tuple[float, ...] = token.value
        if self.is_part_of(i + 1):
            return self._part_of(i, values[0])
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if after is None:
            return values, i + 1, False, False
        if (
            after.sense == "cjk"
            and after.gap.strip() in ("", "多", "余")
            and all(c in SCALES for c in after.text)
        ):
            scale = readings(after.text)
            if scale and scale[0] >= 100:
                rest, end = self._after_scale(i + 2, scale[0])
                return tuple(v * scale[0] + rest for v in values), end, False, False
        if after.sense == "numeral" and after.value >= 1000 and not after.gap.strip():
            return tuple(v * after.value for v in values), i + 2, False, False
        if after.sense == "half" and after.value < 0.5 and values[0] < 4 and not after.gap.strip():
            return tuple(v * after.value for v in values), i + 2, False, False
        if after.sense == "fraction" and values[0] < 20 and not after.gap.strip():
            return tuple(v * after.value for v in values), i + 2, False, False
        return values, i + 1, False, False

    def _after_scale(self, i: int, scale: float) -> tuple[float, int]:
        """1万2千, 1万5, 1万500, 3만 2천: what follows the scale."""
        korean = self.language == "ko"
        if self.sense(i) != "digits" or self.tokens[i].gap not in (("", " ") if korean else ("",)):
            return 0.0, i
        value = self.tokens[i].value[0]
        if self.sense(i + 1) == "cjk" and not self.tokens[i + 1].gap:
            inner = readings(self.tokens[i + 1].text)
            if inner and all(c in SCALES for c in self.tokens[i + 1].text) and inner[0] < scale:
                rest, end = self._after_scale(i + 2, inner[0]) if korean else (0.0, i + 2)
                return value * inner[0] + rest, end
        if 10 <= value < scale and (not self.tokens[i].gap or value >= scale / 100):
            return value, i + 1
        if korean:
            return 0.0, i
        return (
            (value * scale / 10, i + 1) if value < 10 and self.unit_at(i + 1) is None else (0.0, i)
        )

    def _cases_differ(self, i: int) -> bool:
        """Russian "без двадцати пять": twenty to five, no twenty-five."""
        return self.tokens[i - 1].text in _TENS_OF and self.tokens[i].text in _ONES

    def _words(self, i: int) -> Number | None:
        """A number in words: as many words as make one number."""
        if self.tokens[i].text in _BEFORE_COUNT and self._gap(i + 1) in ("", "по"):
            counted = self._words(i + 1) if self.sense(i + 1) == "numeral" else None
            if counted is not None and counted[0][0] < self.tokens[i].value:
                return self._thousands(float(self.tokens[i].value), counted)
        total = Sum(self.language)
        j = i
        links = self.tokens_lexicon.links
        while self.sense(j) == "numeral":
            gap = self._gap(j) if j > i else ""
            if j > i and (self._cases_differ(j) or (gap and self._scaled_again(j, total.value))):
                break
            if gap not in links or not total.take(self.tokens[j].value, gap not in ("", "-")):
                break
            j += 1
        if j == i or (j == i + 1 and self.tokens[i].text == "الفا"):
            return None
        value = total.value
        if (halved := self._and_half(j, value)) is not None:
            return halved
        if self.sense(j) == "point" and self._gap(j) == "":
            spoken = self._spoken_decimals(j + 1)
            if spoken is not None:
                digits, end = spoken
                return (float(f"{int(value)}.{digits}"),), end, False, False
        quarters = self.sense(j) == "half" and self.tokens[j].value == 0.25 and value < 4
        if (quarters or self.sense(j) == "fraction") and self._gap(j) in ("", "-"):
            return (round(value * self.tokens[j].value, 6),), j + 1, False, False
        if self.sense(j) == "ordinal" and self._gap(j) in ("", "-", "и"):
            last = float(self.tokens[j].value)
            if total.round and last < 10:
                return (value + last,), j + 1, True, False
            if value >= 1000 and value % 100 == 0 and last < 100:
                return (value + last,), j + 1, True, False  # "две тысячи девятнадцатый"
            if self.language in ("en", "ru") and value == 1 and 3 <= last <= 10:
                return (round(1 / last, 6),), j + 1, False, False
        if self.sense(j) == "numeral" and self._gap(j) in _AND:
            part = self._words(j)
            if part is not None and part[0][0] < 1 and value == int(value) and not part[2]:
                return (round(value + part[0][0], 6),), part[1], False, False
            if part is not None and self.language == "ru" and self._is_fever(value, part):
                return (round(value + part[0][0] / 10, 1),), part[1], False, False
        return (value,), j, False, False

    def _and_half(self, j: int, value: float) -> Number | None:
        """ "Four and a half thousand", "un millón y medio", مليونين ونصف مليون."""
        if self.sense(j) != "and_half":
            return None
        half, last = float(self.tokens[j].value), float(self.tokens[j - 1].value)
        said = self.sense(j + 1) == "numeral" and self._gap(j + 1) in ("", "ال")
        scale = float(self.tokens[j + 1].value) if said else 0.0
        if scale >= 1000:
            counted = value / scale if value >= scale else value
            return ((counted + half) * scale,), j + 2, False, False
        if last >= 1000 and self._gap(j) in ("", "-"):
            return (value + half * (1e6 if last >= 1e6 else 1e3),), j + 1, False, False
        return None

    def _scaled_again(self, j: int, value: float) -> bool:
        """Whether token ``j`` begins another number of thousands: "doce mil y trece mil"."""
        k = j + 1
        while value >= 1000 and self.sense(k) == "numeral" and k <= j + 3:
            scale = self.tokens[k].value
            if scale >= 1000:
                return bool(value % (scale * 1000) >= scale)
            k += 1
        return False

    def _is_fever(self, value: float, tenths: Number) -> bool:
        """Whether "тридцать восемь и пять" is 38.5."""
        number, end = tenths[0][0], tenths[1]
        unit = self.unit_at(end)
        return 35 <= value <= 42 and 1 <= number <= 9 and (unit is None or unit.name == "degree")

    def _thousands(self, scale: float, counted: Number) -> Number:
        """ "тысяч пять-шесть": about five or six thousand."""
        values, end = counted[0], counted[1]
        second = self._words(end) if self.sense(end) == "numeral" else None
        if second is not None and self._gap(end) == "-":
            values, end = values + second[0], second[1]
        return tuple(v * scale for v in values), end, False, len(values) > 1

    def _spoken_decimals(self, i: int) -> tuple[str, int] | None:
        """ "point five two", "virgule vingt-cinq", "целых пять десятых"."""
        digits, j = "", i
        while self.sense(j) in ("numeral", "digits") and len(digits) < 4 and not self._gap(j):
            token = self.tokens[j]
            value = token.value if token.sense == "numeral" else token.value[0]
            if digits and (value >= 10 or self.language != "en"):
                if len(digits) == 2 and digits[1] == "0" and 0 < value < 10:
                    digits = f"{digits[0]}{int(value)}"
                    j += 1
                break
            digits += str(int(value))
            j += 1
        if not digits:
            return None
        if self.sense(j) == "fraction":
            j += 1
        return digits, j


_CHANGED = ("сниз", "повыс", "увелич", "уменьш", "довед", "пониз", "поднят")
"""What stands before a Russian "до" that sets a value: "ниже 50 снизить до 15"."""
_BEFORE_RANGE = 8
"""Characters between the first number of a range and its "to": a unit that is no token."""
_AFTER_RANGE = 16
"""Characters between the "to" of a range and its second number."""
_TENS_OF = frozenset(("двадцати", "тридцати"))
_ONES = frozenset("один одна два две три четыре пять шесть семь восемь девять".split())
_BEFORE_COUNT = frozenset(("тысяч",))
"""Words of scale that stand before their count when it is a guess."""
_AND = frozenset(("and", "и", "et", "y", "و"))
_OF_HALF = frozenset(
    (
        "an", "a", "of an", "of a", "of the", "of", "d'", "de", "du", "de la", "d'un", "d'une",
        "من",
        "of your", "one", "de l'", "de un", "de una", "个",
    )
)  # fmt: skip
