"""Not one person but another: "not me, my husband" must not become "not my husband, me".

Each language says who is not meant before who is meant, or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from translation.checks.lexicon import Hit
from translation.checks.person_roles import ANYONE, Mention, cast, compatible

_NOT_FIRST = {
    "zh": r"不是(?P<no>[^，,。；;]{1,10}?)[，,]?(?:而)?是(?P<yes>[^，,。；;]{1,10})",
    "en": r"(?:\bnot|n['’]t) (?P<no>[^,.;]{1,40}), "
    r"(?:but|it['’]s|it is|it was) (?P<yes>[^,.;]{1,40})",
    "fr": r"\bpas (?P<no>[^,.;]{1,40}),? (?:c['’](?:est|était)|mais|ce sera) (?P<yes>[^,.;]{1,40})",
    "es": r"\bno (?P<no>[^,.;]{1,40}),? (?:sino|es|era|será) (?P<yes>[^,.;]{1,40})",
    "ru": r"\bне (?P<no>[^,.;]{1,30}), а (?P<yes>[^,.;]{1,30})",
    "ar": r"(?:ليست?|لست|لا|لن|لم) (?P<no>[^،.]{1,30}?)،? بل (?P<yes>[^،.]{1,30})",
    "ko": r"(?P<no>[^,.]{1,14}?)[이가] 아니(?:라|고|에요,?|고요,?) (?P<yes>[^,.]{1,14})",
    "ja": r"(?P<no>[^、。]{1,16}?)(?:では|じゃ)なく(?:て)?、?(?P<yes>[^、。]{1,16})",
}
_NOT_LAST = {
    "zh": r"(?P<yes>[^，,。；;]{1,20})[，,](?:而)?不是(?P<no>[^，,。；;]{1,10})",
    "en": r"(?P<yes>[^,.;]{1,60})(?:,| and) not (?P<no>[^,.;]{1,40})",
    "fr": r"(?P<yes>[^,.;]{1,60})(?:, et|,| et) (?:non )?pas (?P<no>[^,.;]{1,40})",
    "es": r"(?P<yes>[^,.;]{1,60})(?:, y|,| y) no (?P<no>[^,.;]{1,40})",
    "ru": r"(?P<yes>[^,.;]{1,60}), а не (?P<no>[^,.;]{1,30})",
    "ar": r"(?P<yes>[^،.]{1,60})(?:،? و?ليست?|، لا) (?P<no>[^،.]{1,30})",
    "ja": r"(?P<yes>[^、。]{1,20})で(?:あって|して)?、(?P<no>[^、。]{1,16})"
    r"(?:では|じゃ)(?:ありません|ない)",
    "ko": r"(?P<yes>[^,.]{1,24})(?:이|지),? (?P<no>[^,.]{1,20}?)[이가은는]? 아닙니다",
}
_CONTRASTS = {
    lang: [re.compile(p[lang], re.IGNORECASE) for p in (_NOT_FIRST, _NOT_LAST) if lang in p]
    for lang in _NOT_FIRST
}
_WORDS = {
    "zh": ("不是",), "en": ("not ", "n't ", "n’t "), "fr": ("pas ",), "es": ("no ", "No "),
    "ru": (", а ",), "ar": ("بل ", "ليس", "، لا "), "ko": (" 아니",),
    "ja": ("なく", "ない", "ありません"),
}  # fmt: skip
"""Without one of these a text has no such contrast."""


def swapped(
    here: Sequence[Hit],
    there: Sequence[Hit],
    source: tuple[str, str],
    target: tuple[str, str],
    same: Callable[[str, str], bool],
) -> tuple[Hit, Hit] | None:
    """The same of other names, such as drugs: "clopidogrel, not ticagrelor" turned round."""
    if len(here) < 2 or len(there) < 2 or not _says(*source) or not _says(*target):
        return None
    ours, theirs = _denied(here, *source), _denied(there, *target)
    if ours is None or theirs is None:
        return None
    if same(ours[0].name, theirs[0].name) or not same(ours[0].name, theirs[1].name):
        return None
    return (ours[1], theirs[1]) if same(ours[1].name, theirs[0].name) else None


def _denied(hits: Sequence[Hit], text: str, lang: str) -> tuple[Hit, Hit] | None:
    """The one that is not meant and the one that is, of a contrast that names one on each side."""
    for pattern in _CONTRASTS[lang]:
        for match in pattern.finditer(text):
            sides = [
                [h for h in hits if start <= h.span[0] < end]
                for start, end in (match.span("no"), match.span("yes"))
            ]
            if all(len(side) == 1 for side in sides):
                return sides[0][0], sides[1][0]
    return None


class _Contrast(NamedTuple):
    """Who is not meant and who may be."""

    no: tuple[Mention, ...]
    yes: tuple[Mention, ...]


def exchanged(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Hit, Hit] | None:
    """Who is not meant in the source and who in the target, where the two changed places."""
    if not _says(source, source_lang) or not _says(target, target_lang):
        return None
    here, there = _contrast(source, source_lang), _contrast(target, target_lang)
    if here is None or there is None or _meet(here.no, there.no):
        return None
    if not (_meet(here.no, there.yes) and _meet(here.yes, there.no)):
        return None
    a, b = here.no[0], there.no[0]
    return Hit(a.name, a.span), Hit(b.name, b.span)


def _meet(these: Sequence[Mention], those: Sequence[Mention]) -> bool:
    return any(compatible(a.name, b.name) for a in these for b in those)


def _says(text: str, lang: str) -> bool:
    return any(word in text for word in _WORDS.get(lang, ()))


def _contrast(text: str, lang: str) -> _Contrast | None:
    """The first contrast of a text of which both sides are persons."""
    every = cast(text, lang).mentions
    for pattern in _CONTRASTS[lang]:
        for match in pattern.finditer(text):
            no, yes = (
                tuple(m for m in every if start <= m.span[0] < end)
                for start, end in (match.span("no"), match.span("yes"))
            )
            no = tuple(m for m in no if m.name != ANYONE)
            if no and yes:
                return _Contrast(no, yes)
    return None
