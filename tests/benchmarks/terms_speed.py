"""How long the termbase takes to load and to find the terms of a sentence.

``python tests/benchmarks/terms_speed.py``: the shipped concepts, multiplied until each language has
20,000 forms (every copy's words are made different), compiled into a cache in a temporary folder.
Texts of 40 words (70 signs in Chinese and Japanese) are put together from the phrases of the
consultation, so that they are many and thick with terms. Printed are milliseconds: each text
found for the first time, when many of its words are new to the memory of stems and forms, and
again (the best of ten in turn), the middle and the worst of all texts. Wanted: load of a language
pair at most 150 ms, a text at most 0.2 ms.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from glossary.cache import cached
from glossary.concepts import DATA, LANGUAGES, Concept, Terms
from glossary.phrases import Phrases
from glossary.rules import read_rules
from glossary.store import content_key, tables_of
from glossary.termbase import Termbase, standard

WANTED_FORMS = 20_000
WORDS, SIGNS = 40, 70


def texts_of(lang: str) -> list[str]:
    """Different texts of the wanted length from the phrases of the consultation."""
    made, length, parts = [], 0, list[str]()
    for phrase in Phrases.load().phrases:
        part = phrase.text(lang)
        parts.append(part)
        length += len(part) if lang in ("zh", "ja") else len(part.split())
        if length >= (SIGNS if lang in ("zh", "ja") else WORDS):
            made.append(" ".join(parts))
            length, parts = 0, []
    return made


def multiplied(concepts: tuple[Concept, ...]) -> list[Concept]:
    """Concepts whose forms come to the wanted number in every language."""
    fewest = min(sum(len(c.terms[lang].every) for c in concepts) for lang in LANGUAGES)
    copies = -(-WANTED_FORMS // fewest)
    return [_copy(concept, number) for number in range(copies) for concept in concepts]


def _copy(concept: Concept, number: int) -> Concept:
    if number == 0:
        return concept
    terms = {lang: _copy_terms(terms, number) for lang, terms in concept.terms.items()}
    return replace(concept, id=f"{concept.id}-{number}", terms=terms)


def _copy_terms(terms: Terms, number: int) -> Terms:
    def other(form: str) -> str:
        return (
            f"{form[: len(form) // 2]}甲乙丙丁"[: len(form) // 2 + number] + form[len(form) // 2 :]
        )

    return Terms(
        other(terms.term),
        tuple(map(other, terms.also)),
        tuple(map(other, terms.avoid)),
        tuple(map(other, terms.abbr)),
        other(terms.plain) if terms.plain else "",
    )


def timed(work: Callable[[], object], runs: int) -> dict[str, float]:
    """Milliseconds of ``work``: best and middle, of this thread and of the clock."""
    clock, own = [], []
    for _ in range(runs):
        began, began_own = time.perf_counter(), time.thread_time()
        work()
        own.append((time.thread_time() - began_own) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    return {
        "thread_best_ms": round(min(own), 3),
        "thread_middle_ms": round(statistics.median(own), 3),
        "clock_best_ms": round(min(clock), 3),
        "clock_middle_ms": round(statistics.median(clock), 3),
    }


def main() -> None:
    """Print one JSON line a figure."""
    rules = read_rules()
    shipped = standard()
    concepts = multiplied(shipped.concepts)
    forms = {lang: sum(len(c.terms[lang].every) for c in concepts) for lang in LANGUAGES}
    print(json.dumps({"concepts": len(concepts), "forms": forms}))
    with tempfile.TemporaryDirectory() as folder:
        table = tables_of(concepts, rules)
        cached(Path(folder), "big", lambda: table)

        def load() -> Termbase:
            # What a start does: read the rules, hash all files, read the tables of a pair.
            key = content_key((DATA,)) and "big"
            termbase = Termbase(rules=read_rules(), table=cached(Path(folder), key, lambda: table))
            termbase.prepare("zh", "en")
            return termbase

        print(json.dumps({"load": "zh + en", **timed(load, 9)}))
        for lang in LANGUAGES:
            print(json.dumps({"find": lang, **found_in(load(), texts_of(lang), lang)}), flush=True)


def found_in(termbase: Termbase, texts: list[str], lang: str) -> dict[str, float]:
    """Figures of `Termbase.find` on different texts."""
    target = "zh" if lang == "en" else "en"
    termbase.prepare(lang, target)
    found = 0

    def once(text: str) -> float:
        nonlocal found
        began = time.perf_counter()
        found += len(termbase.find(text, lang, target))
        return (time.perf_counter() - began) * 1000

    first = [once(text) for text in texts]
    rounds = [[once(text) for text in texts] for _ in range(10)]
    again = [min(times) for times in zip(*rounds, strict=True)]
    return {
        "texts": len(texts),
        "terms_each": round(found / len(texts) / 11, 1),
        "first_middle_ms": round(statistics.median(first), 3),
        "again_middle_ms": round(statistics.median(again), 3),
        "again_worst_ms": round(max(again), 3),
    }


if __name__ == "__main__":
    main()
