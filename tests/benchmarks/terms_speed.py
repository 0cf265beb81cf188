"""How long the termbase takes to load and to find the terms of a sentence.

``python tests/benchmarks/terms_speed.py``: the shipped concepts, multiplied until each language has
20,000 forms (every copy's words are made different), compiled into a cache in a temporary folder.
Printed are the best and the middle of several runs, in milliseconds of this thread's time and of
the clock. Wanted: load of a language pair at most 150 ms, a 40-word sentence at most 0.2 ms.
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
from glossary.rules import read_rules
from glossary.store import content_key, tables_of
from glossary.termbase import Termbase, standard

WANTED_FORMS = 20_000
SENTENCES = {
    "en": (
        "Take two tablets of amoxicillin three times a day after meals because you have a sinus "
        "infection and I would also like to check your blood pressure and your kidney function "
        "before the surgery on your left knee next week please"
    ),
    "zh": (
        "您左边膝盖做手术以前我想先给您量一下血压再查一下肾功能因为您有鼻窦炎所以阿莫西林每天吃"
        "三次每次两片饭后吃如果拉肚子或者起皮疹就马上停药并且回来找我复诊好吗"
    ),
    "ru": (
        "Принимайте амоксициллин три раза в день после еды потому что у вас синусит а перед "
        "операцией на левом колене я хочу ещё измерить давление и проверить функцию почек и "
        "сделать анализ крови на сахар и электрокардиограмму на следующей неделе в поликлинике"
    ),
    "ar": (
        "تناول حبتين من الأموكسيسيلين ثلاث مرات في اليوم بعد الطعام لأن لديك التهاب الجيوب "
        "الأنفية وأريد أيضا أن أقيس ضغط الدم وأفحص وظائف الكلى قبل العملية في ركبتك اليسرى "
        "الأسبوع القادم في المستشفى من فضلك ولا تنس تحليل الدم والسكر والقلب"
    ),
}


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
        termbase = load()
        for lang, text in SENTENCES.items():
            target = "zh" if lang == "en" else "en"
            found = len(termbase.find(text, lang, target))
            figures = timed(
                lambda lang=lang, text=text, target=target: termbase.find(text, lang, target), 300
            )
            print(json.dumps({"find": lang, "characters": len(text), "found": found, **figures}))


if __name__ == "__main__":
    main()
