"""An instruction, or what is said back of it, as it is compared: in clauses, by what they name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from translation.checks.clauses import breaks
from translation.checks.measured import measured
from translation.checks.text import FILLER, around, blank, touch
from translation.types import Span

_COURTESY = {
    "zh": re.compile(
        "没有?(?:什么|别的|其他)?问题|没关系|没事|(?:不用|不要|别|不)担心|不客气|不好意思"
        "|(?:不会|不要|不能|没|别|不)忘[记掉了]?|不(?:太)?(?:知道|懂|明白|清楚)|[没不]听[懂清]|听不[懂清]"
    )
}
"""Denials that are about nothing the patient is to do, by language."""
_NOT_SO_MUCH = {
    "zh": re.compile(
        r"[而并]?不是(?:吃|服用?|打|用|喝|滴)?[一二两三四五六七八九十百半0-9](?:(?!而是)[^，。；,;、！!？?])*"
    )
}
"""Amounts named only to say that it is another one: "two, not three". By language."""
_IDLE = {
    "zh": re.compile("服用|[服喝打用药片粒颗每天日次]|(?<!少)(?<!多)吃"),
    "en": re.compile(r"\b(?:tak(?:e|es|ing)|use|drug|tablets?|pills?|every|each|days?)\b", re.I),
}
"""Words that are said of any drug, by language."""
_NONE = re.compile("(?!)")
_HALF = re.compile(
    "(?<![0-9十百])(?:[一1]([片粒颗丸袋包支瓶勺])(?:药片?)?的?(?:一半|二分之一)|半个药?([片粒丸]))"
)
"""Half of one, in Chinese."""


@dataclass(frozen=True, slots=True)
class SaidText:
    """One of the two texts. Spans are into the text as it was said."""

    text: str
    lang: str

    def clause(self, span: Span) -> Span:
        """Where the clause around ``span`` stands."""
        return around(self.text, span, breaks(self.lang))

    def words(self, clause: Span) -> str:
        """The words of a clause."""
        return self.text[slice(*clause)]

    def about(self, clause: Span, *beside: Span) -> frozenset[str]:
        """What a clause speaks of, ``beside`` some of its words."""
        items = measured(self.text, self.lang).items
        within = (item for item in items if touch(item.span, clause))
        return frozenset().union(
            *(i.senses for i in within if not any(touch(i.span, span) for span in beside))
        )

    def marks(self, clause: Span, *beside: Span) -> frozenset[str]:
        """The same without words that may be said of any drug: take, drug, day."""
        idle = [m.span() for m in _IDLE.get(self.lang, _NONE).finditer(self.text, *clause)]
        return self.about(clause, *beside, *idle)


def plain(text: str, lang: str) -> SaidText:
    """The text without what is no part of the instruction, at the same length."""
    for patterns in (_COURTESY, _NOT_SO_MUCH):
        if (pattern := patterns.get(lang)) is not None:
            text = blank(text, [m.span() for m in pattern.finditer(text)])
    return SaidText(_HALF.sub(_half, text) if lang == "zh" else text, lang)


def _half(match: re.Match[str]) -> str:
    return f"半{match[1] or match[2]}".ljust(len(match[0]), FILLER)
