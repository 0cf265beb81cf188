"""What further words around say about quantities: parts that are listed, per body weight, a date.

As in `translation.checks.quantity_context`, a rule widens what a quantity may be answered by;
only "per kilogram" says what an amount is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from translation.checks.numbers_tokens import Token
from translation.checks.quantity_draft import Draft
from translation.checks.units import UNITS, ratio

_HALVES = frozenset(("half", "and_half"))
_PARTS = frozenset(("timing", "part"))
_WEEK_PARTS = {("W1", "W5"), ("W6", "W7")}
"""From Monday to Friday, Saturday and Sunday: what "on weekdays", "at the weekend" say too."""
_WEIGHTS = frozenset(UNITS[name] for name in ("kg", "pound", "livre", "jin"))
_GIVEN = frozenset(("mass", "volume", "iu"))
_LITRES = frozenset(UNITS[name] for name in ("l", "dl"))
_DISSOLVED = frozenset(("mass", "amount"))
_PER = _WEIGHTS | _LITRES
"""Units of which other amounts are said: per kilogram of a body, per litre of blood."""
_DIVIDED = re.compile(
    r"(?:分(?:成|为|做|作)?|(?:divid|split|spread|separat|repart|reparti|fraction|divis)[a-z]*"
    r"(?: \w+){0,3} (?:in|into|over|en)|(?:раздел|подел|дел|разб)[а-я]+(?: \w+){0,3} на"
    r"|(?:قسم|تقسم|يقسم|مقسم|موزع|وزع)[ء-ي]{0,3} (?:علي|الي))\s?$"
)
_DIVIDED_AFTER = re.compile(r"\s?(?:に(?:分け|わけ)|(?:에|으로|로)? ?(?:걸쳐 )?나[눠누])")
_PER_BEFORE = re.compile(
    r"(?:每|\b(?:per|par|por|for|pour|на|кажд[а-я]+|cada|chaque|every|each)|\bل?كل)\s?$"
)
_PER_AFTER = re.compile(
    r"\s?(?:あたり|当たり|につき|ごと|당|마다"
    r"|(?:体重(?:[给用吃打喂])?|[给用吃打喂])(?=[0-9一二三四五六七八九十百半]))"
)
_DIVIDED_MOST, _PER_MOST, _DATED_MOST = 40, 12, 32
"""Signs before a number that are looked at."""
_BEFORE_MOST = 120
"""Minutes that one comes before an appointment."""
_EARLIER_BEFORE = re.compile(r"(?:提前|提早|早|\bза |قبل(?:ها|ه)? (?:ب|ال)?|بكر\w* ب)$")
_EARLIER_AFTER = re.compile(
    r" ?(?:钟?之?前|前|전|before|earl|ahead|in advance|prior|avant|plus tot|en avance|a l'avance"
    r"|d'avance|antes|de antelacion|de anticipacion|до |раньше|قبل|مبكر)"
)
"""Beside a length of time: so much before the time of day that is named."""
_NEAR_WEIGHT = 8
"""Tokens between "per kilogram" and the amount."""


def around_settled(drafts: list[Draft], tokens: Sequence[Token], text: str) -> list[Draft]:
    """The drafts, with what these words add to them."""
    for a, b in pairwise(drafts):
        _mark_week(a, b)
        if _half_again(a, b, tokens):
            b.optional, b.shown = True, ""
        _share_each(a, b, tokens)
    for draft in drafts:
        if draft.kind == "number" and draft.values[0] >= 2 and _is_listed(draft, tokens, text):
            draft.optional = True
    _tell_before(drafts, text)
    return _per_unit(drafts, tokens, text) if _weighed(drafts) else drafts


def _tell_before(drafts: list[Draft], text: str) -> None:
    """ "At half past nine, fifteen minutes before": which is also said as a quarter past nine."""
    said_at = [d for d in drafts if d.kind == "clock" or _may_tell(d)]
    times = {key for d in said_at for key in d.keys | d.loose if key[0] == "T"}
    for draft in drafts if times else ():
        if not draft.is_time or draft.interval or draft.minutes > _BEFORE_MOST:
            continue
        said = _EARLIER_BEFORE.search(text, max(0, draft.start - _PER_MOST), draft.start)
        if said or _EARLIER_AFTER.match(text, draft.end):
            draft.loose |= {_earlier(key, draft.minutes) for key in times}
            for at in said_at:
                at.base = True


def _may_tell(draft: Draft) -> bool:
    """Whether a number may be a time of day: "до девяти", "avant neuf heures"."""
    return draft.kind == "number" and (draft.unit is None or draft.unit is UNITS["hour"])


def _earlier(key: str, minutes: float) -> str:
    """The key of a time so many minutes before another."""
    hour, minute = (int(part) for part in key[1:].split(":"))
    at = (hour * 60 + minute - int(minutes)) % (24 * 60)
    return f"T{at // 60}:{at % 60:02d}"


def _mark_week(a: Draft, b: Draft) -> None:
    """周一到周五, Saturday and Sunday: the ends of a part of the week."""
    if a.kind != "named" or b.kind != "named" or not 0 < b.first - a.last <= 2:
        return
    if any(a.keys == {first} and b.keys == {last} for first, last in _WEEK_PARTS):
        a.keys, b.keys = a.keys | week_keys(a.keys, "-"), b.keys | week_keys(b.keys, "+")


def week_keys(days: frozenset[str], end: str) -> frozenset[str]:
    """The keys of days as the first ("-") or the last ("+") of a part of the week."""
    return frozenset(f"{day}{end}" for day in days)


def _half_again(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """ "Half in the morning and half in the evening" is also said as 早晚各一半."""
    alike = a.kind == b.kind == "number" and a.unit is b.unit and a.values == b.values
    alike = alike and a.unit in (None, UNITS["cup"])
    halves = alike and tokens[a.first].sense == "half" and tokens[b.first].sense in _HALVES
    return halves and any(t.sense in _PARTS for t in tokens[a.last + 1 : b.first])


def _share_each(a: Draft, b: Draft, tokens: Sequence[Token]) -> None:
    """ "Ten minutes in the morning and ten in the evening": each part of the day has its amount."""
    if a.kind != "number" or a.unit is None or not a.unit.dimension or a.unit in _RATES:
        return
    between = tokens[a.last + 1 : b.first]
    if not any(t.sense in _PARTS for t in between) or any(t.text in _ENDS for t in between):
        return
    after = _after(b, tokens)
    clock = b.kind == "clock" and tokens[b.first].value == a.values  # "10 ml … et 10 le soir"
    if clock and not tokens[b.first].gap.strip(" وy"):
        b.kind, b.values, b.unit, b.keys, after = "number", a.values, a.unit, frozenset(), "part"
    if b.kind != "number" or b.ordinal or b.optional:
        return
    same = a.values == b.values
    if b.unit is None and after in _PARTS and b.values[0] != 1:
        b.unit = a.unit if same or a.unit.dimension in _COUNTED else None
    b.again = same and b.unit is a.unit


def _after(draft: Draft, tokens: Sequence[Token]) -> str:
    """The sense of the token behind a draft; "at noon" is a part of the day."""
    behind = [t.sense for t in tokens[draft.last + 1 : draft.last + 3]]
    return next((sense for sense in behind if sense != "at"), "")


_COUNTED = frozenset(("time", "form", "iu"))
"""What stands once for both parts of the day; a mass may be that of one capsule."""
_RATES = frozenset((UNITS["times"], UNITS["age"]))


def _is_listed(draft: Draft, tokens: Sequence[Token], text: str) -> bool:
    """胰岛素分两次打：早饭前12单位，晚饭前8单位: as many parts are listed, the number may go."""
    before = _DIVIDED.search(text, max(0, draft.start - _DIVIDED_MOST), draft.start)
    if before is None and _DIVIDED_AFTER.match(text, draft.end) is None:
        return False
    parts = {str(t.value) for t in tokens if t.sense in _PARTS}
    return len(parts) == draft.values[0]


def _weighed(drafts: list[Draft]) -> bool:
    """Whether there is an amount that may be one per body weight or per litre."""
    return any(_is_given(d, _GIVEN | _DISSOLVED) for d in drafts)


def _is_given(draft: Draft, dimensions: frozenset[str]) -> bool:
    unit = draft.unit
    return draft.kind == "number" and unit is not None and unit.dimension in dimensions


def _per_unit(drafts: list[Draft], tokens: Sequence[Token], text: str) -> list[Draft]:
    """每公斤15毫克, "15 мг на килограмм", 体重1kgあたり15mg, 每升98克: so much for each of them."""
    dropped: set[int] = set()
    for i, token in enumerate(tokens):
        if token.sense != "unit" or token.value not in _PER:
            continue
        own = next((d for d in drafts if d.first <= i <= d.last), None)
        if own is not None and (own.unit is not token.value or own.values != (1.0,)):
            continue
        start = token.start if own is None else own.start
        before = _PER_BEFORE.search(text, max(0, start - _PER_MOST), start)
        if before is None and _PER_AFTER.match(text, token.end) is None:
            continue
        given = _DISSOLVED if token.value in _LITRES else _GIVEN
        near = (d for d in drafts if d is not own and _is_given(d, given) and _beside(d, i, tokens))
        dose = min(near, key=lambda d: min(abs(d.first - i), abs(d.last - i)), default=None)
        if dose is not None and dose.unit is not None and dose.unit not in _PER:
            dose.unit = ratio(dose.unit, token.value)
            if own is not None and token.value in _LITRES:
                own.optional, own.shown = True, ""  # the other text may say "in one litre"
            else:
                dropped |= {id(own)}
    return [d for d in drafts if id(d) not in dropped]


def _beside(draft: Draft, i: int, tokens: Sequence[Token]) -> bool:
    """Whether a draft stands near token ``i`` in the same sentence."""
    first, last = sorted((draft.last, i))
    if last - first > _NEAR_WEIGHT:
        return False
    return all(t.text not in _ENDS for t in tokens[first + 1 : last] if t.sense == "stop")


_ENDS = frozenset(".。;；!?！？؟؛\n")


def slash_date(text: str, at: tuple[int, int], language: str) -> tuple[frozenset[str], bool]:
    """Keys of the days that "22/11" may be, and whether the words around say that it is a day."""
    a, b = (int(part) for part in text[slice(*at)].split("/"))
    days = {(b, a)} | ({(a, b)} if language in _MONTH_FIRST else set())
    keys = frozenset(f"M{m}D{d}" for m, d in days if 1 <= m <= 12 and 1 <= d <= 31)
    dated = _DATED.search(text, max(0, at[0] - _DATED_MOST), at[0]) or _DATED_AFTER.match(
        text, at[1]
    )
    return keys, bool(keys) and dated is not None


_MONTH_FIRST = frozenset(("en", "zh", "ja", "ko"))
_DATED = re.compile(
    r"(?:\b(?:le|du|el|del|on|dated|от)|تاريخ|يوم|[于自]|定在|约在|改到|日期"
    r"|(?:\b(?:date|fecha|дата)|日期|تاريخ|日付|날짜)[^.,;0-9\n]{0,20}[:：])\s?$"
)
_DATED_AFTER = re.compile(
    "(?:に|から|まで|頃|부터|까지|에 )(?:再|来|入|退|手術|予約|입|퇴|수술|다시|오)"
)
