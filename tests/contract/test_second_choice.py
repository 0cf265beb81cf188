"""The starter pack, asked carefully, leaves less for the checks to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.assets import assets_folder
from app.engine.models import load_translator
from app.modelpacks.manifest import read_manifest
from translation import checks
from translation.types import SentenceTranslation

PACK = assets_folder() / "model_packs" / "starter-translation-zh-en"
PAIRS = Path(__file__).parents[1] / "accuracy" / "checks_pairs" / "zh-en.tsv"
pytestmark = pytest.mark.packs


def test_fewer_findings_when_asked_carefully() -> None:
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]]
    sources = [row[3] for row in rows if not row[5]]
    translator = load_translator(read_manifest(PACK), PACK, threads=1)

    def ask(*, careful: bool) -> tuple[list[SentenceTranslation], int]:
        made = translator.translate(sources, "zh", "en", careful=careful)
        return made, sum(bool(checks.run(m.source, m.target, "zh", "en")) for m in made)

    plain, wrong = ask(careful=False)
    careful, left = ask(careful=True)
    assert len(sources) >= 20
    assert left < wrong
    changed = [a.target != b.target for a, b in zip(plain, careful, strict=True)]
    assert [one.reconsidered for one in careful] == changed
