"""Words that are a term in one sentence and none in another, in all eight languages.

``word_senses.tsv``: language, whether the word is a term there, the word, the sentence.
Most "no" sentences were once matched wrongly; every "yes" keeps a rule from being too wide.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from glossary.concepts import LANGUAGES
from glossary.termbase import Termbase

CASES = Path(__file__).with_name("word_senses.tsv")


def cases() -> list[tuple[str, bool, str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(r["lang"], r["is_term"] == "yes", r["word"], r["sentence"]) for r in rows]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_is_a_term_only_in_its_sense(lang: str, termbase: Termbase) -> None:
    target = "zh" if lang != "zh" else "en"
    wrong = []
    for case_lang, wanted, word, sentence in cases():
        if case_lang != lang:
            continue
        assert word.lower() in sentence.lower()
        found = [match.term.lower() for match in termbase.find(sentence, lang, target)]
        if (word.lower() in found) != wanted:
            wrong.append((word, sentence, found))
    assert wrong == []


def test_every_language_has_both_kinds() -> None:
    kinds = {(lang, is_term) for lang, is_term, _, _ in cases()}
    assert kinds == {(lang, is_term) for lang in LANGUAGES for is_term in (True, False)}
