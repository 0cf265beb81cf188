"""A member of a denied list that the other text affirms.

"No fever, cough or night sweats" has become 无发热、咳嗽，有盗汗.

Both texts deny once, so what each denies is not counted but looked up: what one text says there is,
behind its list, must not stand in the list that the other text denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from translation.checks.negation_clause import VAGUE
from translation.checks.negation_tied import named, senses_of
from translation.checks.polarity import NOT, Cue
from translation.checks.polarity_table import BACKWARDS
from translation.checks.word_forms import fold
from translation.types import Span

_THERE_IS = {
    "zh": re.compile(
        r"(?:^|[，,；;。：:])(?:但是?|而|却|只是|不过|可是?)?(?:我|他|她|患者|病人)?(?:[还也又]|同时|近期|现)?"
        r"(?:伴?有(?![没无时])|出现了?|诉|会?感到)"
        r"|[，,；;](?:但是?|却|不过)?[^，,；;。！？!?不没无未]{1,3}(?<![超通经难])过(?!敏)"
        r"|[，,；;](?:但是?|却|不过)(?:可以|能)(?!不)"
    ),
    "en": re.compile(
        r",? but |[,;] (?:has|have|with|reports|there (?:is|are)|i have|(?:he|she) has) "
        r"| and (?:reports|complains|admits|presents|has) "
    ),
    "fr": re.compile(
        r",? mais |[,;] (?:avec|présence d|il y a|a|j'ai|il a|elle a|signale) "
        r"| et (?:signale|se plaint|rapporte|présente|décrit) "
    ),
    "es": re.compile(
        r",? pero |[,;] (?:con|hay|presenta|tiene|tengo|refiere) "
        r"| y (?:refiere|presenta|tiene|se queja|acude|consulta) "
    ),
    "ru": re.compile(r",? (?:но|однако) |, (?:есть|имеется|отмечается|беспокоит|жалуется на) "),
    "ar": re.compile(r"[،,]? (?:و?لكن\w*|الا ان\w*) |[،,] (?:و?يوجد|و?توجد|مع|ولدي\w*|و[يت]شكو) "),
    "ko": re.compile(r"(?:없|않|부인하)(?:으나|지만|으며|고|나|며|는데|은데),? "),
    "ja": re.compile(
        r"(?:(?:ない|ません)(?:です)?(?:が|けど|けれど|けれども)|なし|なく|認めず)[、,]"
    ),
}
"""What ends a list of things denied and tells what there is."""
_ZH_ALSO = re.compile(
    r"只(?:肯|愿意?|想)(?=[吃喝])|(?:^|[，,；;。])[^，,；;。！？!?不没无未别]{0,2}(?:肯|愿意)(?=[吃喝])"
    r"|[，,；;](?:但是?)?(?:承认|偶[有尔])"
    r"|[，,；;。]可(?:闻及?|见到?|触及|扪及|及)"
    r"|[，,；;](?:但是?|却|不过|可是?)(?=[^，,；;。！？!?不没无未别]{2,8}[。.]?$)"
    r"|(?:^|[，,；;。])(?=[^，,；;。！？!?不没无未别止退消减]{1,3}"
    r"[染痛疼红肿热烧咳嗽吐泻血液脓痒麻晕胀音块痰汗战疹斑喘悸闷疸][，,；;。])"
    "|" + _THERE_IS["zh"].pattern
)
"""The same where the other language ends its list with its last member: bare findings too."""
_ENDED = frozenset(("en", "fr", "es"))
_JOINT = {
    "zh": re.compile("[、和或及]|以及"),
    "en": re.compile(r"\b(?:or|nor)\b"),
    "fr": re.compile(r"(?<!\w)(?:ou|ni)(?!\w)"),
    "es": re.compile(r"(?<!\w)(?:o|u|ni)(?!\w)"),
    "ru": re.compile(r"(?<!\w)(?:и|или|ни)(?!\w)"),
    "ar": re.compile(r"(?<!\w)(?:او |ولا |و(?=ال))"),
    "ko": re.compile(r"이?나 |[와과] | 및 |, |도 "),
    "ja": re.compile("[、や・も]|および|または"),
}
_AND = {
    "en": re.compile(r"\b(?:or|nor|and)\b"),
    "fr": re.compile(r"(?<!\w)(?:ou|ni|et)(?!\w)"),
    "es": re.compile(r"(?<!\w)(?:o|u|ni|y|e)(?!\w)"),
}
_DENYING = ("deni", "deny", "nie", "niega", "niego")
"""Words of denying, behind which "and" joins what is denied as well."""
_BREAK = {"zh": re.compile("[，,；;。.！!？?]"), "": re.compile(r"[.;!?]")}
_LACKS = {
    "zh": re.compile("(?:^|(?<=[，,；;。]))无"),
    "en": re.compile(r"(?:^|(?<=[,;.] ))(?:no|without)(?= )"),
    "fr": re.compile(r"(?:^|(?<=[,;.] ))(?:sans|pas d)"),
    "es": re.compile(r"(?:^|(?<=[,;.] ))sin(?= )"),
    "ru": re.compile(r"(?:^|(?<=[,;.] ))без(?= )"),
    "ar": re.compile(r"(?:^|(?<=[,;.،] ))(?:دون|بدون|لا)(?= )"),
}
"""A clause that only says what there is not."""
_CLOSE = re.compile(r"[，,;；。.！!?？]| (?:and|but|with|et|mais|avec|y|e|pero|con) ")
_ASKS = re.compile("[?？吗]")
_VAGUE = VAGUE | {"烟酒"}
_ITEM = re.compile("[，,;；。.!！?？]")


_TOLD_MOST = 8
"""More clauses than a text has that say what there is."""
_DENIES = frozenset((NOT, "fine", "feverless", "negative", "free"))
"""Classes of the denials that a list follows."""
_LEAVES = frozenset(("other", "exceptive", "until", "only", "permit"))
"""Classes of the denials that leave something out of it."""


def retold(
    these: Sequence[Cue], those: Sequence[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> Span | None:
    """What the second text says there is and the list denies that the first one denies."""
    also = languages[1] == "zh" and languages[0] in _ENDED
    there_is = _ZH_ALSO if also else _THERE_IS.get(languages[1])
    if there_is is None or languages[0] not in _JOINT:
        return None
    plain = fold(texts[1])
    if there_is.search(plain) is None or _ASKS.search(plain):
        return None
    if not (listed := list(_listed(these, texts[0], languages[0]))):
        return None
    for told in islice(there_is.finditer(plain), _TOLD_MOST):
        if (place := _affirmed(told, listed, those, texts, languages)) is not None:
            return place
    return None


def _affirmed(
    told: re.Match[str],
    listed: Sequence[Span],
    those: Sequence[Cue],
    texts: tuple[str, str],
    languages: tuple[str, str],
) -> Span | None:
    """The list that holds what the clause ``told`` of the second text says there is."""
    plain = fold(texts[1])
    end = _BREAK["zh"].search(plain, told.end())
    stop = end.start() if end else len(plain)
    begin = told.end() if languages[1] in BACKWARDS else told.start()
    if any(c.demand and begin <= c.span[0] < stop for c in those):
        return None
    others = named(texts[1], languages[1])
    said = senses_of(n for n in others if told.start() <= n.start < stop)
    beside = senses_of(n for n in others if not told.start() <= n.start < stop)
    said -= beside | _VAGUE
    for name in named(texts[0], languages[0]) if said else ():
        within = next(((a, b) for a, b in listed if a <= name.start < b), None)
        if within and name.senses & said and name.senses.isdisjoint(beside):
            # the whole list: of its member alone an omission would be said
            return within
    return None


_VERBS = {
    "ko": re.compile(
        r"[.!?]|[음함됨임],|(?:니까|므로|라서|지만|는데|은데|으나|고|며|면|어서|아서)[, ]"
    ),
    "ru": re.compile(r"[.,;!?]| (?:но|однако|а|есть) "),
    "ja": re.compile("[。!！?？]|(?:[てでしりがば]|ます|です|ので|から)、"),
}
"""What ends a clause before the list: behind it stand the things that one denial denies."""
_TRAILS = re.compile(r" нет(?=[.,;!]|$)")
"""A Russian "нет" that ends its clause: the list stands before it."""


def _listed(cues: Sequence[Cue], text: str, lang: str) -> Iterator[Span]:
    """The lists that the text denies, from the word of denial to the end of the last member."""
    plain = fold(text)
    last = 0
    for cue in cues:
        if not cue.demand or cue.kinds.isdisjoint(_DENIES) or not cue.kinds.isdisjoint(_LEAVES):
            continue
        if lang in BACKWARDS or (lang == "ru" and _TRAILS.match(plain, cue.span[1] - 4)):
            begun = (m.end() for m in _VERBS[lang].finditer(plain, last, cue.span[0]))
            start, last = max((last, *begun)), cue.span[1]
            if _JOINT[lang].search(plain, start, cue.span[0]):
                yield start, cue.span[0]
            continue
        end = _BREAK["zh" if lang == "zh" else ""].search(plain, cue.span[1])
        told = _THERE_IS[lang].search(plain, cue.span[1])
        stop = min(m.start() if m else len(plain) for m in (end, told))
        joint = (
            _AND[lang] if lang in _AND and plain.startswith(_DENYING, cue.span[0]) else _JOINT[lang]
        )
        joints = [m.end() for m in joint.finditer(plain, cue.span[0], stop)]
        if joints or _LACKS[lang].search(plain, cue.span[0], cue.span[1] + 4):
            item = (_ITEM if joints else _CLOSE).search(plain, (joints or [cue.span[1]])[-1], stop)
            yield cue.span[0], item.start() if item else stop
