"""How fast documents are translated, against bare CTranslate2 with the same sentences.

``python tests/benchmarks/documents.py [COPIES]``: all in this process, with the installed pack for
Chinese to English and the whole termbase, the sentences of the samples' reference texts repeated.
Times are those of the processor, of all threads: other programs do not change them much. Prints one
JSON line. Each ratio is bare time by the job's time, 1.0 being as fast as the bare translator:

- ``once``: each sentence is translated once. Bare: the same sentences in one call.
- ``same_work``: with second attempts at what has lost a value. Bare: every search that the job has
  asked for, those of one kind in one call. What is left is what the program itself costs.
- ``with_attempts``: the same job against translating each sentence once: what the attempts cost.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap import translation_pack
from app.documents.blocks import Block, BlockKind, Document, Run
from app.documents.jobs import DocumentJob, DoneBlock
from app.documents.protect import Pair
from app.documents.repair import losses
from app.engine.host import ModelHost
from app.engine.in_process import InProcessEngine
from app.profile import open_profile
from app.settings import Settings
from glossary.termbase import standard
from tests.golden.documents.make_samples import samples
from translation.ct2_translator import Ct2Translator

_TOKENS_AT_ONCE = 1536
Call = tuple[list[list[str]], dict[str, Any]]


class Recorder:
    """A CTranslate2 model that notes what it is asked."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.calls: list[Call] = []

    def translate_batch(self, batch: list[list[str]], **options: Any) -> Any:
        """As the model's own."""
        self.calls.append((batch, options))
        return self.model.translate_batch(batch, **options)

    def again(self, calls: list[Call]) -> None:
        """Ask the same once more, as much of it at once as goes together."""
        kinds: dict[str, tuple[list[list[str]], dict[str, Any], list[Any]]] = {}
        for batch, options in calls:
            same = {k: v for k, v in options.items() if k not in _OF_A_CALL}
            key = json.dumps([same, bool(options.get("target_prefix"))], sort_keys=True)
            tokens, _, prefixes = kinds.setdefault(key, ([], same, []))
            tokens += batch
            prefixes += options.get("target_prefix") or []
            longest = max(same.get("max_decoding_length", 0), options["max_decoding_length"])
            same["max_decoding_length"] = longest
        for tokens, options, prefixes in kinds.values():
            self.model.translate_batch(
                tokens, target_prefix=prefixes or None, max_batch_size=_TOKENS_AT_ONCE,
                batch_type="tokens", **options,
            )  # fmt: skip


_OF_A_CALL = frozenset(("target_prefix", "max_decoding_length"))


def texts(copies: int) -> list[str]:
    """Different texts: each copy has another day in front."""
    found = [s for sample in samples() for s, ref in sample.lines if not ref.startswith("=")]
    bodies = [text.partition("：")[2] or text for text in found]
    return [f"住院第{day}天，{text}" for day in range(2, copies + 2) for text in bodies]


def seconds(work: Callable[[], object]) -> float:
    """Processor time of all threads."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(copies: int) -> None:
    """Measure and print."""
    blocks = tuple(
        Block(f"b.p{n}", BlockKind.PARAGRAPH, (Run(text),)) for n, text in enumerate(texts(copies))
    )
    profile = open_profile(None)
    pack = translation_pack(profile, Settings(profile.settings), "zh", "en")
    engine = InProcessEngine()
    engine.load([pack])
    recorder = _record(engine)
    pair = Pair("zh", "en", lambda text: standard().find(text, "zh", "en"))
    list(DocumentJob(Document("text", blocks[:8]), pair, engine).run())
    told: dict[str, object] = {"blocks": len(blocks)}
    bare: dict[str, float] = {}
    for name, repairs in (("once", False), ("same_work", True)):
        recorder.calls.clear()
        done: list[DoneBlock] = []
        job = DocumentJob(Document("text", blocks), pair, engine, repairs=repairs)
        job_s = seconds(lambda job=job, done=done: done.extend(job.run()))  # type: ignore[misc]
        calls = list(recorder.calls)
        bare[name] = seconds(lambda calls=calls: recorder.again(calls))  # type: ignore[misc]
        told |= {
            name: round(bare[name] / job_s, 2),
            f"{name}_job_s": round(job_s, 1),
            f"{name}_searches": sum(len(batch) for batch, _ in calls),
            f"{name}_lost": sum(losses(each.findings) for each in done),
        }
        if repairs:
            told["with_attempts"] = round(bare["once"] / job_s, 2)
    engine.close()
    print(json.dumps(told))


def _record(engine: InProcessEngine) -> Recorder:
    host = engine._host
    assert isinstance(host, ModelHost)
    translator = host._translators["zh", "en"]
    assert isinstance(translator, Ct2Translator)
    recorder = Recorder(translator._model)
    translator._model = recorder
    return recorder


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
