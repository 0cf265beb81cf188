"""The patient's words of an encounter: a term is explained where the patient first sees it."""

from __future__ import annotations

from app.session.plain_words import PlainWords
from glossary.types import TermMatch

TERMS = (
    TermMatch(
        "infarction",
        *(0, 4, "心肌梗死", "myocardial infarction", "disease"),
        plain="heart attack",
        accepted=("myocardial infarction",),
    ),
)
TEXT = "It was myocardial infarction."
EXPLAINED = "It was heart attack (myocardial infarction)."


def test_the_second_turn_needs_no_brackets() -> None:
    words = PlainWords()
    assert words.of(1, TEXT, "en", TERMS, ()) == EXPLAINED
    assert words.of(2, TEXT, "en", TERMS, (1,)) == "It was heart attack."


def test_a_turn_that_the_patient_never_saw_explains_nothing() -> None:
    words = PlainWords()
    words.of(1, TEXT, "en", TERMS, ())
    assert words.of(2, TEXT, "en", TERMS, ()) == EXPLAINED


def test_a_new_revision_explains_again() -> None:
    words = PlainWords()
    words.of(1, TEXT, "en", TERMS, ())
    assert words.of(1, TEXT, "en", TERMS, (1,)) == EXPLAINED


def test_a_plain_translation_has_no_other_words() -> None:
    assert PlainWords().of(1, "Good morning.", "en", (), ()) == ""
