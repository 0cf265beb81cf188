"""Numbers said by a word or a fixed phrase: "twice the dose", "in four", "my third baby", 一子两女.

Each text says some values of a kind; what only the source says and what only the target says
together are one that changed. A text that says none of a kind says nothing about it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from translation.checks.lexicon import Hit, Lexicon, in_both
from translation.checks.tables import entries, load
from translation.types import Finding, FindingKind

_TABLE = "counted"
_DIVIDED = "divided"
_INVERSE = {"double": "half", "triple": "third", "fourfold": "quarter"}
"""What "by two" is where a text divides or lowers: "уменьшить вдвое", "divisez par deux"."""
_SPAN = "span"
_KINDS = {_SPAN: FindingKind.DURATION, "day": FindingKind.DATE_TIME}
_INSIDE = re.compile("[0-9０-９一二三四五六七八九十百千第.]")
"""Before a number these make it the end of another one."""
_RATE = re.compile(r"(?:[0-9٠-٩]|\b(?:в|per|par|por|each|every|cada|chaque))\s$")
_RATE_MOST = 8
"""Signs before a length of time that may say that something is counted in it."""
_GOES_ON = re.compile(
    r" ?[半반一二两三四五六七八九十几0-9]"
    r"|,? (?:and a half|et demie?\b|y medi[ao]\b|с половиной|و ?نصف)",
    re.IGNORECASE,
)
_OF_DOSES = frozenset(("ratio", "parts"))
_DOSE = re.compile("剂量|药量|用量|[吃服药片粒]|一次量|栓")


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``number.changed:double>half``, of what is taken ``dose.changed:2>4``."""
    if (both := in_both(_counted, source, target, source_lang, target_lang)) is None:
        return []
    here, there = both
    for group in (g for g in here if g in there):
        ours, theirs = here[group], there[group]
        a, b = _lost(ours, theirs), _lost(theirs, ours)
        if a is not None and b is not None:
            kind = _kind(group, source, target)
            shown = ">".join(_value(hit) for hit in (a, b))
            return [Finding(kind, f"{kind.value}.changed:{shown}", a.span, b.span)]
    return []


def _kind(group: str, source: str, target: str) -> FindingKind:
    if group in _KINDS:
        return _KINDS[group]
    taken = group in _OF_DOSES and any(_DOSE.search(text) for text in (source, target))
    return FindingKind.DOSE if taken else FindingKind.NUMBER


@functools.lru_cache(maxsize=32)
def _counted(text: str, lang: str) -> dict[str, list[Hit]]:
    """Group -> what a text says of it, named by the value."""
    found: dict[str, list[Hit]] = {}
    for hit in _lexicon(lang).find(text):
        if _INSIDE.match(text, hit.span[0] - 1) and hit.span[0]:
            continue  # 三十四周 is no four weeks
        if hit.name.startswith(_SPAN) and not _is_span(text, hit):
            continue
        found.setdefault(hit.name.partition(".")[0], []).append(hit)
    if found.pop(_DIVIDED, None) and "ratio" in found:
        found["ratio"] = [_inverse(hit) for hit in found["ratio"]]
    return found


def _is_span(text: str, hit: Hit) -> bool:
    """Whether a text says just this length: no "96 a minute", no 一周半 and no 一周三次."""
    start, end = hit.span
    return not (_RATE.search(text, max(0, start - _RATE_MOST), start) or _GOES_ON.match(text, end))


def _inverse(hit: Hit) -> Hit:
    value = _value(hit)
    return hit._replace(name=f"ratio.{_INVERSE.get(value, value)}")


def _lost(these: Sequence[Hit], those: Iterable[Hit]) -> Hit | None:
    """The first whose value the others do not say."""
    said = frozenset(value for hit in those for value in _value(hit).split("/"))
    return next((hit for hit in these if said.isdisjoint(_value(hit).split("/"))), None)


def _value(hit: Hit) -> str:
    return hit.name.partition(".")[2]


@functools.cache
def _lexicon(lang: str) -> Lexicon:
    return Lexicon(
        lang,
        {
            f"{group}.{value}": entries(words.get(lang, ""))
            for group, values in load(_TABLE).items()
            for value, words in values.items()
        },
    )
