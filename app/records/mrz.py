"""The machine-readable zone of passports and identity cards: ICAO 9303, formats TD3, TD1, TD2.

Every check digit is verified; one that is wrong names its field, and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.records.failures import RecordsError

_WEIGHTS = (7, 3, 1)
_SHAPES = {(2, 44): "TD3", (3, 30): "TD1", (2, 36): "TD2"}
_WHOLE = {88: (2, 44), 90: (3, 30), 72: (2, 36)}
"""Signs of a zone that was pasted without line breaks."""
_SIGNS = re.compile(r"[A-Z0-9<]+")


class IdentityError(RecordsError):
    """Something said about a person is not written as it should be. Codes: ``identity.…``."""


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says. Dates are ISO 8601; ``sex`` is "F", "M" or "X"."""

    format: str
    issuer: str
    surname: str
    given: str
    number: str
    nationality: str
    birth_date: str
    sex: str
    expires: str

    @property
    def name(self) -> str:
        """Surname and given names as passports print them: "ERIKSSON, ANNA MARIA"."""
        return ", ".join(part for part in (self.surname, self.given) if part)


def check_digit(text: str) -> str:
    """The check digit of a field: weights 7, 3, 1; A is 10, Z is 35, the filler 0."""
    total = sum(_value(sign) * _WEIGHTS[place % 3] for place, sign in enumerate(text))
    return str(total % 10)


def parse(text: str, today: date) -> Mrz:
    """The zone in ``text`` (two or three lines, or one without breaks).

    IdentityError: ``identity.mrz_shape`` when it is none of the formats, ``identity.mrz_sign`` for
    a sign that cannot be, ``identity.mrz_check`` (``field``) for a wrong check digit,
    ``identity.mrz_date`` (``field``) for a day that does not exist. ``today`` tells the centuries.
    """
    lines = _lines(text)
    shape = _SHAPES[len(lines), len(lines[0])]
    if shape == "TD1":
        return _td1(lines, today)
    return _two_lines(lines, shape, today)


def looks_like(text: str) -> bool:
    """Whether somebody pasted a zone: to be told from a number or a name."""
    try:
        _lines(text)
    except IdentityError:
        return "<<" in text
    return True


def _lines(text: str) -> list[str]:
    plain = text.upper().replace("«", "<<").replace("‹", "<")
    lines = ["".join(line.split()) for line in plain.splitlines() if line.strip()]
    joined = "".join(lines)
    if len(lines) == 1 and len(joined) in _WHOLE:
        count, width = _WHOLE[len(joined)]
        lines = [joined[i * width : (i + 1) * width] for i in range(count)]
    if (len(lines), len(lines[0]) if lines else 0) not in _SHAPES:
        raise IdentityError("identity.mrz_shape", signs=len(joined))
    if len({len(line) for line in lines}) != 1:
        raise IdentityError("identity.mrz_shape", signs=len(joined))
    for number, line in enumerate(lines, 1):
        if not _SIGNS.fullmatch(line):
            raise IdentityError("identity.mrz_sign", line=number)
    return lines


def _two_lines(lines: list[str], shape: str, today: date) -> Mrz:
    first, second = lines
    _verify("number", second[:9], second[9])
    if shape == "TD3":
        _verify("personal_number", second[28:42], second[42], empty=True)
    surname, given = _names(first[5:])
    made = _made(shape, first[2:5], surname, given, second[:9], second[10:13], second[13:20],
                 second[20], second[21:28], today)  # fmt: skip
    _verify("all", second[:10] + second[13:20] + second[21:-1], second[-1])
    return made


def _td1(lines: list[str], today: date) -> Mrz:
    first, second, third = lines
    number, check = first[5:14], first[14]
    if check == "<" and first[15] != "<":
        # A number of more than nine signs goes on in the optional data, its digit at the end.
        rest = first[15:30].split("<")[0]
        number, check = number + rest[:-1], rest[-1]
    _verify("number", number, check)
    surname, given = _names(third)
    made = _made("TD1", first[2:5], surname, given, number, second[15:18], second[:7], second[7],
                 second[8:15], today)  # fmt: skip
    _verify("all", first[5:30] + second[:7] + second[8:15] + second[18:29], second[29])
    return made


def _made(
    shape: str,
    issuer: str,
    surname: str,
    given: str,
    number: str,
    nationality: str,
    born: str,
    sex: str,
    expires: str,
    today: date,
) -> Mrz:
    _verify("birth_date", born[:6], born[6])
    _verify("expires", expires[:6], expires[6])
    return Mrz(
        shape,
        state(issuer),
        surname,
        given,
        number.rstrip("<"),
        state(nationality),
        _day("birth_date", born[:6], today, past=True),
        {"M": "M", "F": "F"}.get(sex, "X"),
        _day("expires", expires[:6], today, past=False),
    )


def state(code: str) -> str:
    """Three letters of a zone as ISO writes them: Germany's "D<<" is DEU."""
    short = code.rstrip("<")
    return "DEU" if short == "D" else short


def _verify(field: str, text: str, digit: str, *, empty: bool = False) -> None:
    if empty and digit == "<" and not text.strip("<"):
        return
    if check_digit(text) != digit:
        raise IdentityError("identity.mrz_check", field=field)


def _names(text: str) -> tuple[str, str]:
    surname, _, given = text.rstrip("<").partition("<<")
    return surname.replace("<", " ").strip(), given.replace("<", " ").strip()


def _day(field: str, text: str, today: date, *, past: bool) -> str:
    """A day of two-digit year; a birthday in the future was a hundred years ago."""
    if not text.isdigit():
        # An unknown part is written with fillers: the day is then not known.
        return ""
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    try:
        found = date(2000 + year, month, day)
        if past and found > today:
            found = date(1900 + year, month, day)
    except ValueError as error:
        raise IdentityError("identity.mrz_date", field=field) from error
    return found.isoformat()


def _value(sign: str) -> int:
    if sign == "<":
        return 0
    return int(sign) if sign.isdigit() else ord(sign) - ord("A") + 10
