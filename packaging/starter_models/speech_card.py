"""Write the model card of the speech pack from the figures that `speech_evaluate.py` measured.

python speech_evaluate.py --work FOLDER --json FOLDER/figures.json
python speech_card.py --work FOLDER [--pack FOLDER]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from speech_common import (
    DEMO_VOICES,
    PACK_FOLDER,
    TEST_SITUATIONS,
    TEST_VOICES,
    read_json,
)
from speech_evaluate import NO_SPEECH

CARD = """# {title}

A small Whisper-architecture model (CTranslate2 int8) for Mandarin Chinese and English that the
project trained itself, so that everything can be shown and tested where no public model can be had.

**It understands the synthetic voices of the demonstration and the tests, and not people.** It never
heard a human voice. Do not use it in a consultation: for real use install a public pack, for
example Whisper large-v3-turbo (with a GPU or a strong CPU) or Whisper small, converted to
CTranslate2; the application loads either from a folder.

## What it is
- {sizes}; mel features of 20 ms (hop 320), window 10 s; the encoder takes shorter
  (fitted) windows. Byte-level vocabulary: whole Chinese characters, English pieces.
- Quantities are written as digits in both languages. Sound without words gives an empty text.
- Licence: Apache-2.0. Recipe: `packaging/starter_models/` (`speech_*.py`).

## What it was trained on
- Texts: the project's hand-written consultation sentences and slot grammar (held-out situations and
  templates excluded), and short sentences of Tatoeba (tatoeba.org, CC BY 2.0 FR), Chinese converted
  to simplified characters.
- Voices: espeak-ng (60 variants, {training}) and flite (kal16, awb, rms, slt), with random
  speed, pitch, rooms, noise, microphone curves and level; about a tenth of the items are silence,
  noise, hum, clicks, tones and babble with an empty transcript.
- {trained}

## Figures
{decoding} Punctuation and case are not counted; CER: character errors, WER: word
errors, per cent. Voices that training never heard: {voices}.

| held out | utterances | zh CER | utterances | en WER (CER) |
|---|---|---|---|---|
{table}

- Language identified: {language} % of {sounds} sounds.
- An English synthesiser kept out of training altogether (festival, `ked`): WER {kept_out} %.
- {silence}
- Real-time factor on one core: {speed}.
- Held-out situations: {situations}. {targets}
"""


def rows(sets: dict[str, Any]) -> list[str]:
    """The table of error rates."""
    names = {
        "templates": "sentence templates",
        "situations": "hand-written situations",
        "all": "both",
    }
    return [
        f"| {title} | {sets[f'zh {name}']['utterances']} | {sets[f'zh {name}']['cer']} "
        f"| {sets[f'en {name}']['utterances']} "
        f"| {sets[f'en {name}']['wer']} ({sets[f'en {name}']['cer']}) |"
        for name, title in names.items()
    ]


def targets_met(figures: dict[str, Any]) -> str:
    """One honest sentence about the targets the project set itself."""
    sets = figures["sets"]
    wanted = {
        "CER 10 % (zh)": sets["zh all"]["cer"] <= 10,
        "WER 12 % (en)": sets["en all"]["wer"] <= 12,
        "language 98 %": figures["language_right"] >= 98,
        "no text without speech": figures["non_speech"]["with_text"] == 0,
    }
    met = [name for name, reached in wanted.items() if reached]
    missed = [name for name, reached in wanted.items() if not reached]
    return (f"Targets met: {', '.join(met) or 'none'}. " if met else "") + (
        f"Targets missed: {', '.join(missed)}." if missed else "None was missed."
    )


def card(figures: dict[str, Any], trained: str, sizes: str) -> str:
    """The text of the card."""
    sets, quiet = figures["sets"], figures["non_speech"]
    held_out = sorted({v.name.split("+")[1] for vs in TEST_VOICES.values() for v in vs})
    demo = sorted({voice.name.split("+")[1] for voice in DEMO_VOICES.values()})
    kept = [
        f"{sets[name]['wer']} ({title})"
        for name, title in (
            ("en templates-kept-out", "templates"),
            ("en situations-kept-out", "situations"),
        )
    ]
    return CARD.format(
        title="Starter speech pack, Chinese and English",
        sizes=sizes,
        training="with Chinese and English voices",
        trained=trained,
        decoding="Beam 5, int8, fitted window, language given.",
        voices=f"espeak-ng {', '.join(held_out)}; the demonstration's ({', '.join(demo)}) neither",
        table="\n".join(rows(sets)),
        language=figures["language_right"],
        sounds=figures["sounds"],
        kept_out=", ".join(kept),
        silence=f"{quiet['minutes']} minutes of silence, noise, hum, clicks and tones "
        f"({quiet['sounds']} sounds, each in both languages): {quiet['with_text']} with any text, "
        f"when an answer with a no-speech probability above {NO_SPEECH} counts as no text "
        "(so everywhere in this card; a beam search alone does write words for such sounds).",
        speed=figures["real_time_factor"],
        situations=", ".join(TEST_SITUATIONS),
        targets=targets_met(figures),
    )


def main() -> None:
    """Run as a command."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pack", type=Path, default=PACK_FOLDER)
    options = parser.parse_args()
    saved = torch.load(options.work / "checkpoint.pt", map_location="cpu")
    shape = saved["sizes"]
    weights = sum(value.numel() for value in saved["model"].values()) / 1e6
    shards = len(list((options.work / "shards").glob("[0-9]*.json")))
    text = card(
        read_json(options.work / "figures.json"),
        f"{shards},000 synthesised utterances; {saved['utterances']:,} seen in "
        f"{saved['steps']:,} steps, {saved['seconds'] / 60:.0f} minutes of one shared CPU core.",
        f"Encoder {shape['encoder_layers']}, decoder {shape['decoder_layers']} layers, width "
        f"{shape['width']}, {weights:.1f} million weights",
    )
    (options.pack / "CARD.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
