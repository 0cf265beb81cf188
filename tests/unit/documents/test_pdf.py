"""The bilingual PDF as its readers see it: poppler's view of written files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from app.documents.writers.pdf import PdfError, PdfOptions, write_encounter_pdf
from app.records.model import EncounterRecord, TurnRecord
from tests.golden.sample_records import BEIJING, TEXTS, header, long_sample, sample, turn

pytestmark = pytest.mark.usefixtures("qapp")
ROOT = Path(__file__).resolve().parents[3]
OPTIONS = PdfOptions(zone=BEIJING)
_MARKS = re.compile("[\\s\u202a-\u202e\u2066-\u2069]")


def squeezed(text: str) -> str:
    """Text without spaces, line ends and direction marks."""
    return _MARKS.sub("", text)


def tool(*arguments: str | Path) -> str:
    """What a poppler tool prints."""
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def written(record: EncounterRecord, folder: Path, options: PdfOptions = OPTIONS) -> Path:
    """The PDF of a record."""
    out = folder / "record.pdf"
    write_encounter_pdf(record, out, options)
    return out


@pytest.mark.parametrize("lang", sorted(set(TEXTS) - {"ar"}))
def test_text_comes_out_exactly_and_in_order(tmp_path: Path, lang: str) -> None:
    record = sample(lang)
    out = written(record, tmp_path)
    in_order = squeezed(tool("pdftotext", "-raw", out, "-"))
    by_place = squeezed(tool("pdftotext", out, "-"))
    place = 0
    for made in record.turns:
        doctor_first = made.lang == "zh"
        sides = (made.text, made.translation) if doctor_first else (made.translation, made.text)
        for side in map(squeezed, sides):
            assert side in by_place, f"turn {made.turn}: the columns are mixed"
            place = in_order.find(side, place)
            assert place >= 0, f"turn {made.turn} is torn or out of order"


def test_arabic_words_come_out_whole(tmp_path: Path) -> None:
    # What readers give of Arabic: whole words, in the order of the page's picture, with vowel
    # signs in the wrong place; therefore the record is attached as JSON too.
    record = sample("ar")
    text = tool("pdftotext", "-raw", written(record, tmp_path), "-")
    found = set(re.findall(r"[\w/]+", re.sub("[\u202a-\u202e]", "", text)))
    sides = [made.text if made.lang == "ar" else made.translation for made in record.turns]
    words = [word for side in sides for word in re.findall(r"[\w/]+", side) if len(word) > 1]
    whole = [word for word in words if word in found]
    assert len(whole) >= 0.93 * len(words), sorted(set(words) - found)
    assert {"140/90", "mmHg", "500", "amlodipine", "البنسلين"} <= found


def test_chinese_beside_arabic_comes_out_exactly(tmp_path: Path) -> None:
    record = sample("ar")
    text = squeezed(tool("pdftotext", "-raw", written(record, tmp_path), "-"))
    for made in record.turns:
        assert squeezed(made.text if made.lang == "zh" else made.translation) in text


@pytest.mark.parametrize("lang", ["en", "ar", "th"])
def test_every_font_is_an_embedded_subset_with_a_text_map(tmp_path: Path, lang: str) -> None:
    rows = tool("pdffonts", written(sample(lang), tmp_path)).splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+NotoSans", row), row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


def test_everything_that_is_marked_is_there(tmp_path: Path) -> None:
    text = tool("pdftotext", "-raw", written(sample("en"), tmp_path), "-")
    for expected in (
        "北京示范医院国际医疗部",
        "呼吸与危重症医学科",
        "问诊记录",
        "Consultation record",
        "王丽华",
        "James Smith",
        "A-204-118",
        "2026-11-21 09:02:03 UTC+08:00",
        "2026-11-21 09:14:48 UTC+08:00",
        "2026-11-21 09:01:40 UTC+08:00",
        "starter-speech-zh-en 1.2",
        "2026.11",
        "Yizhen 0.1.0",
        "数字不一致：原话 38.9，译文 39.8",
        "Numbers differ: 38.9 was said, the translation has",
        "左右不一致：原话“左侧”，译文“右侧”",
        "Please check: drug name",
        "Recognition in doubt: the recognition is unsure",
        "译文不完整，有内容没有翻译",
        "Corrected at 09:06:40 / Before",
        "Speaker changed at 09:05:10 / Before",
        "我左耳也疼",
        "Typed",
        "已核实短语",
        "Verified translation",
        "危急征象：胸痛",
        "not sent to the patient",
        "由 王医生 于 09:05:40 核对并原样",
        "The patient confirmed this at 09:05:40",
        "患者复述与原话不一致（第 8 条），请核对",
        "此处约有 1 秒声音缺失（录音来不及接收）",
        "About 4 s of speech here could not be processed",
        "医生签名",
        "Interpreter / records staff",
    ):
        assert expected in text, expected


def test_each_page_has_its_number_the_id_and_the_notice(tmp_path: Path) -> None:
    pages = tool("pdftotext", "-raw", written(long_sample("ru", 40), tmp_path), "-").split("\f")
    pages = [page for page in pages if page.strip()]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
        assert "3f9a61c2" in page
        assert "由计算机生成" in page
        assert "создан компьютером" in squeezed(page).replace("созданкомп", "создан комп")
        assert ("医生签名" in page) == (number == len(pages))


@pytest.mark.parametrize("count", range(5, 12))
def test_signatures_never_stand_alone(tmp_path: Path, count: int) -> None:
    pages = tool("pdftotext", "-raw", written(long_sample("en", count), tmp_path), "-").split("\f")
    signed = [page for page in pages if "医生签名" in page]
    assert len(signed) == 1
    assert re.search("(原话|机器翻译|续)\n", signed[0]), "no turn above them"


def test_long_turns_break_and_lose_nothing(tmp_path: Path) -> None:
    record = long_sample("th", 4, 40)
    text = tool("pdftotext", "-raw", written(record, tmp_path), "-")
    assert "续" in text
    assert "ต่อ" in text
    for made in record.turns:
        sentence = squeezed(made.text)[: len(squeezed(made.text)) // 40]
        # A page's end tears one of them in two; all the others are whole.
        assert squeezed(text).count(sentence) >= 36


def test_the_record_is_attached_whole(tmp_path: Path) -> None:
    record = sample("ar")
    out = written(record, tmp_path)
    tool("pdfdetach", "-save", "1", "-o", tmp_path / "out.json", out)
    attached = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert attached == json.loads(json.dumps(asdict(record)))
    bare = tmp_path / "bare.pdf"
    write_encounter_pdf(record, bare, replace(OPTIONS, attach_record=False))
    assert tool("pdfdetach", "-list", bare).startswith("0 embedded files")


def with_text(text: str, **values: object) -> EncounterRecord:
    """A record of one turn that says ``text``."""
    made = replace(turn("en", 1, 1), text=text, **values)  # type: ignore[arg-type]
    return EncounterRecord(header("en"), (made,), (made,), ())


def test_a_character_without_a_glyph_is_an_error_that_names_it(tmp_path: Path) -> None:
    out = tmp_path / "record.pdf"
    out.write_bytes(b"the one before")
    with pytest.raises(PdfError) as caught:
        write_encounter_pdf(with_text("It hurts \U00013000 here"), out, OPTIONS)
    assert caught.value.code == "pdf.missing_glyphs"
    assert "U+13000" in str(caught.value)
    assert out.read_bytes() == b"the one before"
    assert [file.name for file in tmp_path.iterdir()] == ["record.pdf"]


def test_threads_write_at_the_same_time(tmp_path: Path) -> None:
    langs = ["ar", "th", "hi", "ar"]
    with ThreadPoolExecutor(len(langs)) as pool:
        jobs = [
            pool.submit(write_encounter_pdf, sample(lang), tmp_path / f"{place}.pdf", OPTIONS)
            for place, lang in enumerate(langs)
        ]
        for job in jobs:
            job.result()
    for place, lang in enumerate(langs):
        alone = tmp_path / f"alone-{place}.pdf"
        write_encounter_pdf(sample(lang), alone, OPTIONS)
        texts = [tool("pdftotext", file, "-") for file in (tmp_path / f"{place}.pdf", alone)]
        assert texts[0] == texts[1]


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(PdfError) as caught:
        written(sample("en"), tmp_path, replace(OPTIONS, fonts_folder=tmp_path))
    assert caught.value.code == "pdf.fonts_missing"
    assert "NotoSansSC-Regular.ttf" in str(caught.value)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PdfError) as caught:
        write_encounter_pdf(sample("en"), tmp_path / "file" / "record.pdf", OPTIONS)
    assert caught.value.code == "pdf.cannot_write"


def test_an_encounter_in_which_nothing_was_said(tmp_path: Path) -> None:
    empty = EncounterRecord(replace(header("fr"), ended_at="", consent_at=""), (), (), ())
    text = tool("pdftotext", "-raw", written(empty, tmp_path), "-")
    for expected in (
        "没有发言记录",
        "Rien n’a été dit",
        "未结束 / non terminée",
        "未记录 / non",
        "医生签名",
        "1 / 1",
    ):
        assert expected in text


def test_long_names_are_not_cut(tmp_path: Path) -> None:
    long = replace(
        header("en"),
        hospital="北京市海淀区示范医科大学附属第一人民医院国际医疗合作与远程会诊中心东院区",
        department="呼吸与危重症医学科第三病区国际门诊特需诊疗组第二诊室",
        patient_name="Maria Aurelia Konstantinovna Featherstonehaugh-Cholmondeley de la Vega",
    )
    made = turn("en", 1, 0)
    text = squeezed(
        tool(
            "pdftotext", "-raw", written(EncounterRecord(long, (made,), (made,), ()), tmp_path), "-"
        )
    )
    for name in (long.hospital, long.department, long.patient_name):
        assert squeezed(name) in text


def test_a_translation_that_is_missing_is_not_an_empty_place(tmp_path: Path) -> None:
    record = with_text("It hurts.", translation="", complete=False)
    text = tool("pdftotext", "-raw", written(record, tmp_path), "-")
    assert "没有译文" in text
    assert "译文不完整" in text


def test_a_patient_language_without_words_is_served_in_english(tmp_path: Path) -> None:
    made: TurnRecord = replace(turn("en", 1, 1), lang="vi", text="Tôi bị đau đầu từ hôm qua.")
    record = EncounterRecord(replace(header("en"), patient_lang="vi"), (made,), (made,), ())
    text = tool("pdftotext", "-raw", written(record, tmp_path), "-")
    assert "Consultation record" in text
    assert squeezed(made.text) in squeezed(text)


def test_radicals_keep_their_own_code_points(tmp_path: Path) -> None:
    # One glyph, two characters: what is read must be what was said.
    text = tool("pdftotext", "-raw", written(with_text("血 ⾎"), tmp_path), "-")
    assert "血 ⾎" in text


def test_without_an_application_it_is_a_bug() -> None:
    # In another process: here an application exists.
    code = (
        "from pathlib import Path\n"
        "from app.documents.writers.pdf import write_encounter_pdf\n"
        "from tests.golden.sample_records import sample\n"
        "write_encounter_pdf(sample('en'), Path('/nowhere/record.pdf'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "RuntimeError: text layout needs a QGuiApplication" in done.stderr
