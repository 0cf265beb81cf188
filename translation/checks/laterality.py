"""Left and right: the sides of the source are those of the target."""

from __future__ import annotations

import functools
import re

from translation.checks import same_side
from translation.checks.lexicon import Hit, Lexicon
from translation.checks.sides import READERS, Side, with_letters
from translation.checks.sides_compared import spoken_of
from translation.checks.tables import entries, load
from translation.checks.traded import Text, kept_company
from translation.types import Finding, FindingKind, Span

_OTHER = {"left": "right", "right": "left", "lefty": "righty", "righty": "lefty"}
_NEXT = {"left": ("both",), "right": ("both",), "both": ("left", "right")}
_HAND = {"left": "lefty", "right": "righty"}
"""Sides by which "left-handed" may be answered: "I write with my left hand"."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``laterality.changed:left>right``, ``laterality.lost:left``, ``laterality.added:left``."""
    if source_lang not in READERS or target_lang not in READERS:
        return []
    here, there = _read(source, source_lang), _read(target, target_lang)
    if not here and not there:
        return []
    return _hands(here, there, (source, source_lang), (target, target_lang)) or same_side.check(
        source, target, source_lang, target_lang
    )


def _hands(here: list[Side], there: list[Side], *texts: Text) -> list[Finding]:
    """What differs between the sides of the two texts."""
    lost = _unanswered(here, there)
    added = _unanswered(there, here)
    if not lost and not added:
        if not (_is_pair(here) and _is_pair(there)):
            return []
        a, b = spoken_of(here, *texts[0]), spoken_of(there, *texts[1])
        if a is not None and b is not None:
            return [_changed(a, b)] if a.side != b.side else []
        moved = _out_of_order(here, there)
        if moved and any(_stands_anywhere(*text, sides) for text, sides in
                         zip(texts, (here, there), strict=True)):  # fmt: skip
            stayed, went = kept_company(_hits(here), _hits(there), *texts)
            return moved if went > stayed else []
        return moved
    findings = []
    for side, span in list(lost.items()):
        other = _OTHER.get(side)
        rival = next((s for s in (other, *_NEXT.get(side, ())) if s and s in added), None)
        if rival is not None:
            message = f"laterality.changed:{side}>{rival}"
            findings.append(Finding(FindingKind.LATERALITY, message, span, added.pop(rival)))
            del lost[side]
    for side, span in lost.items():
        findings.append(Finding(FindingKind.LATERALITY, f"laterality.lost:{side}", span, None))
    for side, span in added.items():
        findings.append(Finding(FindingKind.LATERALITY, f"laterality.added:{side}", None, span))
    return findings


def _read(text: str, lang: str) -> list[Side]:
    return with_letters(READERS[lang](text), text, lang)


@functools.cache
def _clause_words(lang: str) -> Lexicon:
    return Lexicon(lang, {"turn": entries(load("sides")["turns"].get(lang, ""))})


_PAUSE = re.compile(r"[,;:.!?،؛؟，。；：！？]")


def sides_in_step(source: str, target: str, source_lang: str, target_lang: str) -> bool:
    """Whether both texts name left and right once each, in the same order."""
    if source_lang not in READERS or target_lang not in READERS:
        return False
    here, there = (
        [side.side for side in _read(*text) if side.side in _HAND]
        for text in ((source, source_lang), (target, target_lang))
    )
    return here == there and sorted(here) == ["left", "right"]


def _hits(sides: list[Side]) -> list[Hit]:
    """The left and the right one as names in a text."""
    return [Hit(side.side, side.span) for side in sides if side.side in _HAND]


def _stands_anywhere(text: str, lang: str, sides: list[Side]) -> bool:
    """Whether some of the sides stand in a clause ("when …") that may come first or last."""
    for hit in _clause_words(lang).find(text):
        end = _PAUSE.search(text, hit.span[1])
        stop = len(text) if end is None else end.start()
        inside = sum(hit.span[0] <= side.span[0] < stop for side in sides)
        if 0 < inside < len(sides):
            return True
    return False


def _unanswered(these: list[Side], those: list[Side]) -> dict[str, Span]:
    """Sides that are surely in one text and not in the other, with their first place."""
    answers = {s.side for s in those}
    answers |= {_HAND[side] for side in answers & _HAND.keys()} | {
        hand for hand, handed in _HAND.items() if handed in answers
    }
    found: dict[str, Span] = {}
    for side in these:
        if side.unsure or side.side in answers or side.side in found:
            continue
        if side.side == "both" and {"left", "right"} <= answers:
            continue
        if side.side != "both" and answers == {"both"} and _is_pair(these):
            continue
        found[side.side] = side.span
    return found


def _out_of_order(here: list[Side], there: list[Side]) -> list[Finding]:
    """The same sides as often, at exchanged places: "left arm, right leg" the wrong way round."""
    every = [s for s in here if s.side in _HAND]
    theirs = [s for s in there if s.side in _HAND]
    ours = [s for s in every if not s.unsure]
    if len(ours) != len(theirs):
        ours = every  # 左边比右边厉害: the side that is compared with is unsure
    if len(ours) != len(theirs):
        return []
    for a, b in zip(ours, theirs, strict=True):
        if a.side != b.side:
            return [_changed(a, b)]
    return []


def _changed(a: Side, b: Side) -> Finding:
    message = f"laterality.changed:{a.side}>{b.side}"
    return Finding(FindingKind.LATERALITY, message, a.span, b.span)


def _is_pair(sides: list[Side]) -> bool:
    return {"left", "right"} <= {s.side for s in sides}
