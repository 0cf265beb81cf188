"""Sentence splitting: nothing is lost, and what looks like an end is not always one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation.sentences import split_sentences

LANGUAGES = ("zh", "en", "ru", "ar", "ko", "ja", "fr", "es", "th", "hi")
PIECES = st.sampled_from(
    [*"。！？；，、.!?…,;:\n \t\"'”)」》（«؟۔।", "...", "Dr.", "No.", "a.m.", "3.5", "1. ", "e.g.",
     "吃药", "头疼", "fever", "Take", "I", "боль", "ألم",
     "통증", "痛み", "เจ็บ", "दर्द", "\ufffc", "👍"]
)  # fmt: skip


def parts(text: str, lang: str, limit: int = 300) -> list[str]:
    return [text[a:b].strip() for a, b in split_sentences(text, lang, limit)]


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=40).map("".join),
    st.sampled_from(LANGUAGES),
    st.integers(1, 60),
)
def test_spans_adjoin_and_cover_the_text(text: str, lang: str, limit: int) -> None:
    spans = split_sentences(text, lang, limit)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)
    assert all(one[1] == two[0] for one, two in pairwise(spans))
    assert all(len(text[a:b].rstrip()) <= limit for a, b in spans)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("zh", ["您好。", "哪里不舒服？", "请坐！"]),
        ("zh", ["他说：“我头疼。”", "然后就走了。"]),
        ("zh", ["体温38.5度。", "吃0.5片。"]),
        ("zh", ["先吃药；", "再睡觉。"]),
        ("zh", ["真的吗？！", "是……", "好吧。"]),
        ("en", ["Hello.", "Where does it hurt?", "Sit down!"]),
        ("en", ["Dr. Smith will see you at 8 a.m. tomorrow.", "Bring your card."]),
        ("en", ["Take it at 8 a.m.", "Then rest."]),
        ("en", ["Your temperature is 38.5 degrees.", "That is high."]),
        ("en", ["Take e.g. ibuprofen, approx. 400 mg t.i.d. with food.", "Stop if it burns."]),
        ("en", ["Room No. 5 is free.", "No.", "It is not."]),
        ("en", ["J. R. Smith is here.", "Take vitamin C.", "Rest."]),
        ("en", ["Mrs. Lee vs. St. Mary's.", "Who won?"]),
        ("en", ["1. Drink water.", "2. Rest."]),
        ("en", ['She said "I am fine."', "Then she fell."]),
        ("en", ["Well... maybe it hurts.", "Yes... ", "No pain now."]),
        ("en", ["I have hepatitis B.", "So do I.", "Me too."]),
        ("ru", ["У меня болит голова.", "Давление 140 на 90.", "Т.е. высокое?"]),
        ("ru", ["Живу на ул. Ленина.", "Ему 5 лет."]),
        ("ar", ["هل تشعر بألم؟", "نعم۔", "منذ يومين."]),
        ("ko", ["머리가 아파요.", "언제부터요?", "어제요!"]),
        ("ja", ["頭が痛いです。", "いつからですか？", "昨日から。"]),
        ("fr", ["M. Dupont a mal.", "Où ?", "À la tête !"]),
        ("es", ["¿Dónde le duele?", "¡Aquí!", "La Dra. Ruiz viene."]),
        ("hi", ["मुझे बुखार है।", "कब से?", "कल से।"]),
        ("en", ["First line", "second line"]),
    ],
)
def test_sentences(lang: str, sentences: list[str]) -> None:
    wanted = [s.strip() for s in sentences]
    glue = "\n" if sentences[0].endswith("line") else "" if lang in ("zh", "ja") else " "
    assert parts(glue.join(wanted), lang) == wanted


def test_long_sentences_are_cut_at_clauses_not_in_numbers() -> None:
    text = "首先每天早上吃一片降压药，" * 6 + "然后测血压1,200次。"
    found = parts(text, "zh", 40)
    assert all(len(p) <= 40 for p in found)
    assert all(p[-1] in "，。" for p in found)
    assert any("1,200" in p for p in found)


def test_text_without_any_sign_is_cut_at_spaces() -> None:
    found = parts("word " * 50, "en", 23)
    assert all(p == "word word word word" for p in found[:-1])


def test_a_limit_below_one_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="positive"):
        split_sentences("a", "en", 0)
