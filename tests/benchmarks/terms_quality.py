"""Do wanted terms come out, and what does pressing for them cost? On held-out sentences.

``python tests/benchmarks/terms_quality.py [--pack FOLDER] [--limit N] [--show N]``: the situations
that no training saw (packaging/starter_models), and sentences of the held-out templates. For each
direction: how many terms that steer, how many are there without steering, with it, how many only
by replacement, the same for the preferred term alone, and chrF (n = 1 to 6, beta 2) without and
with steering. Invented are medicines, diseases and tests of the translation that neither the source
nor the reference speaks of: steering may not add one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging" / "starter_models")]

# ruff: noqa: E402
from app.engine.models import load_translator
from app.modelpacks.verify import verify
from glossary.termbase import Termbase, standard
from glossary.types import TermMatch
from translation.term_constraints import count, is_met
from translation.types import SentenceTranslation

_NEVER_INVENTED = ("drug", "disease", "test")
PACK = ROOT / "assets" / "model_packs" / "starter-translation-zh-en"


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """Corpus chrF2 without spaces, in percent."""
    scores = []
    for n in range(1, 7):
        same = made = wanted = 0
        for hypothesis, reference in zip(hypotheses, references, strict=True):
            a, b = _grams(hypothesis, n), _grams(reference, n)
            same += (a & b).total()
            made += a.total()
            wanted += b.total()
        precision, recall = same / max(1, made), same / max(1, wanted)
        scores.append(5 * precision * recall / max(1e-9, 4 * precision + recall))
    return 100 * sum(scores) / len(scores)


def _grams(text: str, n: int) -> Counter[str]:
    text = "".join(text.split())
    return Counter(text[i : i + n] for i in range(len(text) - n + 1))


def read_pairs(limit: int) -> dict[str, list[tuple[str, str]]]:
    """Held-out (Chinese, English) pairs by set."""
    from translation_common import DEV_SITUATIONS, TEST_SITUATIONS, grammar_pairs, handwritten

    spoken = handwritten((*TEST_SITUATIONS, *DEV_SITUATIONS))
    made = list(grammar_pairs("test", limit, 99))
    return {
        "situations": [(p.zh, p.en) for p in spoken],
        "templates": [(p.zh, p.en) for p in made],
    }


def main() -> None:
    """Print one JSON line a set and direction."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pack", type=Path, default=PACK)
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--types", default="", help="steer these types (formal registers) instead")
    parser.add_argument("--missing", action="store_true", help="show only what has a term missing")
    options = parser.parse_args()
    translator = load_translator(verify(options.pack), options.pack, threads=1)
    termbase = standard()
    for name, pairs in read_pairs(options.limit).items():
        for source, target in (("zh", "en"), ("en", "zh")):
            sides = [(zh, en) if source == "zh" else (en, zh) for zh, en in pairs]
            terms = [list(termbase.find(text, source, target)) for text, _ in sides]
            if options.types:
                wanted = set(options.types.split(","))
                terms = [[_chosen(t, wanted) for t in found] for found in terms]
            chosen = [i for i, found in enumerate(terms) if any(t.steers for t in found)]
            texts, references = [sides[i][0] for i in chosen], [sides[i][1] for i in chosen]
            steering = [[t for t in terms[i] if t.steers] for i in chosen]
            # One sentence at a time, as in a consultation.
            began = time.perf_counter()
            plain = [translator.translate([text], source, target)[0] for text in texts]
            between = time.perf_counter()
            steered = [
                translator.translate([text], source, target, [found])[0]
                for text, found in zip(texts, steering, strict=True)
            ]
            ended = time.perf_counter()
            figures = {
                "set": name,
                "direction": f"{source}>{target}",
                "sentences": len(chosen),
                "terms": sum(map(len, steering)),
                "accepted_plain": _met([p.target for p in plain], steering, target),
                "accepted_steered": _met([p.target for p in steered], steering, target),
                "preferred_plain": _exact([p.target for p in plain], steering, target),
                "preferred_steered": _exact([p.target for p in steered], steering, target),
                "invented_plain": _invented(termbase, plain, texts, references, (source, target)),
                "invented_steered": _invented(
                    termbase, steered, texts, references, (source, target)
                ),
                "replaced": sum(len(p.replaced_terms) for p in steered),
                "chrf_plain": round(chrf([p.target for p in plain], references), 2),
                "chrf_steered": round(chrf([p.target for p in steered], references), 2),
                "ms_plain": round((between - began) * 1000 / max(1, len(texts)), 1),
                "ms_steered": round((ended - between) * 1000 / max(1, len(texts)), 1),
            }
            print(json.dumps(figures), flush=True)
            shown = 0
            for text, a, b, reference in zip(texts, plain, steered, references, strict=True):
                if options.missing and not b.unmet_terms:
                    continue
                if (options.missing or a.target != b.target) and shown < options.show:
                    shown += 1
                    mark = "R" if b.replaced_terms else " "
                    print(f"  {mark} {text}\n    - {a.target}\n    + {b.target}\n    = {reference}")


def _chosen(term: TermMatch, types: set[str]) -> TermMatch:
    formal = term.register in ("preferred", "abbreviation")
    return replace(term, steers=term.semantic_type in types and formal)


def _met(texts: Sequence[str], terms: Sequence[Sequence[TermMatch]], lang: str) -> int:
    return sum(is_met(x, t, lang) for x, ts in zip(texts, terms, strict=True) for t in ts)


def _invented(
    termbase: Termbase,
    made: Sequence[SentenceTranslation],
    texts: Sequence[str],
    references: Sequence[str],
    langs: tuple[str, str],
) -> int:
    """How many concepts are in the translations that neither source nor reference has."""

    def concepts(text: str, lang: str, other: str) -> set[str]:
        found = termbase.find(text, lang, other)
        return {t.concept_id for t in found if t.semantic_type in _NEVER_INVENTED}

    source, target = langs
    total = 0
    for draft, text, reference in zip(made, texts, references, strict=True):
        known = concepts(text, source, target) | concepts(reference, target, source)
        total += len(concepts(draft.target, target, source) - known)
    return total


def _exact(texts: Sequence[str], terms: Sequence[Sequence[TermMatch]], lang: str) -> int:
    pairs = ((x, t) for x, ts in zip(texts, terms, strict=True) for t in ts)
    return sum(count(x, t.wanted, lang) > 0 for x, t in pairs)


if __name__ == "__main__":
    main()
