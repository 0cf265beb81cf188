"""Before turned into after, or one part of the day into another, whatever happens then.

Meals, bedtime and the empty stomach have names of their own in `translation.checks.timing`; this
check sees only the words that order ("before", "after") and the parts of the day. Something must
be gone and its opposite new: what another language says without such a word is no finding.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from translation.checks.lexicon import Hit, Lexicon, in_both
from translation.checks.only_after import only_after
from translation.checks.tables import entries, load
from translation.checks.text import far_apart
from translation.checks.traded import Text, traded
from translation.checks.turned import turned
from translation.types import Finding, FindingKind

_TABLE = "time_order"
_ANYWHERE = "ja"
"""Korean endings stand inside words, as those of Japanese do."""
_BEFORE, _AFTER, _UNTIL = "before", "after", "until"
_WAITS = re.compile(
    r"\b(?:wait|for|until|till)\b[^.;:!?]{1,60}\bbefore\b|\battend[a-z]*\b[^.;:!?]{1,60}\bavant\b"
    r"|\besper[a-záé]*\b[^.;:!?]{1,60}\bantes\b|\b(?:подожд|выжд|прожд)[а-я]*[^.;:!?]{1,60}"
    r"\b(?:прежде|перед|до)\b|[انتي]نتظر[ء-ي]*[^.;:!?؟]{1,60}قبل",
    re.IGNORECASE,
)
_ONLY_THEN = re.compile("[后後][^，。；]{0,8}[才再]")
_UP_TO = re.compile(r"до \d", re.IGNORECASE)
_FROM_NOW = re.compile(r"(?:^|[，,。；;！!？?：:])(?:那|可|您|你)?以后$")
_STANDING = re.compile(
    "(?:[术产伤病]后|.完)[^，,。；;]{1,9}[年月周天日期](?:余|多)?了?(?=[，,。；;]|$)"
)
"""How long it has been (生完孩子五天), and no time at which something is done: 术后三天拆线."""
_BOTH, _ENDS = "both", ("morning", "evening")
_PLAIN = {"night": "evening", "dusk": "evening", "afternoon": "noon"}
_SMALL_HOURS = "dawn"
_TAKEN = re.compile("[吃服用喝打抹涂滴贴药针量测]")
"""Chinese that something is done at a time; of "no cough by day" the denial itself moved."""
_Swap = tuple[Hit, Hit] | None
_SAME = {"ago": _BEFORE, "done": _AFTER}
"""Words of another name that order as well."""
_TOLD = {**_SAME, "not_before": _BEFORE}


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``timing.order:before>after`` and ``timing.part:morning>evening``."""
    sides = (source, source_lang), (target, target_lang)
    texts = source, target, source_lang, target_lang
    before, after = in_both(_ordering_words, *texts) or ([], [])
    swapped = turned(_ordered(before), _ordered(after), *sides)
    if swapped is not None:
        return [_changed("order", swapped)]
    swapped = _order(before, after)
    if swapped is not None and (
        _elsewhere(*swapped, source, target)
        or _since(swapped, (source, target), (source_lang, target_lang))
        or only_after((source, target), (source_lang, target_lang))
        or only_after((target, source), (target_lang, source_lang))
    ):
        swapped = None
    if swapped is None:
        here, there = in_both(lambda text, lang: _parts(lang).find(text), *texts) or ((), ())
        swapped = _part(here, there) or _other_part(_plain(here), _plain(there), *sides)
        if swapped is not None and _alike(*swapped):
            swapped = None
        reason = "part"
    else:
        reason = "order"
    if swapped is None:
        return []
    return [_changed(reason, swapped)]


def _changed(reason: str, swapped: tuple[Hit, Hit]) -> Finding:
    a, b = swapped
    message = f"timing.{reason}:{_ordering(a)}>{_ordering(b)}"
    return Finding(FindingKind.TIMING, message, a.span, b.span)


def _other_part(here: list[Hit], there: list[Hit], source: Text, target: Text) -> _Swap:
    """Two parts of the day of which the other one is denied, or that traded places."""
    taken = any(_TAKEN.search(text) for text, _ in (source, target))
    swapped = turned(here, there, source, target) if taken else None
    return swapped or traded(here, there, source, target, apart=False)


def _ordered(hits: Sequence[Hit]) -> list[Hit]:
    return [hit._replace(name=_TOLD.get(hit.name, hit.name)) for hit in hits]


def _plain(these: Sequence[Hit]) -> list[Hit]:
    """The parts of the day as morning, noon and evening, which every language tells apart."""
    return [
        hit._replace(name=_PLAIN.get(hit.name, hit.name))
        for hit in _apart(these)
        if hit.name != _SMALL_HOURS
    ]


def _since(swapped: tuple[Hit, Hit], texts: tuple[str, str], langs: tuple[str, str]) -> bool:
    """Whether 术后三年 says how long ago it was: "three years ago"."""
    (here, text, lang), (there, _, other) = sorted(
        zip(swapped, texts, langs, strict=True), key=lambda side: side[2] != "zh"
    )
    start = here.span[0] - (here.name == _AFTER)
    if lang != "zh" or _ordering(here) != _AFTER or not _STANDING.match(text, start):
        return False
    return there.name == "ago" or (there.name == _BEFORE and other in ("ja", "ko", "ar"))


def _ordering_words(text: str, lang: str) -> list[Hit]:
    """ "Before" and "after"; "до 9 мм" says how far, 以后 at a clause's start "from now on"."""
    found = [
        hit
        for hit in _words(lang).find(text)
        if hit.name != _BEFORE or not _not_until(hit, text, lang)
    ]
    if lang == "zh":
        return [hit for hit in found if not _FROM_NOW.search(text, 0, hit.span[1])]
    return [hit for hit in found if lang != "ru" or not _UP_TO.match(text, hit.span[0])]


def _not_until(hit: Hit, text: str, lang: str) -> bool:
    """Whether "before" a length of time is denied: "no coffee before half an hour" is after it,
    as some languages say it, or within it, as others do."""
    start, end = hit.span
    if lang == "zh":
        return bool(_LONG_ZH.search(text, max(0, start - 8), end) and _DENIED_ZH.match(text, end))
    if lang not in _DENIED or _A_TIME[lang].match(text, end) is None:
        return False
    return _DENIED[lang].search(text, max(0, start - _DENIED_MOST), start) is not None


_DENIED_MOST = 50
"""Signs before "before" in which it may be denied."""
_LONG_ZH = re.compile("(?:小时|钟头|分钟|[天周月年])(?:之|以)?前$")
_DENIED_ZH = re.compile("[^，。；]{0,2}(?:不[要能可得]|别|勿|禁)|(?<=[之以]前)[^，。；]{1,3}不了")
_DENIED = {
    lang: re.compile(rf"(?:{said})\b[^.;:!?؟,،]*$", re.IGNORECASE)
    for lang, said in {
        "en": r"\b(?:not|no|never|needn't|[^\W\d]+n['’]t)",
        "fr": r"\b(?:pas|jamais|inutile|rien|aucun|plus)",
        "es": r"\b(?:no|nunca|ni|nada)",
        "ar": r"\b(?:و|ف)?(?:لا|لن)",
        "ru": r"\b(?:не|нельзя|никогда)",
    }.items()
}
_NUMBER = r"(?!(?:the|your|my|this|that|next) )(?:[^\W_]+ ){0,3}?"
_A_TIME = {
    lang: re.compile(rf"\s*{said}", re.IGNORECASE)
    for lang, said in {
        "en": rf"(?:at least )?{_NUMBER}(?:hour|minute|day|week|month|year)s?\b(?![-’'])",
        "fr": rf"(?:au moins )?(?:{_NUMBER}(?:minute|jour|semaine|mois|an)s?\b"
        r"|une (?:demi-)?heure|(?:24|48|72|quelques) heures)",
        "es": rf"de {_NUMBER}(?:hora|minuto|día|semana|mes|año)(?:e?s)?\b",
        "ar": r"(?:مرور |مضي |انقضاء )?(?:\w+ )?(?:ساع|دقيق|دقائق|يوم|[أا]يام|[أا]سبوع|[أا]سابيع"
        r"|[أا]?شهر|سن)",
        "ru": rf"чем (?:через )?{_NUMBER}(?:час|минут|дн|день|недел|месяц|год)",
    }.items()
}
"""A length of time; "before six hours" is none in French, where it is also six o'clock."""


@functools.cache
def _words(lang: str) -> Lexicon:
    return _lexicon("order", _ANYWHERE if lang == "ko" else lang, lang)


@functools.cache
def _parts(lang: str) -> Lexicon:
    return _lexicon("part", lang, lang)


def _lexicon(section: str, reader: str, lang: str) -> Lexicon:
    data = load(_TABLE)[section]
    return Lexicon(reader, {name: entries(s.get(lang, "")) for name, s in data.items()})


def _order(here: Sequence[Hit], there: Sequence[Hit]) -> tuple[Hit, Hit] | None:
    """A "before" that is gone and an "after" that is new, or the reverse."""
    if not here or not there:
        return None
    ours, theirs = _counts(here), _counts(there)
    for mine, other in ((_BEFORE, _AFTER), (_AFTER, _BEFORE)):
        if (theirs if mine == _BEFORE else ours)[_UNTIL]:
            continue  # 在此之前 is also "until then"
        if ours[mine] > theirs[mine] and theirs[other] > ours[other]:
            a, b = _last(here, mine), _last(there, other)
            return None if {a.name, b.name} == set(_SAME) else (a, b)
    return None


def _ordering(hit: Hit) -> str:
    return _SAME.get(hit.name, hit.name)


_LONG = 160
"""Signs of both texts from which a "before" has its place among the others."""


def _elsewhere(a: Hit, b: Hit, source: str, target: str) -> bool:
    """Whether one word stands quite elsewhere in the target than the other in the source.

    "Wait an hour before eating" says the same as 一小时后再吃.
    """
    if any(_WAITS.search(text) for text in (source, target)):
        return any(_ONLY_THEN.search(text) for text in (source, target))
    return far_apart(a.span, b.span, source, target, _LONG)


def _counts(hits: Sequence[Hit]) -> Counter[str]:
    return Counter(map(_ordering, hits))


def _last(hits: Sequence[Hit], name: str) -> Hit:
    return next(hit for hit in reversed(hits) if _ordering(hit) == name)


def _part(here: Sequence[Hit], there: Sequence[Hit]) -> tuple[Hit, Hit] | None:
    """A part of the day that is gone and another, not a near one, that is new."""
    if not here or not there:
        return None
    here, there = _apart(here), _apart(there)
    lost, added = _unsaid(here, there), _unsaid(there, here)
    for hit in list(lost):
        answer = next((h for h in added if _alike(hit, h)), None)
        if answer is not None:
            lost.remove(hit)
            added.remove(answer)
    return (lost[0], added[0]) if lost and added else None


def _apart(these: Sequence[Hit]) -> list[Hit]:
    """早晚 as what it says: a morning and an evening."""
    return [
        hit._replace(name=name)
        for hit in these
        for name in (_ENDS if hit.name == _BOTH else (hit.name,))
    ]


def _unsaid(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    """One mention of each part of the day that the others name less often, or not at all."""
    times = Counter(hit.name for hit in those)
    found: dict[str, Hit] = {}
    for hit in these:
        times[hit.name] -= 1
        if times[hit.name] < 0:
            found.setdefault(hit.name, hit)
    return list(found.values())


def _alike(a: Hit, b: Hit) -> bool:
    data = load(_TABLE)["part"]
    near = (data[x.name].get("near", "").split() for x in (a, b))
    return a.name == b.name or b.name in next(near) or a.name in next(near)
