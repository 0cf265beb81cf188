"""What each family feeds its model: the exact tokens, checked on small sentencepiece models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.types import TermMatch
from tests.contract.tiny_packs import train_pieces
from translation.families.m2m100 import M2m100
from translation.families.nllb import Nllb
from translation.families.opus_mt import OpusMt
from translation.families.starter import Starter, normalise

OPTIONS = {
    "target_tokens": {"en": "<2en>", "zh": "<2zh>"},
    "term_markers": {"begin": "<term>", "separator": "<as>", "end": "</term>"},
}
TEXTS = ["I have had a headache for 3 days.", "我头疼三天了。", "每次两片，饭后吃。", "38.5 ½ 👍"]


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Starter:
    folder = tmp_path_factory.mktemp("starter")
    symbols = ("<2en>", "<2zh>", "<term>", "<as>", "</term>")
    train_pieces(folder / "sentencepiece.model", symbols)
    return Starter(folder, OPTIONS)


@pytest.fixture(scope="module", params=["nllb", "m2m100"])
def multilingual(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp(request.param)
    train_pieces(folder / "sentencepiece.bpe.model")
    make: Callable[[Path], Nllb | M2m100] = {"nllb": Nllb, "m2m100": M2m100}[request.param]
    codes = {"nllb": ("zho_Hans", "eng_Latn"), "m2m100": ("__zh__", "__en__")}[request.param]
    return make(folder), codes


def written(family: Starter, text: str, *terms: TermMatch, source: str = "zh") -> str:
    """The source as the model sees it, read back from its tokens."""
    target = "en" if source == "zh" else "zh"
    return "".join(family.encode(text, source, target, terms).tokens).replace("▁", " ")


def test_starter_tokens_round_trip(starter: Starter) -> None:
    for text in TEXTS:
        encoded = starter.encode(text, "zh", "en")
        assert encoded.tokens[0] == "<2en>"
        assert encoded.prefix == ()
        assert starter.decode(encoded.tokens[1:], "zh") == normalise(text, "zh")


def test_starter_marks_terms_as_it_was_trained(starter: Starter) -> None:
    zh = written(starter, "我头疼三天了。", TermMatch("c", 1, 3, "头疼", "headache"))
    assert zh.endswith("我<term>头疼<as> headache</term>三天了。")
    term = TermMatch("c", 7, 17, "a headache", "头疼")
    en = written(starter, "I have a headache today.", term, source="en")
    assert en.endswith("I have<term> a headache<as>头疼</term> today.")
    assert "<2zh>" in en


def test_starter_marks_the_right_occurrence_and_at_most_three(starter: Starter) -> None:
    second = TermMatch("c", 4, 6, "头疼", "headache")
    assert written(starter, "头疼了 头疼。", second).endswith(
        "头疼了<term>头疼<as> headache</term>。"
    )
    text = "头疼，发烧，咳嗽，肚子疼。"
    terms = [TermMatch("c", i, i + 2, text[i : i + 2], "x") for i in (0, 3, 6, 9)]
    assert written(starter, text, *terms).count("<term>") == 3


def test_starter_leaves_no_marker_of_the_speaker(starter: Starter) -> None:
    said = written(starter, "<2zh>我<term>头疼<as>x</term>。")
    assert said.count("<2zh>") == said.count("<term>") == said.count("<as>") == 0


def test_starter_needs_its_options(starter: Starter, tmp_path: Path) -> None:
    train_pieces(tmp_path / "sentencepiece.model")
    with pytest.raises(ValueError, match="term_markers"):
        Starter(tmp_path, {})


def test_language_tokens_stand_where_the_family_wants_them(multilingual) -> None:  # type: ignore[no-untyped-def]
    family, (zh, en) = multilingual
    for text in TEXTS:
        encoded = family.encode(text, "zh", "en")
        assert encoded.tokens[0] == zh
        assert encoded.prefix == (en,)
        assert family.decode(encoded.tokens[1:], "en") == text
    with pytest.raises(ValueError, match="no language"):
        family.encode("x", "tlh", "en")


def test_opus_mt_adds_a_target_token_only_when_the_model_knows_it(tmp_path: Path) -> None:
    train_pieces(tmp_path / "source.spm")
    train_pieces(tmp_path / "target.spm")
    plain = OpusMt(tmp_path)
    assert not plain.encode("I have a fever.", "en", "zh").tokens[0].startswith(">>")
    (tmp_path / "shared_vocabulary.json").write_text('["a", ">>cmn<<"]', encoding="utf-8")
    assert OpusMt(tmp_path).encode("Hello.", "en", "zh").tokens[0] == ">>cmn<<"
    chosen = OpusMt(tmp_path, {"target_tokens": {"zh": ">>yue<<"}})
    assert chosen.encode("Hello.", "en", "zh").tokens[0] == ">>yue<<"


@pytest.mark.parametrize("family", [OpusMt, Nllb, M2m100])
def test_a_missing_or_broken_tokenizer_is_an_error(family: type, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        family(tmp_path)
    (tmp_path / "sentencepiece.model").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="not a sentencepiece model"):
        family(tmp_path)
