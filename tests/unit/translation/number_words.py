"""The numbers from 1 to 199 in words, as they are said in eight languages."""

from __future__ import annotations

_EN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_RU = (
    "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
).split()
_RU_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()
_FR = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_FR_TENS = ("vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt").split()
_ES = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_AR = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
_AR_TEENS = (
    "أحد عشر|اثنا عشر|ثلاثة عشر|أربعة عشر|خمسة عشر|ستة عشر|سبعة عشر|ثمانية عشر|تسعة عشر"
).split("|")
_AR_TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()


def number_words(value: int, language: str) -> str:
    """``value`` in words."""
    assert 1 <= value <= 199
    return _READERS[language](value)


def _english(value: int) -> str:
    if value >= 100:
        return "one hundred" + (f" and {_english(value - 100)}" if value > 100 else "")
    if value < 20:
        return _EN[value - 1]
    tens, ones = divmod(value, 10)
    return _EN_TENS[tens - 2] + (f"-{_EN[ones - 1]}" if ones else "")


def _russian(value: int) -> str:
    if value >= 100:
        return "сто" + (f" {_russian(value - 100)}" if value > 100 else "")
    if value < 20:
        return _RU[value - 1]
    tens, ones = divmod(value, 10)
    return _RU_TENS[tens - 2] + (f" {_RU[ones - 1]}" if ones else "")


def _french(value: int) -> str:
    if value >= 100:
        return "cent" + (f" {_french(value - 100)}" if value > 100 else "")
    if value < 20:
        return _FR[value - 1]
    tens, ones = divmod(value, 10)
    if tens in (7, 9):
        ones += 10
    if not ones:
        return "quatre-vingts" if value == 80 else _FR_TENS[tens - 2]
    link = " et " if ones in (1, 11) and value < 80 else "-"
    return _FR_TENS[tens - 2] + link + _FR[ones - 1]


def _spanish(value: int) -> str:
    if value >= 100:
        return f"ciento {_spanish(value - 100)}" if value > 100 else "cien"
    if value < 30:
        return _ES[value - 1]
    tens, ones = divmod(value, 10)
    return _ES_TENS[tens - 3] + (f" y {_ES[ones - 1]}" if ones else "")


def _arabic(value: int) -> str:
    if value >= 100:
        return "مئة" + (f" و{_arabic(value - 100)}" if value > 100 else "")
    if value <= 10:
        return _AR[value - 1]
    if value < 20:
        return _AR_TEENS[value - 11]
    tens, ones = divmod(value, 10)
    return (f"{_AR[ones - 1]} و" if ones else "") + _AR_TENS[tens - 2]


def _chinese(value: int) -> str:
    if 110 < value < 120:
        return f"一百一{_dense(value - 100, _HAN)}"
    if value >= 100:
        rest = value - 100
        return "一百" + ("零" if 0 < rest < 10 else "一" if rest == 10 else "") + _dense(rest, _HAN)
    return _dense(value, _HAN)


def _japanese(value: int) -> str:
    return "百" * (value >= 100) + _dense(value % 100, _HAN)


def _korean(value: int) -> str:
    return "백" * (value >= 100) + _dense(value % 100, _HANGUL)


_HAN, _HANGUL = "一二三四五六七八九十", "일이삼사오육칠팔구십"


def _dense(value: int, signs: str) -> str:
    tens, ones = divmod(value, 10)
    head = (signs[tens - 1] if tens > 1 else "") + signs[9] if tens else ""
    return head + (signs[ones - 1] if ones else "")


_READERS = {
    "en": _english, "ru": _russian, "fr": _french, "es": _spanish, "ar": _arabic,
    "zh": _chinese, "ja": _japanese, "ko": _korean,
}  # fmt: skip
