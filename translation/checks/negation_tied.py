"""A denial that is gone from the very word it denied, whatever else the other text denies.

"You do not need surgery, drugs will do" has become "you need surgery, drugs will do": what the word
next to a denial names is looked up in the other text, and nothing denies it there. As many denials
or a word that often stands for one ("will do") do not answer that.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from translation.checks.negation_clause import VAGUE, WITHOUT
from translation.checks.negation_contrast import clause_break, scope
from translation.checks.negation_match import AFFIRMED, BOUNDS, Languages, Texts, reached
from translation.checks.negation_order import NOT_BUT, shifted
from translation.checks.otherwise import softened
from translation.checks.polarity import NOT, STOP, Cue
from translation.checks.polarity_table import BACKWARDS, STRONG, lists
from translation.checks.things import things
from translation.checks.vocabulary import longest, words
from translation.checks.word_forms import fold
from translation.types import Span

_UNLESS = frozenset(("until",))
_FASTS = frozenset(("fasting", "both"))
"""Classes of a denial of food that may be one of drink as well."""
_LEAVES = frozenset(("only", "other", "exceptive", "until", "notonly"))
"""Classes of words that leave something out of what is denied."""
_UNCLEAR = (
    BOUNDS
    | WITHOUT
    | frozenset(
        "double until notuntil other may maybe wonder ifnot otherwise yet refuse useless"
        " deaf overdue keep keepon remember less careful slowly fasting".split()
    )
)
"""Classes of denials that other languages say without one."""
_DENIES = STRONG | {"maybe", "ifnot", "otherwise"}
"""Classes of words that may deny the clause they stand in without a denial."""
_WAITS = frozenset(("hold_off",))
"""Classes of denials ("not yet") that another clause may say: "let us wait before …"."""
_AVOIDS = frozenset(("avoid",))
"""Classes of words without a denial that reach over a list as one does."""
_SAYS_NOT = re.compile("[不没无非未免]")
"""A Chinese word of the vocabulary that denies: 保守 and 非手术 are alike."""
_FAR = frozenset(("ru", "ko", "ja"))
"""Languages whose word of denial stands behind what it denies, with "and" before it or not."""
_KO_TURN = re.compile("(?:니까|므로|라서|지만|는데|은데|면|[았었하있없이]고|며) ")
_KO_BEFORE = re.compile(r"(?:안|못) [가-힣]+")
"""The Korean denials that stand before their verb."""
_SENTENCE = re.compile(r"[;；.。!！?？؛؟\n](?!\d)")
_ZH_HAS = re.compile(
    r"[，,；;](?:[^，,；;。！？!?不没无未]{0,4}?)(?:有(?![无没])|[伴见诉]|出现|存在)"
)
"""Chinese: the clause after a list denied that says what there is: 无发热、寒战，有盗汗."""
_SINCE = re.compile("[年天月周日时]$")
"""三年未体检 is "the last check-up was three years ago"."""
_PRESENCE = frozenset(("存在",))
_ASKS = re.compile("[?？؟]")
_NEXT = re.compile(r"[,，;；:：、؛،。.!！?？؟\n](?!\d)|[又再就]")
"""What parts a denial from words that it does not deny."""
_ITEM = 12
"""Signs behind "or" within which its word begins."""
_LONG = 400
"""Signs of both texts together from which words of one clause return in another by chance."""


_ALSO = {
    "en": re.compile(r" (?:or|nor) "),
    "es": re.compile(r" (?:ni|o) "),
    "fr": re.compile(r" (?:ni|ou) "),
    "ru": re.compile(r" (?:ни|или) "),
    "ar": re.compile(r" (?:ولا|او) "),
}

_DENYING = {"ru": re.compile(r"отриц\w+ "), "ar": re.compile(r"(?:[يتن]نفي|نفي|نفت|[يتن]نكر) ")}
_ITEMS = {
    "ru": re.compile(r"(?:,| и| или) "),
    "ar": re.compile(r"[،,]? (?:ولا |او |و(?![يت]شكو|[يت]عاني|لدي|[يت]وجد|هناك))"),
}
"""Words of denying, which deny every item of the list behind them, and what joins the items."""

_EACH = {"ko": re.compile("(?<=[가-힣])도(?= )"), "ja": re.compile("も(?!の|う|し|っ)")}
"""What follows each of several things that one denial behind them denies: 담배도 술도 안 해요."""
_OR = {
    "ko": re.compile(
        r"(?<=[가-힣])(?<![번에달간주일년분개명])(?:이나|거나|[와과]|이?랑|하고)(?= )"
        r"|(?<= )(?:및|또는|혹은)(?= )|·"
    ),
    "ja": re.compile(r"(?<=[ァ-ヶ一-龯ー])[やと、・](?=[ぁ-んァ-ヶ一-龯])|および|または|あるいは"),
}
"""What stands between things that one denial behind them denies: 기침이나 가래는 없습니다."""
_VERB = 6
"""Signs between the last of these things and the denial."""


class _Name(NamedTuple):
    """Where a text names something, and what it may be."""

    start: int
    end: int
    senses: frozenset[str]


class _Text(NamedTuple):
    """A text with its language, its words of denial and what it names."""

    text: str
    lang: str
    cues: list[Cue]
    names: tuple[_Name, ...]


def untied(these: list[Cue], those: list[Cue], texts: Texts, languages: Languages) -> Cue | None:
    """The denial of ``these`` whose own word the other text names without any denial."""
    demands = sum(c.demand for c in these), sum(c.demand for c in those)
    if demands == (2, 0):
        return None  # "not without": the other language says "only with"
    if not any(map(_plain, these)) or (demands == (1, 1) and not _lists(texts[0], languages[0])):
        return None
    if len(texts[0]) + len(texts[1]) > _LONG or _ASKS.search(texts[0]):
        return None
    plain = [c for c in these if _plain(c) and not _SINCE.search(texts[0][: c.span[0]])]
    if not plain or any(not c.kinds.isdisjoint(_UNLESS) for c in (*these, *those)):
        return None
    if all(any(c.demand and c.kinds & _FASTS for c in cues) for cues in (these, those)):
        return None
    if any(NOT_BUT.search(text) for text in texts):
        return None
    ours = _Text(texts[0], languages[0], these, named(texts[0], languages[0]))
    theirs = _Text(texts[1], languages[1], those, named(texts[1], languages[1]))
    denied = [_region(theirs, c) for c in those if c.demand or not c.kinds.isdisjoint(_DENIES)]
    for cue in plain:
        at = _affirmed(cue, ours, theirs, denied)
        if at is None or (demands[0] <= demands[1] and _spare(cue, ours, theirs, at)):
            continue
        if not _said_otherwise(cue, ours, theirs, at):
            return cue
    return None


def _plain(cue: Cue) -> bool:
    return cue.demand and bool(cue.kinds & {NOT, "fine"}) and cue.kinds.isdisjoint(_UNCLEAR)


@functools.lru_cache(maxsize=32)
def named(text: str, lang: str) -> tuple[_Name, ...]:
    """The things and the words of a text; a word of one Chinese sign stands for too much."""
    found = [_Name(*thing.span, thing.senses) for thing in things(text, lang)]
    for word in longest(words(text, lang)):
        if senses := _telling(word.senses):
            found.append(_Name(*word.span, senses))
    return tuple(sorted(found, key=lambda name: name[:2]))


@functools.lru_cache(maxsize=8192)
def _telling(senses: frozenset[str]) -> frozenset[str]:
    return frozenset(s for s in senses if len(s) > 1 and not _SAYS_NOT.search(s))


def _affirmed(cue: Cue, ours: _Text, theirs: _Text, denied: list[Span]) -> int | None:
    """Where the other text names what stands next to ``cue``, if it denies nothing near it."""
    first, last = _scope(ours, cue)
    known = senses_of(theirs.names)
    near = _near(cue, ours, (first, _list_end(cue, ours, last)), known)
    for member in _members(cue, ours):
        own = senses_of(member) - senses_of(n for n in ours.names if n not in member) - VAGUE
        hits = [n.start for n in theirs.names if n.senses & own]
        if hits and not any(a <= h < b for h in hits for a, b in denied):
            return hits[0]
    if not near or any(ours.text.count(ours.text[n.start : n.end]) > 1 for n in near):
        return None  # named again elsewhere, perhaps within a longer word
    wide = [n for n in ours.names if first <= n.start < _list_end(cue, ours, last)]
    beside = senses_of(n for n in ours.names if n not in near and not first <= n.start < last)
    own = senses_of(near) - beside - VAGUE
    every = senses_of(wide) - beside - VAGUE | own
    place = None
    for name in theirs.names:
        if name.senses & every and any(start <= name.start < end for start, end in denied):
            return None
        if name.senses & own:
            place = name.start
    return place


def senses_of(names: Iterable[_Name]) -> frozenset[str]:
    return frozenset().union(*(name.senses for name in names))


def _near(cue: Cue, side: _Text, span: Span, known: frozenset[str]) -> list[_Name]:
    """What the word next to ``cue`` names; the one after it, if none of ``known`` is named."""
    start, end = cue.span
    if side.lang in BACKWARDS:
        if before := _ko_before(side, cue):
            return [n for n in side.names if start < n.start < before]
        inside = [n for n in side.names if span[0] <= n.start < end]
        reach = max((n.end for n in inside), default=0)
        return [n for n in inside if n.end >= reach]
    stop = _NEXT.search(side.text, start)
    last = min(span[1], stop.start() if stop else span[1])
    begin = span[0] if side.lang == "fr" else start
    inside = [n for n in side.names if begin <= n.start < last and n.end > start]
    if inside and senses_of(_one(inside)).isdisjoint(known):
        inside = [n for n in inside if n.start >= inside[0].end]
    return _one(inside)


def _lists(text: str, lang: str) -> bool:
    if lang in _EACH:
        return len(_EACH[lang].findall(text)) > 1 or _OR[lang].search(text) is not None
    plain = fold(text)
    tables = (_ALSO, _DENYING)
    return any(lang in table and table[lang].search(plain) is not None for table in tables)


def _list_end(cue: Cue, side: _Text, last: int) -> int:
    """Where the first member ends of the list that ``cue`` denies."""
    joint = _ALSO.get(side.lang)
    found = joint.search(fold(side.text), cue.span[1], last) if joint else None
    return found.start() if found else last


def _members(cue: Cue, side: _Text) -> Iterator[list[_Name]]:
    """What each further member of the list names that ``cue`` denies."""
    if side.lang in _EACH:
        start = _scope(side, cue)[0]
        ends = [m.start() for m in _EACH[side.lang].finditer(side.text, start, cue.span[0])]
        for end in ends if len(ends) > 1 and cue.span[0] - ends[-1] <= _VERB else ():
            yield [n for n in side.names if start <= n.start < end <= n.end + 1]
        joints = [m.span() for m in _OR[side.lang].finditer(side.text, start, cue.span[0])]
        if side.lang == "ko":
            joints = [j for j in joints if STOP.search(side.text, j[1], cue.span[0]) is None]
        for begin, _ in joints:
            yield [n for n in side.names if start <= n.start < begin <= n.end + 1]
        if joints:
            yield _one([n for n in side.names if joints[-1][1] <= n.start < cue.span[0]])
        return
    if (joint := _ALSO.get(side.lang)) is None:
        return
    plain, until = fold(side.text), _NEXT
    if side.lang in _DENYING and _DENYING[side.lang].match(plain, cue.span[0]):
        joint, until = _ITEMS[side.lang], _SENTENCE
    stop = until.search(side.text, cue.span[1])
    end = stop.start() if stop else len(side.text)
    for found in joint.finditer(plain, cue.span[1], end):
        last = min(end, found.end() + _ITEM)
        yield _one([n for n in side.names if found.start() <= n.start < last])


def _one(names: list[_Name]) -> list[_Name]:
    """What the first word names that is more than "presence of"."""
    names = [n for n in names if n.senses.isdisjoint(_PRESENCE)]
    return [n for n in names if n.start < names[0].end]


def _ko_before(side: _Text, cue: Cue) -> int | None:
    """Where the verb ends before which a Korean denial stands."""
    found = _KO_BEFORE.match(side.text, cue.span[0]) if side.lang == "ko" else None
    return found.end() if found else None


def _breaks(side: _Text) -> list[Span]:
    return [m.span() for m in clause_break(side.lang).finditer(fold(side.text))]


def _scope(side: _Text, cue: Cue) -> Span:
    """The clause that ``cue`` denies."""
    text, lang = side.text, side.lang
    start, end = scope(text, cue.span, lang)
    if lang in _FAR:
        far = _breaks(side)
        start = max((at for at, _ in far if at < cue.span[0]), default=0)
        if lang == "ru":
            return start, min((at for at, _ in far if at >= cue.span[1]), default=len(text))
        ends = [AFFIRMED] if lang == "ja" else [AFFIRMED, _KO_TURN]
        turns = (m.end() for turn in ends for m in turn.finditer(text, start, cue.span[0]))
        start = max((start, *turns))
    return start, max(end, _ko_before(side, cue) or end)


def _region(side: _Text, cue: Cue) -> Span:
    """All that ``cue`` may deny: its clause, or its sentence where it denies a list."""
    text, cues = side.text, side.cues
    avoids = not cue.kinds.isdisjoint(_AVOIDS) and NOT not in cue.kinds
    by = lists(side.lang) if avoids else None
    if not (cue.demand or avoids) or not reached(cue, cues, text, side.lang, by):
        return _scope(side, cue)
    start = max((c.span[1] for c in cues if c.demand and c.span[1] <= cue.span[0]), default=0)
    end = min((c.span[0] for c in cues if c.demand and c.span[0] >= cue.span[1]), default=len(text))
    start = max((start, *(m.end() for m in _SENTENCE.finditer(text, start, cue.span[0]))))
    stop = _SENTENCE.search(text, cue.span[1], end)
    end = stop.start() if stop else end
    has = _ZH_HAS.search(text, cue.span[1], end) if side.lang == "zh" else None
    return start, has.start() if has else end


def _spare(cue: Cue, ours: _Text, theirs: _Text, at: int) -> bool:
    """Whether a denial of the other text names nothing that another one than ``cue`` denies."""
    others = [_inside(ours, c) for c in ours.cues if c.demand and c is not cue]
    own = senses_of(n for n in theirs.names if n.start == at)
    others.append(_inside(ours, cue) - own)
    return any(
        all(_inside(theirs, c).isdisjoint(names) for names in others)
        for c in theirs.cues
        if c.demand
    )


def _inside(side: _Text, cue: Cue) -> frozenset[str]:
    start, end = _region(side, cue)
    return senses_of(n for n in side.names if start <= n.start < end) - VAGUE


def _said_otherwise(cue: Cue, ours: _Text, theirs: _Text, at: int) -> bool:
    """Whether the clause at ``at`` says what ``cue`` denies without a denial."""
    far = _breaks(theirs)
    start = max((end for _, end in far if end <= at), default=0)
    end = min((begin for begin, _ in far if begin > at), default=len(theirs.text))
    here = [shifted(c, -start) for c in theirs.cues if start <= c.span[0] < end]
    first, last = _scope(ours, cue)
    beside = (c for c in ours.cues if first <= c.span[0] < last)
    if any(not c.kinds.isdisjoint(cue.kinds & _WAITS) for c in theirs.cues):
        return True
    if any(not c.kinds.isdisjoint(cue.kinds - {NOT}) for c in here):
        return True
    if any(not c.kinds.isdisjoint(_LEAVES) for c in (*here, *beside)):
        return True
    texts, languages = (ours.text, theirs.text[start:end]), (ours.lang, theirs.lang)
    return not any(
        c.demand and c.span == cue.span for c in softened(ours.cues, here, texts, languages)
    )
