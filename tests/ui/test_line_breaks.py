"""No line of the patient screen ends between a number and its unit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.events import ConfirmationAsked, ConfirmKind, Party
from app.ui.fonts import FontBook
from app.ui.languages import LRI, PDI, isolated
from app.ui.line_breaks import NBSP, WJ, tied, unbroken
from app.ui.view_state import Pad
from app.ui.widgets.fitted_text import SMALLEST_PX, fitted
from app.ui.widgets.text_block import TextBlock
from tests.ui.conftest import Desk, opened
from tests.ui.feed import turn

SENTENCES = [
    ("en", "Take 500 mg now, 2 tablets, then 10 mg/kg each day.", "500 mg|2 tablets|10 mg/kg"),
    ("en", "Phone if the count is 1 000 000 or 5 – 10 × 3 a day.", "1 000 000|5 – 10|× 3"),
    ("en", "Stay below 38.5 °C and ≥ 90 % for 3–5 days.", "38.5 °C|≥ 90 %|3–5 days"),
    ("ru", "Температура 38,5 °C держится.", "38,5 °C"),
    ("ru", "Принимайте 2 таблетки по 1 000 мг, 10 мг/кг.", "2 таблетки|1 000 мг|10 мг/кг"),
    ("ar", "تناول 500 ملغ يوميا، 10 ملغ/كغ، لمدة 7 أيام.", "500 ملغ|10 ملغ/كغ|7 أيام"),
    ("ar", "ضغط الدم 140/90 mmHg اليوم", "140/90 mmHg"),
    ("ko", "하루 3회 2정씩, 500 mg 정을 7 일 동안 드세요", "3회|2정|500 mg|7 일"),
    ("ja", "1日3回、1回2錠ずつ、7日間飲んでください", "1日|3回|1回|2錠|7日間"),
    ("ja", "500 mgの錠剤を一日三回、2時間後に1カプセル", "500 mg|三回|2時間|1カプセル"),
    ("ko", "하루500밀리그램을 2시간마다 드세요", "500밀리그램|2시간"),
    ("th", "กินยา2เม็ดทุกวัน ครั้งละ500มิลลิกรัม", "2เม็ด|500มิลลิกรัม"),
    ("th", "กินยา 2 เม็ด วันละ 3 ครั้งหลังอาหารทุกมื้อ", "2 เม็ด|3 ครั้ง"),
    ("zh", "百分之十五的人一般吃二十五片，半片，三十分钟", "十五|二十五片|半片|三十分钟"),
    ("zh", "每次吃2片，一天三次，500毫克，过3个小时再吃", "2片|三次|500毫克|3个小时"),
    ("fr", "Est-ce exact ? Prenez 1 000 mg : « 2 comprimés ».", "exact ?|1 000 mg :|« 2 comp"),
    ("fr", "Combien de jours ? Au moins 10 mg/kg pendant 3 jours !", "jours ?|10 mg/kg|3 jours !"),
    ("es", "Tome 500 mg cada 8 horas durante 7 días.", "500 mg|8 horas|7 días"),
]


def lines_of(block: TextBlock) -> list[str]:
    """The words of each line as they were written."""
    text, lines = block.layout.text(), []
    for number in range(block.layout.lineCount()):
        line = block.layout.lineAt(number)
        words = text[line.textStart() : line.textStart() + line.textLength()]
        lines.append(words.translate({ord(mark): None for mark in (LRI, PDI, WJ)}))
    return [line.replace(NBSP, " ") for line in lines]


@pytest.mark.parametrize(("code", "text", "kept"), SENTENCES)
def test_a_number_and_its_unit_stand_on_one_line(
    qapp: QApplication, code: str, text: str, kept: str
) -> None:
    fonts, broken = FontBook(), 0
    for width in range(150, 1300, 25):
        lines = lines_of(fitted(text, code, fonts, 40, width, 10_000))
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        broken += len(lines) > 1
        for pair in kept.split("|"):
            assert sum(line.count(pair) for line in lines) == text.count(pair), (width, lines)
    assert broken > 10, "or nothing was tried"


def test_what_must_not_be_torn_makes_the_type_smaller(qapp: QApplication) -> None:
    text, fonts = "Примите 15 миллилитров", FontBook()
    block = fitted(text, "ru", fonts, 128, 700, 10_000)
    assert any("15 миллилитров" in line for line in lines_of(block))
    assert SMALLEST_PX < block.layout.font().pixelSize() < 128
    assert (
        fitted("Примите лекарство", "ru", fonts, 128, 700, 10_000).layout.font().pixelSize() == 128
    )


@pytest.mark.parametrize(("code", "text", "_kept"), SENTENCES)
def test_only_what_is_not_seen_is_changed(code: str, text: str, _kept: str) -> None:
    shown = unbroken(text, code)
    assert shown != text
    assert shown.replace(NBSP, " ").replace(WJ, "") == text
    assert unbroken(shown, code) == shown


@given(
    st.text("12 ab/мг片毫克か月°C?–一起เม็ด밀리", max_size=30),
    st.sampled_from(["en", "fr", "ja", "zh", "th", "ko"]),
)
def test_nothing_is_lost(text: str, code: str) -> None:
    shown = unbroken(text, code)
    assert shown.replace(NBSP, " ").replace(WJ, "") == text
    assert all(NBSP in run or WJ in run for run in tied(shown))
    assert re.search(r"\d[ก-๎가-힣]", shown) is None
    assert code in ("zh", "ja") or f"一{WJ}" not in shown
    assert f"一{WJ}起" not in shown


@pytest.mark.parametrize("width", range(99, 200, 3))
@pytest.mark.parametrize("text", ["กินยา2เม็ดทุกวัน", "하루 500밀리그램을 드세요"])
def test_a_unit_without_a_blank_stays_with_its_number(
    qapp: QApplication, text: str, width: int
) -> None:
    lines = lines_of(fitted(text, "th" if "เ" in text else "ko", FontBook(), 30, width, 10_000))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert any("2เม็ด" in line or "500밀리그램" in line for line in lines), lines


@pytest.mark.parametrize("words", ["我们一起去", "千万不要", "万一发烧", "百分之", "一般"])
def test_a_sign_that_is_no_number_ties_nothing_to_it(words: str) -> None:
    assert unbroken(words, "zh").replace(f"万{WJ}一", "万一").replace(f"千{WJ}万", "千万") == words
    assert unbroken("一緒に", "ja") == "一緒に"


@pytest.mark.parametrize("text", ["06 12 34 56 78", "and/or he/she: me", "Who ? Me", "room 5"])
def test_a_line_may_end_everywhere_else(text: str) -> None:
    assert unbroken(text, "en") == text
    assert tied(text) == []


def test_a_joined_run_still_reads_from_left_to_right_in_arabic() -> None:
    assert isolated(unbroken("ضغط 140/90 mmHg", "ar"), "ar") == f"ضغط {LRI}140/90{NBSP}mmHg{PDI}"


def test_quotes_and_pads_keep_them_together_too(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    told = turn(1, Party.CLINICIAN, "吃两片", "Take 2 tablets.")
    desk.listen(told, turn(2, Party.CLINICIAN, "几片？", "2 tablets or 3?"))
    desk.tell(ConfirmationAsked(1, 1, Party.CLINICIAN, ConfirmKind.DOSE))
    assert desk.patient.row.quote.text() == f"Take 2{NBSP}tablets."
    desk.doctor.pad_asked.emit(Pad.YES_NO)
    assert desk.patient.pad.title.text() == f"2{NBSP}tablets or 3?"
