"""Two amounts at each other's place: "from 50 to 25 mg", "my son is three, my daughter six".

Every language says where something comes from before where it goes to, and the ages of two in the
order in which it names them. Where another order is said, nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from translation.checks.laterality import sides_in_step
from translation.checks.numbers_tokens import Tokens
from translation.checks.quantity import Difference, Quantity, kind_of
from translation.checks.quantity_compare import traded_places
from translation.checks.relatives import may_be, relatives
from translation.checks.timing import timings
from translation.types import FindingKind

Side = tuple[str, Sequence[Quantity], str]
"""A text, its quantities, its language."""
_Pair = tuple[Quantity, Quantity]
_FROM = {
    "zh": "[从由自](?:原来的?|开始的?)?(?:[每一][天日周次晚]的?)?",
    "en": "from(?: a| about)?",
    "ru": "(?:с|со|от)",
    "fr": "(?:de|d'|du)",
    "es": "(?:de|desde)",
    "ar": "من",
}
_TO = {
    "zh": "[^，,。；;、0-9]{0,6}[到至为成](?:[每一][天日周次晚]的?)?",
    "en": r"\W?(?:[^\W\d]+ ){0,3}to(?: a| about)?",
    "ru": r"(?:[^\W\d]+ ){0,3}(?:до|на|к)",
    "fr": "(?:[^\\W\\d]+ ){0,3}(?:à|vers)",
    "es": "(?:[^\\W\\d]+ ){0,3}(?:a|hasta)",
    "ar": "(?:[^\\W\\d]+ ){0,3}[إا]لى",
    "ko": "[^,.0-9]{0,4}에서(?: 하루| 매일| 한 번에)?",
    "ja": "[^、。,0-9]{0,4}から(?:[1１一]日|毎日|[1１一]回)?",
}
_BEFORE = {lang: re.compile(rf"(?<!\w){said}\s*$", re.IGNORECASE) for lang, said in _FROM.items()}
_BEFORE["zh"] = re.compile(rf"{_FROM['zh']}$")
_BETWEEN = {lang: re.compile(rf"\s*{said}\s*", re.IGNORECASE) for lang, said in _TO.items()}
_BETWEEN |= {lang: re.compile(rf"{_TO[lang]}(?: |、)?") for lang in ("ko", "ja")}
_REACH = 16
"""Signs before an amount that are looked at."""
_AGED = frozenset(("age", "year", "month", "day", ""))
_MEASURED = frozenset(("", "mmol/l", "mg/dl"))


def compare(source: Side, target: Side) -> list[Difference]:
    """The first two amounts that stand at each other's place."""
    here = _from_to(source)
    there = _from_to(target) if here is not None else None
    if here is not None and there is not None:
        found = traded_places(here, there)
        if found is not None:
            return [found]
    return _each_of_two(source, target)


def _each_of_two(source: Side, target: Side) -> list[Difference]:
    """The amounts of two that both texts name in the same order, at each other's place."""
    apart = _apart(source[1], target[1])
    if len(apart) not in (2, 4):
        return []
    half = len(apart) // 2
    ours, theirs = zip(*apart, strict=True)
    crossed = zip(ours, (*theirs[half:], *theirs[:half]), strict=True)
    if any(a.loose.isdisjoint(b.loose) for a, b in crossed):
        return []
    found = Difference(ours[0], theirs[0], kind_of(ours[0], theirs[0]))
    units = {q.unit for q in (*ours, *theirs)}
    if half == 1 and units <= _AGED and _same_order(source, target):
        return [found]
    if not units <= _MEASURED:
        return []
    if sides_in_step(source[0], target[0], source[2], target[2]):
        return [Difference(ours[0], theirs[0], FindingKind.LATERALITY)]
    return [found] if half == 1 and _same_meals(source, target) else []


def _apart(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[_Pair]:
    """The amounts of the two texts that differ at the same place."""
    if len(ours) != len(theirs):
        ours, theirs = ([q for q in side if not q.optional] for side in (ours, theirs))
    if len(ours) != len(theirs):
        return []
    return [(a, b) for a, b in zip(ours, theirs, strict=True) if a.loose.isdisjoint(b.loose)]


def _same_meals(source: Side, target: Side) -> bool:
    """Whether both texts name two times before or after meals, in the same order."""
    ours, theirs = (
        [t.name for t in timings(Tokens(text, lang).items, set()) if t.group == "meal"]
        for text, _, lang in (source, target)
    )
    return len(ours) == 2 and ours == theirs and ours[0] != ours[1]


def _from_to(side: Side) -> _Pair | None:
    """The two amounts of the only "from A to B" of a text."""
    text, quantities, lang = side
    found = [(a, b) for a, b in pairwise(quantities) if _goes(a, b, text, lang)]
    return found[0] if len(found) == 1 else None


def _goes(a: Quantity, b: Quantity, text: str, lang: str) -> bool:
    start, end = a.span
    before = _BEFORE.get(lang)
    if before is not None and before.search(text, max(0, start - _REACH), start) is None:
        return False
    return _BETWEEN[lang].fullmatch(text, end, b.span[0]) is not None


def _same_order(source: Side, target: Side) -> bool:
    """Whether both texts name two relatives, or a boy and a girl, in the same order."""
    children = [_children(text) for text, _, _ in (source, target)]
    if children[0] == children[1] and len(children[0]) == len(set(children[0])) == 2:
        return True
    ours, theirs = (relatives(text, lang) for text, _, lang in (source, target))
    if len(ours) != 2 or len(theirs) != 2 or may_be(ours[0].name, ours[1].name):
        return False
    return all(may_be(a.name, b.name) for a, b in zip(ours, theirs, strict=True))


_BOY_OR_GIRL = re.compile(
    r"(?P<boy>儿子|男孩|息子|男の子|아들|남자아이|\b(?:son|boy|fils|garçon|hijo|niño|сын|мальчик)(?:ом|а|у|е|ику?)?\b"
    r"|\b[وال]{0,3}(?:ولد|ابني|صبي)\b)"
    r"|(?P<girl>女儿|闺女|女孩|娘|女の子|딸|여자아이|\b(?:daughter|girl|fille|hija|niña|доч|девочк)[а-я]*\b"
    r"|\b[وال]{0,3}(?:بنت|ابنتي|فتاة)\b)",
    re.IGNORECASE,
)


def _children(text: str) -> list[str | None]:
    """ "boy" and "girl" as often and in the order in which a text names them."""
    return [m.lastgroup for m in _BOY_OR_GIRL.finditer(text)]
