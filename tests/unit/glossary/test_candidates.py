"""Which words of a correction may be terms."""

from __future__ import annotations

import pytest

from glossary.candidates import new_words
from glossary.concepts import LANGUAGES


@pytest.mark.parametrize(
    ("lang", "before", "after", "found"),
    [
        ("zh", "您吃二甲双瓜吗？", "您吃二甲双胍吗？", ("二甲双胍",)),
        ("zh", "每天吃两次阿姣", "每天吃两次阿胶", ("阿胶",)),
        ("zh", "您吃二甲双胍吗？", "您吃两片二甲双胍吗？", ()),
        ("en", "Take meta form in twice a day.", "Take metformin twice a day.", ("metformin",)),
        ("en", "I have a cute angle closure.", "I have acute angle-closure glaucoma.",
         ("acute angle-closure glaucoma",)),
        ("en", "No pain today.", "No pain today, 38.5.", ()),
        ("ru", "Я принимаю анальгик.", "Я принимаю метамизол.", ("метамизол",)),
        ("ar", "أنا آخذ ميت فورمين", "أنا آخذ ميتفورمين", ("ميتفورمين",)),
        ("ko", "저는 메트폴을 먹어요", "저는 메트포르민을 먹어요", ("메트포르민",)),
        ("ja", "メトホルを飲んでいます", "メトホルミンを飲んでいます", ("メトホルミン",)),
        ("fr", "Je prends du mes formine.", "Je prends du metformine.", ("metformine",)),
        ("es", "Tomo meta mi sol.", "Tomo metamizol.", ("metamizol",)),
        ("xx", "a", "abcdef", ()),
    ],
)  # fmt: skip
def test_the_corrected_word_is_found(
    lang: str, before: str, after: str, found: tuple[str, ...]
) -> None:
    assert new_words(before, after, lang) == found


def test_another_sentence_is_no_correction_of_words() -> None:
    new = "Glaucoma, cataract, uveitis, keratitis."
    assert new_words("Hello there.", new, "en") == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_text_brings_nothing(lang: str) -> None:
    for text in ("", "发烧 fever лихорадка حمى 발열 発熱 fièvre fiebre"):
        assert new_words(text, text, lang) == ()
