"""Questions that nobody answers deny nothing; what is plainly denied still wants its denial."""

from __future__ import annotations

import pytest

from translation.checks import negation

EVERYBODY = (
    ("zh", "en", "谁没生过病呢？", "Everybody gets ill sometimes."),
    ("zh", "ru", "谁没生过病呢？", "Все когда-нибудь болеют."),
    ("en", "zh", "Who doesn't get nervous before surgery?", "手术前谁都会紧张。"),
    ("fr", "zh", "Qui ne serait pas inquiet à votre place ?", "换了谁都会担心的。"),
    ("es", "zh", "¿Quién no estaría preocupado?", "换谁都会担心。"),
    ("ru", "zh", "Кто же не боится операций?", "谁都怕做手术。"),
    ("ar", "zh", "ومن لا يخاف من العملية؟", "谁都怕做手术。"),
    ("ko", "zh", "수술이 안 무서운 사람이 어디 있어요?", "谁都怕做手术。"),
    ("ja", "zh", "手術が怖くない人なんていませんよ。", "谁都怕做手术。"),
    ("zh", "fr", "哪有孩子不哭的？", "Tous les enfants pleurent."),
)
NOBODY = (
    ("zh", "en", "谁受得了这种疼啊？", "Nobody could stand pain like this."),
    ("zh", "ko", "谁想到会这么严重！", "이렇게 심할 줄은 몰랐어요!"),
    ("zh", "ja", "这有什么好怕的？", "怖がることはありません。"),
)
FORGOTTEN = (
    ("en", "zh", "I forgot my pill this morning.", "今早的药忘了，没吃。"),
    ("ja", "zh", "朝の薬を飲み忘れました。", "早上的药忘了，没吃。"),
)
DENIED = (
    ("zh", "en", "他没生过病。", "He has been ill."),
    ("en", "zh", "She doesn't get nervous before surgery.", "她手术前会紧张。"),
    ("fr", "zh", "Je ne suis pas inquiet.", "我很担心。"),
    ("ru", "zh", "Он не боится операций.", "他怕做手术。"),
    ("ko", "zh", "수술이 안 무서워요.", "我怕做手术。"),
    ("ja", "zh", "手術は怖くないです。", "我怕做手术。"),
    ("zh", "en", "药没吃。", "I took the medicine."),
)


@pytest.mark.parametrize(("lang", "other", "source", "target"), EVERYBODY + NOBODY + FORGOTTEN)
def test_what_such_a_question_says(lang: str, other: str, source: str, target: str) -> None:
    assert negation.check(source, target, lang, other) == []
    assert negation.check(target, source, other, lang) == []


@pytest.mark.parametrize(("lang", "other", "source", "target"), DENIED)
def test_a_plain_denial_wants_its_answer(lang: str, other: str, source: str, target: str) -> None:
    assert negation.check(source, target, lang, other) != []
