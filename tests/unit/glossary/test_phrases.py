"""Verified phrases: what is shipped, how it is found, what is tapped, and what the linter finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.phrase_files import PHRASES, PhraseError, read_entries
from glossary.phrase_lint import lint, write_pinyin
from glossary.phrases import LANGUAGES, Answer, AnswerKind, Phrases, Speaker

LABELS = ("labels_steps", "labels_specialties", "answers_prompts", "answers_units", "options")

GOOD = """[_file]
kind = "phrase"
speaker = "doctor"
step = "complaint"
source = "test"
review = "draft"

[cough]
also = ["咳"]
answer = "yes_no"
zh = "您咳嗽吗？"
en = "Do you have a cough?"
ru = "Вы кашляете?"
ar = "هل لديك سعال؟"
ko = "기침이 나나요?"
ja = "せきは出ますか？"
fr = "Toussez-vous\u00a0?"
es = "¿Tiene tos?"
"""


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shipped labels and one good phrase."""
    for name in LABELS:
        (tmp_path / f"{name}.toml").write_bytes((PHRASES / f"{name}.toml").read_bytes())
    return tmp_path


def write(folder: Path, text: str) -> list[str]:
    """The faults of the folder with this file of phrases."""
    (folder / "p.toml").write_text(text, encoding="utf-8")
    try:
        write_pinyin(folder, read_entries(folder))
    except PhraseError as error:
        return [str(error)]
    return lint(folder)


def test_the_shipped_files_are_clean() -> None:
    assert lint(PHRASES) == []


def test_there_are_enough_phrases_for_every_step_and_specialty(phrases: Phrases) -> None:
    by_step = phrases.by_step()
    assert sum(len(found) for found in by_step.values()) >= 300
    assert len(by_step) == 17
    assert min(len(found) for found in by_step.values()) >= 10
    for specialty in phrases.specialties:
        found = phrases.by_step(specialty=specialty.id)
        assert sum(map(len, found.values())) >= 10, specialty.id
    assert sum(map(len, phrases.by_step(Speaker.PATIENT).values())) >= 40


def test_no_phrase_claims_more_than_its_author_did(phrases: Phrases) -> None:
    assert {phrase.review for phrase in phrases.phrases} <= {"draft", "second reading"}
    assert all(phrase.source for phrase in phrases.phrases)


def test_the_body_has_its_places_on_both_sides(phrases: Phrases) -> None:
    assert len(phrases.regions) >= 40
    assert {region.view for region in phrases.regions} == {"front", "back"}
    sides = {region.id: region.side for region in phrases.regions}
    for name, side in sides.items():
        if side == "left":
            assert sides[name.removesuffix("left") + "right"] == "right"
    knee = {region.id: region for region in phrases.regions}["knee-left"]
    assert (knee.text("zh"), knee.text("ar")) == ("左膝", "الركبة اليسرى")


@pytest.mark.parametrize(
    ("query", "langs", "wanted"),
    [
        ("头疼", ("zh",), "cc-headache"),
        ("头痛", ("zh",), "cc-headache"),
        ("頭痛", ("zh",), "cc-headache"),
        ("toutong", ("zh",), "cc-headache"),
        ("tóu tòng", ("zh",), "cc-headache"),
        ("tou teng ma", ("zh",), "cc-headache"),
        ("ttm", ("zh",), "cc-headache"),
        ("NCYM", ("zh",), "hx-smoke"),
        ("gxy", ("zh",), "hx-hypertension"),
        ("penicillin", ("zh", "en"), "al-penicillin"),
        ("allergique PENICILLINE", ("fr",), "al-penicillin"),
        ("пенициллину", ("ru",), "al-penicillin"),
        ("البنسلين", ("ar",), "al-penicillin"),
        ("페니실린", ("ko",), "al-penicillin"),
        ("ﾍﾟﾆｼﾘﾝ", ("ja",), "al-penicillin"),
        ("deep brea", ("en",), "ex-breathe-in"),
        ("respiracion", ("es",), "ex-hold-breath"),
    ],
)
def test_a_phrase_is_found_first(
    phrases: Phrases, query: str, langs: tuple[str, ...], wanted: str
) -> None:
    assert phrases.search(query, langs)[0].phrase.id == wanted


def test_the_search_keeps_to_its_languages_and_party(phrases: Phrases) -> None:
    assert phrases.search("penicillin", ("zh",)) == []
    assert phrases.search("", LANGUAGES) == []
    assert phrases.search("   ?!", LANGUAGES) == []
    assert all(hit.phrase.speaker is Speaker.DOCTOR for hit in phrases.search("chinge"))
    mine = phrases.search("toilet", ("en",), Speaker.PATIENT)
    assert [hit.phrase.id for hit in mine] == ["me-toilet"]
    both = phrases.search("write it down", ("en",), None)
    assert {hit.phrase.speaker for hit in both} == set(Speaker)
    assert len(phrases.search("please", ("en",), limit=7)) == 7


def test_pinyin_begins_at_a_syllable(phrases: Phrases) -> None:
    """ "oute" is inside "touteng" but nobody means it."""
    assert phrases.search("outen", ("zh",)) == []


def test_what_is_tapped_has_words_in_every_language(phrases: Phrases) -> None:
    assert phrases.pain(7)["en"] == "Pain 7 out of 10: strong pain"
    assert [face.id for face in phrases.faces] == [str(level) for level in range(11)]
    assert phrases.number("celsius", "38.5")["ru"] == "38.5 °C"
    assert phrases.number("times-day", "3")["zh"] == "每天 3 次"
    assert phrases.date(2026, 3, 5)["zh"] == "2026年3月5日"
    assert phrases.date(2026, 3, 5)["ru"] == "5 марта 2026 г."
    assert phrases.date(2026, 3, 5)["es"] == "5 de marzo de 2026"
    places = phrases.places(["knee-left", "lower-back"])
    assert places["en"] == "Left knee, middle of the lower back"
    assert places["zh"] == "左膝、腰部正中"
    for texts in (phrases.pain(0), phrases.date(2026, 12, 31), places):
        assert tuple(texts) == LANGUAGES
        assert not any("{" in text for text in texts.values())


def test_nobody_has_to_choose_what_is_not_so(phrases: Phrases) -> None:
    for phrase in phrases.phrases:
        ids = [option.id for option in phrases.options(phrase)]
        if phrase.answer.kind in (AnswerKind.YES_NO, AnswerKind.CHOICE):
            assert ids.count("dont-know") == 1, phrase.id
        else:
            assert ids == []


def test_a_later_folder_wins(folder: Path) -> None:
    write(folder, GOOD.replace("[cough]", "[cc-cough]").replace("a cough", "any cough"))
    phrases = Phrases.load(PHRASES, folder)
    assert phrases.phrase("cc-cough").text("en") == "Do you have any cough?"
    assert phrases.phrase("cc-fever").text("en") == "Do you have a fever?"
    with pytest.raises(KeyError):
        phrases.phrase("cough")


def test_a_good_phrase_has_no_faults(folder: Path) -> None:
    assert write(folder, GOOD) == []
    phrase = Phrases.load(folder).phrase("cough")
    assert (phrase.answer, phrase.also) == (Answer(AnswerKind.YES_NO), ("咳",))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[cough]", "[Cough_1]", "kebab-case"),
        ('es = "¿Tiene tos?"', "", "missing: es"),
        ('en = "Do', "en = Do", "line 12"),
        ('answer = "yes_no"', 'answer = "maybe"', "maybe"),
        ('answer = "yes_no"', 'answer = "number:miles"', "unknown unit"),
        ('answer = "yes_no"', 'answer = "choice:[yes,perhaps]"', "unknown options"),
        ("complaint", "dreams", "unknown step"),
        ('"draft"', '"native"', "unknown review state"),
        ("cough?", "cough", "no end of sentence"),
        ("Вы кашляете?", "Вы кашляете.", "a question in"),
        ("Вы кашляете", "Ты кашляешь", "familiar"),
        ("您咳嗽", "你咳嗽", "familiar"),
        ("Toussez-vous", "Tu tousses", "familiar"),
        ("\u00a0?", " ?", "not as the language writes it"),
        ("¿Tiene", "Tiene", "not as the language writes it"),
        ("吗？", "吗?", "half-width"),
        ("Вы кашляете", "Bы кашляете", "latin letters"),
        ("기침이", "咳이", "cjk letters"),
        ("a cough", "a  cough", "stray space"),
        ("Do you have a cough?", "Don't you have a cough?", "yes and no mean"),
        ("a cough?", "a cough for 3 days?", "digits"),
        ("[cough]", "[_x]\nzh = 1\n[cough]", "neither a text nor a list of texts"),
    ],
)
def test_the_linter_finds_it(folder: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    faults = write(folder, GOOD.replace(old, new, 1))
    assert any(fault in found for found in faults), faults


def test_the_linter_finds_twins_and_stale_pinyin(folder: Path) -> None:
    twin = GOOD[GOOD.index("[cough]") :].replace("[cough]", "[cough-too]")
    assert sum("reads the same as cough" in found for found in write(folder, GOOD + twin)) == 8
    assert write(folder, GOOD) == []
    (folder / "p.toml").write_text(GOOD.replace("您咳嗽吗", "您最近咳嗽吗"), encoding="utf-8")
    assert lint(folder) == ["cough: pinyin missing or stale: run with --pinyin"]


def test_a_place_must_name_its_own_side(folder: Path) -> None:
    region = "".join(
        f'{lang} = "{text}"\n'
        for lang, text in {
            "zh": "左膝",
            "en": "left knee",
            "ru": "левое колено",
            "ar": "الركبة اليمنى",
            "ko": "왼쪽 무릎",
            "ja": "左のひざ",
            "fr": "genou gauche",
            "es": "rodilla izquierda",
        }.items()
    )
    head = '[_file]\nkind = "region"\n\n[knee-left]\nview = "front"\nside = "left"\n'
    (folder / "regions.toml").write_text(head + region, encoding="utf-8")
    faults = write(folder, GOOD)
    assert faults == ["knee-left: ar: side left, but 'الركبة اليمنى'"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[_file]\nkind = "a"\n[b]\nx = "1"\nx = "2"\n', "line 5"),
        ('[_file]\nkind = "a"\n[b]\nx = 1\n', "b: a value is neither"),
        ('[_file]\nkind = "a"\n[b]\nx = ["1", 2]\n', "b: a value is neither"),
        ('[_file]\nkind = "a"\n[b.c]\nx = "1"\n', "b: a value is neither"),
        ('[b]\nx = "1"\n', "with a kind"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PhraseError, match=said):
        read_entries(tmp_path)


def test_what_was_read_is_kept_compiled_until_a_file_changes(tmp_path: Path) -> None:
    folder, cache = tmp_path / "phrases", tmp_path / "cache"
    folder.mkdir()
    path = folder / "a.toml"
    for word in ("« é", "other"):
        path.write_text(f'[_file]\nkind = "a"\n[b]\nx = "{word}"\ny = ["1"]\n', encoding="utf-8")
        first, second = (read_entries(folder, cache) for _ in range(2))
        assert first == second == read_entries(folder)
        assert first[0].text("x") == word
        assert first[0].words("y") == ("1",)
    made = list(cache.glob("*/entries"))
    assert len(made) == 2
    for kept in made:
        kept.write_text('[["a.toml", "b", {"x": "from the cache"}]]', encoding="utf-8")
    assert read_entries(folder, cache)[0].text("x") == "from the cache"


def test_the_shipped_phrases_are_the_same_compiled(tmp_path: Path) -> None:
    assert read_entries(PHRASES, tmp_path) == read_entries(PHRASES, tmp_path)
