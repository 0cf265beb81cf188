"""The byte-level vocabulary of the speech pack: English pieces, whole Chinese characters, bytes.

English merges are learned from text; every usual Chinese character is put together from its three
bytes by two merges of its own, so that a sentence is spelled one character a token. Text tokens end
with the empty token, which CTranslate2 needs to take the model for a multilingual one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import speech_corpus as corpus
from speech_common import HERE, SPECIAL_TOKENS, TIME_TOKENS
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

ENGLISH_MERGES = 1700
_HAN = re.compile(r"[\u4e00-\u9fff，。？！、]")
_ALONE = Regex(r"[\u4e00-\u9fff，。？！、0-9]")


def _pre_tokenizer() -> Any:
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(_ALONE, behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )


def texts() -> dict[str, list[str]]:
    """All text the vocabulary is made from; slot tables stand in for grammar sentences."""
    found: dict[str, list[str]] = {"zh": [], "en": []}
    for source in (corpus.hand_written("train"), corpus.tatoeba()):
        for language, lines in source.items():
            weight = 1 if lines and lines[0].source == "tatoeba" else 6
            found[language] += [line.text for line in lines] * weight
    for path in sorted((HERE / "templates").glob("*.toml")):
        table = path.read_text(encoding="utf-8")
        found["zh"] += [table] * 3
        found["en"] += [re.sub(r"[^A-Za-z' ]+", " ", table)] * 2
    return found


def build() -> Tokenizer:
    """The tokenizer without its special tokens' training: vocabulary order as CTranslate2 wants."""
    source = texts()
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = _pre_tokenizer()
    learner.train_from_iterator(
        (" " + text for text in source["en"]),
        trainers.BpeTrainer(
            vocab_size=256 + ENGLISH_MERGES,
            show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )
    learned = json.loads(learner.to_str())["model"]
    vocabulary: dict[str, int] = learned["vocab"]
    merges: list[tuple[str, str]] = [tuple(merge) for merge in learned["merges"]]
    counts = Counter(_HAN.findall("".join(source["zh"])))
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    for character, count in counts.most_common():
        first, second, third = list(level.pre_tokenize_str(character)[0][0])
        if count < 2 or first + second + third in vocabulary:
            continue
        for left, right in ((first, second), (first + second, third)):
            if left + right not in vocabulary:
                vocabulary[left + right] = len(vocabulary)
                merges.append((left, right))
    vocabulary[""] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = _pre_tokenizer()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token in (*SPECIAL_TOKENS, *TIME_TOKENS)
        ]
    )
    return tokenizer


def written(text: str, language: str) -> str:
    """The text as the model spells it: English words all carry their space in front."""
    return " " + text if language == "en" and text else text


def vocabulary_list(tokenizer: Tokenizer) -> list[str]:
    """All tokens in the order of their ids."""
    size = tokenizer.get_vocab_size(with_added_tokens=True)
    return [tokenizer.id_to_token(index) or "" for index in range(size)]


def load_or_build(work: Path) -> Tokenizer:
    """The tokenizer of this training; made once, since the weights depend on its order."""
    path = work / "tokenizer.json"
    if not path.exists():
        tokenizer = build()
        tokenizer.save(str(path))
    return Tokenizer.from_file(str(path))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    made = load_or_build(parser.parse_args().work)
    for example in ("体温38.5度，您哪里不舒服？", " I've had a cough for 3 days, 38.5 degrees."):
        encoded = made.encode(example)
        print(encoded.tokens, made.decode(encoded.ids) == example)
    print(made.get_vocab_size(), [made.token_to_id(token) for token in ("", *SPECIAL_TOKENS)])
