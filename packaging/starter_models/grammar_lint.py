"""Checks and figures of the slot grammar: ``python grammar.py lint`` and ``... stats``."""

from __future__ import annotations

import re
from collections import Counter

import grammar
import grammar_tables
from grammar_tables import SPLITS

SAMPLE_SIZE = 60_000
_ZH_LATIN = re.compile(r"CT|B超|X光|HPV|维生素[A-K]\d*|EB病毒|O型|A型|B型|AB型")
_ZH_CHARACTERS = re.compile(r"[\u4e00-\u9fff0-9，。？！、：./%]+")
_EN_CHARACTERS = re.compile(r"[A-Za-z0-9 ,.?!'/%:\-]+")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WORDS = {"once": "1", "twice": "2", "first": "1", "second": "2", "third": "3"}


def digits_zh(text: str) -> Counter[str]:
    """Return the numbers of a Chinese sentence.

    Half past counts as 30 minutes, and the 1 of 1天3次 (3 times a day) is not counted.
    """
    text = re.sub(r"(\d+)点半", r"\1点30", text)
    text = re.sub(r"维生素[A-K]\d*", "", text)
    text = re.sub(r"(?<!\d)1(?=(天|周|个星期|个月|年)[^，。0-9前]{0,8}[0-9几]+次)", "", text)
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def digits_en(text: str) -> Counter[str]:
    """Return the numbers of an English sentence; once, twice and months count as numbers."""
    for number, month in enumerate(_MONTHS, 1):
        text = re.sub(rf"\b{month} (?=\d)", f"{number} ", text)
    text = re.sub(r"vitamin [A-K]\d*", "", text, flags=re.I)
    text = re.sub(r"\b(once|twice)\b", lambda match: _WORDS[match[1].lower()], text, flags=re.I)
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def faults(pair: grammar.Pair) -> list[str]:
    """Return what is wrong with one pair, in words; empty if nothing is."""
    found = []
    if not re.search(r"[。？！]$", pair.zh) or not re.search(r"[.?!]$", pair.en):
        found.append("no punctuation at the end")
    if (pair.zh[-1] == "？") != (pair.en[-1] == "?"):
        found.append("question in one language only")
    if re.search(r"  | [,.?!]|[,.?!]{2}|^ | $", pair.en) or re.search(
        r"\s|[，。？！、：]{2}", pair.zh
    ):
        found.append("spaces or punctuation doubled")
    if not _ZH_CHARACTERS.fullmatch(_ZH_LATIN.sub("", pair.zh)):
        found.append("character not allowed in Chinese")
    if not _EN_CHARACTERS.fullmatch(pair.en):
        found.append("character not allowed in English")
    if pair.en[0].islower():
        found.append("lower case at the beginning")
    zh, en = digits_zh(pair.zh), digits_en(pair.en)
    if zh != en and not ("once" in pair.en.lower() and zh - en == Counter()):
        found.append(f"numbers differ: {dict(zh)} and {dict(en)}")
    for word, following in re.findall(r"(?<!epatitis )\b(an?|An?) (\w+)", pair.en):
        if (
            following not in ("hour", "X")
            and grammar_tables.with_article(following).split()[0] != word.lower()
        ):
            found.append(f"article before {following}")
    if re.search(r"\b(a|an|the|my|your) (a|an|the|my|your)\b|\b(\w+) \3\b", pair.en, flags=re.I):
        found.append("word doubled")
    return found


def lint() -> int:
    """Print the faults of a large sample of every split; return 1 if there are any."""
    seen: Counter[str] = Counter()
    texts: dict[tuple[str, str], str] = {}
    for split in SPLITS:
        for pair in grammar.sample(split, SAMPLE_SIZE, 0):
            problems = faults(pair)
            other = texts.setdefault((pair.zh, pair.en), pair.template)
            if other != pair.template:
                problems.append(f"same pair from {other}")
            for problem in problems:
                seen[f"{pair.template}: {problem.partition(':')[0]}"] += 1
                if seen[f"{pair.template}: {problem.partition(':')[0]}"] <= 2:
                    print(pair.template, problem, pair.zh, pair.en, sep="\t")
    for name in grammar.load().tables:
        lines = Counter((v.forms["zh"], v.forms["en"]) for v in grammar.load().values(name))
        for line, times in lines.items():
            if times > 1:
                seen[name] += 1
                print(f"slot {name}: {line} stands {times} times")
    print(f"{len(seen)} kinds of fault")
    return 1 if seen else 0


def stats() -> int:
    """Print templates and distinct pairs of every split and the sizes of the slot tables."""
    data = grammar.load()
    for split in SPLITS:
        templates = [template for template in data.templates if template.split == split]
        sizes = sorted(template.text.size for template in templates)
        capped = sum(min(size, 1000) for size in sizes)
        middle = sizes[len(sizes) // 2] if sizes else 0
        print(
            f"{split}: {len(templates)} templates, {sum(sizes)} distinct pairs "
            f"({capped} with at most 1000 per template), median {middle} per template"
        )
    speakers = Counter(template.speaker for template in data.templates)
    print("speakers:", ", ".join(f"{key} {number}" for key, number in sorted(speakers.items())))
    topics = Counter(template.topic for template in data.templates)
    print("topics:", ", ".join(f"{key} {number}" for key, number in sorted(topics.items())))
    used = {
        reference[2]
        for template in data.templates
        for reference in grammar_tables.REFERENCE.findall(template.zh)
    }
    for name in sorted(data.tables):
        note = "" if name in used else " (in no template directly)"
        print(f"slot {name}: {sum(value.size for value in data.values(name))}{note}")
    return 0
