"""When in the day: before or after meals, on an empty stomach, in the morning, at bedtime."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from translation.checks.numbers_tokens import Token, Tokens
from translation.types import Finding, FindingKind, Span

_MEALS = {"breakfast": "morning", "lunch": "noon", "dinner": "evening"}
_SLOTS = frozenset(("morning", "noon", "afternoon", "evening", "night"))
_LATE = frozenset(("夜里", "半夜", "深夜"))
"""Night before the small hours: in no language these are a morning."""
_NIGHTLY = frozenset(
    ("a night", "per night", "in a night", "nightly", "por noche", "par nuit", "chaque nuit",
     "toutes les nuits", "за ночь", "за одну ночь", "一晩に", "하룻밤에")
)  # fmt: skip
_SAME = {
    "bedtime": frozenset(("bedtime", "evening", "night", "late")),
    "evening": frozenset(("evening", "bedtime", "night", "late")),
    "morning": frozenset(("morning", "night")),
    "night": frozenset(("night", "evening", "bedtime", "morning", "late")),
    "late": frozenset(("late", "night", "evening", "bedtime", "morning")),
    "noon": frozenset(("noon", "afternoon")),
    "afternoon": frozenset(("afternoon", "noon", "evening")),
    "empty_stomach": frozenset(("empty_stomach", "before_meal", "between_meals")),
    "after_meal": frozenset(("after_meal", "just_after_meal")),
    "just_after_meal": frozenset(("after_meal", "just_after_meal")),
    "before_meal": frozenset(("before_meal", "empty_stomach", "between_meals")),
    "between_meals": frozenset(("between_meals", "before_meal", "after_meal", "empty_stomach")),
}


@dataclass(frozen=True, slots=True)
class Timing:
    """One time of day that a text names. ``firm``: it may not be left out.

    ``meal`` is the part of the day of the meal that it stands before or after.
    """

    name: str
    group: str
    span: Span
    firm: bool
    meal: str = ""


def timings(tokens: Sequence[Token], used: set[int]) -> list[Timing]:
    """The timings among the tokens, without those (``used``) that belong to a clock time."""
    found: list[Timing] = []
    for i, token in enumerate(tokens):
        span = (token.start, token.end)
        if token.sense == "timing":
            for name in str(token.value).split("/"):
                found.extend(_meal(name, span))
        elif token.sense == "period" and token.text in _NIGHTLY:
            found.append(Timing("evening", "slot", span, False))
        elif token.sense == "part" and token.value in _SLOTS and i not in used:
            name = "late" if token.text in _LATE else str(token.value)
            found.append(Timing(name, "slot", span, False))
        elif token.sense == "relative" and str(token.value).endswith("evening") and i not in used:
            found.append(Timing("evening", "slot", span, False))
    return found


def _meal(name: str, span: Span) -> list[Timing]:
    side, _, meal = name.partition("_")
    if meal in _MEALS:
        slot = Timing(_MEALS[meal], "slot", span, False)
        return [Timing(f"{side}_meal", "meal", span, side != "with", _MEALS[meal]), slot]
    if name in ("bedtime", *_SLOTS):
        return [Timing(name, "slot", span, name == "bedtime")]
    return [Timing(name, "meal", span, name != "with_meal")]


def compare(
    source: Sequence[Timing], target: Sequence[Timing], here_text: Tokens, there_text: Tokens
) -> list[Finding]:
    """``timing.changed:before_meal>after_meal``, ``timing.missing`` and ``timing.extra``.

    A timing is not missing where the other text has a word that may say it in another way.
    """
    if not source and not target:
        return []
    findings: list[Finding] = []
    source, target = _decided(source, target, there_text), _decided(target, source, here_text)
    source, target = _fed(source, there_text), _fed(target, here_text)
    for group in ("meal", "slot"):
        here = _unanswered(source, target, group)
        there = _unanswered(target, source, group)
        for a, b in zip(here, there, strict=False):
            message = f"timing.changed:{a.name}>{b.name}"
            findings.append(Finding(FindingKind.TIMING, message, a.span, b.span))
        if here and there:
            continue
        for a in here[len(there) :]:
            if _is_half_day(a, target):
                continue
            if a.firm and not _hinted(a, there_text) and not _needless(a, here_text):
                findings.append(
                    Finding(FindingKind.TIMING, f"timing.missing:{a.name}", a.span, None)
                )
        for b in there[len(here) :]:
            if _is_half_day(b, source):
                continue
            if b.firm and not _hinted(b, here_text) and not _needless(b, there_text):
                findings.append(Finding(FindingKind.TIMING, f"timing.extra:{b.name}", None, b.span))
    if not findings:
        findings = _crossed(source, target) or _said_twice(source, target)
    if not findings:
        findings = _other(source, target, "slot") or _other(source, target, "meal")
    findings = findings or _other_side(source, target)
    changed = [f for f in findings if f.source_span is not None and f.target_span is not None]
    seen = {f.source_span for f in changed} | {f.target_span for f in changed}
    findings = [f for f in findings if f in changed or not {f.source_span, f.target_span} & seen]
    return findings[:1] if len({f.source_span for f in findings}) == 1 else findings


def _is_half_day(timing: Timing, others: Sequence[Timing]) -> bool:
    """Whether "before lunch" is said as in the morning, "after lunch" as in the afternoon."""
    part = {"before_meal": "morning", "after_meal": "afternoon"}.get(timing.name)
    return timing.meal == "noon" and any(other.name == part for other in others)


_BEFORE = frozenset(("before_meal", "empty_stomach"))
_EITHER = re.compile(
    r"\bwithout\b|regardless|irrespective|independent|都[行可能]|均可|无关|不影响"
    r"|\bcon o sin\b|\bindistint|\bda (?:igual|lo mismo)\b|\bavec ou sans\b|\bpeu importe\b"
    r"|(?:in)?dependiente|independamment|pendant ou en dehors|au cours ou en dehors|no importa"
    r"|\bsin importar\b|(?:does|n't|not|no) matter|whether or not|независимо|вне зависимости"
    r"|без разницы|разницы нет|не ?важно|не имеет значения|все равно|بغض النظر|بصرف النظر|لا فرق"
    r"|لا يهم|او (?:بدون|دون)|سواء|(?:상관|관계) ?없|무관|구애 ?받|関係な|(?:関|拘|かか)わらず"
    r"|問わず|でもかまいま|でも構いま|でもよい|でもいい|でも大丈夫|没关系|没有关系|不分"
)


def _decided(these: Sequence[Timing], those: Sequence[Timing], other: Tokens) -> Sequence[Timing]:
    """Without "before or after meals" where the other text says that food makes no difference."""
    names = {t.name for t in these if t.group == "meal"}
    if "after_meal" not in names or names.isdisjoint(_BEFORE) or not _EITHER.search(other.text):
        return these
    if any(t.group == "meal" and t.firm for t in those):
        return these
    return [t for t in these if t.group != "meal"]


_NOT_FASTING = re.compile("(?:不[要能可宜]|别|勿|忌|避免)[^，。；,;]{0,2}空腹")


def _fed(these: Sequence[Timing], other: Tokens) -> Sequence[Timing]:
    """Without "not on an empty stomach" beside "with meals", which Chinese then says as well."""
    if not any(t.name == "with_meal" for t in these) or not _NOT_FASTING.search(other.text):
        return these
    return [t for t in these if t.name != "empty_stomach"]


def _crossed(source: Sequence[Timing], target: Sequence[Timing]) -> list[Finding]:
    """Bedtime that became a meal, or a meal that became bedtime."""
    ours, theirs = ({t.name.removeprefix("just_") for t in side} for side in (source, target))
    for a in _first_of_each(source):
        for b in _first_of_each(target):
            firm = a.firm and b.firm and a.group != b.group
            here, there = (t.name.removeprefix("just_") for t in (a, b))
            if firm and here not in theirs and there not in ours:
                message = f"timing.changed:{a.name}>{b.name}"
                return [Finding(FindingKind.TIMING, message, a.span, b.span)]
    return []


def _first_of_each(these: Sequence[Timing]) -> Collection[Timing]:
    found: dict[tuple[str, bool], Timing] = {}
    for timing in these:
        found.setdefault((timing.name, timing.firm), timing)
    return found.values()


def _said_twice(source: Sequence[Timing], target: Sequence[Timing]) -> list[Finding]:
    """As many times of day in both texts, but one of them is another one said twice."""
    ours, theirs = ([t for t in side if t.group == "slot"] for side in (source, target))
    lost, added = _unanswered(ours, theirs, "slot"), _unanswered(theirs, ours, "slot")
    if len(ours) != len(theirs) or len(lost) + len(added) != 1:
        return []
    a = lost[0] if lost else _twice(ours)
    b = added[0] if added else _twice(theirs)
    if a is None or b is None:
        return []
    return [Finding(FindingKind.TIMING, f"timing.changed:{a.name}>{b.name}", a.span, b.span)]


def _other(source: Sequence[Timing], target: Sequence[Timing], group: str) -> list[Finding]:
    """Both texts say "at night", and of the rest the one the morning and the other the evening."""
    ours, theirs = (_named(side, group) for side in (source, target))
    both = ours.keys() & theirs.keys()
    here, there = ([t for name, t in side.items() if name not in both] for side in (ours, theirs))
    if not both or len(here) != 1 or len(there) != 1:
        return []
    (a,), (b,) = here, there
    if b.name in _SAME.get(a.name, frozenset((a.name,))):
        return []
    return [Finding(FindingKind.TIMING, f"timing.changed:{a.name}>{b.name}", a.span, b.span)]


def _other_side(source: Sequence[Timing], target: Sequence[Timing]) -> list[Finding]:
    """ "Before breakfast and after dinner" that became after breakfast and before dinner."""
    ours, theirs = ({t.meal: t for t in side if t.meal} for side in (source, target))
    for meal in (m for m in ours if m in theirs):
        a, b = ours[meal], theirs[meal]
        if {a.name, b.name} != _SIDES or any(_both_sides(t, meal) for t in (source, target)):
            continue
        return [Finding(FindingKind.TIMING, f"timing.changed:{a.name}>{b.name}", a.span, b.span)]
    return []


_SIDES = {"before_meal", "after_meal"}


def _both_sides(these: Sequence[Timing], meal: str) -> bool:
    return len({t.name for t in these if t.meal == meal}) > 1


def _named(these: Sequence[Timing], group: str) -> dict[str, Timing]:
    named = (("night" if t.name == "late" else t.name, t) for t in reversed(these))
    return {name: t for name, t in named if t.group == group}


def _twice(these: Sequence[Timing]) -> Timing | None:
    """The first one that stands for the same time of day as another one."""
    for n, timing in enumerate(these):
        same = _SAME.get(timing.name, frozenset((timing.name,)))
        if any(other.name in same for other in these[n + 1 :]):
            return timing
    return None


_NEEDLESS = re.compile(
    r"no need|not (?:have|need) to|n't (?:have|need) to|needn't|not necessary|unnecessary"
    r"|pas (?:la peine|besoin|nécessaire|obligé|tenu)|inutile|n'avez pas à|(?:no|sin) (?:hace falta"
    r"|necesi|tiene que|es preciso|hay que)|(?:не|без) ?(?:нужно|надо|обязательно|требуется)"
    r"|необязательно|لا (?:داعي|حاجة|يلزم|يشترط)|필요(?:가|는|도)? ?없|지 않아도|아니어도"
    r"|なくても|必要は(?:ない|あり)|不用|不必|无需|不需|甭"
)


def _needless(timing: Timing, text: Tokens) -> bool:
    """Whether a text says that nobody has to fast."""
    return timing.name == "empty_stomach" and _NEEDLESS.search(text.text) is not None


def _hinted(timing: Timing, other: Tokens) -> bool:
    hints = other.lexicon.hints.get(timing.name.removeprefix("just_"), ())
    return any(word in other.text for word in hints)


def _unanswered(these: Sequence[Timing], those: Sequence[Timing], group: str) -> Sequence[Timing]:
    names = {t.name for t in those}
    found: list[Timing] = []
    for timing in these:
        if timing.group != group or any(f.name == timing.name for f in found):
            continue
        if names.isdisjoint(_SAME.get(timing.name, frozenset((timing.name,)))):
            found.append(timing)
    return found
