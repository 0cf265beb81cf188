"""Relatives in a text, also those that are said by way of another: "my mother's eldest sister".

Two relatives with nothing between them but what joins an owner to its own ("'s", 的, "de ma")
are one, where ``[chain]`` of ``tokens/person.toml`` has a name for the two together.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from translation.checks.lexicon import Hit, Lexicon
from translation.checks.tables import entries, load
from translation.checks.word_forms import fold

TABLE = "person"


@functools.lru_cache(maxsize=32)
def relatives(text: str, lang: str) -> tuple[Hit, ...]:
    """The relatives that ``text`` names, from left to right."""
    hits = person_lexicon("kin", lang).find(text)
    return _chained(hits, text, lang) if len(hits) > 1 else hits


@functools.cache
def person_lexicon(part: str, lang: str) -> Lexicon:
    """The words of one part of the table, ``kin`` or ``who``."""
    sections = load(TABLE)[part]
    return Lexicon(lang, {name: entries(s.get(lang, "")) for name, s in sections.items()})


@functools.cache
def may_be(a: str, b: str) -> bool:
    """Whether one name of a relative, or of the speaker, may be said for the other."""
    kin = load(TABLE)["kin"]
    near = {name: kin.get(name, {}).get("near", "").split() for name in (a, b)}
    return a == b or a in near[b] or b in near[a]


_PAIR = frozenset(("mother", "father"))


def as_parents(hits: tuple[Hit, ...], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """``hits``; mother and father as the parents where the other text only names those."""
    if not any(hit.name == "parents" for hit in others) or not _PAIR.isdisjoint(
        hit.name for hit in others
    ):
        return hits
    pair = [hit for hit in hits if hit.name in _PAIR]
    if {hit.name for hit in pair} != _PAIR:
        return hits
    return tuple(
        hit._replace(name="parents") if hit is pair[0] else hit
        for hit in hits
        if hit is pair[0] or hit not in pair
    )


_OF_THEM = {
    "en": re.compile(r"\b(?:his|her|their) $", re.IGNORECASE),
    "fr": re.compile(r"\b(?:ses|sa|son|leurs?) $", re.IGNORECASE),
    "es": re.compile(r"\bsus? $", re.IGNORECASE),
    "ru": re.compile(r"\b(?:его|ее|её|их) $", re.IGNORECASE),
}
_PARENTS = {
    "mother": "mothers",
    "mothers_mother": "mothers",
    "father": "fathers",
    "fathers_mother": "fathers",
}
_SIBLINGS = frozenset(("sister", "brother"))


def _of_parents(hit: Hit, before: Sequence[Hit], text: str, lang: str) -> Hit:
    """ "His sister" behind "my father" may be my aunt."""
    if hit.name not in _SIBLINGS or lang not in _OF_THEM:
        return hit
    whose = next((_PARENTS[h.name] for h in reversed(before) if h.name in _PARENTS), None)
    start = hit.span[0]
    if whose is None or not _OF_THEM[lang].search(text, max(0, start - _OWNER_MOST), start):
        return hit
    return hit._replace(name=f"{whose}_own_{hit.name}")


_OWNER_MOST = 8
"""Signs of the longest owner with the gap behind it."""


def _chained(hits: Sequence[Hit], text: str, lang: str) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for each in hits:
        hit = _of_parents(each, found, text, lang)
        name = _joined(found[-1], hit, text, lang) if found else None
        if name is None:
            found.append(hit)
        else:
            found[-1] = Hit(name, (found[-1].span[0], hit.span[1]))
    return tuple(found)


_AGAIN = re.compile(
    r"[,،] (?:(?:the|my|his|her|la|le|el|моя|мой|моего|моей) |l'|l’)?|[，,]也?就是[我您你他她]?"
)
"""Between a relative and who that is: "my brother-in-law, the husband of my elder sister"."""


def told_once(hits: Sequence[Hit], text: str) -> tuple[Hit, ...]:
    """The relatives, and one that is said twice in a row only once, by the exacter name."""
    found = list(hits[:1])
    for hit in hits[1:]:
        last = found[-1]
        told = may_be(last.name, hit.name) and _AGAIN.fullmatch(text, last.span[1], hit.span[0])
        if told:
            found[-1] = Hit(hit.name, (last.span[0], hit.span[1]))
        else:
            found.append(hit)
    return tuple(found)


def _joined(first: Hit, last: Hit, text: str, lang: str) -> str | None:
    """The one relative that two words name together."""
    owner_first = _chains().get((first.name, last.name))
    owner_last = _chains().get((last.name, first.name))
    if owner_first is None and owner_last is None:
        return None
    start = first.span[1] - 2 if text[: first.span[1]].endswith(("'s", "’s")) else first.span[1]
    between = fold(text[start : last.span[0]])
    if owner_first and lang in _OWNER_FIRST and _OWNER_FIRST[lang].fullmatch(between):
        return owner_first
    if owner_last and lang in _OWNER_LAST and _OWNER_LAST[lang].fullmatch(between):
        form = _OWNER_FORMS.get(lang)
        return owner_last if form is None or form.match(fold(text[slice(*last.span)])) else None
    return None


_OWNER_FIRST = {
    "zh": re.compile(r"的(?:第?[一二三四]任|现任|后来的|亲生?|[大小]|最[大小]的|双胞胎|唯一的)?"),
    "ja": re.compile(r"の(?:[二三]番目の|再婚した|今の|一番上の|[上下]の|双子の|実の|義理の)?"),
    "ko": re.compile(r"의 ?(?:(?:둘째|셋째|막내|두 번째|세 번째|재혼한|친|쌍둥이) ?)?"),
    "en": re.compile(
        r"'s (?:(?:second|third|new|current|late|only|twin|youngest|younger|oldest|own) ){0,2}"
    ),
}
"""What stands between an owner and its relative in languages that name the owner first."""
_OWNER_LAST = {
    "en": re.compile(r" of (?:my|your|his|her|our|their|the) "),
    "fr": re.compile(
        r" (?:(?:aînée?|cadette?|jumeau|jumelle) )?(?:du |de |d')"
        r"(?:(?:m|t|s)(?:a|on) |(?:not|vot)re |leur |la |l')?"
    ),
    "es": re.compile(
        r" (?:(?:mayor|menor|gemel[oa]|actual) )?(?:del|de)(?: (?:mi|tu|su|nuestr[oa]|la|el))? "
    ),
    "ru": re.compile(r" (?:(?:мо|тво)(?:ей|его) |(?:ваш|наш)(?:ей|его) |его |ее |их )?"),
    "ar": re.compile(" "),
}
"""What stands between a relative and its owner in languages that name the owner last."""
_OWNER_FORMS = {
    "ru": re.compile(
        r"(?:(?:старш|младш)\w+ )?(?:мате?ри|мамы|отца|папы|жены|мужа|супруг[аи]|сына"
        r"|доч(?:ери|ки)|брата|сестры|дяди|тет[ия])$"
    ),
    "ar": re.compile("ل"),
}
"""Words that only so are an owner: a Russian genitive, an Arabic one behind "of" (لأمي)."""


@functools.cache
def _chains() -> dict[tuple[str, str], str]:
    """Owner and relative -> the one that they name: mother's sister."""
    return {
        (owner, relative): name
        for name, raw in load(TABLE)["chain"].items()
        for owner, relative in (pair.split(">") for pair in raw.split())
    }
