"""The words by which turns become lines of a summary, read from ``data/summary.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent / "data" / "summary.toml"

_UNSPACED = frozenset(("zh", "ja"))
_PIECES = re.compile(r"[.,;:!?。，、；：！？؟،؛…]+")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language; see the head of the file for what each is for."""

    lang: str
    yes: frozenset[str]
    no: frozenset[str]
    filler: re.Pattern[str]
    denial: re.Pattern[str]
    asking: re.Pattern[str]
    asserts: re.Pattern[str]
    allergic: re.Pattern[str]
    split: re.Pattern[str]
    complaint: re.Pattern[str]
    medicine: re.Pattern[str]
    reaction: re.Pattern[str]
    plan: re.Pattern[str]
    hedge: re.Pattern[str]
    others: re.Pattern[str]
    words: dict[str, str]

    def say(self, key: str, **values: str) -> str:
        """The words of a line."""
        return self.words[key].format(**values)

    def join(self, terms: Iterable[str]) -> str:
        """A list as the language writes it."""
        return self.words["list"].join(dict.fromkeys(terms))

    def answer(self, text: str) -> bool | None:
        """Yes, no, or neither: whether the whole text is nothing but an answer."""
        said: set[bool] = set()
        for piece in _PIECES.split(plain(text)):
            words = " ".join(piece.split())
            if words in self.yes:
                said.add(True)
            elif words in self.no:
                said.add(False)
            elif self.rest(words, denied=True):
                return None
        return said.pop() if len(said) == 1 else None

    def without_answers(self, text: str) -> str:
        """``text`` without the pieces that only say yes or no."""
        pieces = (" ".join(piece.split()) for piece in _PIECES.split(plain(text)))
        return ". ".join(piece for piece in pieces if piece not in self.yes | self.no)

    def rest(self, text: str, *, denied: bool) -> str:
        """What of ``text`` no filler explains; empty where all of it is understood."""
        left = self.filler.sub(" ", plain(text))
        if denied:
            left = self.denial.sub(" ", left)
            left = self.filler.sub(" ", left)
        return "".join(sign for sign in left if sign.isalnum())


def plain(text: str) -> str:
    """Small letters, half-width signs, one apostrophe, no vowel marks of Arabic."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return "".join(sign for sign in folded if not "\u064b" <= sign <= "\u0652")


@cache
def cues_of(lang: str) -> Cues | None:
    """The cues of a language; None where nobody wrote any."""
    table = _data().get(lang)
    if table is None or "filler" not in table:
        return None
    words = {key: value for key, value in table.items() if isinstance(value, str)}
    return Cues(
        lang,
        yes=frozenset(map(plain, table["yes"].split("|"))),
        no=frozenset(map(plain, table["no"].split("|"))),
        filler=_words(table["filler"].split(), lang),
        denial=_words(table["denial"].split(), lang),
        allergic=_words(table["allergic_words"].split(), lang),
        asking=_words(table["asking"].split(), lang),
        asserts=_words(table["assert"].split("|"), lang),
        split=re.compile(table["split"], re.IGNORECASE),
        words=words,
        **{
            name: re.compile("|".join(table[name]), re.IGNORECASE)
            for name in ("complaint", "medicine", "reaction", "plan", "hedge", "others")
        },
    )


@cache
def types(group: str) -> frozenset[str]:
    """Semantic types, or concepts, of a group: "plain", "medicines", "ignored", "allergy"."""
    return frozenset(_data()["types"][group].split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def _words(forms: Iterable[str], lang: str) -> re.Pattern[str]:
    """Whole words; in languages without spaces any place will do."""
    patterns = []
    for form in sorted(map(plain, forms), key=len, reverse=True):
        stem = re.escape(form.removesuffix("*").replace("_", " "))
        patterns.append(stem + (r"\w*" if form.endswith("*") else ""))
    if not patterns:
        return _NEVER
    joined = "|".join(patterns)
    return re.compile(joined if lang in _UNSPACED else rf"(?<![\w])(?:{joined})(?![\w])")
