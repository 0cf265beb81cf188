"""Layout of text: directions, line ends, marks, and what is read from it."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from app import fonts
from app.documents.writers import pdf_text
from app.documents.writers.pdf_fonts import FontSet, PdfError, Sfnt
from app.documents.writers.pdf_scripts import prepared
from app.documents.writers.pdf_text import Line, Style, TextSetter
from tests.golden.sample_records import TEXTS, ZH

pytestmark = pytest.mark.usefixtures("qapp")
FOLDER = Path(__file__).resolve().parents[3] / "assets" / "fonts"
STYLE = Style(10, 14.6, 0)


@pytest.fixture(scope="module")
def font_set() -> FontSet:
    return FontSet(FOLDER)


@pytest.fixture
def setter(font_set: FontSet) -> TextSetter:
    return TextSetter(font_set)


def read(line: Line) -> str:
    """A line as it will be read, in the text's own order."""
    return "".join(cluster.text for cluster in sorted(line.clusters, key=lambda c: c.at))


@pytest.mark.parametrize("lang", [*TEXTS, "zh"])
@pytest.mark.parametrize("width", [60.0, 110.0, 204.0])
def test_lines_hold_the_text_and_keep_inside(setter: TextSetter, lang: str, width: float) -> None:
    for text in TEXTS.get(lang, ZH):
        lines = setter.lines(text, lang, STYLE, width)
        # A space at a line's end is not drawn.
        assert "".join(map(read, lines)).replace(" ", "") == text.replace(" ", "")
        for line in lines:
            # Full-width stops may hang into the margin by their empty half.
            assert line.width <= width + 5.1


def test_chinese_lines_never_begin_with_a_stop(setter: TextSetter) -> None:
    dice = random.Random(5)
    for _ in range(60):
        text = "疼" + "".join(
            dice.choice("血压高头痛药，。；：？！、）”") + "疼" for _ in range(40)
        )
        for line in setter.lines(text, "zh", STYLE, dice.uniform(50, 200)):
            assert read(line)[0] not in "，。；：？！、）”"


@pytest.mark.parametrize(
    ("lang", "text", "whole"),
    [
        (
            "zh",
            "血压是140/90 mmHg，体温39.8度，每次500毫克。",
            ("140/90 mmHg", "39.8度", "500毫克"),
        ),
        ("ja", "アジスロマイシンは１回500 mgを１日３回", ("500 mg", "１日")),
        ("th", "ความดันโลหิตของผม 140/90 mmHg ครับ", ("140/90 mmHg",)),
        ("fr", "Avez-vous mesuré votre tension ? Oui : 140/90 mmHg.", ("tension ?", "Oui :")),
        ("ru", "Давление сегодня 140/90 и по 500 мг утром", ("500 мг",)),
    ],
)
def test_numbers_stay_with_their_units(
    setter: TextSetter, lang: str, text: str, whole: tuple[str, ...]
) -> None:
    for width in range(80, 200, 7):
        lines = [read(line) for line in setter.lines(text, lang, STYLE, width)]
        for part in whole:
            assert any(part in line for line in lines), (width, lines)


def test_arabic_keeps_numbers_and_names_in_reading_order(setter: TextSetter) -> None:
    (line,) = setter.lines("ضغطي 140/90 mmHg مع amlodipine الآن", "ar", STYLE, 400)
    shown = "".join(cluster.text for cluster in line.clusters)
    assert "140/90 mmHg" in shown
    assert "amlodipine" in shown
    assert shown.index("amlodipine") < shown.index("140/90")
    assert shown.endswith("ض")


def test_right_edges_of_arabic_lines_are_flush(setter: TextSetter) -> None:
    lines = setter.lines(" ".join(TEXTS["ar"]), "ar", STYLE, 120)
    assert len(lines) > 5
    for line in lines:
        assert line.rtl
        ink = [cluster for cluster in line.clusters if cluster.text.strip()]
        assert line.right == max(cluster.right for cluster in ink)
        assert not line.clusters[0].text.isspace()


def test_spans_are_underlined_where_they_stand(setter: TextSetter) -> None:
    text = "It was 38.9 degrees 😐".removesuffix(" 😐")
    (line,) = setter.lines(text, "en", STYLE, 400, [(7, 11)])
    ((left, right),) = line.underlined
    marked = [c.text for c in line.clusters if c.left >= left and c.right <= right]
    assert "".join(marked) == "38.9"
    (plain,) = setter.lines(text, "en", STYLE, 400)
    assert plain.underlined == ()


def test_spans_of_later_paragraphs_and_beyond_the_first_plane(setter: TextSetter) -> None:
    text = "𠮷疼\r\n左耳𠮷疼"
    lines = setter.lines(text, "zh", STYLE, 400, [(text.index("左"), text.index("左") + 1)])
    assert [len(line.underlined) for line in lines] == [0, 1]
    ((left, right),) = lines[1].underlined
    assert [c.text for c in lines[1].clusters if left <= c.left < right] == ["左"]


def test_chinese_has_chinese_forms_and_japanese_its_own(setter: TextSetter) -> None:
    faces = {
        lang: setter.lines("直", lang, STYLE, 100)[0].clusters[0].face.name
        for lang in ("zh", "ja", "ko", "en")
    }
    assert faces == {
        "zh": "NotoSansSC-Regular",
        "ja": "NotoSansJP-Regular",
        "ko": "NotoSansKR-Regular",
        "en": "NotoSansSC-Regular",
    }


def test_missing_characters_are_all_named(setter: TextSetter) -> None:
    with pytest.raises(PdfError) as caught:
        setter.lines("a\U00013000b\U00013001", "en", STYLE, 100)
    assert "U+13000" in str(caught.value)
    assert "U+13001" in str(caught.value)


def test_direction_marks_leave_no_trace(setter: TextSetter) -> None:
    (line,) = setter.lines("a\u200bb\u2066c\u2069\ufeff", "en", STYLE, 100)
    assert read(line) == "abc"


def test_every_language_has_all_its_letters(font_set: FontSet) -> None:
    for lang, texts in {**TEXTS, "zh": ZH}.items():
        for character in set("".join(texts)) - {" "}:
            for bold in (False, True):
                assert font_set.face_for(character, lang, bold), (lang, character)


def test_a_subset_has_the_parts_of_its_glyphs_and_nothing_else(font_set: FontSet) -> None:
    face = font_set.face(fonts.LATIN, False)
    setter = TextSetter(font_set)
    (line,) = setter.lines("é", "en", STYLE, 100)
    glyph = line.clusters[0].glyphs[0][0]
    small = Sfnt(face.sfnt.subset({glyph}))
    loca = struct.unpack(f">{len(small.tables[b'loca']) // 4}L", small.tables[b"loca"])
    filled = [number for number in range(len(loca) - 1) if loca[number + 1] > loca[number]]
    assert glyph in filled
    # "é" is put together from "e" and the accent; glyph 0 is always there.
    assert len(filled) == 4
    assert set(small.tables) <= set(face.sfnt.tables)
    assert len(small.tables[b"glyf"]) < 2_000


@pytest.mark.parametrize("value", ["39.2℃", "<10", "≥5%", "×10^9/L", "-2", "120/80 mmHg"])
def test_a_value_is_one_piece_from_left_to_right_in_arabic(value: str) -> None:
    shown = prepared(f"القيمة {value} اليوم", True)[0].replace("\u2060", "").replace("\u00a0", " ")
    assert f"\u2066{value}\u2069" in shown


def test_what_comes_back_with_every_turn_is_laid_out_once(
    setter: TextSetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(text: str, rtl: bool) -> tuple[str, list[int], list[str]]:
        made.append(text)
        return prepared(text, rtl)

    monkeypatch.setattr(pdf_text, "prepared", counted)
    first = setter.lines("键入", "zh", STYLE, 200)
    assert setter.lines("键入", "zh", STYLE, 200) == first
    assert len(made) == 1
    setter.lines("键入", "zh", STYLE, 100)
    setter.lines("键入", "zh", STYLE, 200, [(0, 1)])
    assert len(made) == 3
    assert setter.lines("键入", "zh", STYLE, 200)[0].underlined == ()
