"""Chinese names of persons in other scripts, by rule and never by a model.

Pinyin after GB/T 28039-2011: the surname first, the given name in one word, ü as "yu" as in
passports. Surnames are read as surnames (单 is Shan). Russian takes Palladius' transcription.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).resolve().parent / "data" / "surnames.psv"
_CHINESE = re.compile(r"^[\u3400-\u9fff]{2,5}$")
_FOREIGN = re.compile(r"[\u3400-\u9fff]+")
_INITIALS = {
    "zh": "чж", "ch": "ч", "sh": "ш", "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т",
    "n": "н", "l": "л", "g": "г", "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "r": "ж",
    "z": "цз", "c": "ц", "s": "с", "": "",
}  # fmt: skip
_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань",
    "ang": "ан", "en": "энь", "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е",
    "iao": "яо", "iu": "ю", "ian": "янь", "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн",
    "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй", "uan": "уань", "un": "унь",
    "uang": "уан", "v": "юй", "ve": "юэ", "van": "юань", "vn": "юнь",
}  # fmt: skip
_WHOLE = {
    "ya": "я", "yan": "янь", "yang": "ян", "yao": "яо", "ye": "е", "yi": "и", "yin": "инь",
    "ying": "ин", "yong": "юн", "you": "ю", "yu": "юй", "yuan": "юань", "yue": "юэ", "yun": "юнь",
    "wa": "ва", "wai": "вай", "wan": "вань", "wang": "ван", "wei": "вэй", "wen": "вэнь",
    "weng": "вэн", "wo": "во", "wu": "у", "er": "эр", "zi": "цзы", "ci": "цы", "si": "сы",
    "hui": "хуэй", "lue": "люэ", "nue": "нюэ", "ri": "жи",
}  # fmt: skip
_VOWELS = "аеёиоуэюя"


def is_chinese_name(text: str) -> bool:
    """Whether a text can be the name of a Chinese person written in characters."""
    return bool(_CHINESE.match(text))


def romanise(name: str, target_lang: str) -> str:
    """The name as ``target_lang`` writes it; Japanese and Chinese keep the characters.

    What is no Chinese name (a foreign name, nothing at all) comes back as it is.
    """
    name = name.strip()
    if target_lang in ("zh", "ja") or not is_chinese_name(name):
        return name
    surname, given = syllables(name)
    if target_lang == "ru":
        words = (_russian(surname), _russian(given))
    else:
        words = (_latin(surname), _latin(given))
    return " ".join(word.capitalize() for word in words if word)


def syllables(name: str) -> tuple[list[str], list[str]]:
    """Pinyin syllables of surname and given name, ü as v."""
    from pypinyin import Style, lazy_pinyin

    table = _surnames()
    size = 2 if name[:2] in table and len(name) > 2 else 1
    surname, given = name[:size], name[size:]
    known = table.get(surname)
    first = [known] if known else list(lazy_pinyin(surname, style=Style.NORMAL))
    return first, [str(s) for sign in given for s in lazy_pinyin(sign, style=Style.NORMAL)]


def _latin(parts: list[str]) -> str:
    """One word; an apostrophe where a syllable that begins with a vowel would be misread."""
    joined = ""
    for part in parts:
        part = part.replace("ü", "v").replace("v", "yu")
        joined += ("'" if joined and part[0] in "aoe" else "") + part
    return joined


def _russian(parts: list[str]) -> str:
    joined = ""
    for part in parts:
        for syllable in _split(part):
            written = _palladius(syllable)
            if joined.endswith("н") and written[:1] in tuple(_VOWELS):
                joined += "ъ"
            joined += written
    return joined


def _split(reading: str) -> list[str]:
    """The syllables of a compound surname's reading: ouyang is ou, yang."""
    known = re.fullmatch(_syllable() + "{1,3}", reading)
    return re.findall(_syllable(), reading) if known else [reading]


@cache
def _syllable() -> str:
    finals = "|".join(sorted(_FINALS, key=len, reverse=True))
    whole = "|".join(sorted(_WHOLE, key=len, reverse=True))
    initials = "|".join(sorted((i for i in _INITIALS if i), key=len, reverse=True))
    return f"(?:(?:{whole}|(?:{initials})?(?:{finals}))(?![aeiouv]))"


def _palladius(syllable: str) -> str:
    syllable = syllable.replace("ü", "v")
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    size = next(n for n in (2, 1, 0) if syllable[:n] in _INITIALS)
    initial, final = syllable[:size], syllable[size:]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return _INITIALS[initial] + _FINALS.get(final, final)


@cache
def _surnames() -> dict[str, str]:
    lines = _DATA.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("|") for line in lines if line)
