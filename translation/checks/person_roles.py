"""Who takes part in a text and how: relatives, the persons of the talk, patient, family, doctor.

A word may tell by itself whether it is who something is said of ("I", "он", 妻は) or somebody
beside ("me", "за ним", 妻を); where it does not, its place does. An owner right before or inside
a relative ("my son") takes no part.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from translation.checks.lexicon import Hit, Lexicon, concept_lexicon
from translation.checks.relatives import may_be, relatives
from translation.checks.tables import load
from translation.types import Span

TABLE = "person_roles"
SUBJECT, OBJECT, OTHER = "subject", "object", "other"
_OWNER = "owner"
ANYONE = "anyone"
_RELATIONS = {"relation": "", "converse": "converse", "alone": "alone"}
_PATIENT = "patient"
_SIDE = "_side"
"""Of the family, no person."""
_LONG = 400
_OWNED_WITHIN = 12
"""Signs between an owner and the relative: "my elder sister"."""
_STOP = re.compile(r"[,;:.!?،؛؟，。；：！？、]")


class Mention(NamedTuple):
    """A person at a place; ``role``: "subject", "object", "other" (behind a preposition), or ""
    where only the place can tell."""

    name: str
    span: Span
    role: str


class Relation(NamedTuple):
    """A word for what one does for another; ``way``: "converse" where who is named first gets it,
    "alone" where the word itself says for whom ("on your behalf")."""

    name: str
    span: Span
    way: str


class Cast(NamedTuple):
    """The persons of a text and what one does for another, both from left to right."""

    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]


@functools.lru_cache(maxsize=32)
def cast(text: str, lang: str) -> Cast:
    """The persons of ``text`` and their relations; of a long text none: it is about many."""
    if len(text) > _LONG:
        return Cast((), ())
    kin = [h for h in relatives(text, lang) if not h.name.endswith(_SIDE)]
    if lang == "zh":
        kin = [
            h for h, after in zip_longest(kin, kin[1:]) if not after or h.span[1] < after.span[0]
        ]
    found = [Mention(h.name, h.span, _role(text, h, lang)) for h in kin]
    relations = []
    for hit in _lexicon(lang).find(text):
        name, _, role = hit.name.partition("_")
        if name in _RELATIONS:
            relations.append(Relation(role, hit.span, _RELATIONS[name]))
        elif any(h.span[0] <= hit.span[0] < h.span[1] for h in kin):
            continue
        elif not _owns(hit, role, text, lang, kin):
            found.append(Mention(name, hit.span, _form_role(role) or _role(text, hit, lang)))
    if lang == "ar":
        found += _by_suffix(text, found)
    found.sort(key=lambda m: m.span)
    return Cast(tuple(found), tuple(relations))


_SUFFIXED = (("second", re.compile(r"[\u0621-\u064a]{3,}(?:ك|كم|كما)(?!\w)")),
             ("first", re.compile(r"[\u0621-\u064a]{3,}ني(?!\w)")))  # fmt: skip


def _by_suffix(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The persons that Arabic writes at the end of a word: توقيعك, "your signature"."""
    known = [m.span for m in found]
    return [
        Mention(name, m.span(), OBJECT if name == "first" else "")
        for name, pattern in _SUFFIXED
        for m in pattern.finditer(text)
        if m[0] not in _NO_SUFFIX and not any(a < m.end() and m.start() < b for a, b in known)
    ]


_NO_SUFFIX = frozenset(
    "ذلك كذلك وكذلك بذلك لذلك هناك وهناك تلك السمك سمك المسك الثاني ثاني عيني والسمك وسمك"
    " بالسمك للسمك الشوك الشباك المشبك البنك الديك".split()
)


def _lexicon(lang: str) -> Lexicon:
    return concept_lexicon(TABLE, lang)


def _owns(hit: Hit, role: str, text: str, lang: str, kin: Sequence[Hit]) -> bool:
    """Whether a word only says whose relative the next one is."""
    after = min(
        (h.span[0] - hit.span[1] for h in kin if h.span[0] >= hit.span[1]),
        default=_OWNED_WITHIN + 1,
    )
    if lang in _BARE_OWNERS:
        between = text[hit.span[1] : hit.span[1] + after]
        return after <= 2 and between.strip() in _BARE_OWNERS[lang]
    if hit.name == _PATIENT and any(_OF.fullmatch(text, h.span[1], hit.span[0]) for h in kin):
        return True  # la mère du patient
    possible = role == _OWNER or hit.name in (ANYONE, _PATIENT)
    return (
        possible
        and after <= _OWNED_WITHIN
        and not _STOP.search(text, hit.span[1], hit.span[1] + after)
    )


_OF = re.compile(r" (?:d[ue] (?:la |l['’])?|del? (?:la )?|of the )?")
_BARE_OWNERS = {
    "zh": ("", "的", "家"),
    "ja": ("", "の"),
    "ko": ("", "의"),
}
"""What stands between any person and the relative that is theirs."""
_BEHIND = {
    "ja": (
        re.compile("さん|様|ちゃん|くん|本人"),
        re.compile("[はがも]"),
        re.compile("を|に(?!は)|へ|と|から|より"),
    ),
    "ko": (
        re.compile("[가-힣]?(?:님|분|들)"),
        re.compile("께서|[이가은는도](?![가-힣])"),
        re.compile("[을를과와](?![가-힣])|에게|한테|께|이?랑|보다"),
    ),
}
"""Behind a person in Japanese and Korean: a title, the subject's particles, those of the others."""
_BEFORE_OTHER = {
    "zh": re.compile("[给替对把被跟和向帮为比代]$"),
    "en": re.compile(r"\b(?:to|from|with|for|by|than|instead of|like|on) (?:\w+ )?$"),
    "fr": re.compile(r"\b(?:par|avec|pour|chez|que celle de|que celui de) (?:\w+ )?$|place d"),
    "es": re.compile(r"\b(?:por|con|para|de la de|lugar de) (?:\w+ )?$"),
    "ru": re.compile(r"\b(?:за|вместо|для|от|с|со|к|ко|чем|про|о|об) (?:\w+ )?$"),
    "ar": re.compile(r"(?<!\w)(?:من|مع|عن|إلى|على|بدلا من) $"),
}
"""Before a person: it is not the one that something is said of."""
_WITHIN_OTHER = {"ar": re.compile("[بل](?:ل|أ|ا|و|ز|ج|ح|م|خ|ع|ش|ص)")}
"""How a word begins that has such a preposition written with it."""
_BEFORE_MOST = 24


def _form_role(ending: str) -> str:
    """The role that a form has by itself."""
    return {SUBJECT: SUBJECT, OTHER: OBJECT}.get(ending, "")


def _role(text: str, hit: Hit, lang: str) -> str:
    start, end = hit.span
    if lang in _BEHIND:
        title, subject, other = _BEHIND[lang]
        at = found.end() if (found := title.match(text, end)) else end
        return SUBJECT if subject.match(text, at) else OTHER if other.match(text, at) else ""
    if lang == "zh":
        start -= text[start - 1 : start] in _ZH_OWNERS
    before = _BEFORE_OTHER.get(lang)
    if before and before.search(text, max(0, start - _BEFORE_MOST), start):
        return OTHER
    if lang == "ru" and hit.name in load("person")["kin"]:
        return SUBJECT if _NOMINATIVE.fullmatch(text[start:end].lower()) else ""
    inside = _WITHIN_OTHER.get(lang)
    if inside and hit.name in load("person")["kin"] and inside.match(text, start):
        return OTHER
    return ""


_ZH_OWNERS = frozenset("我您你他她")
_NOMINATIVE = re.compile(
    "(?:мам|пап|жен|сестр|бабушк|дедушк|тёт|тет|дяд|свекрух|тёщ|тещ|золовк|подруг|невестк)[ая]"
    "|муж|сын|брат|отец|дедушка|свёкор|свекор|тесть|зять|внук|сынок|супруг"
)
"""Russian relatives as a subject; of the others (мать, дочь) an object looks the same."""


def compatible(a: str, b: str) -> bool:
    """Whether two names may be one person."""
    if a == b or ANYONE in (a, b):
        return True
    if "third" in (a, b):
        return not {a, b} & {"first", "second"}
    return bool(_near(a) & _near(b)) or may_be(a, b)


@functools.cache
def _near(name: str) -> frozenset[str]:
    return frozenset(load(TABLE)["_near"].get(name, "").split())
