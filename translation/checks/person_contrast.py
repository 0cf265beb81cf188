"""Not one person but another: "not me, my husband" must not become "not my husband, me".

Each language says who is not meant before who is meant, or the other way round.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from translation.checks.lexicon import Hit
from translation.checks.relatives import may_be, relatives

_NOT_FIRST = {
    "zh": r"不是(?P<no>[^，,。；;]{1,10}?)[，,]?(?:而)?是(?P<yes>[^，,。；;]{1,10})",
    "en": r"(?:\bnot|n['’]t) (?P<no>[^,.;]{1,40}), "
    r"(?:but|it['’]s|it is|it was) (?P<yes>[^,.;]{1,40})",
    "fr": r"\bpas (?P<no>[^,.;]{1,40}),? (?:c['’](?:est|était)|mais|ce sera) (?P<yes>[^,.;]{1,40})",
    "es": r"\bno (?P<no>[^,.;]{1,40}),? (?:sino|es|era|será) (?P<yes>[^,.;]{1,40})",
    "ru": r"\bне (?P<no>[^,.;]{1,30}), а (?P<yes>[^,.;]{1,30})",
    "ar": r"(?:ليست?|لست|لا|لن|لم) (?P<no>[^،.]{1,30}?)،? بل (?P<yes>[^،.]{1,30})",
    "ko": r"(?P<no>[^,.]{1,14}?)[이가] 아니(?:라|고|에요,?|고요,?) (?P<yes>[^,.]{1,14})",
    "ja": r"(?P<no>[^、。]{1,12}?)(?:では|じゃ)なく(?:て)?、?(?P<yes>[^、。]{1,12})",
}
_NOT_LAST = {
    "zh": r"是(?P<yes>[^，,。；;]{1,10})[，,](?:而)?不是(?P<no>[^，,。；;]{1,10})",
    "en": r"(?:it['’]s|it is|it was) (?P<yes>[^,.;]{1,40}),? (?:and )?not (?P<no>[^,.;]{1,40})",
    "fr": r"c['’](?:est|était) (?P<yes>[^,.;]{1,40}),? (?:et )?(?:non )?pas (?P<no>[^,.;]{1,40})",
    "es": r"\b(?:es|era|soy|será) (?P<yes>[^,.;]{1,40}), (?:y )?no (?P<no>[^,.;]{1,40})",
    "ru": r"(?P<yes>[^,.;]{1,30}), а не (?P<no>[^,.;]{1,30})",
}
_CONTRASTS = {
    lang: [re.compile(p[lang], re.IGNORECASE) for p in (_NOT_FIRST, _NOT_LAST) if lang in p]
    for lang in _NOT_FIRST
}
_TALKING = {
    "zh": ("我", "[您你]"),
    "en": (r"\b(?:me|i|i['’]m)\b", r"\byou\b"),
    "fr": (r"\b(?:moi|je)\b", r"\b(?:vous|toi|tu)\b"),
    "es": (r"\b(?:yo|soy)\b", r"\b(?:usted|tú)\b"),
    "ru": (r"\b(?:я|мне|меня|мной)\b", r"\b(?:вы|вас|вам|вами|ты|тебя|тебе)\b"),
    "ar": ("(?<![ء-ي])(?:[أا]نا|لست)(?![ء-ي])", "(?<![ء-ي])[أا]نت(?![ء-ي])"),
    "ko": ("(?<![가-힣])(?:제|저|나|내)(?:가|는|를|$)?", "환자분|당신"),
    "ja": ("私|僕|俺|わたし", "あなた"),
}
"""The speaker and the listener."""
_TALKING_IN = {
    lang: [
        (name, re.compile(words, re.IGNORECASE))
        for name, words in zip(("first", "second"), both, strict=True)
    ]
    for lang, both in _TALKING.items()
}
_WORDS = {
    "zh": ("不是",), "en": ("not ", "n't ", "n’t "), "fr": ("pas ",), "es": ("no ", "No "),
    "ru": (", а ",), "ar": ("بل ",), "ko": (" 아니",), "ja": ("なく",),
}  # fmt: skip
"""Without one of these a text has no such contrast."""


class _Contrast(NamedTuple):
    """Who is not meant and who is."""

    no: Hit
    yes: Hit


def exchanged(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Hit, Hit] | None:
    """Who is meant in the source and who in the target, where the two changed places."""
    if not _says(source, source_lang) or not _says(target, target_lang):
        return None
    here, there = _contrast(source, source_lang), _contrast(target, target_lang)
    if here is None or there is None:
        return None
    crossed = may_be(here.no.name, there.yes.name) and may_be(here.yes.name, there.no.name)
    return (here.yes, there.yes) if crossed and not may_be(here.no.name, there.no.name) else None


def _says(text: str, lang: str) -> bool:
    return any(word in text for word in _WORDS.get(lang, ()))


def _contrast(text: str, lang: str) -> _Contrast | None:
    """The first contrast of a text of which both sides are persons."""
    for pattern in _CONTRASTS[lang]:
        for match in pattern.finditer(text):
            no, yes = (_person(text, match.span(side), lang) for side in ("no", "yes"))
            if no is not None and yes is not None:
                return _Contrast(no, yes)
    return None


def _person(text: str, span: tuple[int, int], lang: str) -> Hit | None:
    """The person that a part of a text names: a relative, or else one of those who talk."""
    for hit in relatives(text, lang):
        if span[0] <= hit.span[0] < span[1]:
            return hit
    for name, words in _TALKING_IN[lang]:
        if (found := words.search(text, *span)) is not None:
            return Hit(name, found.span())
    return None
