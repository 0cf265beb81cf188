"""Turn a checkpoint into the model pack: CTranslate2 int8, tokenizer, preprocessor, manifest.

    python speech_convert.py --work FOLDER [--output FOLDER] [--float32]

The pack is built beside its place and swapped in, so that a reader never sees half a pack.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from ctranslate2.specs import whisper_spec
from speech_common import (
    HOP,
    N_FFT,
    N_MELS,
    PACK_FOLDER,
    PACK_ID,
    SAMPLE_RATE,
    WINDOW_FRAMES,
    WINDOW_SECONDS,
    Sizes,
    sinusoids,
    write_json,
)
from speech_tokens import load_or_build, vocabulary_list

TEXT_POSITIONS = 448  # what callers of Whisper take for granted; trained on far fewer
NEVER = -1e4  # the bias of tokens that were not trained
Weights = dict[str, torch.Tensor]


def _numbers(value: torch.Tensor) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.ascontiguousarray(value.detach().float().cpu().numpy())


def _fill(spec: Any, weights: Weights, name: str, *, norm: bool = False) -> None:
    """Weight and bias of a linear layer or (`norm`) of a layer norm."""
    if norm:
        spec.gamma = _numbers(weights[f"{name}.weight"])
        spec.beta = _numbers(weights[f"{name}.bias"])
    else:
        spec.weight = _numbers(weights[f"{name}.weight"])
        spec.bias = _numbers(weights[f"{name}.bias"])


def _fill_block(spec: Any, weights: Weights, name: str, crossed: bool) -> None:
    _fill(spec.self_attention.layer_norm, weights, f"{name}.attention.norm", norm=True)
    _fill(spec.self_attention.linear[0], weights, f"{name}.attention.fused")
    _fill(spec.self_attention.linear[1], weights, f"{name}.attention.out")
    if crossed:
        _fill(spec.attention.layer_norm, weights, f"{name}.cross.norm", norm=True)
        for place, part in enumerate(("query", "key_value", "out")):
            _fill(spec.attention.linear[place], weights, f"{name}.cross.{part}")
    _fill(spec.ffn.layer_norm, weights, f"{name}.feed_forward.norm", norm=True)
    _fill(spec.ffn.linear_0, weights, f"{name}.feed_forward.first")
    _fill(spec.ffn.linear_1, weights, f"{name}.feed_forward.second")


def _fill_convolution(spec: Any, weights: Weights, name: str) -> None:
    """A matrix over three neighbouring frames is a convolution of width 3."""
    matrix = weights[f"{name}.weight"]
    spec.weight = _numbers(matrix.view(len(matrix), 3, -1).permute(0, 2, 1))
    spec.bias = _numbers(weights[f"{name}.bias"])


def specification(weights: Weights, sizes: Sizes, tokens: list[str]) -> whisper_spec.WhisperSpec:
    """The CTranslate2 model of the weights; `tokens` in the order of their ids."""
    spec = whisper_spec.WhisperSpec(
        sizes.encoder_layers, sizes.heads, sizes.decoder_layers, sizes.heads
    )
    encoder, decoder = spec.encoder, spec.decoder
    _fill_convolution(encoder.conv1, weights, "conv1")
    _fill_convolution(encoder.conv2, weights, "conv2")
    encoder.position_encodings.encodings = _numbers(sinusoids(WINDOW_FRAMES // 2, sizes.width))
    _fill(encoder.layer_norm, weights, "encoder_norm", norm=True)
    for index, layer in enumerate(encoder.layer):
        _fill_block(layer, weights, f"encoder.{index}", crossed=False)
    table = weights["embedding.weight"].float()
    untrained = len(tokens) - table.shape[0]
    table = torch.cat([table, torch.zeros(untrained, sizes.width)])
    bias = torch.zeros(len(tokens))
    bias[len(tokens) - untrained :] = NEVER
    for name in (
        "",
        "<|translate|>",
        "<|transcribe|>",
        "<|startoflm|>",
        "<|startofprev|>",
        "<|startoftranscript|>",
        "<|notimestamps|>",
    ):
        bias[tokens.index(name)] = NEVER
    decoder.embeddings.weight = _numbers(table)
    decoder.projection.weight = decoder.embeddings.weight
    decoder.projection.bias = _numbers(bias)
    positions = weights["text_positions"].float()
    beyond = positions[-1:].expand(TEXT_POSITIONS - len(positions), -1)
    decoder.position_encodings.encodings = _numbers(torch.cat([positions, beyond]))
    _fill(decoder.layer_norm, weights, "decoder_norm", norm=True)
    for index, layer in enumerate(decoder.layer):
        _fill_block(layer, weights, f"decoder.{index}", crossed=True)
    spec.register_vocabulary(tokens)
    spec.config.lang_ids = [tokens.index("<|zh|>"), tokens.index("<|en|>")]
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    layers = range(sizes.decoder_layers // 2, sizes.decoder_layers)
    spec.config.alignment_heads = list(itertools.product(layers, range(sizes.heads)))
    return spec


def write_pack(work: Path, output: Path, quantization: str | None) -> None:
    """Build the pack of the working folder's checkpoint and put it at `output`."""
    saved = torch.load(work / "checkpoint.pt", map_location="cpu")
    tokenizer = load_or_build(work)
    spec = specification(saved["average"], Sizes(**saved["sizes"]), vocabulary_list(tokenizer))
    spec.validate()
    spec.optimize(quantization=quantization)
    building = output.with_name(output.name + ".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    spec.save(str(building))
    tokenizer.save(str(building / "tokenizer.json"))
    write_json(
        building / "preprocessor_config.json",
        {
            "feature_size": N_MELS,
            "sampling_rate": SAMPLE_RATE,
            "hop_length": HOP,
            "chunk_length": WINDOW_SECONDS,
            "n_fft": N_FFT,
            "n_samples": WINDOW_SECONDS * SAMPLE_RATE,
            "nb_max_frames": WINDOW_FRAMES,
            "padding_side": "right",
            "padding_value": 0.0,
            "return_attention_mask": False,
            "feature_extractor_type": "WhisperFeatureExtractor",
        },
    )
    write_json(building / "manifest.json", manifest(building))
    card = output / "CARD.md"
    if card.exists():
        shutil.copy(card, building / "CARD.md")
    retired = output.with_name(output.name + ".retired")
    shutil.rmtree(retired, ignore_errors=True)
    if output.exists():
        output.rename(retired)
    building.rename(output)
    shutil.rmtree(retired, ignore_errors=True)
    total = sum(path.stat().st_size for path in output.iterdir())
    print(
        f"{output}: {total / 1e6:.1f} MB, step {saved['steps']}, "
        f"{saved['seconds'] / 60:.0f} min, {saved['utterances']} utterances seen"
    )


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the files in a pack folder."""
    files = {
        path.name: {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
        for path in sorted(folder.iterdir())
        if path.name not in ("manifest.json", "CARD.md")
    }
    return {
        "format": 1,
        "id": PACK_ID,
        "version": "1.0",
        "kind": "speech",
        "family": "whisper",
        "languages": ["zh", "en"],
        "licence": "Apache-2.0",
        "source": "packaging/starter_models",
        "window_seconds": WINDOW_SECONDS,
        "fitted_window": True,
        "sample_rate": SAMPLE_RATE,
        # Measured: no speech of the development set comes above 0.1, nearly all other sound does.
        "no_speech_above": 0.1,
        # From confidence_calibrate.py, on the development set.
        "min_avg_logprob": -0.12,
        "very_low_avg_logprob": -0.27,
        "compute_types": ["int8", "float32"],
        "files": files,
    }


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=PACK_FOLDER)
    parser.add_argument("--float32", action="store_true", help="for comparison, not to ship")
    options = parser.parse_args()
    write_pack(options.work, options.output, None if options.float32 else "int8")


if __name__ == "__main__":
    main()
