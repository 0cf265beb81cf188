"""The real engine child with tiny packs of random weights: loading, answers, failures, death."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.assets import assets_folder
from app.engine.client import EngineClient
from app.engine.engine import Engine, EngineFailed
from app.engine.in_process import InProcessEngine
from app.engine.protocol import LoadPack
from speech.resample import to_int16
from speech.types import Hints
from tests.contract.tiny_packs import translation_pack, whisper_pack

PRIOR = Hints({"zh": 0.5, "en": 0.5})
ENGINES: list[Callable[[], Engine]] = [EngineClient, InProcessEngine]


def noise(ms: int = 1000) -> bytes:
    rng = np.random.default_rng(5)
    return to_int16(rng.normal(0, 0.1, ms * 16).astype(np.float32))


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadPack, LoadPack]:
    parent = tmp_path_factory.mktemp("packs")
    speech = whisper_pack(parent / "speech", 80, fitted=True)
    text = translation_pack(parent / "text", "starter")
    return LoadPack(str(speech), threads=1), LoadPack(str(text), threads=1)


@pytest.fixture(params=ENGINES, ids=["child", "in process"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made: Engine = request.param()
    yield made
    made.close()


def test_packs_are_loaded_with_progress_and_answer(
    engine: Engine, packs: tuple[LoadPack, LoadPack]
) -> None:
    told: list[tuple[int, int, str]] = []
    loaded = engine.load(packs, lambda *step: told.append(step))
    assert told == [(0, 2, "speech"), (1, 2, "text"), (2, 2, "")]
    heard = engine.recognise(noise(), PRIOR)
    assert heard.hypothesis.language in PRIOR.language_prior
    assert heard.compute_ms > 0
    answer = engine.translate("今天好。", "zh", "en").translation
    assert answer.source == "今天好。"
    pong = engine.ping()
    assert pong.packs == {pack.pack_id: pack.version for pack in loaded}
    assert pong.resident_bytes > 1 << 20
    assert not engine.busy


def test_the_same_packs_are_not_loaded_twice(
    engine: Engine, packs: tuple[LoadPack, LoadPack]
) -> None:
    engine.load(packs)
    told: list[tuple[int, int, str]] = []
    engine.load(packs, lambda *step: told.append(step))
    assert told == [(2, 2, "")]


def test_what_is_not_loaded_is_told(engine: Engine, packs: tuple[LoadPack, LoadPack]) -> None:
    with pytest.raises(EngineFailed) as failed:
        engine.recognise(noise(), PRIOR)
    assert failed.value.code == "engine.not_loaded"
    engine.load(packs[1:])
    with pytest.raises(EngineFailed) as failed:
        engine.translate("x", "fr", "zh")
    assert failed.value.code == "engine.not_loaded"


def test_a_damaged_file_is_one_clear_error_and_nothing_is_loaded(
    engine: Engine, tmp_path: Path
) -> None:
    folder = whisper_pack(tmp_path / "speech", 80, fitted=True)
    model = folder / "model.bin"
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    model.write_bytes(data)
    with pytest.raises(EngineFailed) as failed:
        engine.load([LoadPack(str(folder), threads=1)])
    assert failed.value.code == "pack.file_damaged"
    assert failed.value.details["file"] == "model.bin"
    with pytest.raises(EngineFailed) as failed:
        engine.recognise(noise(), PRIOR)
    assert failed.value.code == "engine.not_loaded"


def test_a_bug_in_the_child_tells_its_type_and_no_words(
    engine: Engine, packs: tuple[LoadPack, LoadPack]
) -> None:
    engine.load(packs)
    with pytest.raises(EngineFailed) as failed:
        engine.recognise(noise(), Hints({}))
    assert failed.value.code == "engine.bug"
    assert failed.value.details == {"type": "ValueError"}
    assert engine.recognise(noise(), PRIOR).compute_ms > 0


def test_a_killed_child_comes_back_with_its_models(packs: tuple[LoadPack, LoadPack]) -> None:
    engine = EngineClient()
    try:
        engine.load(packs)
        before = engine.recognise(noise(), PRIOR).hypothesis
        assert engine.child_pid is not None
        os.kill(engine.child_pid, signal.SIGSEGV)
        assert engine.recognise(noise(), PRIOR).hypothesis == before
        assert engine.restarts == 1
    finally:
        engine.close()


def test_a_pack_damaged_while_in_use_is_told_at_the_restart(tmp_path: Path) -> None:
    folder = whisper_pack(tmp_path / "speech", 80, fitted=True)
    engine = EngineClient()
    try:
        engine.load([LoadPack(str(folder), threads=1)])
        (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
        assert engine.child_pid is not None
        os.kill(engine.child_pid, signal.SIGKILL)
        with pytest.raises(EngineFailed) as failed:
            engine.recognise(noise(), PRIOR)
        assert failed.value.code == "pack.file_damaged"
        assert failed.value.details["file"] == "tokenizer.json"
    finally:
        engine.close()


@pytest.mark.packs
def test_the_starter_packs_in_the_child() -> None:
    folders = [
        assets_folder() / "model_packs" / name
        for name in ("starter-speech-zh-en", "starter-translation-zh-en")
    ]
    if not all(folder.is_dir() for folder in folders):
        pytest.skip("no starter packs")
    engine = EngineClient()
    try:
        engine.load([LoadPack(str(folder)) for folder in folders])
        heard = engine.recognise(noise(), PRIOR).hypothesis
        assert sum(heard.language_probs.values()) == pytest.approx(1.0)
        answer = engine.translate("我没有发烧。", "zh", "en").translation
        assert answer.complete
        assert answer.target
    finally:
        engine.close()
