"""The forms there are: their layout, and their wording in eight languages.

A form is a file in ``data``: its parts in order, each of a kind, with the slots it shows. Wording
and labels stand in ``data/words.psv``. To add a form: a file there, its title in the table of
document titles (`app.documents.sections`), and its words.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.documents.blocks import DocumentError

_DATA = Path(__file__).resolve().parent / "data"
KINDS = (
    "diagnosis_certificate", "sick_note", "prescription_explanation", "follow_up_plan",
    "referral_letter", "insurance_claim",
)  # fmt: skip


class PartKind(StrEnum):
    """How a part of a form looks."""

    FIELDS = "fields"
    """Labels with a short value each, two in a row."""
    BOXES = "boxes"
    """Labels with room for ``lines`` lines each."""
    TABLE = "table"
    """One row for each line of the slot, under the heads ``columns``."""
    CHOICES = "choices"
    """``options`` to tick; the slot's value names those that are."""
    STATEMENT = "statement"
    """A fixed text."""
    SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form."""

    kind: PartKind
    slots: tuple[str, ...] = ()
    words: str = ""
    columns: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Template:
    """A form. ``title`` is the id of a title in the table of document titles."""

    id: str
    title: str
    parts: tuple[Part, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """What can be filled in, in order, each once; places to sign are not among them."""
        found = (
            slot
            for part in self.parts
            if part.kind is not PartKind.SIGNATURES
            for slot in part.slots
        )
        return tuple(dict.fromkeys(found))

    def part_of(self, slot: str) -> Part:
        """The part in which a slot is filled in."""
        return next(
            part
            for part in self.parts
            if slot in part.slots and part.kind is not PartKind.SIGNATURES
        )


@cache
def template(kind: str) -> Template:
    """The form of a kind. Raises DocumentError ``document.template_unknown``."""
    if kind not in KINDS:
        raise DocumentError("document.template_unknown", kind=kind)
    data = tomllib.loads((_DATA / f"{kind}.toml").read_text(encoding="utf-8"))
    parts = tuple(
        Part(
            PartKind(part["kind"]),
            tuple(part.get("slots", ())),
            part.get("words", ""),
            tuple(part.get("columns", ())),
            tuple(part.get("options", ())),
            part.get("lines", 1),
        )
        for part in data["parts"]
    )
    return Template(kind, data["title"], parts)


def word(key: str, lang: str) -> str:
    """A label or statement of the forms; in English where a language is not in the table."""
    texts = words()[key]
    return texts.get(lang, texts["en"])


@cache
def words() -> dict[str, dict[str, str]]:
    """All wording: key, language, text."""
    lines = (_DATA / "words.psv").read_text(encoding="utf-8").splitlines()
    head, *rows = (line.split("|") for line in lines if line)
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}
