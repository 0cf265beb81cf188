"""How often: counts with their period ("3 times a day") and repeated spans ("every 8 hours")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from translation.checks.numbers_tokens import Token
from translation.checks.quantity_draft import Draft
from translation.checks.units import UNITS

_MOST_TIMES = 24
"""More than so often a day nothing is done; "75 a day" are milligrams."""
_REACH = 4
"""Tokens between a count and its period."""
_EVERY_GAPS = frozenset(("", "に", "에", "内", "里", "in", "en", "в", "一", "dans", "per"))


def with_rates(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """The drafts with counts and periods joined into rates."""
    if not any(
        d.kind in ("period", "rate")
        or (d.unit is not None and (d.is_time or d.unit.name == "times"))
        for d in drafts
    ):
        return drafts
    drafts = _parts_of_day(_each_time(drafts, tokens), tokens)
    _mark_intervals(drafts, tokens)
    drafts = _one_day_times(drafts, tokens)
    return _join_periods(drafts, tokens)


def _each_time(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """早晚各测一次: once at each time of day."""
    dropped: set[int] = set()
    for a, b in pairwise(drafts):
        each = a.kind == "rate" and tokens[a.last].text.endswith(_EACH)
        counts = _is_count(b) and tokens[b.last].text not in _PUFFS
        amount = b.kind == "number" and b.unit is not None and not counts
        if each and amount and a.shown.startswith("早"):
            a.shown = ""  # the parts of the day of an amount: 早晚各十分钟
        if each and amount and a.shown.startswith("三"):
            a.optional = True  # 三餐前各六个单位: "before each meal"
        if each and counts and _clear(a, b, tokens):
            a.values = (a.values[0] * b.values[0],)
            dropped.add(id(b))
    return [d for d in drafts if id(d) not in dropped]


_EACH = ("各", "分别")
_PUFFS = frozenset(("下", "喷", "口", "揿", "吸"))
"""Counted like times, but how much is taken each time: 早晚各吸两下."""


def _parts_of_day(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """ "Once every morning and once every evening" is twice a day."""
    parts = [d for d in drafts if d.kind == "period" and "part" in d.loose]
    near = all(not _stopped(a, b, tokens) for a, b in pairwise(parts))
    if len(parts) < 2 or not near:
        return drafts
    dropped = {id(d) for d in parts[1:]}
    between = [d for d in drafts if d.last < parts[-1].first and d.first >= parts[0].first - 1]
    dropped |= {id(d) for d in between if _is_count(d) and d.values == (1.0,)}
    first = parts[0]
    first.kind, first.values, first.optional = "rate", (float(len(parts)),), True
    return [d for d in drafts if id(d) not in dropped]


def _mark_intervals(drafts: list[Draft], tokens: Sequence[Token]) -> None:
    """ "every 8 hours", 8時間ごと."""
    for draft in drafts:
        ordinal = draft.ordinal and draft.unit is not None and draft.unit.role == "duration"
        if not draft.is_time and not ordinal:
            continue
        before = tokens[draft.first - 1] if draft.first else None
        after = tokens[draft.last + 1] if draft.last + 1 < len(tokens) else None
        gap = tokens[draft.first].gap.strip()
        if before is not None and before.sense == "every" and gap in ("", "约", "大约", "about"):
            draft.interval = True
            draft.skipping = before.text.endswith("隔")
            draft.passing = before.text in ("隔", "每隔") and draft.unit is UNITS["day"]
            draft.passing &= len(draft.values) == 1
        elif after is not None and _is_every(after) and after.gap.strip() == "":
            draft.interval = True
            draft.skipping = after.text.startswith(("おき", "置き", "간격"))
        if draft.interval:
            draft.optional = False
    for a, b in pairwise(drafts):
        if (
            b.interval
            and a.is_time
            and not a.interval
            and a.unit is b.unit
            and b.first - a.last <= 2
        ):
            a.interval = True


def _is_every(token: Token) -> bool:
    """Whether a token behind a span says that it comes again: ごと, 6時間毎."""
    return token.sense == "every_after" or token.text == "毎"


def _one_day_times(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """一天三次, 8小时一次, 하루 세 번, раз в 8 часов: a span next to a count."""
    dropped: set[int] = set()
    for a, b in pairwise(drafts):
        if id(a) in dropped or not _clear(a, b, tokens):
            continue
        if a.is_time and (_is_count(b) or _is_jab(a, b, tokens)):
            if a.interval and b.values[0] == 1:
                dropped.add(id(b))
            elif (a.values[0] == 1 or _whole_day(a)) and not a.interval:
                for each in (d for d in drafts if d is b or (b.vague and d.first == b.first)):
                    each.period, each.optional = a.minutes, False  # 하루 두세 번
                dropped.add(id(a))
            elif b.values[0] == 1 and _comes_again(_between(a, b, tokens)):
                a.interval = True
                dropped.add(id(b))
        elif a.is_time and _is_one(b) and _between(a, b, tokens) in _CHANGED:
            renewed = _between(a, b, tokens) == "换" and b.unit is not UNITS["tablet"]
            a.interval = a.values[0] > 1 or a.interval or renewed
            a.optional = a.optional and not renewed
        elif _is_count(a) and b.is_time and a.values[0] == 1:
            if b.interval:
                dropped.add(id(a))
            elif _between(a, b, tokens) in ("в", "in", "en", "cada", "par", "per", "for"):
                b.interval = True
                dropped.add(id(a))
        elif _whole_day(a) and b.unit is not None and b.unit.role == "dose":
            a.optional = True
        elif a.is_time and a.values[0] == 1 and b.unit is not None and not a.interval:
            gap = tokens[b.first].gap
            beside = b.first == a.last + 1 and (not gap or gap in _LIMITS) and not b.is_time
            if beside or (a.optional and b.unit.role == "dose"):  # 一天一贴
                a.kind, a.period = "period", a.minutes
        elif _is_count(a) and _is_whole(b) and _between(a, b, tokens) in _PER:
            a.period, a.optional = b.minutes, False
            dropped.add(id(b))
        elif _whole_day(b) and a.kind == "number" and _between(a, b, tokens) in _PER:
            b.optional = True  # "no more than eight in 24 hours"
    return [d for d in drafts if id(d) not in dropped]


def _is_whole(draft: Draft) -> bool:
    """One hour, one week; and 24 hours."""
    return draft.is_time and (draft.values[0] == 1 or _whole_day(draft))


def _whole_day(draft: Draft) -> bool:
    """24 hours are also said as "a day"."""
    return draft.is_time and draft.unit is UNITS["hour"] and draft.values[0] == 24


def _comes_again(between: str) -> bool:
    """8小时一次, 三天打一次, 8時間に1回; not 三天里吐了一次."""
    return between in _EVERY_GAPS or (len(between) <= 2 and not set(between) & set("了过里内才只 "))


_LIMITS = frozenset(("最多", "至多", "最少", "至少", "不超过", "总共", "共", "只能吃", "吃", "服"))
"""Between a span and a dose that is taken in it: 一天最多两片."""
_CHANGED = frozenset("换贴打吃服喝用输")
"""三天换一张: a new one every three days."""


def _is_one(draft: Draft) -> bool:
    """One patch, one shot, one tablet."""
    unit = draft.unit
    return unit is not None and unit.name in ("piece", "tablet") and draft.values == (1.0,)


_PER = frozenset(
    ("in", "per", "within", "в", "за", "в течение", "/", "en", "cada", "por", "en un plazo de",
     "en el plazo de", "en un período de", "dans", "par", "sur", "في", "خلال", "في غضون")
)  # fmt: skip


def _is_jab(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """一周打两针: how often something is injected."""
    jab = b.unit is UNITS["piece"] and tokens[b.last].text in ("针", "剂") and b.values[0] > 1
    return jab and a.values[0] == 1 and not b.ordinal and _between(a, b, tokens) in _INJECTED


_INJECTED = frozenset(("", "打", "要打", "得打", "注射", "需要打", "就打", "只打", "各打", "内打"))


def _is_count(draft: Draft) -> bool:
    return draft.kind == "number" and draft.unit is not None and draft.unit.name == "times"


def _clear(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """Whether nothing but a few words stands between two drafts."""
    if b.first - a.last > _REACH:
        return False
    between = tokens[a.last + 1 : b.first + 1]
    if any(t.sense == "stop" for t in between[:-1]):
        return False
    return sum(len(t.gap.strip()) for t in between) <= 8


def _between(a: Draft, b: Draft, tokens: Sequence[Token]) -> str:
    words = "".join(f"{t.gap}{t.text if n < b.first - a.last - 1 else ''}"
                    for n, t in enumerate(tokens[a.last + 1 : b.first + 1]))  # fmt: skip
    return words.strip()


def _join_periods(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """Gives every count the period that stands nearest to it in its clause."""
    dropped: set[int] = set()
    for place, draft in enumerate(drafts):
        if draft.kind != "period":
            continue
        count = _count_of(place, drafts, tokens)
        if count is None:
            continue
        nightly = "part" in draft.loose and count.values == (1.0,)
        count.period, count.optional = draft.period, nightly
        dropped.add(id(draft))
        if count.vague:
            for other in drafts[max(0, place - 3) : place + 4]:
                if other.first == count.first and other is not count:
                    other.period = draft.period
        _share_period(drafts, count, place, tokens)
    return [d for d in drafts if id(d) not in dropped]


def _share_period(drafts: list[Draft], count: Draft, place: int, tokens: Sequence[Token]) -> None:
    """ "2 to 3 times a day": both ends of a range are per day."""
    at = next(i for i in range(max(0, place - 2), place + 3) if drafts[i] is count)
    for other in (*drafts[max(0, at - 1) : at], *drafts[at + 1 : at + 2]):
        if other.kind != "number" or other.period or other.unit is not count.unit:
            continue
        first, last = sorted((other, count), key=lambda draft: draft.first)
        near = last.first - first.last <= 2 and not _stopped(first, last, tokens)
        if count.unit is not None and near and first.values[0] < last.values[0]:
            other.period, other.optional = count.period, False


def _count_of(place: int, drafts: list[Draft], tokens: Sequence[Token]) -> Draft | None:
    """The count that belongs to the period at ``place``: "times" first, then a bare number."""
    period = drafts[place]
    around: list[Draft] = []
    for step in (-1, 1, -2, 2):
        if 0 <= place + step < len(drafts):
            other = drafts[place + step]
            if step > 0 and around and _has_own(place + step, drafts, tokens):
                continue
            near = (other, period) if step < 0 else (period, other)
            free = other.kind == "number" and not other.interval and not other.period
            if free and not _stopped(*near, tokens):
                around.append(other)
    for other in around:
        if _is_count(other) or _is_shot(other, period, tokens):
            return other
    for other in around:
        bare = other.unit is None and other.values[0] <= _MOST_TIMES
        if bare and not other.vague and not other.ordinal and not other.optional:
            first, last = (other, period) if other.first < period.first else (period, other)
            timed = other.first > 0 and tokens[other.first - 1].sense == "at"
            if last.first == first.last + 1 and _gap_is_short(last, tokens) and not timed:
                return other
    return None


def _has_own(place: int, drafts: list[Draft], tokens: Sequence[Token]) -> bool:
    """Whether a count is followed by its own period: "a day and once or twice a week"."""
    later = next((d for d in drafts[place + 1 : place + 3] if d.kind == "period"), None)
    return later is not None and not _stopped(drafts[place], later, tokens)


def _is_shot(draft: Draft, period: Draft, tokens: Sequence[Token]) -> bool:
    """每周打一针: once a week."""
    if draft.unit is not UNITS["piece"]:
        return False
    if draft.last == period.first - 1:
        beside = not tokens[period.first].gap.strip()
        return beside and tokens[draft.last].text in _SHOTS  # "one patch a week"
    return tokens[draft.last].text in ("针", "剂", "贴") and draft.first == period.last + 1


_SHOTS = frozenset(
    "patch patches injection injections shot shots piqure piqures inyeccion inyecciones укол укола"
    " уколов".split()
)


def _gap_is_short(draft: Draft, tokens: Sequence[Token]) -> bool:
    return len(tokens[draft.first].gap.strip()) <= 6


def _stopped(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    between = tokens[a.last + 1 : b.first]
    if any(t.sense == "stop" for t in between) or b.first - a.last > _REACH + 2:
        return True
    return sum(len(t.gap) for t in tokens[a.last + 1 : b.first + 1]) > 30
