"""The wording helper: its rules keep the examples in their own files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from glossary.concepts import LANGUAGES
from glossary.termbase import Termbase, standard
from glossary.wording import BLANK, StaleSuggestionError, advise, apply
from glossary.wording_rules import WORDING, PatternRule, WordingError, wording_rules

RULES = [(lang, rule) for lang in LANGUAGES for rule in wording_rules(lang).patterns]
WORDS = [
    (lang, word, (sorted(entry.others) or ["en"])[0])
    for lang in LANGUAGES
    for lexicon in wording_rules(lang).lexicons
    for word, entry in lexicon.entries.items()
]
KINDS = {
    *("length", "double negative", "verb", "idiom", "abbreviation", "vague", "pronoun"),
    *("false friend", "blank"),
}


@pytest.fixture(scope="module")
def termbase() -> Termbase:
    return standard()


def other(lang: str) -> str:
    return "en" if lang == "zh" else "zh"


@pytest.mark.parametrize(("lang", "rule"), RULES, ids=[rule.why.rule for _, rule in RULES])
def test_rule_keeps_its_examples(termbase: Termbase, lang: str, rule: PatternRule) -> None:
    assert rule.bad
    assert rule.good
    for text, better in rule.bad:
        matches = termbase.find(text, lang, other(lang))
        found = [a for a in advise(text, lang, other(lang), matches) if a.rule == rule.why.rule]
        assert found, text
        if rule.give:
            assert apply(text, found[0].suggestions[0]) == better
    for text in rule.good:
        matches = termbase.find(text, lang, other(lang))
        found = [a for a in advise(text, lang, other(lang), matches) if a.rule == rule.why.rule]
        assert not found, text


def test_every_word_is_found_and_its_suggestions_are_well_said() -> None:
    for lang, word, heard_by in WORDS:
        found = advise(word, lang, heard_by)
        assert any(a.start == 0 and a.end == len(word) for a in found), (lang, word)
        for suggestion in found[0].suggestions:
            again = advise(apply(word, suggestion), lang, heard_by)
            assert not [a for a in again if a.rule == found[0].rule], (lang, word, suggestion.text)


def test_words_leave_the_good_sentences_alone() -> None:
    for lang in LANGUAGES:
        for lexicon in wording_rules(lang).lexicons:
            for text in lexicon.good:
                assert advise(text, lang, other(lang)) == (), (lang, text)


def test_every_rule_explains_itself_in_both_languages() -> None:
    whys = [rule.why for _, rule in RULES]
    for lang in LANGUAGES:
        for lexicon in wording_rules(lang).lexicons:
            whys += [entry.why for entry in lexicon.entries.values()]
    for why in whys:
        assert why.kind in KINDS
        assert any("一" <= sign <= "鿿" for sign in why.zh), why.rule
        assert why.en[-1] in ".!?", why.rule
        assert len(why.zh) < 80, why.rule
        assert len(why.en) < 170, why.rule


def test_two_findings_of_one_sentence_stand_in_order() -> None:
    found = advise("别打点滴，BP不太好。", "zh", "en")
    assert [(a.kind, a.start) for a in found] == [("idiom", 1), ("abbreviation", 5), ("idiom", 7)]


def test_a_long_sentence_is_cut_near_its_middle() -> None:
    text = "您的检查结果今天下午就能出来，" * 2 + "结果出来以后我会给您打电话再决定下一步怎么治疗。"
    found = [a for a in advise(text, "zh", "en") if a.kind == "length"]
    assert len(found) == 1
    shorter = apply(text, found[0].suggestions[0])
    assert not [a for a in advise(shorter, "zh", "en") if a.kind == "length"]


def test_a_blank_that_is_left_is_told() -> None:
    found = advise(f"停用{BLANK}。", "zh", "en")
    assert [(a.kind, a.start, a.end) for a in found] == [("blank", 2, 5)]
    assert not found[0].suggestions


def test_a_suggestion_for_another_text_is_refused() -> None:
    (advice,) = advise("打点滴", "zh", "en")
    with pytest.raises(StaleSuggestionError):
        apply("不打点滴", advice.suggestions[0])


def test_there_are_false_friends_in_every_language() -> None:
    path = WORDING / "false_friends.toml"
    friends = tomllib.loads(path.read_text(encoding="utf-8"))["friend"]
    assert len(friends) >= 60
    assert {entry["lang"] for entry in friends} == set(LANGUAGES)


def test_a_false_friend_depends_on_who_listens() -> None:
    assert [a.kind for a in advise("请用手纸。", "zh", "ja")] == ["false friend"]
    assert advise("请用手纸。", "zh", "en") == ()
    (advice,) = advise("У вас ангина.", "ru", "zh")
    assert apply("У вас ангина.", advice.suggestions[0]) == "У вас острый тонзиллит."
    assert "angina" in advice.told("en")
    assert "心绞痛" in advice.told("zh")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[[rule]]\nid = "x"\npattern = "("\n', encoding="utf-8")
    with pytest.raises(WordingError, match=r"en\.toml"):
        wording_rules("en", tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_looked_at_with_the_same_width(lang: str) -> None:
    rules = wording_rules(lang)
    assert rules.length is not None
    kinds = [rule.why.kind for rule in rules.patterns]
    assert kinds.count("double negative") >= 3
    assert kinds.count("verb") >= 2, "stop or continue what?"
    assert kinds.count("vague") >= 2
    assert kinds.count("pronoun") >= 1
    words = dict.fromkeys(KINDS, 0)
    for lexicon in rules.lexicons:
        for entry in lexicon.entries.values():
            words[entry.why.kind] += 1
    assert words["idiom"] >= 12
    assert words["abbreviation"] >= 7


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_that_is_too_long_is_cut_in_every_language(lang: str) -> None:
    rules = wording_rules(lang)
    assert rules.length is not None
    sentence = LONG[lang]
    (found,) = [a for a in advise(sentence, lang, other(lang)) if a.kind == "length"]
    shorter = apply(sentence, found.suggestions[0])
    assert not [a for a in advise(shorter, lang, other(lang)) if a.kind == "length"]


LONG = {
    "zh": "您每天早上空腹吃一片降压药，吃药以前先量血压并把数字记下来，"
          "两个星期以后带着记录再来门诊复查一次。",
    "en": "Take one tablet every morning with a large glass of water before you eat anything, "
          "and then measure your pressure and write down the numbers every single day.",
    "ru": "Принимайте одну таблетку каждое утро до еды и запивайте её стаканом воды, "
          "но сначала измеряйте давление на обеих руках и записывайте все цифры в тетрадь.",
    "ar": "تناول قرصا واحدا كل صباح قبل الأكل مع كوب كبير من الماء البارد أو الدافئ، "
          "ولكن قس الضغط أولا على الذراعين واكتب كل الأرقام في الدفتر كل يوم.",
    "ko": "매일 아침 식사 전에 물 한 컵과 함께 약을 한 알 드시고 그다음에 혈압을 재서 "
          "숫자를 모두 공책에 적은 다음 이 주 후에 다시 오세요.",
    "ja": "毎朝ご飯を食べる前にコップ一杯の水と一緒に血圧の薬を一錠飲んでいただき、"
          "その前に必ず両方の腕で血圧を測って数字を全部ノートに書いてください。",
    "fr": "Prenez un comprimé chaque matin avant de manger avec un grand verre d'eau, "
          "mais mesurez d'abord votre tension aux deux bras puis notez tous les chiffres dans le "
          "cahier.",
    "es": "Tome una tableta cada mañana antes de comer con un vaso grande de agua, "
          "pero primero mida la presión en los dos brazos y escriba todos los números en el "
          "cuaderno.",
}  # fmt: skip


def test_an_abbreviation_of_the_termbase_is_written_out(termbase: Termbase) -> None:
    text = "Go to the ENT first."
    found = advise(text, "en", "zh", termbase.find(text, "en", "zh"))
    assert [a.kind for a in found] == ["abbreviation"]
    assert apply(text, found[0].suggestions[0]) == "Go to the otorhinolaryngology first."
    same = "做个CT。"
    assert advise(same, "zh", "en", termbase.find(same, "zh", "en")) == (), "CT is said there too"
