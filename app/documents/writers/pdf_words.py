"""The fixed words of a record's PDF, in Chinese and in the patient's language.

The catalogue is ``assets/translations/pdf/words.json``: language, key, text. To add a language,
add its words there and its own name to `NATIVE_NAMES`; a test compares the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from app.assets import assets_folder
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
_SEMICOLONS = {"zh": "；", "ja": "；", "fr": " ; ", "ar": "؛ "}
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_DETAILS = {"changed": "changed", "opposite": "changed", "order": "changed", "part": "changed",
            "bound": "changed", "missing": "missing", "lost": "missing", "item": "missing",
            "extra": "extra", "added": "extra", "words": "named",
            "exchanged": "exchanged"}  # fmt: skip
"""What the second part of a message's key says of its values."""
_OF_TRANSLATION = frozenset(("translation_unsure", "back_translation"))
"""Doubts that are none about the recognition."""


@cache
def _catalogue(path: Path) -> dict[str, dict[str, str]]:
    catalogue: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return catalogue


def words_in(lang: str) -> Words:
    """The program's own words in a language."""
    return Words(lang, assets_folder() / "translations" / "pdf" / "words.json")


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
        specific = self._specific(finding)
        if specific:
            return specific
        kind, detail = self._kind(finding), self._detail(finding, "found")
        return self.pair("check", kind) + (self.bracketed(detail) if detail else "")

    def finding_in_short(self, finding: FindingRecord) -> str:
        """The same among others behind a line that says what became of it."""
        specific = self._specific(finding)
        if specific:
            return specific
        return self._joined(self._kind(finding), self._detail(finding, "found"))

    def finding_said_back(self, finding: FindingRecord) -> str:
        """What differs between an instruction and what the patient said back."""
        kind, detail = self._kind(finding), self._detail(finding, "said_back")
        told = _DETAILS.get(finding.message.partition(".")[2])
        if not detail and told in ("missing", "extra"):
            return self(f"said_back.{told}", a=kind)
        return self._joined(kind, detail)

    def named(self, value: str) -> str:
        """A value of a finding in words, where it is a word; in English where nobody knows one."""
        for family in ("side", "value"):
            if f"{family}.{value}" in self._texts:
                return self(f"{family}.{value}")
        if not _NAME.fullmatch(value):
            return value
        # Only what names a drug, an allergen, a relative or a part of the body needs their tables.
        from translation.checks.shown_names import shown_name

        return shown_name(value, self.lang) or shown_name(value, "en") or value.replace("_", " ")

    def doubt(self, name: str) -> str:
        """What a doubt about the recognition or the translation says."""
        name, _, rest = name.partition(":")
        understood, _, instead = rest.partition(">")
        if understood:
            name = "confusable" if instead else "misheard"
        key = f"doubt.{name}"
        told = self(key if key in self._texts else "doubt.other", a=understood, b=instead)
        return told if name in _OF_TRANSLATION else self.pair("doubtful", told)

    def signs(self, concepts: Iterable[str]) -> str:
        """Which red flags were raised."""
        return self.listed(
            self._texts.get(f"sign.{concept}", concept.replace("_", " ")) for concept in concepts
        )

    def listed(self, texts: Iterable[str]) -> str:
        """Several things in one line."""
        return _SEMICOLONS.get(self.lang, "; ").join(texts)

    def bracketed(self, text: str) -> str:
        """A text in brackets, to stand behind another."""
        return f"（{text}）" if self.lang in ("zh", "ja") else f" ({text})"

    def _specific(self, finding: FindingRecord) -> str:
        """The sentence for this very message; empty where there is none or a value is missing."""
        key, _, rest = finding.message.partition(":")
        values = [self.named(value) for value in rest.split(">")]
        wanted = self._texts.get(key, "").count("{")
        known = "." in key and key in self._texts
        if not known or (wanted and (wanted > len(values) or not all(values[:wanted]))):
            return ""
        return self(key, **dict(zip("ab", values, strict=False)))

    def _kind(self, finding: FindingRecord) -> str:
        kind = f"kind.{finding.kind}"
        return self(kind if kind in self._texts else "kind.other")

    def _detail(self, finding: FindingRecord, family: str) -> str:
        """The values of a message without a sentence of its own; empty where they tell nothing."""
        key, _, rest = finding.message.partition(":")
        values = [self.named(value.strip()) for value in rest.split(">") if value.strip()]
        told = _DETAILS.get(key.partition(".")[2])
        if told == "changed" and len(values) == 2 and values[0] == values[1]:
            return values[0]  # The two differ in what is not shown: "5 mg" and "5 g".
        if told == "changed" and len(values) == 2:
            return self(f"{family}.changed", a=values[0], b=values[1])
        if told == "exchanged" and len(values) == 2:
            return self("found.exchanged", a=values[0], b=values[1])
        if told in ("missing", "extra") and values:
            return self(f"{family}.{told}", a=values[0])
        return values[0] if told == "named" and values else ""

    def _joined(self, kind: str, detail: str) -> str:
        return f"{kind}{_COLONS.get(self.lang, ': ')}{detail}" if detail else kind

    def gap(self, gap: GapRecord) -> str:
        """What is missing and why; a cause without any words is named by its code."""
        family = _CAUSES.get(gap.code.partition(".")[0], gap.code)
        key = next((k for k in (f"code.{gap.code}", f"code.{family}") if k in self._texts), "")
        cause = self(key) if key else gap.code
        seconds = max(1, round(gap.lost_ms / 1000))
        return self(f"gap.{gap.kind}", seconds=seconds) + (self.bracketed(cause) if cause else "")


def native_name(lang: str) -> str:
    """A language's name in itself; its code where there is none."""
    return NATIVE_NAMES.get(lang.split("-")[0].lower(), lang)
