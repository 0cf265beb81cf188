"""Local agreement: what two hypotheses share stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.stabiliser import LocalAgreement, tokens


def test_a_prefix_is_stable_when_two_agree() -> None:
    agreement = LocalAgreement()
    assert agreement.update("my head") == ""
    assert agreement.update("my head hurts") == "my head"
    assert agreement.update("my head hurts since Monday") == "my head hurts"


def test_chinese_agrees_sign_by_sign_and_keeps_the_last_one_back() -> None:
    agreement = LocalAgreement()
    agreement.update("我头")
    assert agreement.update("我头痛") == "我头"
    assert agreement.update("我头疼了两天") == "我头"


def test_stable_text_is_not_taken_back_by_another_opinion() -> None:
    agreement = LocalAgreement()
    agreement.update("no pain at all")
    agreement.update("no pain at all today")
    before = agreement.stable
    agreement.update("known pain")
    assert agreement.update("known pain at") == before


texts = st.lists(st.text(alphabet="ab 痛头 .5", max_size=12), max_size=8)


@given(texts)
def test_stable_text_only_grows(history: list[str]) -> None:
    agreement = LocalAgreement()
    before = ""
    for text in history:
        after = agreement.update(text)
        assert after.startswith(before)
        before = after


@given(st.text())
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokens(text)) == text
