"""Step 4: figures of the pack, printed and written to DIR/figures.json.

`python translation_evaluate.py --work DIR [--pack FOLDER] [--show 60] [--quick]`

How an application calls the pack (this file does nothing else):

1. Split the text into sentences; translate each on its own. `normalise(sentence, lang)` of
   `translation_common` gives the form of the training text: no spaces between Chinese characters,
   full-width Chinese punctuation, straight quotes; single spaces. Remove any literal `<term>`,
   `<as>`, `</term>`, `<2en>`, `<2zh>` from the text first.
2. Wanted terms are written inline, before encoding (at most three a sentence, not overlapping):
   Chinese source: `我<term>头痛<as> headache</term>3天了。` (one space before the English term);
   English source: `I have<term> a headache<as>头痛</term> today.`: the space before the source
   term moves inside the mark, the Chinese term has none. Terms in their dictionary form (English
   lower case); the model sets the capital at the start of a sentence.
3. English text gets ONE leading space, unless it begins with `<term>` (then the space is inside);
   Chinese gets none. Encode the whole string with `sentencepiece.model`:
   `pieces = sp.encode(text, out_type=str)`.
4. Tokens: `["<2en>"] + pieces` or `["<2zh>"] + pieces`: the wanted TARGET language. No end of
   sentence is appended: the pack's `config.json` has `add_source_eos`.
5. `ctranslate2.Translator(folder, compute_type="int8").translate_batch([tokens], beam_size=BEAM,
   max_decoding_length=2 * len(tokens) + 20, return_scores=True)`; no repetition penalty, no
   n-gram blocking (they destroy doses), and no coverage penalty (it helped the first generation;
   this one translates as well without, and the score then stays what it should be). Beam 1 is
   worse by some chrF points. The score is the mean log-probability of a token (`length_penalty`
   1, the default): the lower, the less the sentence is to be trusted.
6. `text = sp.decode(result[0].hypotheses[0]).strip()`. The application asks for all of the beam's
   hypotheses and takes the one that most agree with (`translation/consensus.py`).
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import sacrebleu
import sentencepiece
from translation_augment import annotate
from translation_common import (
    BEAM,
    DEV_SITUATIONS,
    HERE,
    PACK,
    REPOSITORY,
    TARGET_TOKENS,
    TEST_SITUATIONS,
    Pair,
    Tokenizer,
    grammar_pairs,
    handwritten,
    other,
    read_pairs,
    work_argument,
    write_json,
)
from translation_kept import compare

sys.path.insert(0, str(REPOSITORY))

Application = Callable[[Sequence[str], str], list[str]]
TEMPLATE_SEED = 99


@dataclass(frozen=True)
class Runner:
    """The pack as the application runs it."""

    translator: ctranslate2.Translator
    tokenizer: sentencepiece.SentencePieceProcessor

    @classmethod
    def load(cls, folder: Path, compute_type: str = "int8") -> "Runner":
        translator = ctranslate2.Translator(
            str(folder), compute_type=compute_type, inter_threads=1, intra_threads=1
        )
        tokenizer = sentencepiece.SentencePieceProcessor(str(folder / "sentencepiece.model"))
        return cls(translator, tokenizer)

    def translate(self, texts: Sequence[str], source_lang: str, beam: int = BEAM) -> list[str]:
        """Translations of sentences, in batches of 32."""
        first = TARGET_TOKENS[other(source_lang)]
        surfaces = [Tokenizer.surface(t, source_lang) for t in texts]
        tokens = [[first, *p] for p in self.tokenizer.encode(surfaces, out_type=str)]
        results = self.translator.translate_batch(
            tokens,
            beam_size=beam,
            max_batch_size=32,
            max_decoding_length=200,
        )
        return [" ".join(self.tokenizer.decode(r.hypotheses[0]).split()) for r in results]


def sides_of(pairs: Sequence[Pair], source_lang: str) -> tuple[list[str], list[str]]:
    """Sources and references of one direction."""
    if source_lang == "zh":
        return [p.zh for p in pairs], [p.en for p in pairs]
    return [p.en for p in pairs], [p.zh for p in pairs]


def scores(hypotheses: list[str], references: list[str], lang: str) -> dict[str, Any]:
    """chrF and BLEU with their signatures."""
    chrf = sacrebleu.CHRF()
    bleu = sacrebleu.BLEU(tokenize="zh" if lang == "zh" else "13a")
    return {
        "chrf": round(chrf.corpus_score(hypotheses, [references]).score, 1),
        "bleu": round(bleu.corpus_score(hypotheses, [references]).score, 1),
        "chrf_signature": str(chrf.get_signature()),
        "bleu_signature": str(bleu.get_signature()),
    }


def second_translation() -> dict[str, Any]:
    """How a second, independent translation into Chinese scores against the references.

    Written from the English of held-out templates alone (columns: Chinese, English, reference).
    One reference is no yardstick for a hundred: this is about what a good translator gets.
    """
    path = HERE / "held_out" / "templates_second_translation.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    found = scores([row[0] for row in rows], [row[2] for row in rows], "zh")
    return {"sentences": len(rows), "chrf": found["chrf"], "bleu": found["bleu"]}


def kept(hypotheses: list[str], references: list[str], lang: str) -> dict[str, list[int]]:
    """For numbers, sides and negation: [sentences kept, sentences with the feature]."""
    result: dict[str, list[int]] = {}
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        for name, good in compare(reference, hypothesis, lang).items():
            count = result.setdefault(name, [0, 0])
            count[0] += good
            count[1] += 1
    return result


def application(pack: Path) -> Application:
    """The pack as a consultation uses it.

    The termbase says which terms are wanted, the hypothesis that most agree with is taken, and
    another one where the checks find fault.
    """
    from app.engine.models import load_translator
    from app.modelpacks.manifest import read_manifest
    from glossary.termbase import standard

    translator = load_translator(read_manifest(pack), pack, threads=1)
    termbase = standard()

    def translate(texts: Sequence[str], source_lang: str) -> list[str]:
        wanted = [termbase.find(text, source_lang, other(source_lang)) for text in texts]
        made = translator.translate(texts, source_lang, other(source_lang), wanted, careful=True)
        return [one.target for one in made]

    return translate


def by_checks(sources: list[str], texts: list[str], source_lang: str) -> dict[str, list[int]]:
    """The application's own checks: [sentences without a finding, sentences], each kind."""
    from translation import checks

    numeric = {"number", "dose", "unit", "frequency", "duration", "timing", "date_time"}
    groups = {"number": numeric, "negation": {"negation"}, "laterality": {"laterality"}}
    result = {kind: [0, len(sources)] for kind in groups}
    for source, text in zip(sources, texts, strict=True):
        kinds = {f.kind.value for f in checks.run(source, text, source_lang, other(source_lang))}
        for kind, count in result.items():
            count[0] += not groups[kind] & kinds
    return result


def lost(hypotheses: list[str], references: list[str], sources: list[str], lang: str) -> list[str]:
    """Sentences where something of that kind differs, to look at."""
    lines = []
    for h, r, s in zip(hypotheses, references, sources, strict=True):
        bad = [k for k, good in compare(r, h, lang).items() if not good]
        if bad:
            lines.append(f"{','.join(bad)}: {s} | {h} | {r}")
    return lines


def terms_followed(runner: Runner, pairs: Sequence[Pair], source_lang: str) -> dict[str, Any]:
    """Share of wanted terms that come out, and chrF with and without annotation."""
    rng = random.Random(5)
    target_lang = other(source_lang)
    names = json.loads(NAMES.read_text(encoding="utf-8"))[target_lang]
    result: dict[str, Any] = {}
    for kind in ("known", "substituted"):
        rows = []
        for p in pairs:
            source, target = sides_of([p], source_lang)

            def substitute(_term: str, kind: str = kind) -> str | None:
                return rng.choice(names) if kind == "substituted" else None

            marked, wanted_text, wanted = annotate(
                source[0], target[0], source_lang, p.terms, rng, substitute
            )
            if wanted:
                rows.append((marked, wanted_text, wanted, source[0]))
        found = runner.translate([r[0] for r in rows], source_lang)
        hits = sum(w.lower() in h.lower() for h, r in zip(found, rows, strict=True) for w in r[2])
        count = sum(len(r[2]) for r in rows)
        chrf = scores(found, [r[1] for r in rows], target_lang)["chrf"]
        entry = {"terms": count, "followed": hits, "share": round(hits / max(count, 1), 4)}
        result[kind] = {**entry, "chrf_annotated": chrf}
        if kind == "known":
            plain = runner.translate([r[3] for r in rows], source_lang)
            result[kind]["chrf_plain"] = scores(plain, [r[1] for r in rows], target_lang)["chrf"]
    return result


def speed(runner: Runner, pairs: Sequence[Pair]) -> dict[str, float]:
    """Target tokens per second, one sentence at a time and in batches, one thread."""
    texts = [p.zh for p in pairs]
    runner.translate(texts[:20], "zh")
    began = time.perf_counter()
    alone = [runner.translate([t], "zh")[0] for t in texts]
    alone_s = time.perf_counter() - began
    began = time.perf_counter()
    runner.translate(texts, "zh")
    batch_s = time.perf_counter() - began
    count = sum(len(x) for x in runner.tokenizer.encode(alone))
    return {
        "one_at_a_time_tokens_per_s": round(count / alone_s),
        "batch_tokens_per_s": round(count / batch_s),
        "ms_per_sentence": round(1000 * alone_s / len(texts), 1),
    }


NAMES = Path()


def main() -> None:
    global NAMES
    parser = work_argument("Evaluate the pack.")
    parser.add_argument("--pack", type=Path, default=PACK)
    parser.add_argument("--show", type=int, default=0, help="print that many translations")
    parser.add_argument("--quick", action="store_true", help="smaller sets, no speed")
    options = parser.parse_args()
    work: Path = options.work
    NAMES = work / "medical_terms.json"
    runner = Runner.load(options.pack)
    careful = application(options.pack)
    count = 400 if options.quick else 1000
    templates = list(grammar_pairs("test", count, TEMPLATE_SEED))
    sets = {
        "held_out_templates": templates,
        "held_out_situations": handwritten(TEST_SITUATIONS),
        "development_situation": handwritten(DEV_SITUATIONS),
        "documents": read_pairs(HERE / "held_out" / "documents.tsv"),
        "tatoeba_dev": read_pairs(work / "tatoeba_dev.tsv"),
        "tico19_dev": read_pairs(work / "tico_dev.tsv"),
    }
    figures: dict[str, Any] = {}
    for name, pairs in sets.items():
        if not pairs or (options.quick and name.startswith("tico")):
            continue
        for source_lang in ("zh", "en"):
            target_lang = other(source_lang)
            sources, references = sides_of(pairs, source_lang)
            found = runner.translate(sources, source_lang)
            entry = {"sentences": len(pairs), **scores(found, references, target_lang)}
            if not name.startswith("ta") and not name.startswith("tico"):
                entry["kept"] = kept(found, references, target_lang)
            if "kept" in entry and not options.quick:
                entry["checks"] = by_checks(sources, found, source_lang)
                entry["checks_on_reference"] = by_checks(sources, references, source_lang)
                chosen = careful(sources, source_lang)
                entry["application"] = {
                    "chrf": scores(chosen, references, target_lang)["chrf"],
                    "checks": by_checks(sources, chosen, source_lang),
                    "kept": kept(chosen, references, target_lang),
                }
            if name == "held_out_templates":
                one = runner.translate(sources, source_lang, beam=1)
                entry["chrf_beam_1"] = scores(one, references, target_lang)["chrf"]
                entry["terms"] = terms_followed(runner, pairs, source_lang)
            figures[f"{name} {source_lang}->{target_lang}"] = entry
            shown = {k: v for k, v in entry.items() if "signature" not in k}
            print(f"{name} {source_lang}->{target_lang}: {json.dumps(shown)}", flush=True)
            if options.show and not name.startswith("ta"):
                step = max(1, len(pairs) // max(1, options.show // 4))
                for s, h, r in list(zip(sources, found, references, strict=True))[::step]:
                    print(f"    {s} | {h} | {r}")
                for line in lost(found, references, sources, target_lang)[: options.show // 4]:
                    print(f"  ! {line}")
    figures["second_translation"] = second_translation()
    if not options.quick:
        figures["speed"] = speed(runner, templates[:200])
        print(json.dumps(figures["speed"]))
        write_json(work / "figures.json", figures)


if __name__ == "__main__":
    main()
