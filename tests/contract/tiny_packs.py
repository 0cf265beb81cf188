"""Tiny random models of the architectures we load, built where a test needs them.

They translate to nonsense, but they load, run and end like the real ones: what they prove is that
our code speaks each family's format.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec, whisper_spec

WIDTH, HEADS, POSITIONS = 16, 2, 600
_LANGUAGES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th "
    "ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr "
    "pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt "
    "haw ln ha ba jw su yue"
)
"""The languages of the public multilingual vocabulary, in its order."""
_SENTENCES = [
    "I have had a headache for 3 days.",
    "Do you have a fever or a cough?",
    "Take 2 tablets after meals, twice a day.",
    "My left knee hurts when I walk.",
    "我头疼三天了。",
    "您发烧吗？咳嗽吗？",
    "每次两片，饭后吃，一天两次。",
    "我走路的时候左膝盖疼。",
] * 4


def train_pieces(path: Path, symbols: tuple[str, ...] = ()) -> list[str]:
    """A small sentencepiece model at ``path``; returns its pieces."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_SENTENCES),
        model_prefix=str(path.with_suffix("")),
        model_type="unigram",
        vocab_size=400,
        hard_vocab_limit=False,
        byte_fallback=True,
        character_coverage=1.0,
        user_defined_symbols=",".join(symbols),
        pad_id=3,
        unk_id=2,
        bos_id=0,
        eos_id=1,
        normalization_rule_name="identity",
        minloglevel=2,
    )
    trained = path.with_suffix(".model")
    if trained != path:
        trained.rename(path)
    path.with_suffix(".vocab").unlink()
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [str(model.id_to_piece(i)) for i in range(model.get_piece_size())]


def translation_model(
    folder: Path, vocabulary: list[str], *, ends: bool = True, adds_eos: bool = False
) -> None:
    """A random Transformer. It ends after a few tokens, or never when ``ends`` is false."""
    rng = np.random.default_rng(7)
    spec = transformer_spec.TransformerSpec.from_config((1, 1), HEADS, pre_norm=True)
    table = rng.normal(size=(len(vocabulary), WIDTH), scale=0.3).astype(np.float32)
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    spec.decoder.projection.weight = table
    bias = np.zeros(len(vocabulary), np.float32)
    for name in ("<unk>", "<pad>", "<s>"):
        bias[vocabulary.index(name)] = -1e4
    bias[vocabulary.index("</s>")] = 4.5 if ends else -1e4
    spec.decoder.projection.bias = bias
    _fill(spec, rng, WIDTH)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = adds_eos
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def _fill(part: Any, rng: np.random.Generator, width: int) -> None:
    """Random weights wherever the specification still wants one."""
    for layer in part.encoder.layer:
        _attention(layer.self_attention, rng, width, fused=3)
        _feed_forward(layer.ffn, rng, width)
    for layer in part.decoder.layer:
        _attention(layer.self_attention, rng, width, fused=3)
        _attention(layer.attention, rng, width, fused=2)
        _feed_forward(layer.ffn, rng, width)
    for half in (part.encoder, part.decoder):
        _norm(half.layer_norm, width)
        if isinstance(half.position_encodings, transformer_spec.PositionEncoderSpec):
            shape = (POSITIONS, width)
            half.position_encodings.encodings = rng.normal(size=shape, scale=0.02).astype("f4")


def _linear(spec: Any, rng: np.random.Generator, out: int, width: int) -> None:
    spec.weight = rng.normal(size=(out, width), scale=0.1).astype(np.float32)
    spec.bias = np.zeros(out, np.float32)


def _norm(spec: Any, width: int) -> None:
    spec.gamma, spec.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _attention(spec: Any, rng: np.random.Generator, width: int, fused: int) -> None:
    _norm(spec.layer_norm, width)
    if fused == 3:
        _linear(spec.linear[0], rng, 3 * width, width)
    else:
        _linear(spec.linear[0], rng, width, width)
        _linear(spec.linear[1], rng, 2 * width, width)
    _linear(spec.linear[-1], rng, width, width)


def _feed_forward(spec: Any, rng: np.random.Generator, width: int) -> None:
    _norm(spec.layer_norm, width)
    _linear(spec.linear_0, rng, 2 * width, width)
    _linear(spec.linear_1, rng, width, 2 * width)


def write_manifest(folder: Path, **values: Any) -> None:
    """A manifest that names and sums up every file of the folder."""
    files = {
        p.name: {"sha256": hashlib.sha256(p.read_bytes()).hexdigest(), "bytes": p.stat().st_size}
        for p in sorted(folder.iterdir())
        if p.name != "manifest.json"
    }
    common = {
        "format": 1,
        "id": folder.name,
        "version": "0",
        "licence": "Apache-2.0",
        "source": "random weights",
        "compute_types": ["int8"],
        "files": files,
    }
    text = json.dumps({**common, **values}, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def translation_pack(folder: Path, family: str, *, ends: bool = True) -> Path:
    """A pack of one family in a new folder."""
    folder.mkdir()
    build = {
        "starter": _starter,
        "opus-mt": _opus_mt,
        "nllb": _nllb,
        "m2m100": _m2m100,
    }[family]
    options = build(folder, ends)
    write_manifest(folder, kind="translation", family=family, languages=["zh", "en"], **options)
    return folder


_BOTH = [["zh", "en"], ["en", "zh"]]


def _starter(folder: Path, ends: bool) -> dict[str, Any]:
    symbols = ("<2en>", "<2zh>", "<term>", "<as>", "</term>")
    pieces = train_pieces(folder / "sentencepiece.model", symbols)
    translation_model(folder, pieces, ends=ends, adds_eos=True)
    return {
        "directions": _BOTH,
        "target_tokens": {"en": "<2en>", "zh": "<2zh>"},
        "term_markers": {"begin": "<term>", "separator": "<as>", "end": "</term>"},
    }


def _opus_mt(folder: Path, ends: bool) -> dict[str, Any]:
    pieces = train_pieces(folder / "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    translation_model(folder, [*pieces, ">>cmn_Hans<<"], ends=ends)
    return {"directions": [["en", "zh"]]}


def _nllb(folder: Path, ends: bool) -> dict[str, Any]:
    pieces = train_pieces(folder / "sentencepiece.bpe.model")
    translation_model(folder, [*pieces, "zho_Hans", "eng_Latn"], ends=ends)
    return {"directions": _BOTH}


def _m2m100(folder: Path, ends: bool) -> dict[str, Any]:
    pieces = train_pieces(folder / "sentencepiece.bpe.model")
    translation_model(folder, [*pieces, "__zh__", "__en__"], ends=ends)
    return {"directions": _BOTH}


def whisper_pack(folder: Path, mels: int, *, fitted: bool = False) -> Path:
    """A random Whisper of the public sizes' architecture: hop 160, window 30 s.

    80 mels with the vocabulary of 99 languages (tiny to large-v2), 128 mels with 100 (large-v3).
    """
    folder.mkdir()
    languages = _LANGUAGES.split()[: 100 if mels == 128 else 99]
    vocabulary = _whisper_vocabulary(languages)
    _whisper_tokenizer(folder / "tokenizer.json", vocabulary)
    _whisper_model(folder, vocabulary, languages, mels)
    preprocessor = {
        "feature_size": mels,
        "sampling_rate": 16_000,
        "hop_length": 160,
        "chunk_length": 30,
        "n_fft": 400,
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor), encoding="utf-8")
    write_manifest(
        folder,
        kind="speech",
        family="whisper",
        languages=["zh", "en"],
        window_seconds=30,
        fitted_window=fitted,
    )
    return folder


def _whisper_vocabulary(languages: list[str]) -> list[str]:
    """All tokens in the public order: 50,257 of text, the special ones, the time stamps.

    CTranslate2 takes a model for multilingual when the last of the text tokens is empty.
    """
    signs = [chr(c) for c in (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))]
    signs += [chr(0x100 + i) for i in range(68)]
    text = [*signs, *(f"filler{i}" for i in range(50_256 - len(signs))), ""]
    special = [
        "<|endoftext|>",
        "<|startoftranscript|>",
        *(f"<|{code}|>" for code in languages),
        "<|translate|>",
        "<|transcribe|>",
        "<|startoflm|>",
        "<|startofprev|>",
        "<|nospeech|>",
        "<|notimestamps|>",
        *(f"<|{i * 0.02:.2f}|>" for i in range(1_501)),
    ]
    return [*text, *special]


def _whisper_tokenizer(path: Path, vocabulary: list[str]) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    text = {token: i for i, token in enumerate(vocabulary[:50_257])}
    tokenizer = Tokenizer(models.BPE(vocab=text, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(t, special=True, normalized=False) for t in vocabulary[50_257:]]
    )
    tokenizer.save(str(path))


def _whisper_model(folder: Path, vocabulary: list[str], languages: list[str], mels: int) -> None:
    rng = np.random.default_rng(11)
    spec = whisper_spec.WhisperSpec(1, HEADS, 1, HEADS)
    _fill(spec, rng, WIDTH)
    spec.encoder.position_encodings.encodings = rng.normal(size=(1_500, WIDTH)).astype("f4")
    spec.decoder.position_encodings.encodings = rng.normal(size=(448, WIDTH)).astype("f4")
    for conv, inputs in ((spec.encoder.conv1, mels), (spec.encoder.conv2, WIDTH)):
        conv.weight = rng.normal(size=(WIDTH, inputs, 3), scale=0.1).astype(np.float32)
        conv.bias = np.zeros(WIDTH, np.float32)
    table = rng.normal(size=(len(vocabulary), WIDTH), scale=0.1).astype(np.float32)
    spec.decoder.embeddings.weight = table
    spec.decoder.projection.weight = table
    spec.register_vocabulary(vocabulary)
    start = vocabulary.index("<|startoftranscript|>")
    spec.config.lang_ids = list(range(start + 1, start + 1 + len(languages)))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
