"""Words of the interface: one catalogue a language, in assets/translations.

Chinese and English catalogues hold every key; the others those that patients read
(``patient.*``). A key that is missing in a language is answered in English: a patient never
sees a key.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Mapping
from pathlib import Path

from app.session.events import Party
from translation.confidence import is_finding
from translation.types import Finding

FALLBACK = "en"
PATIENT_PREFIX = "patient."

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")

Catalogues = Mapping[str, Mapping[str, str]]


def load_catalogues(folder: Path) -> dict[str, dict[str, str]]:
    """All catalogues of ``folder`` by language code."""
    catalogues: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        catalogues[path.stem] = {str(key): str(value) for key, value in content.items()}
    return catalogues


def placeholders(text: str) -> frozenset[str]:
    """Names in braces that ``text`` wants filled."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


class Texts:
    """The interface's words in one language. Immutable; `in_language` gives another one."""

    def __init__(self, catalogues: Catalogues, code: str) -> None:
        self._catalogues = catalogues
        self._code = code

    @property
    def code(self) -> str:
        """Language of these words."""
        return self._code

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have a catalogue."""
        return tuple(self._catalogues)

    def in_language(self, code: str) -> Texts:
        """The same words in another language."""
        return Texts(self._catalogues, code)

    def has(self, key: str) -> bool:
        """Is there such a key in this language or the fallback?"""
        return any(key in self._catalogues.get(code, {}) for code in (self._code, FALLBACK))

    def get(self, key: str, /, **values: object) -> str:
        """The text of ``key`` with its placeholders filled.

        An unknown key is answered with itself: ugly on the screen and easy to report, where an
        exception in a slot would take the window down in the middle of a consultation.
        """
        for code in (self._code, FALLBACK):
            text = self._catalogues.get(code, {}).get(key)
            if text is not None:
                return text.format_map(_Lenient(values)) if values or "{" in text else text
        return key

    def code_text(self, prefix: str, code: str, /, whose: str = "", **values: object) -> str:
        """The text of an error or gap ``code``, else of its family, else the general one.

        ``engine.failed`` is looked for as ``<prefix>.engine.failed``, ``<prefix>.engine``,
        ``<prefix>.other``; each first in the words for ``whose`` (see `whose`).
        """
        parts = code.split(".")
        for length in range(len(parts), 0, -1):
            key = self._key_of(".".join((prefix, *parts[:length])), whose)
            if self.has(key):
                return self.get(key, code=code, **values)
        return self.get(f"{prefix}.other", code=code, **values)

    def finding(self, finding: Finding) -> str:
        """A finding in words: of its message key, else of its kind."""
        key, _, rest = finding.message.partition(":")
        one, _, other = rest.partition(">")
        alike = one == other  # Such a pair differs in what it does not show: "5 mg" and "5 g".
        shown = ", ".join(
            self.named(value.strip())
            for value in (one if alike else rest).split(",")
            if value.strip()
        )
        specific = f"finding.{key}"
        if not self.has(specific):
            specific = f"finding.{key.rpartition('.')[2]}"  # of every kind: "changed places"
        if (
            not (alike and shown)
            and self.has(specific)
            and ("value" not in placeholders(self.get(specific)) or shown)
        ):
            return self.get(specific, value=shown)
        generic = self.get(f"finding.{finding.kind.value}")
        return self.get("finding.with_value", text=generic, value=shown) if shown else generic

    def said_back(self, finding: Finding) -> str:
        """What the patient did not say back as it was told, in the words of the record's PDF."""
        # The first window does not wait for what writes documents.
        from app.documents.stored import finding_records
        from app.documents.writers.pdf_words import words_in

        (record,) = finding_records([finding])
        return words_in(self._code).finding_said_back(record)

    def of(self, key: str, whose: str) -> str:
        """The text of ``key``, in the words for ``whose`` where it has some."""
        return self.get(self._key_of(key, whose))

    def _key_of(self, key: str, whose: str) -> str:
        own = f"{key}.{whose}"
        return own if whose and self.has(own) else key

    def doubt(self, reason: str, whose: str = "") -> str:
        """A reason to doubt the recognition, in words."""
        key = self._key_of(f"doubt.{reason}", whose)
        return self.get(key if self.has(key) else "doubt.other", reason=reason)

    def reason(self, reason: str, whose: str = "") -> str:
        """A reason of `Confidence` in words; "confusable:15>50" names both numbers."""
        name, _, rest = reason.partition(":")
        if is_finding(reason):
            return self.get(f"finding.{rest}")
        one, _, other = rest.partition(">")
        if other:
            return self.get("doubt.confusable", one=one, other=other)
        return self.get("doubt.misheard", one=one) if one else self.doubt(name, whose)

    def language_name(self, code: str) -> str:
        """Name of language ``code`` in this language, or its code when there is none."""
        key = f"language.{code}"
        return self.get(key) if self.has(key) else code

    def value(self, value: str) -> str:
        """A value in words where it is a word ("left"), else as it is; "a>b" with an arrow."""
        if ">" in value:
            return " → ".join(self.value(part) for part in value.split(">"))
        key = f"value.{value}"
        return self.get(key) if self.has(key) else value

    def named(self, value: str) -> str:
        """As `value`, and what a finding names by an id ("metformin") by its word."""
        if ">" in value:
            return " → ".join(self.named(part) for part in value.split(">"))
        if self.has(f"value.{value}") or not _NAME.fullmatch(value):
            return self.value(value)
        # The first window does not wait for the tables of the checks.
        from translation.checks.shown_names import shown_name

        return shown_name(value, self._code) or value


def whose(party: Party | None) -> str:
    """Whose words it is about, for texts that say who should do something about them.

    The doctor reads them: what is not the patient's is the doctor's "own", or nobody knows.
    """
    return {Party.CLINICIAN: "own", Party.PATIENT: "", None: "unknown"}[party]


class _Lenient(dict[str, object]):
    """Leaves a placeholder that nobody filled as it stands."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
