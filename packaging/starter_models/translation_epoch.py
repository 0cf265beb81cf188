"""Step 2a: the examples of one epoch, drawn from whatever corpus exists now.

`python translation_epoch.py --work DIR --epoch N [--show 20]` writes `DIR/epochs/N.npz` (flat ids
and offsets of sources and targets). `translation_train.py` runs it one epoch ahead. The mix: 30 %
slot grammar (fresh every time), 46 % hand-written sentences with varied numbers and sides, 24 %
open text, and drills of numbers on top.
"""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import numpy
from translation_augment import (
    annotate,
    compose,
    directed,
    find_term,
    noise,
    opening,
    swap_sides,
    vary_numbers,
)
from translation_common import (
    BOS,
    EOS,
    SEED,
    TARGET_TOKENS,
    TERM_BEGIN,
    Example,
    Pair,
    Tokenizer,
    grammar_pairs,
    handwritten_training,
    other,
    read_pairs,
    work_argument,
)
from translation_drill import drill

EPOCH_EXAMPLES = 64000
SHARES = {"grammar": 0.30, "handwritten": 0.46, "open": 0.24}
ANNOTATED, SUBSTITUTED, JOINED, COMPOSED, OPENED = 0.4, 0.5, 0.04, 0.3, 0.07
SAMPLED, DRILLS = 0.35, 0.08
LONGEST = 110
_SENTENCE = re.compile(r"[^.?!。？！]+[.?!。？！]+(?=\s|$|[\u3400-\u9fff])")

Lexicon = list[tuple[str, str]]


def split_aligned(pair: Pair) -> list[Pair]:
    """The single sentences of a pair with as many sentences on both sides, else the pair."""
    zh = [s.strip() for s in _SENTENCE.findall(pair.zh)]
    en = [s.strip() for s in _SENTENCE.findall(pair.en)]
    if len(zh) < 2 or len(zh) != len(en) or "".join(zh) != pair.zh or " ".join(en) != pair.en:
        return [pair]
    return [Pair(a, b, pair.origin) for a, b in zip(zh, en, strict=True)]


class TermFinder:
    """Known (zh, en) terms that stand on both sides of a pair."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for zh, en in lexicon:
            self._by_start.setdefault(zh[:2], []).append((zh, en))

    def __call__(self, pair: Pair) -> tuple[tuple[str, str], ...]:
        found = []
        for i in range(len(pair.zh) - 1):
            for zh, en in self._by_start.get(pair.zh[i : i + 2], ()):
                if pair.zh.startswith(zh, i) and find_term(pair.en, en, "en"):
                    found.append((zh, en))
        return tuple(dict.fromkeys(found))


def lexicon_of(pairs: list[Pair]) -> Lexicon:
    """All term pairs of the grammar sample, one-character terms left out."""
    return sorted({t for p in pairs for t in p.terms if len(t[0]) >= 2 and len(t[1]) >= 3})


class Builder:
    """Turns pairs into noised, annotated, directed examples with one random generator."""

    def __init__(self, rng: random.Random, lexicon: Lexicon, names: dict[str, list[str]]) -> None:
        self._rng, self._names = rng, names
        self._terms = {"zh": [t[0] for t in lexicon], "en": [t[1] for t in lexicon]}

    def _substitute(self, lang: str) -> Callable[[str], str | None]:
        def choose(_wanted: str) -> str | None:
            if self._rng.random() >= SUBSTITUTED:
                return None
            pool = self._names[lang] if self._rng.random() < 0.6 else self._terms[lang]
            return self._rng.choice(pool) if pool else None

        return choose

    def example(self, pair: Pair, source_lang: str) -> Example:
        """One example; annotated ones keep their source clean, plain ones get noise."""
        rng, plain = self._rng, directed(pair, source_lang)
        if pair.terms and rng.random() < ANNOTATED:
            source, target, wanted = annotate(
                plain.source, plain.target, source_lang, pair.terms, rng,
                self._substitute(other(source_lang)),
            )  # fmt: skip
            if wanted:
                if rng.random() < 0.1:
                    source = source.rstrip(".?!。？！")
                return Example(source, target, plain.target_lang, pair.origin)
        source = noise(plain.source, source_lang, rng)
        return Example(source, plain.target, plain.target_lang, pair.origin)

    def joined(self, first: Pair, second: Pair) -> Pair:
        """Two sentences as one input."""
        return Pair(first.zh + second.zh, first.en + " " + second.en, first.origin)


def own_pairs(count: int, rng: random.Random, find: TermFinder) -> list[Pair]:
    """`count` hand-written pairs, each with its own variation of numbers and sides."""
    lines = handwritten_training()
    lines += [part for p in lines for part in split_aligned(p) if part.zh != p.zh]
    lines = [Pair(p.zh, p.en, p.origin, find(p)) for p in lines]
    result: list[Pair] = []
    while lines and len(result) < count:
        rng.shuffle(lines)
        for p in lines:
            p = vary_numbers(p, rng) if rng.random() < 0.5 else p
            result.append(swap_sides(p) if rng.random() < 0.5 else p)
    return result[:count]


def build(work: Path, epoch: int, size: int) -> list[Example]:
    """The shuffled examples of epoch number `epoch`."""
    rng = random.Random(SEED * 1000 + epoch)
    grammar = list(grammar_pairs("train", int(size * SHARES["grammar"]), rng.randrange(1 << 30)))
    lexicon = lexicon_of(grammar)
    names = json.loads((work / "medical_terms.json").read_text(encoding="utf-8"))
    find = TermFinder(lexicon)
    for i in range(len(grammar)):
        if rng.random() < 0.4:  # numbers that no slot has: copy them, do not guess them
            grammar[i] = vary_numbers(grammar[i], rng)
        if rng.random() < COMPOSED:
            grammar[i] = compose(grammar[i], rng.choice(grammar), rng) or grammar[i]
    own = own_pairs(int(size * SHARES["handwritten"]), rng, find)
    text = read_pairs(work / "open_train.tsv")
    rng.shuffle(text)
    text = [Pair(p.zh, p.en, p.origin, find(p)) for p in text[: int(size * SHARES["open"])]]
    builder = Builder(rng, lexicon, names)
    pairs = grammar + own + text
    for i in range(len(pairs)):
        if rng.random() < JOINED:
            pairs[i] = builder.joined(pairs[i], rng.choice(own or pairs))
        elif rng.random() < OPENED:
            pairs[i] = opening(pairs[i], rng)
    pairs += [drill(rng, lexicon) for _ in range(int(size * DRILLS))]
    pairs += [Pair(zh, en, "grammar/lexicon") for zh, en in lexicon]
    examples = [builder.example(p, rng.choice(("zh", "en"))) for p in pairs]
    rng.shuffle(examples)
    return examples


def encode(
    tokenizer: Tokenizer, examples: list[Example], sampled: float = 0.0, seed: int = 0
) -> tuple[list[list[int]], list[list[int]]]:
    """Source ids (language token … EOS) and target ids (BOS … EOS).

    A share `sampled` of the plain sources, and half as many of the targets, are cut at random;
    never annotated examples, where the pieces of a wanted term are to be copied.
    """
    rng = random.Random(seed)
    plain = [sampled > 0 and TERM_BEGIN not in e.source for e in examples]
    cut = [p and rng.random() < sampled for p in plain]
    cut_target = [p and rng.random() < sampled / 2 for p in plain]
    targets = [e.target_lang for e in examples]
    langs = [other(t) for t in targets]
    sources = tokenizer.encode_many([e.source for e in examples], langs, cut)
    wanted = tokenizer.encode_many([e.target for e in examples], targets, cut_target)
    first = tokenizer.language_ids
    source_ids = [[first[t], *s, EOS] for t, s in zip(targets, sources, strict=True)]
    target_ids = [[BOS, *w, EOS] for w in wanted]
    return source_ids, target_ids


def flat(rows: list[list[int]]) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Rows as one array and the offsets of their ends."""
    ends = numpy.cumsum([len(r) for r in rows], dtype=numpy.int64)
    return numpy.fromiter((i for r in rows for i in r), dtype=numpy.int16), ends


def main() -> None:
    parser = work_argument("Build the examples of one epoch.")
    parser.add_argument("--epoch", type=int, default=0)
    parser.add_argument("--size", type=int, default=EPOCH_EXAMPLES)
    parser.add_argument("--show", type=int, default=0, help="print that many examples and stop")
    options = parser.parse_args()
    examples = build(options.work, options.epoch, options.size)
    if options.show:
        for e in examples[: options.show]:
            print(f"{e.origin}\n  {TARGET_TOKENS[e.target_lang]} {e.source}\n  {e.target}")
        return
    sources, targets = encode(
        Tokenizer(options.work / "spm.model"), examples, SAMPLED, options.epoch
    )
    kept = [i for i in range(len(examples)) if max(len(sources[i]), len(targets[i])) <= LONGEST]
    a, a_ends = flat([sources[i] for i in kept])
    b, b_ends = flat([targets[i] for i in kept])
    path = options.work / "epochs" / f"{options.epoch}.npz"
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f"{options.epoch}.part.npz")
    numpy.savez(temporary, source=a, source_ends=a_ends, target=b, target_ends=b_ends)
    temporary.replace(path)
    kinds = {k: sum(e.origin.startswith(k) for e in examples) for k in ("grammar", "tat", "tico")}
    print(
        json.dumps({"epoch": options.epoch, "examples": len(kept), "target_ids": len(b), **kinds})
    )


if __name__ == "__main__":
    main()
