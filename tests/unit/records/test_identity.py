"""Machine-readable zones (ICAO's own specimens), names, numbers, countries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.identity import (
    IdentityError,
    check_digit,
    checked,
    countries,
    country,
    from_mrz,
    passport_name,
)
from app.records.mrz import looks_like, parse

TODAY = date(2026, 11, 22)

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
"""The specimens of ICAO 9303 parts 4, 5 and 6."""


@pytest.mark.parametrize(
    ("zone", "shape", "number"),
    [(TD3, "TD3", "L898902C3"), (TD1, "TD1", "D23145890"), (TD2, "TD2", "D23145890")],
)
def test_the_specimens(zone: str, shape: str, number: str) -> None:
    found = parse(zone, TODAY)
    assert (found.format, found.number, found.name) == (shape, number, "ERIKSSON, ANNA MARIA")
    assert (found.birth_date, found.sex, found.expires) == ("1974-08-12", "F", "2012-04-15")
    assert (found.issuer, found.nationality) == ("UTO", "UTO")


def test_a_zone_may_be_pasted_in_one_line_with_spaces_and_in_small_letters() -> None:
    once = parse(TD3, TODAY)
    assert parse(TD3.replace("\n", ""), TODAY) == once
    assert parse(TD3.lower().replace("<<<<<", "<<< <<"), TODAY) == once
    assert parse(TD3.replace("<<", "«"), TODAY) == once


def test_a_number_longer_than_nine_signs_goes_on_in_the_optional_data() -> None:
    number = "D2314589012"
    first = f"I<UTO{number[:9]}<{number[9:]}{check_digit(number)}".ljust(30, "<")
    second = "7408122F1204159UTO<<<<<<<<<<<"
    all_of_it = first[5:30] + second[:7] + second[8:15] + second[18:29]
    third = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    zone = "\n".join((first, second + check_digit(all_of_it), third))
    assert parse(zone, TODAY).number == number


@pytest.mark.parametrize(
    ("place", "sign", "field"),
    [
        (44, "K", "number"),
        (57, "8", "birth_date"),
        (66, "3", "expires"),
        (72, "Y", "personal_number"),
    ],
)
def test_a_wrong_sign_is_found_and_named(place: int, sign: str, field: str) -> None:
    signs = list(TD3.replace("\n", ""))
    signs[place] = sign
    with pytest.raises(IdentityError) as caught:
        parse("".join(signs), TODAY)
    assert caught.value.code == "identity.mrz_check"
    assert caught.value.details["field"] == field


@given(place=st.integers(44, 86), step=st.integers(1, 9))
def test_no_single_wrong_digit_of_the_second_line_goes_unseen(place: int, step: int) -> None:
    signs = list(TD3.replace("\n", ""))
    checked_places = set(range(44, 54)) | set(range(57, 64)) | set(range(65, 88))
    if not signs[place].isdigit() or place not in checked_places:
        return
    signs[place] = str((int(signs[place]) + step) % 10)
    with pytest.raises(IdentityError):
        parse("".join(signs), TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.mrz_shape"),
        ("P<UTOERIKSSON", "identity.mrz_shape"),
        (TD3.replace("ANNA", "AN?A"), "identity.mrz_sign"),
        (TD3[:44] + "\n" + TD3[45:80], "identity.mrz_shape"),
    ],
)
def test_what_is_no_zone(text: str, code: str) -> None:
    with pytest.raises(IdentityError) as caught:
        parse(text, TODAY)
    assert caught.value.code == code


def test_the_fields_of_a_header() -> None:
    assert from_mrz(TD3, TODAY) == {
        "patient_name": "ERIKSSON, ANNA MARIA",
        "patient_birth_date": "1974-08-12",
        "patient_sex": "F",
        "patient_nationality": "UTO",
        "patient_document": "L898902C3",
    }
    assert looks_like(TD1)
    assert looks_like("P<DEUMUSTER<<MAX")
    assert not looks_like("E12345678")


def test_a_birthday_in_the_future_was_in_the_last_century() -> None:
    assert parse(TD3, date(2080, 1, 1)).birth_date == "2074-08-12"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Müller, Jürgen", "MUELLER, JUERGEN"),
        ("  o’Connor ,  seán ", "O'CONNOR, SEAN"),
        ("Иванов, Сергей Юрьевич", "IVANOV, SERGEI IUREVICH"),
        ("Åse Øyvind Weiß", "AASE OEYVIND WEISS"),
        ("Núñez-López, María José", "NUNEZ-LOPEZ, MARIA JOSE"),
        ("SMITH, JOHN", "SMITH, JOHN"),
        ("", ""),
    ],
)
def test_names_as_passports_write_them(text: str, name: str) -> None:
    assert passport_name(text) == name


@pytest.mark.parametrize("text", ["محمد", "史密斯", "J0hn", "SMITH,, JOHN", "A;B", "김철수"])
def test_names_that_passports_cannot_write(text: str) -> None:
    with pytest.raises(IdentityError) as caught:
        passport_name(text)
    assert caught.value.code == "identity.name_letters"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("patient_birth_date", "1974-8-12", "1974-08-12"),
        ("patient_birth_date", "1974年8月12日", "1974-08-12"),
        ("patient_birth_date", "19740812", "1974-08-12"),
        ("patient_nationality", "俄罗斯", "RUS"),
        ("patient_nationality", "us", "USA"),
        ("patient_nationality", "D<<", "DEU"),
        ("patient_nationality", "korea (republic)", "KOR"),
        ("patient_sex", "f", "F"),
        ("patient_document", "e 1234-5678", "E12345678"),
        ("patient_document", "11010519491231002x", "11010519491231002X"),
        ("patient_insurance", "ab 12/345-6", "AB 12/345-6"),
        ("patient_name_local", " 安娜·埃里克森 ", "安娜·埃里克森"),
        ("patient_sex", "  ", ""),
    ],
)
def test_fields_as_they_are_stored(field: str, text: str, value: str) -> None:
    assert checked(field, text, TODAY) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("patient_birth_date", "1974-02-30", "identity.date"),
        ("patient_birth_date", "12.8.1974", "identity.date"),
        ("patient_birth_date", "2026-11-23", "identity.date_range"),
        ("patient_birth_date", "1874-11-23", "identity.date_range"),
        ("patient_nationality", "Atlantis", "identity.country"),
        ("patient_nationality", "ZZZ", "identity.country"),
        ("patient_sex", "W", "identity.sex"),
        ("patient_document", "12", "identity.document"),
        ("patient_document", "E1234_5678", "identity.document"),
        ("patient_document", "110105194912310021", "identity.document_check"),
        ("patient_insurance", "#1", "identity.insurance"),
        ("patient_name_local", "长" * 101, "identity.name_length"),
    ],
)
def test_what_is_wrong_with_fields(field: str, text: str, code: str) -> None:
    with pytest.raises(IdentityError) as caught:
        checked(field, text, TODAY)
    assert caught.value.code == code


def test_countries_are_whole() -> None:
    known = countries()
    assert sum(bool(entry.alpha2) for entry in known.values()) == 249
    for entry in known.values():
        assert len(entry.alpha3) == 3
        assert entry.zh
        assert entry.en
        assert country(entry.zh) == entry
    assert country("") is None
