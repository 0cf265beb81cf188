"""How fast documents are translated, against the bare translator with the same sentences.

``python tests/benchmarks/documents.py``: both in this process, with the installed pack for Chinese
to English, without terms, the sentences of the samples' reference texts repeated. Prints one JSON
line; ``ratio`` is the job's throughput as a part of the bare one when each sentence is translated
once, ``ratio_with_repairs`` when what has lost a value is tried again in other ways.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap import translation_pack
from app.documents.blocks import Block, BlockKind, Document, Run
from app.documents.jobs import DocumentJob
from app.documents.protect import Pair
from app.engine.in_process import InProcessEngine
from app.engine.models import load_translator
from app.modelpacks.verify import verify
from app.profile import open_profile
from app.settings import Settings
from tests.golden.documents.make_samples import samples
from translation.sentences import split_sentences


def sentences(copies: int) -> list[str]:
    """Different sentences: each copy has other numbers in front."""
    found = [s for sample in samples() for s, ref in sample.lines if not ref.startswith("=")]
    texts = [text.partition("：")[2] or text for text in found]
    return [f"第{number}天{text}" for number in range(copies) for text in texts]


def main() -> None:
    """Measure and print."""
    texts = sentences(20)
    profile = open_profile(None)
    pack = translation_pack(profile, Settings(profile.settings), "zh", "en")
    folder = Path(pack.folder)
    bare = load_translator(verify(folder), folder, pack.compute_type, pack.threads)
    parts = [text[a:b] for text in texts for a, b in split_sentences(text, "zh")]
    bare.translate(parts[:8], "zh", "en")
    began = time.perf_counter()
    bare.translate(parts, "zh", "en")
    bare_s = time.perf_counter() - began
    engine = InProcessEngine()
    engine.load([pack])
    blocks = [Block(f"b.p{n}", BlockKind.PARAGRAPH, (Run(text),)) for n, text in enumerate(texts)]
    pair = Pair("zh", "en", lambda _: ())
    list(DocumentJob(Document("text", tuple(blocks[:8])), pair, engine).run())
    times = []
    for repairs in (False, True):
        job = DocumentJob(Document("text", tuple(blocks)), pair, engine, repairs=repairs)
        began = time.perf_counter()
        done = list(job.run())
        times.append(time.perf_counter() - began)
    engine.close()
    print(
        json.dumps(
            {
                "sentences": len(parts),
                "blocks": len(done),
                "bare_s": round(bare_s, 2),
                "job_s": round(times[0], 2),
                "ratio": round(bare_s / times[0], 2),
                "ratio_with_repairs": round(bare_s / times[1], 2),
            }
        )
    )


if __name__ == "__main__":
    main()
