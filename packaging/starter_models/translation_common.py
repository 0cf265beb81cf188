"""Shared parts of the starter translation recipe: symbols, text forms, tokenizer, folders.

One model translates both ways. A source sentence is `<2en>` or `<2zh>` (the wanted target
language) followed by its pieces. English text is encoded with one leading space, Chinese text
without, so that an English term inside a Chinese sentence has the same pieces as elsewhere.
A wanted term is written inline: `source term` becomes
`<term>source term<as>wanted target term</term>`.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sentencepiece

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CORPUS = HERE / "corpus"
PACK_ID = "starter-translation-zh-en"
PACK = REPOSITORY / "assets" / "model_packs" / PACK_ID
SEED = 20261
BEAM = 6
"""Hypotheses of a beam search; chosen on the ``dev`` templates (4, 6 and 8 were tried)."""

PAD, UNK, BOS, EOS = 0, 1, 2, 3
TARGET_TOKENS = {"en": "<2en>", "zh": "<2zh>"}
TERM_BEGIN, TERM_AS, TERM_END = "<term>", "<as>", "</term>"
USER_SYMBOLS = (*TARGET_TOKENS.values(), TERM_BEGIN, TERM_AS, TERM_END)

# Situations that are never seen in training: two to report, one to look at while training.
TEST_SITUATIONS = ("21_anesthesia_preop", "33_urology_kidney")
DEV_SITUATIONS = ("15_pharmacy_pickup",)

# Characters unified before anything else; the same table is compiled into the tokenizer.
UNIFY = {
    **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
    **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
    **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
    "\u3000": " ",
    "\u00a0": " ",
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\uff05": "%",
    "\uff0e": ".",
    "\uff0f": "/",
    "\u2103": "度",
    "\u2013": "-",
    "\u2014": "-",
}
_UNIFY = str.maketrans(UNIFY)
_HAN = "\u3400-\u9fff"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}，。？！、]) +(?=\S)|(?<=\S) +(?=[{_HAN}，。？！、])")
_ZH_PUNCTUATION = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "："})


@dataclass(frozen=True)
class Pair:
    """One sentence pair; `terms` are (zh, en) pairs that occur in it, `origin` names its source."""

    zh: str
    en: str
    origin: str
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Example:
    """One directed example as text: what goes in (with inline terms) and what must come out."""

    source: str
    target: str
    target_lang: str
    origin: str = ""


@dataclass(frozen=True)
class ModelConfig:
    """Shape of the Transformer; the defaults are the pack's."""

    vocabulary: int = 8000
    width: int = 256
    heads: int = 4
    feed_forward: int = 1024
    encoder_layers: int = 4
    decoder_layers: int = 2
    dropout: float = 0.1
    hidden: float = 0.08
    max_positions: int = 256


def normalise(text: str, lang: str) -> str:
    """Text in the form that the model was trained on (characters, spaces, punctuation width)."""
    text = " ".join(text.translate(_UNIFY).split())
    if lang == "zh":
        text = _HAN_GAP.sub("", text)
        text = text.translate(_ZH_PUNCTUATION) if not re.search(r"\d[:,]\d", text) else text
        return re.sub(rf"(?<=[{_HAN}])\.$", "。", text)
    return text


class Tokenizer:
    """The pack's sentencepiece model with the language conventions of this module."""

    def __init__(self, model: Path) -> None:
        self._sp = sentencepiece.SentencePieceProcessor(model_file=str(model))
        self.language_ids = {k: self._sp.piece_to_id(v) for k, v in TARGET_TOKENS.items()}

    def __len__(self) -> int:
        return int(self._sp.get_piece_size())

    def pieces(self) -> list[str]:
        """All pieces in the order of their ids."""
        return [str(self._sp.id_to_piece(i)) for i in range(len(self))]

    @staticmethod
    def surface(text: str, lang: str) -> str:
        """`text` as it is encoded: English has a leading space, Chinese has none.

        A leading inline term already holds the space of its English word.
        """
        return " " + text if lang == "en" and not text.startswith(TERM_BEGIN) else text

    def encode_many(
        self, texts: Sequence[str], langs: Sequence[str], at_random: Sequence[bool] = ()
    ) -> list[list[int]]:
        """Ids of many texts at once, without language token or end of sentence.

        Those marked in `at_random` are cut into pieces at random (subword regularisation).
        """
        surfaces = [self.surface(t, lang) for t, lang in zip(texts, langs, strict=True)]
        result: list[list[int]] = self._sp.encode(surfaces, num_threads=1)
        for i, chosen in enumerate(at_random):
            if chosen:
                text = surfaces[i]
                result[i] = self._sp.encode(text, enable_sampling=True, alpha=0.3, nbest_size=-1)
        return result

    def source_ids(self, text: str, source_lang: str, target_lang: str) -> list[int]:
        """Ids of one source sentence with its target-language token and the end of sentence."""
        ids: list[int] = self._sp.encode(self.surface(text, source_lang))
        return [self.language_ids[target_lang], *ids, EOS]

    def decode(self, ids: Iterable[int]) -> str:
        """Text of target ids; language and control tokens are dropped."""
        kept = [int(i) for i in ids if int(i) > EOS]
        return " ".join(str(self._sp.decode(kept)).split())


def other(lang: str) -> str:
    """The other language of the pair."""
    return "zh" if lang == "en" else "en"


def stable_fraction(key: str) -> float:
    """A number in [0, 1) that depends on `key` alone: splits that never move."""
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:6], "big") / float(1 << 48)


def read_pairs(path: Path) -> list[Pair]:
    """Pairs of a TSV written by `write_pairs`; an absent file holds none."""
    if not path.exists():
        return []
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Pair(row[0], row[1], row[2]) for row in rows]


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs as `zh TAB en TAB origin`, atomically."""
    text = "".join(f"{p.zh}\t{p.en}\t{p.origin}\n" for p in pairs)
    write_atomic(path, text.encode("utf-8"))


def write_atomic(path: Path, data: bytes) -> None:
    """Replace `path` in one step, so that an interruption leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def write_json(path: Path, value: Any) -> None:
    """JSON file with stable order, replaced atomically."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    write_atomic(path, text.encode("utf-8"))


def handwritten(names: Sequence[str] | None = None) -> list[Pair]:
    """Hand-written pairs of the named situations, of all of them without names."""
    pairs = []
    for path in sorted(CORPUS.glob("*.tsv")):
        if names is not None and path.stem not in names:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.rstrip("\r").split("\t")
            if line.startswith("#") or len(columns) != 3:
                continue
            zh, en = normalise(columns[1], "zh"), normalise(columns[2], "en")
            pairs.append(Pair(zh, en, path.stem))
    return pairs


def handwritten_training() -> list[Pair]:
    """Hand-written pairs of every situation that is not held out."""
    kept_out = {*TEST_SITUATIONS, *DEV_SITUATIONS}
    return [p for p in handwritten() if p.origin not in kept_out]


def grammar_pairs(split: str, count: int, seed: int) -> Iterator[Pair]:
    """Pairs of the slot grammar; nothing while there are no templates."""
    if all(p.name.startswith("slots") for p in (HERE / "templates").glob("*.toml")):
        return
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    import grammar

    for p in grammar.sample(split, count, seed):
        zh, en = normalise(p.zh, "zh"), normalise(p.en, "en")
        yield Pair(zh, en, f"grammar/{p.topic}/{p.template}", tuple(p.terms))


def work_argument(description: str) -> argparse.ArgumentParser:
    """A parser with the option that every step shares."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--work", type=Path, required=True, help="folder for data and checkpoints")
    return parser
