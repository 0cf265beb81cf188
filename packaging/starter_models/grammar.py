"""Slot grammar of the training corpus: paired Chinese/English consultation sentences.

``templates/slots_*.toml`` hold the slot tables, the other files in ``templates/`` hold the
sentence templates, one table per split::

    topic = "dosing"
    [train]
    dosing-001 = ["D", "这个药每次吃{tabs}。", "Take {tabs} of this medicine each time."]

A slot table is a list of lines ``zh | en | tags and forms``; ``<1-5>`` in both columns stands for
a range of numbers.  A slot reference is ``{name}``, with, in this order:

* ``^`` in front: the first letter in upper case, ``a:`` in front: with the article a or an;
* a final digit: two values of one table in one sentence (``{drug1}``, ``{drug2}``: never equal);
* ``@tag+tag-tag``: only values that carry the tags and lack those after a minus sign;
* ``.form``: another form of the value (``.is`` is/are, ``.he``, ``.mg``, ``.n`` ...);
* ``~one/many``: the first word if the value is the number 1, otherwise the second.

The values a template takes are numbered, so a sample never repeats a pair before the template is
used up, and the number of pairs is exact.  A dev or test template is never given for training.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from grammar_tables import SPLITS, Grammar, Template, Term, Text

INFORMAL_SHARE = 0.4
"""Part of the sentences with the polite pronoun that are given with the plain one instead."""

OPENER_SHARE = 0.12
"""Part of the sentences that get a word in front, such as "Doctor," (tables open_d, open_p)."""

_KEEPS_CAPITAL = re.compile(
    r"(I\b|[A-Z]{2}|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May \d"
    r"|June|July|August|September|October|November|December|Chinese|Parkinson|Crohn|Kawasaki|Pap\b|Holter"
    r"|X-)"
)
_ANSWERS = ("医生", "对", "不，", "不对", "没有，", "有，", "好", "请问", "先说", "当然")


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages.

    ``terms`` are the (zh, en) terms of the slots used, in dictionary form; each stands in the
    pair, the English one perhaps with its first letter in upper case.
    """

    template: str
    topic: str
    speaker: str
    zh: str
    en: str
    terms: tuple[Term, ...]


@cache
def load() -> Grammar:
    """Return the grammar of this folder, read once."""
    return Grammar()


def shares(sizes: list[int], count: int) -> list[int]:
    """Return how many pairs each template gives: even, but none more than it has.

    When ``count`` is larger than all of them together, every template gives all its pairs and
    the rest is spread evenly again (then pairs repeat).
    """
    result = [0] * len(sizes)
    left = count
    while left > 0:
        room = [index for index in range(len(sizes)) if result[index] < sizes[index]]
        if not room:
            room = list(range(len(sizes)))
            sizes = [size * 2 for size in sizes]
        portion, odd = divmod(left, len(room))
        for rank, index in enumerate(room):
            more = min(portion + (rank < odd), sizes[index] - result[index])
            result[index] += more
            left -= more
    return result


def sample(split: str, count: int, seed: int) -> Iterator[Pair]:
    """Yield ``count`` pairs of a split, mixed, reproducible for a seed.

    Templates are evenly represented; a pair comes twice only after its template is used up.
    Raises ValueError for an unknown split.
    """
    if split not in SPLITS:
        raise ValueError(f"unknown split {split!r}")
    rng = random.Random(seed)
    templates = [template for template in load().templates if template.split == split]
    rng.shuffle(templates)
    queue: list[tuple[Template, int]] = []
    for template, share in zip(
        templates, shares([t.text.size for t in templates], count), strict=True
    ):
        queue += [(template, number) for number in _numbers(rng, template.text, share)]
    rng.shuffle(queue)
    for template, number in queue:
        terms: list[Term] = []
        zh, en = template.text.render(number, terms)
        if "您" in zh and rng.random() < INFORMAL_SHARE:
            zh = zh.replace("您", "你")
        if rng.random() < OPENER_SHARE and not zh.startswith(_ANSWERS) and "：" not in zh:
            zh, en = _opened(rng, template.speaker, zh, en)
        plain = en.lower()
        kept = tuple(term for term in terms if term[0] in zh and term[1].lower() in plain)
        yield Pair(template.id, template.topic, template.speaker, zh, en, kept)


def _opened(rng: random.Random, speaker: str, zh: str, en: str) -> tuple[str, str]:
    """Return the pair with a word of its speaker in front."""
    asks = zh.endswith("？")
    if speaker == "D":
        name, condition = "open_d", "@-say" if asks or zh.startswith("请") else ""
    else:
        name, condition = ("open_ask" if asks else "open_p"), ""
    first = rng.choice(load().pool(name, condition).values).forms
    if not _KEEPS_CAPITAL.match(en):
        en = en[0].lower() + en[1:]
    return first["zh"] + zh, f"{first['en']} {en}"


def _numbers(rng: random.Random, text: Text, share: int) -> list[int]:
    """Return ``share`` numbers of pairs, none twice before all are used.

    In a large text with clauses every kind of clause comes equally often, however many pairs
    each stands for; otherwise all pairs are equally likely.
    """
    if text.size > 20 * share and any(pool.ends is not None for pool in text.pools):
        drawn: dict[int, None] = {}
        for _ in range(20 * share):
            if len(drawn) == share:
                break
            drawn[text.draw(rng)] = None
        if len(drawn) == share:
            return list(drawn)
    rounds, rest = divmod(share, text.size)
    whole = list(range(text.size)) * rounds if rounds else []
    return whole + rng.sample(range(min(text.size, sys.maxsize)), rest)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: sample, stats or lint; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    sampling = commands.add_parser("sample", help="print pairs as tab separated text")
    sampling.add_argument("--split", choices=SPLITS, default="train")
    sampling.add_argument("--count", type=int, default=1000)
    sampling.add_argument("--seed", type=int, default=1)
    commands.add_parser("stats", help="print the sizes of splits and slot tables")
    commands.add_parser("lint", help="check templates and a large sample of pairs")
    options = parser.parse_args(arguments)
    if options.command == "sample":
        for pair in sample(options.split, options.count, options.seed):
            terms = "; ".join(f"{zh}={en}" for zh, en in pair.terms)
            print(pair.template, pair.speaker, pair.zh, pair.en, terms, sep="\t")
        return 0
    import grammar_lint

    return grammar_lint.stats() if options.command == "stats" else grammar_lint.lint()


if __name__ == "__main__":
    sys.modules.setdefault("grammar", sys.modules["__main__"])
    sys.exit(main())
