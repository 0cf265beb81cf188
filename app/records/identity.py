"""Who a patient is: names as passports write them, numbers, countries; what is wrong with them.

Everything may be left out; what is there must be right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.records.mrz import IdentityError, Mrz, check_digit, parse, state

__all__ = [
    "CHECKS", "Country", "IdentityError", "Mrz", "check_digit", "checked", "countries",
    "country", "from_mrz", "passport_name", "stored",
]  # fmt: skip

_COUNTRIES = Path(__file__).resolve().parent / "countries.psv"
_NAME = re.compile(r"[A-Z]+(?:[ '-][A-Z]+)*(?:, [A-Z]+(?:[ '-][A-Z]+)*)?")
_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")
_INSURANCE = re.compile(r"[A-Z0-9](?:[A-Z0-9/. -]{2,38}[A-Z0-9])")
_CHINESE_ID = re.compile(r"[0-9]{17}[0-9X]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643: the check sign of a Chinese identity number, ISO 7064 mod 11-2."""
_OLDEST = 130
"""Years; nobody is older."""
_LATIN = {
    "Æ": "AE", "Ø": "OE", "Œ": "OE", "ß": "SS", "ẞ": "SS", "Þ": "TH", "Ð": "D", "Đ": "D",
    "Ł": "L", "Ħ": "H", "Ŧ": "T", "Å": "AA", "ı": "I", "ſ": "S", "Ŋ": "N", "Ĳ": "IJ", "Ä": "AE",
    "Ö": "OE", "Ü": "UE",
}  # fmt: skip
"""ICAO 9303 part 3, section 6 A; every other mark is left out."""
_CYRILLIC = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Ґ": "G", "Д": "D", "Е": "E", "Ё": "E", "Є": "IE",
    "Ж": "ZH", "З": "Z", "И": "I", "І": "I", "Ї": "I", "Й": "I", "К": "K", "Л": "L", "М": "M",
    "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ў": "U", "Ф": "F",
    "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Ь": "",
    "Э": "E", "Ю": "IU", "Я": "IA",
}  # fmt: skip
"""ICAO 9303 part 3, section 6 B."""


@dataclass(frozen=True, slots=True)
class Country:
    """A nationality. ``alpha2`` is empty for what only documents know."""

    alpha3: str
    alpha2: str
    zh: str
    en: str


@cache
def countries() -> dict[str, Country]:
    """All nationalities by their three letters, in the order of their English names."""
    lines = _COUNTRIES.read_text(encoding="utf-8").splitlines()
    found = [Country(*line.split("|")) for line in lines if line and not line.startswith("#")]
    return {entry.alpha3: entry for entry in found}


def country(text: str) -> Country | None:
    """The country that three letters, two letters or a name mean; None for none."""
    wanted = text.strip()
    known = countries()
    letters = state(wanted.upper())
    if letters in known:
        return known[letters]
    folded = wanted.casefold()
    for entry in known.values():
        names = (entry.alpha2.casefold(), entry.zh, entry.en.casefold())
        if folded and folded in names:
            return entry
    return None


def passport_name(text: str) -> str:
    """A name in the letters of passports: Latin capitals without marks, "SURNAME, GIVEN NAMES".

    ``identity.name_letters`` for a script that ICAO's tables of Latin and Cyrillic do not have.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split())).replace("’", "'")
    text = text.replace("ß", "SS").replace("ſ", "S").upper()
    signs = []
    for sign in text:
        known = _LATIN.get(sign, _CYRILLIC.get(sign))
        if known is not None:
            signs.append(known)
            continue
        plain = unicodedata.normalize("NFD", sign)
        signs.append("".join(part for part in plain if not unicodedata.combining(part)))
    name = re.sub(r"\s*,\s*", ", ", "".join(signs)).strip(" ,")
    if name and not _NAME.fullmatch(name):
        raise IdentityError("identity.name_letters")
    return name


def birth_date(text: str, today: date) -> str:
    """A day, ISO 8601. ``identity.date`` where there is none such, ``identity.date_range``."""
    found = re.fullmatch(r"\s*([0-9]{4})[-./年 ]?([0-9]{1,2})[-./月 ]?([0-9]{1,2})日?\s*", text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise IdentityError("identity.date")
    if day > today or today.year - day.year > _OLDEST:
        raise IdentityError("identity.date_range")
    return day.isoformat()


def document_number(text: str) -> str:
    """A passport's or card's number: 5 to 20 letters and digits. ``identity.document``.

    One of a Chinese identity card must have the right check sign: ``identity.document_check``.
    """
    number = re.sub(r"[\s-]", "", text).upper()
    if not _DOCUMENT.fullmatch(number):
        raise IdentityError("identity.document")
    if _CHINESE_ID.fullmatch(number):
        total = sum(int(n) * weight for n, weight in zip(number, _ID_WEIGHTS, strict=False))
        if "10X98765432"[total % 11] != number[-1]:
            raise IdentityError("identity.document_check")
    return number


def insurance_number(text: str) -> str:
    """4 to 40 letters, digits and what parts them. ``identity.insurance``."""
    number = " ".join(text.upper().split())
    if not _INSURANCE.fullmatch(number):
        raise IdentityError("identity.insurance")
    return number


def nationality(text: str) -> str:
    """Three letters. ``identity.country`` for what is no country."""
    found = country(text)
    if found is None:
        raise IdentityError("identity.country")
    return found.alpha3


def sex(text: str) -> str:
    """ "F", "M" or "X". ``identity.sex``."""
    if text.strip().upper() not in ("F", "M", "X"):
        raise IdentityError("identity.sex")
    return text.strip().upper()


def local_name(text: str) -> str:
    """A name in any script, one line. ``identity.name_length`` for one of over 100 signs."""
    name = " ".join(text.split())
    if len(name) > 100:
        raise IdentityError("identity.name_length")
    return name


def one_line(text: str) -> str:
    """Words without line breaks. Never refused: a consultation must not wait for a long name of
    the hospital."""
    return " ".join(text.split())


Check = Callable[[str, date], str]

CHECKS: dict[str, Check] = {
    "patient_name": lambda text, _today: passport_name(text),
    "patient_name_local": lambda text, _today: local_name(text),
    "patient_birth_date": birth_date,
    "patient_sex": lambda text, _today: sex(text),
    "patient_nationality": lambda text, _today: nationality(text),
    "patient_document": lambda text, _today: document_number(text),
    "patient_insurance": lambda text, _today: insurance_number(text),
    "patient_number": lambda text, _today: local_name(text),
    "hospital": lambda text, _today: one_line(text),
    "department": lambda text, _today: one_line(text),
    "doctor_name": lambda text, _today: one_line(text),
}
"""What is asked of each field of `EncounterHeader` that people write; the windows ask it while
they write, and the store before it writes."""


def checked(field: str, text: str, today: date) -> str:
    """The field's value as it is stored; empty stays empty. Raises IdentityError."""
    return CHECKS[field](text, today) if text.strip() else ""


def stored(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Those of the fields that have a rule, as they are stored. Raises IdentityError."""
    return {
        field: checked(field, str(value), today)
        for field, value in values.items()
        if field in CHECKS
    }


def from_mrz(text: str, today: date) -> dict[str, str]:
    """The fields that a machine-readable zone fills. Raises IdentityError."""
    zone: Mrz = parse(text, today)
    if zone.nationality and zone.nationality not in countries():
        raise IdentityError("identity.country")
    fields = {
        "patient_name": zone.name,
        "patient_birth_date": zone.birth_date,
        "patient_sex": zone.sex,
        "patient_nationality": zone.nationality,
        "patient_document": zone.number,
    }
    return {name: value for name, value in fields.items() if value}
