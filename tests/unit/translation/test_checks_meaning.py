"""The checks of meaning on the same sentences in eight languages: every pair with Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from translation.checks import BlockContext, omission, run, run_block
from translation.checks.lexicon import Lexicon
from translation.checks.resolve import resolve
from translation.types import Finding, FindingKind

GROUPS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "meaning_parallel.toml").read_text(encoding="utf-8")
)
OTHERS = ("en", "ru", "ar", "ko", "ja", "fr", "es")
PAIRS = [pair for lang in OTHERS for pair in (("zh", lang), (lang, "zh"))]


def variants(group: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield from (value for value in group.values() if isinstance(value, dict))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_right_translation_is_silent(group: str, source: str, target: str) -> None:
    for texts in variants(GROUPS[group]):
        assert run(texts[source], texts[target], source, target) == ()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_another_variant_is_one_finding_of_its_kind(group: str, source: str, target: str) -> None:
    kinds = [GROUPS[group][key] for key in ("kind", "also") if key in GROUPS[group]]
    for said in variants(GROUPS[group]):
        for came in variants(GROUPS[group]):
            if said is not came:
                found = run(said[source], came[target], source, target)
                assert [f.kind.value for f in found] == kinds, (said, came)


@pytest.mark.parametrize("lang", OTHERS)
def test_spans_lie_in_the_texts(lang: str) -> None:
    for group in GROUPS.values():
        first, second = list(variants(group))[:2]
        for finding in run(first["zh"], second[lang], "zh", lang):
            for span, text in (
                (finding.source_span, first["zh"]),
                (finding.target_span, second[lang]),
            ):
                assert span is None or 0 <= span[0] < span[1] <= len(text)


TRAPS = [
    ("zh", "en", "头疼不疼？", "Does your head hurt?"),
    ("zh", "en", "大概三十岁左右。", "About thirty years old."),
    ("zh", "fr", "不客气。", "De rien."),
    ("zh", "fr", "您只能喝水。", "Vous ne pouvez boire que de l'eau."),
    ("zh", "ru", "不仅头疼，还恶心。", "Болит не только голова, ещё и тошнит."),
    ("zh", "ru", "您说得对。", "Вы правы."),
    ("zh", "es", "您有权拒绝治疗。", "Usted tiene derecho a rechazar el tratamiento."),
    ("zh", "es", "没问题。", "No hay problema."),
    ("zh", "ja", "必须吃药。", "薬を飲まなければなりません。"),
    ("zh", "ja", "可能是感冒。", "風邪かもしれません。"),
    ("zh", "ko", "必须吃药。", "약을 먹지 않으면 안 됩니다."),
    ("zh", "ar", "我还在疼。", "لا يزال يؤلمني."),
    ("zh", "ar", "没问题。", "لا مشكلة."),
    ("zh", "en", "别停药。", "Keep taking the medicine."),
]


@pytest.mark.parametrize(("source_lang", "target_lang", "source", "target"), TRAPS)
def test_traps_are_silent(source_lang: str, target_lang: str, source: str, target: str) -> None:
    assert run(source, target, source_lang, target_lang) == ()


CLAUSES = [
    ("en", "我恶心，还有点头晕，而且拉肚子。", "I feel nauseous and a bit dizzy."),
    ("ru", "他有高血压，还做过心脏手术。", "У него высокое давление."),
    ("es", "多喝水，好好休息，按时吃药。", "Beba mucha agua."),
    ("ko", "我咳嗽，嗓子疼，还发烧。", "기침이 나요."),
    ("fr", "伤口要保持干燥，如果发红就来医院。", "Gardez la plaie au sec."),
]


@pytest.mark.parametrize(("lang", "source", "target"), CLAUSES)
def test_a_clause_left_out_is_an_omission(lang: str, source: str, target: str) -> None:
    assert {f.kind for f in run(source, target, "zh", lang)} == {FindingKind.OMISSION}


def test_attention_shows_the_clause_that_nothing_looked_at() -> None:
    source = "我头晕，我今天早上出血。"
    seen = [0.25] * 4 + [0.0] * (len(source) - 4)
    found = omission.check(source, "I feel dizzy and ill today.", "zh", "en", [seen])
    assert [f.source_span for f in found] == [(4, len(source) - 1)]
    even = [1 / len(source)] * len(source)
    assert omission.check(source, "I feel dizzy and I bleed today.", "zh", "en", [even]) == []


@pytest.mark.parametrize(
    ("source_lang", "target_lang", "source", "target", "message"),
    [
        ("zh", "en", "我头疼。", "我头疼。", "untranslated.whole"),
        ("zh", "en", "您有颈椎病。", "You have 颈椎病.", "untranslated.words:1"),
        ("en", "zh", "I have sarcoidosis.", "我得了sarcoidosis。", "untranslated.words:1"),
        ("ru", "zh", "У меня болит голова.", "我的голова疼。", "untranslated.words:1"),
    ],
)
def test_words_of_the_source_in_the_target(
    source_lang: str, target_lang: str, source: str, target: str, message: str
) -> None:
    found = run(source, target, source_lang, target_lang)
    assert [f.message for f in found] == [message]


def test_names_and_abbreviations_may_stay() -> None:
    assert run("Dr. Smith ordered a CT.", "Smith 医生开了CT。", "en", "zh") == ()


def test_a_clause_left_out_explains_what_is_missing_in_it() -> None:
    whole = Finding(FindingKind.OMISSION, "omission.clause", (4, 10), None)
    inside = Finding(FindingKind.NEGATION, "negation.lost", (5, 6), None)
    outside = Finding(FindingKind.NEGATION, "negation.lost", (0, 1), None)
    assert resolve([inside, whole, outside]) == (whole, outside)


def test_a_cell_is_read_with_its_header() -> None:
    header = BlockContext("左眼", "Left eye")
    assert run_block("正常", "normal", "zh", "en", context=header) == ()
    found = run_block("有出血", "no bleeding", "zh", "en", context=header)
    assert [(f.message, f.target_span) for f in found] == [("negation.added", (0, 2))]


def test_an_error_of_the_header_is_not_the_cells() -> None:
    wrong = BlockContext("左眼", "Right eye")
    assert run_block("正常", "normal", "zh", "en", context=wrong) == ()


def test_the_longest_entry_wins_and_hidden_ones_are_not_reported() -> None:
    lexicon = Lexicon("zh", {"head": ["头"], "_hide": ["头孢"]})
    assert [h.span for h in lexicon.find("吃头孢头疼")] == [(3, 4)]


def test_korean_entries_stand_at_the_beginning_of_a_word() -> None:
    lexicon = Lexicon("ko", {"belly": ["배"], "_hide": ["배우자"]})
    assert [h.span for h in lexicon.find("배가 아파요 담배 배우자")] == [(0, 1)]


def test_arabic_small_words_are_taken_off() -> None:
    lexicon = Lexicon("ar", {"eye": ["عين"]})
    assert len(lexicon.find("والعين بالعين")) == 2


def test_a_table_read_later_finds_its_words_in_a_text_already_read() -> None:
    first = Lexicon("es", {"eye": ["ojo", "párpado*"]})
    text = "Los párpados del ojo y la oreja."
    assert [h.span for h in first.find(text)] == [(4, 12), (17, 20)]
    later = Lexicon("es", {"ear": ["oreja"], "eyelid": ["párpado* del ojo"]})
    assert [h.span for h in later.find(text)] == [(4, 20), (26, 31)]
    assert [h.span for h in first.find(text)] == [(4, 12), (17, 20)]
