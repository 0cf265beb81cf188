"""One contract for every translator: tiny random packs of each family, and our starter pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.assets import assets_folder
from app.engine.models import load_recogniser, load_translator
from app.modelpacks.manifest import PackError
from app.modelpacks.verify import verify
from glossary.types import TermMatch
from tests.contract.tiny_packs import translation_pack
from translation.translate_text import translate_text
from translation.translator import Translator

FAMILIES = ("starter", "opus-mt", "nllb", "m2m100")
STARTER = assets_folder() / "model_packs" / "starter-translation-zh-en"
Load = Callable[..., Translator]


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Path]:
    """Packs by family and whether their model ever ends; each is built once."""
    parent = tmp_path_factory.mktemp("packs")

    def get(family: str, ends: bool = True) -> Path:
        folder = parent / f"{family}-{'ends' if ends else 'endless'}"
        return folder if folder.exists() else translation_pack(folder, family, ends=ends)

    return get


@pytest.fixture(
    params=[*FAMILIES, pytest.param("real-starter", marks=pytest.mark.packs)], scope="module"
)
def translator(request: pytest.FixtureRequest, packs: Callable[..., Path]) -> Translator:
    if request.param == "real-starter":
        if not STARTER.is_dir():
            pytest.skip("no starter pack")
        folder = STARTER
    else:
        folder = packs(request.param)
    return load_translator(verify(folder), folder, threads=1)


def test_answers_every_sentence_in_order(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    sentences = ["I have a fever.", "Take 2 tablets after meals, twice a day.", "Yes."]
    answers = translator.translate(sentences, source, target)
    assert [a.source for a in answers] == sentences
    assert all(a.score <= 0.0 for a in answers)
    assert all(not a.cut for a in answers)


def test_alone_or_together_is_the_same(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    sentences = ["I have a fever.", "Do you have a cough?", "My left knee hurts when I walk."]
    together = translator.translate(sentences, source, target)
    alone = [translator.translate([s], source, target)[0] for s in sentences]
    assert [a.target for a in together] == [a.target for a in alone]


def test_nothing_in_nothing_out(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    assert translator.translate([], source, target) == []
    (blank,) = translator.translate(["  "], source, target)
    assert blank.target == ""


def test_unknown_direction_is_refused(translator: Translator) -> None:
    with pytest.raises(ValueError, match="no translation"):
        translator.translate(["Hola."], "es", "ar")
    with pytest.raises(ValueError, match="no translation"):
        translate_text(translator, "Hola.", "es", "ar")


def test_a_sentence_the_model_cannot_take_is_marked(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    (answer,) = translator.translate(["fever and cough " * 400], source, target)
    assert answer.cut
    assert answer.target == ""


def test_a_long_text_is_split_and_answered_whole(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    clauses = (
        "I have a fever", "my left knee hurts when I walk", "I took 2 tablets this morning",
        "I am allergic to penicillin", "my stomach hurts after meals", "I cannot sleep at night",
    )  # fmt: skip
    text = ", and ".join(clauses * 8) + "."
    result = translate_text(translator, text, source, target)
    assert len(result.sentences) > 4
    assert all(len(s.source) <= 300 for s in result.sentences)
    assert all(not s.cut for s in result.sentences)


@pytest.mark.parametrize("family", FAMILIES)
def test_output_that_never_ends_is_marked_as_cut(
    family: str, packs: Callable[[str, bool], Path]
) -> None:
    folder = packs(family, False)
    endless = load_translator(verify(folder), folder, threads=1)
    (answer,) = endless.translate(["I have a fever."], "en", "zh")
    assert answer.cut
    result = translate_text(endless, "I have a fever.", "en", "zh")
    assert not result.complete


@pytest.mark.parametrize("family", FAMILIES)
def test_a_missing_tokenizer_names_file_and_pack(
    family: str, packs: Callable[[str, bool], Path], tmp_path: Path
) -> None:
    folder = packs(family, True)
    manifest = verify(folder)
    bare = tmp_path / "bare"
    bare.mkdir()
    for path in folder.iterdir():
        if not path.name.endswith((".spm", "piece.model", "bpe.model")):
            (bare / path.name).write_bytes(path.read_bytes())
    with pytest.raises(PackError) as caught:
        load_translator(manifest, bare)
    assert caught.value.code == "pack.file_missing"
    assert caught.value.details["pack"] == manifest.id
    assert str(caught.value.details["file"]).endswith((".spm", ".model"))


def test_a_broken_model_is_one_clear_error(
    packs: Callable[[str, bool], Path], tmp_path: Path
) -> None:
    folder = packs("starter", True)
    manifest = verify(folder)
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in folder.iterdir():
        (broken / path.name).write_bytes(path.read_bytes())
    (broken / "model.bin").write_bytes(b"not a model")
    with pytest.raises(PackError) as caught:
        load_translator(manifest, broken)
    assert caught.value.code == "pack.unusable"


def test_the_wrong_kind_of_pack_is_refused(packs: Callable[[str, bool], Path]) -> None:
    folder = packs("nllb", True)
    with pytest.raises(PackError, match=r"pack\.wrong_kind"):
        load_recogniser(verify(folder), folder)


WANTED = (
    ("我头疼3天了。", "头疼", "migraine"),
    ("您对青霉素过敏吗？", "青霉素", "amoxicillin"),
    ("我左边膝盖疼。", "膝盖", "kneecap"),
    ("我咳嗽两个星期了。", "咳嗽", "dry cough"),
    ("我妈妈有糖尿病。", "糖尿病", "diabetes mellitus"),
)


def _steering(text: str, term: str, wanted: str) -> TermMatch:
    start = text.index(term)
    return TermMatch("c", start, start + len(term), term, wanted, steers=True)


def test_wanted_terms_come_out_or_are_reported(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    text, term, wanted = ("I have a fever.", "fever", "发热")
    steering = _steering(text, term, wanted)
    plain, steered = (
        translator.translate([text], source, target, terms)[0] for terms in ((), [[steering]])
    )
    assert wanted not in plain.target
    present = wanted in steered.target
    assert steered.unmet_terms == (() if present else ("c",))
    if steered.replaced_terms:
        assert present


def test_terms_that_do_not_steer_change_nothing(translator: Translator) -> None:
    source, target = sorted(translator.directions())[0]
    text = "I have a fever."
    quiet = TermMatch("c", 9, 14, "fever", "发热")
    (plain,) = translator.translate([text], source, target)
    assert translator.translate([text], source, target, [[quiet]]) == [plain]


@pytest.mark.packs
def test_the_starter_pack_follows_wanted_terms() -> None:
    if not STARTER.is_dir():
        pytest.skip("no starter pack")
    starter = load_translator(verify(STARTER), STARTER, threads=1)
    terms = [[_steering(text, term, wanted)] for text, term, wanted in WANTED]
    answers = starter.translate([text for text, _, _ in WANTED], "zh", "en", terms)
    followed = [
        wanted in answer.target.lower()
        for (_, _, wanted), answer in zip(WANTED, answers, strict=True)
    ]
    # How many are followed is the model card's figure; here: the markers reach the model at all.
    plain = starter.translate([text for text, _, _ in WANTED], "zh", "en")
    without = [w in p.target.lower() for (_, _, w), p in zip(WANTED, plain, strict=True)]
    assert sum(followed) > sum(without), [a.target for a in answers]
    assert [not a.unmet_terms for a in answers] == followed
