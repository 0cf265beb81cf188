"""Any number, side or denial that is put in, left out or changed is found, in every pair."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translation.checks import run
from translation.types import FindingKind

TABLETS = {
    "zh": "请吃{}片。",
    "en": "Please take {} tablets.",
    "ru": "Примите {} таблеток.",
    "ar": "تناول {} أقراص.",
    "ko": "{}정을 드세요.",
    "ja": "{}錠飲んでください。",
    "fr": "Prenez {} comprimés.",
    "es": "Tome {} comprimidos.",
}
NO_NUMBER = {
    "zh": "请吃药。",
    "en": "Please take the medicine.",
    "ru": "Примите лекарство.",
    "ar": "تناول الدواء.",
    "ko": "약을 드세요.",
    "ja": "薬を飲んでください。",
    "fr": "Prenez le médicament.",
    "es": "Tome el medicamento.",
}
KNEES = {
    "zh": ("左膝疼。", "右膝疼。", "膝盖疼。"),
    "en": ("My left knee hurts.", "My right knee hurts.", "My knee hurts."),
    "ru": ("Болит левое колено.", "Болит правое колено.", "Болит колено."),
    "ar": ("ركبتي اليسرى تؤلمني.", "ركبتي اليمنى تؤلمني.", "ركبتي تؤلمني."),
    "ko": ("왼쪽 무릎이 아파요.", "오른쪽 무릎이 아파요.", "무릎이 아파요."),
    "ja": ("左膝が痛いです。", "右膝が痛いです。", "膝が痛いです。"),
    "fr": ("J'ai mal au genou gauche.", "J'ai mal au genou droit.", "J'ai mal au genou."),
    "es": (
        "Me duele la rodilla izquierda.",
        "Me duele la rodilla derecha.",
        "Me duele la rodilla.",
    ),
}
"""The left knee, the right one, and one without a side."""
COUGHS = {
    "zh": ("我咳嗽。", "我不咳嗽。"),
    "en": ("I am coughing.", "I am not coughing."),
    "ru": ("Я кашляю.", "Я не кашляю."),
    "ar": ("أسعل.", "لا أسعل."),
    "ko": ("기침을 해요.", "기침을 하지 않아요."),
    "ja": ("咳が出ます。", "咳が出ません。"),
    "fr": ("Je tousse.", "Je ne tousse pas."),
    "es": ("Tengo tos.", "No tengo tos."),
}
WAYS = [way for lang in TABLETS if lang != "zh" for way in (("zh", lang), (lang, "zh"))]


def kinds(source: str, target: str, way: tuple[str, str]) -> list[FindingKind]:
    return [finding.kind for finding in run(source, target, *way)]


@settings(deadline=None, max_examples=60)
@given(way=st.sampled_from(WAYS), number=st.integers(3, 99), other=st.integers(3, 99))
def test_a_number_is_right_or_found(way: tuple[str, str], number: int, other: int) -> None:
    source, target = TABLETS[way[0]].format(number), TABLETS[way[1]].format(other)
    assert kinds(source, target, way) == ([] if number == other else [FindingKind.DOSE])


@settings(deadline=None, max_examples=40)
@given(way=st.sampled_from(WAYS), number=st.integers(3, 99))
def test_a_number_put_in_or_left_out_is_found(way: tuple[str, str], number: int) -> None:
    said, silent = TABLETS[way[0]].format(number), NO_NUMBER[way[1]]
    assert FindingKind.DOSE in kinds(said, silent, way)
    said, silent = TABLETS[way[1]].format(number), NO_NUMBER[way[0]]
    assert FindingKind.DOSE in kinds(silent, said, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_side_is_right_or_found(way: tuple[str, str]) -> None:
    for here, there in product(range(3), repeat=2):
        found = kinds(KNEES[way[0]][here], KNEES[way[1]][there], way)
        assert found == ([] if here == there else [FindingKind.LATERALITY])


@pytest.mark.parametrize("way", WAYS)
def test_a_denial_is_right_or_found(way: tuple[str, str]) -> None:
    for here, there in product(range(2), repeat=2):
        found = kinds(COUGHS[way[0]][here], COUGHS[way[1]][there], way)
        assert found == ([] if here == there else [FindingKind.NEGATION])


PIECES = st.sampled_from(
    [
        *("不", "没有", "左", "三", "半", "点", "片", "，", "。", "ない", "三回", "안 ", "두 번 "),
        *("не ", "ни ", "раз ", "لا ", "مرتين ", "n'", "pas ", "que ", "no ", "not ", "left "),
        *("5 ", "mg ", "/", "-", "İ", "👍", "aspirin "),
    ]
)


@settings(deadline=None, max_examples=40)
@given(way=st.sampled_from(WAYS), ours=st.lists(PIECES), theirs=st.lists(PIECES))
def test_no_text_breaks_a_check_and_spans_are_inside(
    way: tuple[str, str], ours: list[str], theirs: list[str]
) -> None:
    source, target = "".join(ours), "".join(theirs)
    for finding in run(source, target, *way):
        for span, text in ((finding.source_span, source), (finding.target_span, target)):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)
