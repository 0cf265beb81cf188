"""The consultation's department decides what a recogniser is told to expect."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.bootstrap import _hot_words
from app.modelpacks.manifest import read_manifest
from glossary.departments import NONE, department
from glossary.termbase import standard

PACK = Path(__file__).resolve().parents[3] / "assets" / "model_packs" / "starter-speech-zh-en"


def test_a_pack_that_can_be_hinted_hears_the_departments_words() -> None:
    pack = read_manifest(PACK)
    hinted = replace(pack, options={**pack.options, "hot_words": True})
    heart = _hot_words(standard(), hinted, department("心内科"), "zh", "en")
    assert "心房颤动" in heart
    assert "atrial fibrillation" in heart
    assert "心房颤动" not in _hot_words(standard(), hinted, NONE, "zh", "en")
    assert _hot_words(standard(), pack, department("心内科"), "zh", "en") == ()
