"""Numbers that are easily misheard: what is shown large is the whole number that was said."""

from __future__ import annotations

import time

import pytest

from tests.unit.translation.number_words import number_words
from translation.confusables import confusables, said_in

CARRIERS = {
    "en": ("I take {} milligrams.", "{} tablets", "for {} days", "It was {}."),
    "ru": ("Я принимаю {} миллиграммов.", "{} таблеток", "{} дней", "Было {}."),
    "fr": ("Je prends {} milligrammes.", "{} comprimés", "pendant {} jours", "C'est {}."),
    "es": ("Tomo {} miligramos.", "{} pastillas", "durante {} días", "Son {}."),
    "ar": ("آخذ {} ملغ", "{} حبة", "{} يوما", "كان {}"),
    "zh": ("每次吃{}毫克。", "吃{}片", "{}天", "五月{}号", "{}"),
    "ja": ("{}ミリグラム飲みます。", "{}錠", "{}日間", "{}"),
    "ko": ("{} 밀리그램을 먹어요.", "{}정", "{}일 동안", "{}일분", "{}"),
}


@pytest.mark.parametrize("lang", CARRIERS)
def test_what_is_shown_is_the_number_said_or_nothing(lang: str) -> None:
    shown = 0
    for value in range(1, 200):
        words = number_words(value, lang)
        for carrier in CARRIERS[lang]:
            found = [c.understood for c in confusables(carrier.format(words), lang)]
            assert found in ([], [str(value)]), carrier.format(words)
            shown += bool(found)
    assert shown > 250


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("ru", "двадцать пять миллиграммов", [("25", "")]),
        ("es", "sesenta y cinco miligramos", [("65", "75")]),
        ("en", "one hundred and fifteen", [("115", "150")]),
        ("en", "fifteen hundred", [("1500", "5000")]),
        ("en", "thirteen point five", [("13.5", "30.5")]),
        ("fr", "deux cents milligrammes", [("200", "1200")]),
        ("fr", "soixante-quinze jours", [("75", "")]),
        ("fr", "quatre-vingt-douze gouttes", [("92", "82")]),
        ("ar", "سبعة وعشرون", [("27", "29")]),
        ("ar", "تسعة ونصف", [("9.5", "7.5")]),
        ("zh", "三点四毫克", [("3.4", "")]),
        ("zh", "每次一片，一天三次", [("1", "7")]),
        ("zh", "每次一毫升", [("1", "7")]),
        ("zh", "下午一点复查", [("1:00", "")]),
        ("zh", "凌晨一点钟", [("1:00", "")]),
        ("zh", "零点四毫克", [("0.4", "")]),
        ("zh", "七点五毫克", [("7.5", "1.5")]),
        ("zh", "四分之一片", [("1/4", "1/10")]),
        ("zh", "十分之一片", [("1/10", "1/4")]),
        ("zh", "百分之四十", [("40", "14")]),
        ("zh", "四片半", [("4.5", "10.5")]),
        ("zh", "三十八度四", [("38.4", "")]),
        ("zh", "一百四十毫克", [("140", "740")]),
        ("ja", "二百五十ミリグラム", [("250", "550")]),
        ("ja", "二百五ミリグラム", [("205", "505")]),
        ("ko", "삼 점 오 밀리그램", [("3.5", "4.5")]),
        ("ko", "이백오 밀리그램", [("205", "202")]),
    ],
)
def test_a_longer_number_is_shown_whole(lang: str, text: str, found: list[tuple[str, str]]) -> None:
    assert [(c.understood, c.instead) for c in confusables(text, lang)] == found


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Take fifteen drops for 14 days.", [("15", "50"), ("14", "40")]),
        ("en", "It was FIFTY.", [("50", "15")]),
        ("en", "115 mg", [("115", "150")]),
        ("zh", "每天四片，吃七天", [("4", "10"), ("7", "1")]),
        ("zh", "四十片", [("40", "14")]),
        ("zh", "一天最多四片", [("4", "10")]),
        ("zh", "一毫克", [("1", "7")]),
        ("zh", "7.5毫克", [("7.5", "1.5")]),
        ("zh", "31岁", [("31", "37")]),
        ("en", "13-18 mg", [("13", "30"), ("18", "80")]),
        ("en", "13.5 mg", [("13.5", "30.5")]),
        ("ar", "٧٫٨", [("7.8", "9.8")]),
        ("ru", "3,13 и 13,5 мг", [("13.5", "30.5")]),
        ("es", "65 mg", [("65", "75")]),
        ("zh", "104毫克", [("104", "704")]),
        ("zh", "十毫升到十五毫升", [("10", "4")]),
        ("ru", "Принимайте тринадцать капель", [("13", "30")]),
        ("ru", "пятидесяти", [("50", "15")]),
        ("fr", "treize jours", [("13", "3")]),
        ("es", "sesenta miligramos", [("60", "70")]),
        ("ar", "١٥ حبة", [("15", "50")]),
        ("ar", "سبعة أيام", [("7", "9")]),
        ("ar", "خمسة عشر يوماً", [("15", "50")]),
        ("ar", "سبع عشرة قطرة", [("17", "70")]),
        ("ar", "٤٧ سنة", [("47", "49")]),
        ("ja", "七日", [("7", "1")]),
        ("ko", "7정", [("7", "1")]),
        ("ko", "칠 일 동안", [("7", "1")]),
    ],
)
def test_doses_and_counts(lang: str, text: str, found: list[tuple[str, str]]) -> None:
    assert [(c.understood, c.instead) for c in confusables(text, lang)] == found


@pytest.mark.parametrize(
    ("lang", "text", "digits"),
    [
        ("en", "May fifteenth", ["15"]),
        ("en", "the thirtieth of May", ["30"]),
        ("en", "on the 15th of May", ["15"]),
        ("en", "It started on the fifteenth.", ["15"]),
        ("en", "at seven fifteen", ["7:15"]),
        ("en", "for one hour fifteen minutes", ["15"]),
        ("ru", "пятнадцатого мая", ["15"]),
        ("ru", "двадцать пятого мая", ["25"]),
        ("ar", "في الخامس عشر من مايو", ["15"]),
        ("fr", "le douze mai", ["12"]),
        ("es", "el dos de mayo", ["2"]),
        ("zh", "四月十四号", ["4", "14"]),
        ("zh", "下午四点半", ["4:30"]),
        ("zh", "第四天", ["4"]),
        ("zh", "二〇一四年", ["2014"]),
        ("ja", "五月七日", ["5", "7"]),
        ("ko", "오월 칠일", ["5", "7"]),
    ],
)
def test_dates_and_times(lang: str, text: str, digits: list[str]) -> None:
    assert [c.understood for c in confusables(text, lang)] == digits


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "one fifteen milligrams"),
        ("fr", "trente-huit six"),
        ("fr", "douze huit"),
        ("ko", "삼십일 동안"),
        ("ko", "십일분"),
        ("ko", "칠일분"),
    ],
)
def test_nothing_is_shown_where_the_whole_is_not_sure(lang: str, text: str) -> None:
    assert confusables(text, lang) == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "140/90, 38.5, 1500 and 12:30"),
        ("en", "one of the doctors"),
        ("en", "I have two sixteenths"),
        ("zh", "等一下，一起去"),
        ("zh", "晚上一点东西都没吃"),
        ("zh", "每日一次，一周一次"),
        ("zh", "1天3次"),
        ("zh", "有一天"),
        ("zh", "十分疼，一点也不好"),
        ("zh", "四五天"),
        ("zh", "十来天，二十多天，几十天，十几天"),
        ("zh", "三分之一片"),
        ("zh", "血压一百四十"),
        ("ja", "1日3回"),
        ("ja", "十数日"),
        ("ko", "일일 세 번"),
        ("ko", "십여 일"),
        ("ru", "лет десять назад"),
        ("ru", "один из врачей"),
        ("fr", "tous les deux"),
        ("fr", "dans les deux mains"),
        ("fr", "un deuxième avis"),
        ("fr", "deux ou trois jours"),
        ("es", "los dos ojos"),
        ("es", "unos doce días"),
        ("es", "la sexta vez"),
        ("xx", "15"),
    ],
)
def test_articles_set_phrases_and_guesses_do_not_ask(lang: str, text: str) -> None:
    assert confusables(text, lang) == ()


def test_the_span_is_that_of_the_number() -> None:
    (found,) = confusables("about one hundred and fifteen tablets", "en")
    start, end = found.span
    assert "about one hundred and fifteen tablets"[start:end] == "one hundred and fifteen"


def test_a_number_inside_a_term_is_none() -> None:
    assert confusables("vitamin B 15 mg", "en", [(0, 12)]) == ()
    assert len(confusables("vitamin B 15 mg", "en", [(0, 7)])) == 1


def test_it_does_not_delay_a_turn() -> None:
    text = (
        "Take fifteen milligrams twice a day for thirty days, from May sixteenth at seven fifteen. "
    )
    confusables(text, "en")
    start = time.perf_counter()
    confusables(text * 3, "en")
    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize(
    ("digits", "text", "lang", "shown"),
    [
        (("15", "1"), "Take fifteen milligrams each time, for a week.", "en", ("15",)),
        (("15", "1"), "Принимайте по 15 миллиграммов в течение недели.", "ru", ("15",)),
        (("15", "1"), "تناول 15 ملليغرامًا لمدة أسبوع.", "ar", ("15",)),
        (("1", "7"), "Take one tablet each time for seven days.", "en", ("1", "7")),
        (("1", "7"), "1回1錠、7日間飲んでください。", "ja", ("1", "7")),
        (("7", "4"), "Come back on the fourth of July.", "en", ("7", "4")),
        (("1",), "Take it for a week.", "en", ("1",)),
        (("15",), "กินครั้งละ 15 มิลลิกรัม", "th", ("15",)),
    ],
)
def test_the_patient_is_shown_numbers_that_they_can_find(
    digits: tuple[str, ...], text: str, lang: str, shown: tuple[str, ...]
) -> None:
    assert said_in(digits, text, lang) == shown
