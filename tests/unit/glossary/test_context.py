"""What stands around a term, in every language that has rules; and the rules themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.concepts import LANGUAGES
from glossary.context import Context
from glossary.rules import read_rules

RULES = read_rules()


def around(text: str, term: str, lang: str) -> tuple[bool, str]:
    start = text.index(term)
    context = Context(text, RULES.of(lang))
    return context.is_negated(start, start + len(term)), context.side_of(start, start + len(term))


@pytest.mark.parametrize(
    ("lang", "text", "term", "negated"),
    [
        ("en", "No fever, cough or chest pain.", "chest pain", True),
        ("en", "I don't have any chest pain.", "chest pain", True),
        ("en", "I have a dry cough, but I don't have a fever.", "dry cough", False),
        ("en", "I don't smoke, and I have asthma.", "asthma", False),
        ("en", "Don't you have a fever?", "fever", False),
        ("en", "Pneumonia was ruled out.", "Pneumonia", True),
        ("zh", "没有发烧、咳嗽，但是有胸痛。", "咳嗽", True),
        ("zh", "没有发烧、咳嗽，但是有胸痛。", "胸痛", False),
        ("zh", "有没有头疼？", "头疼", False),
        ("zh", "否认高血压病史。", "高血压", True),
        ("zh", "流感抗原阴性。", "流感", True),
        ("ru", "Кашля нет, боль есть.", "Кашля", True),
        ("ru", "У меня нет температуры, но болит голова.", "голова", False),
        ("fr", "Je n'ai pas de fièvre, mais une toux.", "fièvre", True),
        ("fr", "Je n'ai pas de fièvre, mais une toux.", "toux", False),
        ("es", "No tengo fiebre, pero tengo tos.", "fiebre", True),
        ("es", "No tengo fiebre, pero tengo tos.", "tos", False),
        ("ar", "لا يوجد سعال", "سعال", True),
        ("ar", "عندي سعال", "سعال", False),
        ("ko", "기침이 없어요. 열이 나요.", "기침", True),
        ("ko", "기침이 없어요. 열이 나요.", "열", False),
        ("ja", "熱はありません。咳が出ます。", "熱", True),
        ("ja", "熱はありません。咳が出ます。", "咳", False),
    ],
)
def test_a_term_is_denied_within_its_clause(lang: str, text: str, term: str, negated: bool) -> None:
    assert around(text, term, lang)[0] is negated


@pytest.mark.parametrize(
    ("lang", "text", "term", "side"),
    [
        ("en", "My left knee hurts, the right elbow too.", "knee", "left"),
        ("en", "My left knee hurts, the right elbow too.", "elbow", "right"),
        ("en", "Swelling of both ankles", "ankles", "both"),
        ("en", "Pain on the knee right now", "knee", ""),
        ("en", "He left the knee brace", "knee", ""),
        ("zh", "左边膝盖疼，右边不疼。", "膝盖", "left"),
        ("zh", "双侧肺炎", "肺炎", "both"),
        ("ru", "боль в правом плече", "плече", "right"),
        ("fr", "douleur au genou gauche", "genou", "left"),
        ("es", "dolor en la rodilla derecha", "rodilla", "right"),
        ("ar", "ألم في الركبة اليسرى", "الركبة", "left"),
        ("ko", "오른쪽 무릎이 아파요", "무릎", "right"),
        ("ja", "両膝が痛い", "膝", "both"),
    ],
)
def test_a_side_belongs_to_the_nearest_term(lang: str, text: str, term: str, side: str) -> None:
    assert around(text, term, lang)[1] == side


def test_every_language_of_the_termbase_has_rules() -> None:
    for lang in LANGUAGES:
        rules = RULES.of(lang)
        assert rules.negated_before.pattern != "(?!)"
        assert rules.side_reach > 0
    assert "drug" in RULES.steering.types
    assert "department" not in RULES.steering.types


def test_a_broken_rule_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text("[negation]\nbefore = '('\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"en\.toml"):
        read_rules(tmp_path)
