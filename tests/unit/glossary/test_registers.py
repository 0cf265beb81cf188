"""Plain words for the patient: right in every language's grammar, or in brackets."""

from __future__ import annotations

import pytest

from glossary.registers import plain_text, plainly
from glossary.types import TermMatch


def match(wanted: str, plain: str, kind: str = "disease", concept: str = "c") -> TermMatch:
    """A match whose target forms are these; where it stood in the source does not matter."""
    return TermMatch(concept, 0, 1, "x", wanted, kind, plain=plain, accepted=(wanted, plain))


EN = match("myocardial infarction", "heart attack")
RU = match("гипертензия", "высокое давление")
KO = match("심근경색", "심장마비")
KO_OPEN = match("심장마비", "심근경색")
FR = match("infarctus du myocarde", "crise cardiaque")
ES = match("infarto de miocardio", "ataque al corazón")
AR = match("احتشاء عضلة القلب", "جلطة قلبية")
JA = match("心筋梗塞", "心臓発作")
ZH = match("心肌梗死", "心脏病发作")


@pytest.mark.parametrize(
    ("lang", "term", "text", "said"),
    [
        ("en", EN, "It was myocardial infarction.", "It was heart attack (myocardial infarction)."),
        (
            "en",
            EN,
            "Myocardial infarction is serious.",
            "Heart attack (myocardial infarction) is serious.",
        ),
        # An article may not fit the plain form: brackets are always right.
        (
            "en",
            EN,
            "You had a myocardial infarction.",
            "You had a myocardial infarction (heart attack).",
        ),
        ("ru", RU, "У вас гипертензия.", "У вас высокое давление (гипертензия)."),
        # The adjective agrees with the term, not with the plain form.
        (
            "ru",
            RU,
            "Тяжёлая гипертензия опасна.",
            "Тяжёлая гипертензия (высокое давление) опасна.",
        ),
        ("ru", RU, "Лечение гипертензии.", "Лечение гипертензии."),
        ("ko", KO, "심근경색이 있습니다.", "심장마비(심근경색)가 있습니다."),
        ("ko", KO_OPEN, "심장마비로 왔습니다.", "심근경색(심장마비)으로 왔습니다."),
        (
            "fr",
            FR,
            "Vous avez un infarctus du myocarde.",
            "Vous avez un infarctus du myocarde (crise cardiaque).",
        ),
        (
            "fr",
            FR,
            "Infarctus du myocarde.",
            "Crise cardiaque (infarctus du myocarde).",
        ),
        (
            "es",
            ES,
            "Tiene infarto de miocardio.",
            "Tiene ataque al corazón (infarto de miocardio).",
        ),
        ("ar", AR, "لديك احتشاء عضلة القلب.", "لديك جلطة قلبية (احتشاء عضلة القلب)."),
        ("ja", JA, "心筋梗塞です。", "心臓発作（心筋梗塞）です。"),
        ("zh", ZH, "您得了心肌梗死。", "您得了心脏病发作（心肌梗死）。"),
        ("de", EN, "myocardial infarction", "myocardial infarction"),
    ],
)
def test_plain_form_and_term(lang: str, term: TermMatch, text: str, said: str) -> None:
    assert plain_text(text, (term,), lang) == said


def test_what_was_explained_before_stands_alone() -> None:
    first = plainly("It was myocardial infarction.", (EN,), "en")
    assert first.explained == {"c"}
    again = plainly("Myocardial infarction is serious.", (EN,), "en", first.explained)
    assert again.text == "Heart attack is serious."
    assert again.explained == frozenset()


def test_second_time_in_one_sentence_has_no_brackets() -> None:
    text = plain_text("After myocardial infarction comes myocardial infarction.", (EN,), "en")
    assert text == "After heart attack (myocardial infarction) comes heart attack."


def test_the_name_of_a_medicine_stays_first() -> None:
    drug = match("metformin", "diabetes tablet", "drug")
    assert plain_text("Take metformin.", (drug,), "en") == "Take metformin (diabetes tablet)."
    assert plain_text("Take metformin.", (drug,), "en", ("c",)) == "Take metformin."


def test_a_plain_form_that_is_no_noun_follows_in_brackets() -> None:
    gasping = match("呼吸困难", "喘不上气", "symptom")
    assert plain_text("有呼吸困难吗？", (gasping,), "zh") == "有呼吸困难（喘不上气）吗？"


def test_words_that_everybody_knows_are_not_explained() -> None:
    assert plain_text("Any pain?", (match("pain", "hurting", "symptom"),), "en") == "Any pain?"


def test_a_translation_that_is_plain_already_stays() -> None:
    text = "A heart attack, in other words a myocardial infarction."
    assert plain_text(text, (EN,), "en") == text


def test_part_of_a_word_is_no_term() -> None:
    ear = match("otitis", "ear infection")
    assert plain_text("Otitis-like pain, panotitis.", (ear,), "en") == (
        "Otitis-like pain, panotitis."
    )


def test_at_most_two_terms_of_a_sentence_are_explained() -> None:
    terms = tuple(
        match(f"term{n}itis", f"sore {n}".replace(str(n), "abc"[n]), concept=str(n))
        for n in range(3)
    )
    said = plainly("term0itis, term1itis, term2itis", terms, "en")
    assert said.explained == {"0", "1"}
    assert said.text.endswith(", term2itis")


def test_a_proposal_is_no_term() -> None:
    heard = TermMatch("c", 0, 1, "x", "nephritis", "disease", plain="sore kidney", fuzzy=True)
    assert plain_text("nephritis", (heard,), "en") == "nephritis"


def test_what_stands_before_brackets_is_explained_already() -> None:
    text = "It was myocardial infarction (blocked heart artery)."
    assert plain_text(text, (EN,), "en") == text


def test_an_arabic_word_with_its_case_sign_is_left_whole() -> None:
    text = "هل تناولت احتشاء عضلة القلبًا؟"
    assert plain_text(text, (AR,), "ar") == text


def test_a_russian_verb_of_the_past_agrees_with_the_term() -> None:
    assert plain_text("Была ли у вас гипертензия?", (RU,), "ru") == (
        "Была ли у вас гипертензия (высокое давление)?"
    )
