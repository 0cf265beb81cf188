"""The shipped termbase on sentences: what is found, what may steer, what sounds alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.rules import read_rules
from glossary.termbase import Termbase, standard, version_of
from glossary.types import TermMatch


def find(termbase: Termbase, text: str, source: str, target: str = "") -> dict[str, TermMatch]:
    target = target or ("zh" if source == "en" else "en")
    return {match.term: match for match in termbase.find(text, source, target)}


@pytest.mark.parametrize(
    ("lang", "text", "wrong"),
    [
        ("en", "Take 5 mg once or twice as before.", {"mg", "or", "as", "once"}),
        ("en", "Tell us all about it and add an ice pack.", {"us", "all", "it", "add", "an"}),
        ("en", "Come back right away and turn right now.", {"back", "right"}),
        ("en", "Please be patient and scan the code.", {"patient", "scan"}),
        ("en", "I fell asleep in my bed all year round.", {"bed", "round"}),
        ("en", "Half a bun, and I'll stroke your foot.", {"bun", "stroke"}),
        ("zh", "白细胞15.2，从头发现问题，大便宜。", {"细胞", "头发", "大便"}),
        (
            "en",
            "It drops to 37, all of a sudden, with a glass of water.",
            {"drops", "sudden", "water", "glass"},
        ),
        (
            "en",
            "The back of my head hurts in a cold wind; sinus rhythm.",
            {"back", "wind", "sinus"},
        ),
        ("zh", "请先量一下身高，再量一下体温，有没有尿频？", {"下身", "下体", "没有尿"}),
        ("zh", "占位性病变反复发作，多饮水，肠鸣音4次。", {"性病", "复发", "多饮", "肠鸣"}),
        ("zh", "晚上磨牙，这里热，左边腰突然疼，手也发抖。", {"磨牙", "里热", "腰突", "发抖"}),
        ("ar", "ظهر الألم بعد الظهر وكانت الحرارة عالية", {"ظهر", "الظهر", "وكانت"}),
        ("ar", "هل أنت بحاجة إلى عيّنة؟ قول", {"أنت", "إلى", "عيّنة", "قول"}),
        ("ar", "البرد في الحمّام، هذه الشاشة", {"البرد", "الحمّام", "الشاشة"}),
        (
            "ru",
            "Больно? Потом пейте воду, более лёгкую пищу.",
            {"Больно", "Потом", "воду", "более", "лёгкую"},
        ),
        ("ko", "위험한 수술이에요.", {"위"}),
        ("ja", "目的は検査です。", {"目"}),
    ],
)
def test_ordinary_words_are_no_terms(
    termbase: Termbase, lang: str, text: str, wrong: set[str]
) -> None:
    assert not wrong & set(find(termbase, text, lang))


@pytest.mark.parametrize(
    ("lang", "text", "concepts"),
    [
        ("en", "an MRI and a CT, then the ICU", {"magnetic-resonance-imaging"}),
        ("en", "an mri was done", {"magnetic-resonance-imaging"}),
        ("en", "my headaches", {"headache"}),
        ("en", "two CTs", {"computed-tomography"}),
        ("en", "The patient's warfarin", {"patient", "warfarin"}),
        ("en", "pain in my back", {"back"}),
        ("zh", "高血壓和糖尿病", {"hypertension", "diabetes-mellitus"}),
        ("zh", "我上个月刚拍过ＣＴ", {"computed-tomography"}),
        ("ar", "آخذ الباراسيتامول والإيبوبروفين", {"paracetamol", "ibuprofen"}),
        ("ar", "عندي صداع وسعال", {"headache", "cough"}),
        ("ru", "аллергия на пенициллин и боли в груди", {"benzylpenicillin", "chest-pain"}),
        ("fr", "une crise d'asthme et de l'hypertension", {"asthma", "hypertension"}),
        ("es", "alergia a la penicilina y diabetes", {"benzylpenicillin", "diabetes-mellitus"}),
        ("ko", "당뇨병이 있고 왼쪽 무릎이 아파요", {"diabetes-mellitus", "left-knee"}),
        ("ja", "アモキシシリンを飲みます", {"amoxicillin"}),
    ],
)
def test_terms_are_found_however_they_are_written(
    termbase: Termbase, lang: str, text: str, concepts: set[str]
) -> None:
    assert concepts <= {match.concept_id for match in find(termbase, text, lang).values()}


@pytest.mark.parametrize(
    ("lang", "text", "concepts"),
    [
        ("ru", "бронхит", {"acute-bronchitis"}),
        ("ru", "осмотр бронхов", {"bronchus"}),
        ("ru", "мало калия", {"potassium"}),
        ("ru", "кровь в кале", {"blood-in-stool"}),
        ("ru", "костыли", {"crutches"}),
        ("fr", "une dose", {"dose"}),
        ("fr", "la goutte au pied", {"gout", "foot"}),
        ("es", "una pulmonía", {"pneumonia"}),
        ("es", "Norvir", {"ritonavir"}),
    ],
)
def test_words_of_one_stem_are_told_apart(
    termbase: Termbase, lang: str, text: str, concepts: set[str]
) -> None:
    assert {match.concept_id for match in find(termbase, text, lang, "zh").values()} == concepts


@pytest.mark.parametrize(
    ("text", "source", "target", "wanted"),
    [
        ("肌酐88", "zh", "en", "creatinine"),
        ("血肌酐88", "zh", "en", "serum creatinine"),
        ("支气管炎", "zh", "en", "bronchitis"),
        ("急性支气管炎", "zh", "en", "acute bronchitis"),
        ("bronchitis", "en", "zh", "支气管炎"),
        ("胰腺炎", "zh", "ru", "панкреатит"),
        ("心肌梗死", "zh", "fr", "infarctus du myocarde"),
        ("起搏器", "zh", "es", "marcapasos"),
        ("中耳炎", "zh", "ko", "중이염"),
    ],
)
def test_a_general_word_wants_a_general_word(
    termbase: Termbase, text: str, source: str, target: str, wanted: str
) -> None:
    (match,) = find(termbase, text, source, target).values()
    assert match.wanted == wanted
    assert wanted in match.accepted


def test_matches_say_negation_side_register_and_the_other_forms(termbase: Termbase) -> None:
    found = find(termbase, "没有心肌梗死，左膝盖疼，发烧。", "zh")
    infarct = found["心肌梗死"]
    assert infarct.negated
    assert "heart attack" in (infarct.plain, *infarct.accepted)
    assert infarct.accepted[0] == infarct.wanted
    assert infarct.register in ("preferred", "admitted")
    assert any(match.side == "left" for match in found.values())
    assert not found["发烧"].negated


def test_names_steer_and_words_said_in_many_ways_do_not(termbase: Termbase) -> None:
    found = find(termbase, "I take warfarin and had surgery; the nurse saw my head.", "en")
    assert found["warfarin"].steers
    for word in ("surgery", "nurse", "head"):
        assert not found[word].steers
    assert not find(termbase, "我拉肚子，发烧。", "zh")["拉肚子"].steers


@pytest.mark.parametrize(
    ("lang", "text", "heard", "meant"),
    [
        ("zh", "我在吃二甲双瓜", "二甲双瓜", "二甲双胍"),
        ("zh", "做了新电图", "新电图", "心电图"),
        ("en", "I take metphormin", "metphormin", "metformin"),
        ("en", "some omeprozole", "omeprozole", "omeprazole"),
        ("ru", "у меня пневмания", "пневмания", "пневмония"),
    ],
)
def test_misheard_terms_are_proposed_and_never_steer(
    termbase: Termbase, lang: str, text: str, heard: str, meant: str
) -> None:
    target = "zh" if lang == "en" else "en"
    (match,) = termbase.propose(text, lang, target, termbase.find(text, lang, target))
    assert (match.term, match.meant) == (heard, meant)
    assert text[match.start : match.end] == heard
    assert match.fuzzy
    assert not match.steers


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "您先在这里坐一下，医生马上就来。"),
        ("zh", "我在吃二甲双胍"),
        ("en", "I am allergic and breathing is different at the last flight."),
        ("en", "Metformin and omeprazole"),
    ],
)
def test_nothing_is_proposed_for_ordinary_speech(termbase: Termbase, lang: str, text: str) -> None:
    target = "zh" if lang == "en" else "en"
    assert termbase.propose(text, lang, target, termbase.find(text, lang, target)) == ()


def test_expected_concepts_of_the_rules_exist(termbase: Termbase) -> None:
    known = {concept.id for concept in termbase.concepts}
    assert set(read_rules().steering.expected) <= known
    words = termbase.hot_words("en", most=12)
    assert len(words) == 12
    assert "metformin" in words
    longer = termbase.hot_words("en", ["diseases_special"], most=100)
    assert len(longer) == 100
    assert longer[:12] == words


def test_the_cache_gives_the_same_termbase(cache: Path, termbase: Termbase) -> None:
    (folder,) = [path for path in cache.iterdir() if path.is_dir()]
    read_again = standard(cache_folder=folder.parent / ".." / folder.parent.name)
    assert read_again is not termbase
    text = "I take warfarin and have chest pain."
    assert read_again.find(text, "en", "zh") == termbase.find(text, "en", "zh")
    assert read_again.concepts == termbase.concepts
    assert read_again.version == version_of() == termbase.version
