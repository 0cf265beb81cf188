"""The fixed words of a record's PDF, in Chinese and in the patient's language.

The catalogue is ``assets/translations/pdf/words.json``: language, key, text. To add a language,
add its words there and its own name to `NATIVE_NAMES`; a test compares the keys.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from app.records.model import FindingRecord, GapRecord

NATIVE_NAMES: dict[str, str] = {
    "zh": "中文",
    "en": "English",
    "ru": "Русский",
    "ar": "العربية",
    "ko": "한국어",
    "ja": "日本語",
    "fr": "Français",
    "es": "Español",
    "th": "ไทย",
    "hi": "हिन्दी",
}
_CAUSES = {"engine": "engine.failed", "translation": "translation.failed"}
"""Words for causes that have none of their own."""

_COLONS = {"zh": "：", "ja": "：", "fr": " : "}


@cache
def _catalogue(path: Path) -> dict[str, dict[str, str]]:
    catalogue: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return catalogue


class Words:
    """Words in one language; a language that the catalogue lacks is served in English."""

    def __init__(self, lang: str, path: Path) -> None:
        catalogue = _catalogue(path)
        base = lang.split("-")[0].lower()
        self.lang = base if base in catalogue else "en"
        self._texts = catalogue[self.lang]

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key`` with its values."""
        return self._texts[key].format(**values)

    def pair(self, key: str, text: str) -> str:
        """ "Key: text" as the language writes it."""
        return f"{self(key)}{_COLONS.get(self.lang, ': ')}{text}"

    def finding(self, finding: FindingRecord) -> str:
        """What a finding says; one of an unknown message says what kind of thing to check."""
        key, _, rest = finding.message.partition(":")
        values = [self._texts.get(f"side.{value}", value) for value in rest.split(">")]
        known = key in self._texts and "." in key
        wanted = self._texts.get(key, "").count("{") if known else 0
        if known and (not wanted or (wanted <= len(values) and all(values[:wanted]))):
            return self(key, **dict(zip("ab", values, strict=False)))
        kind = f"kind.{finding.kind}"
        return self.pair("check", self(kind if kind in self._texts else "kind.other"))

    def doubt(self, name: str) -> str:
        """What a doubt about the recognition or the translation says."""
        if name.startswith("translation"):
            return self(f"doubt.{name}")
        key = f"doubt.{name}"
        return self.pair("doubtful", self(key if key in self._texts else "doubt.other"))

    def gap(self, gap: GapRecord) -> str:
        """What is missing and why; a cause without any words is named by its code."""
        family = _CAUSES.get(gap.code.partition(".")[0], gap.code)
        key = next((k for k in (f"code.{gap.code}", f"code.{family}") if k in self._texts), "")
        cause = self(key) if key else gap.code
        seconds = max(1, round(gap.lost_ms / 1000))
        brackets = "（{}）" if self.lang in ("zh", "ja") else " ({})"
        return self(f"gap.{gap.kind}", seconds=seconds) + (brackets.format(cause) if cause else "")


def native_name(lang: str) -> str:
    """A language's name in itself; its code where there is none."""
    return NATIVE_NAMES.get(lang.split("-")[0].lower(), lang)
