"""A member of a list that the other text leaves out: "fever, cough and rash", "fever and rash".

Only lists of three and more are looked at, and only where the other text holds all other members
and has no room for the one that is gone: as many joining words fewer, and no thing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translation.checks.things import Thing, names_of, things
from translation.types import Span

_JOIN_ZH = re.compile(
    r"\s*[、・]\s*|[，,](?:以及|还有|或者?|和)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?:以及|还有|或者|和|与|及|跟|或)(?=[\u4e00-\u9fff])"
)
"""A Chinese comma parts clauses."""
_JOIN = re.compile(
    r"\s*[、，,،・](?!\d)\s*(?:(?:and|or|y|e|o|u|ni|et|ou|и|или|ни)\s+|و)?"
    r"|\s+(?:and|or|y|e|o|u|ni|et|ou|и|или|ни)\s+|\s+(?:و(?=\w{2})|أو )"
    r"|(?<=[\uac00-\ud7a3])(?:와|과|이랑|랑|하고|이나|나)\s|\s+(?:및|또는|그리고)\s+"
    r"|(?<=[\u3040-\u9fff])(?:および|または|と|や)(?=[\u30a0-\u9fff])"
)
"""What stands between two members of a list."""
_END = re.compile(r"[.。;；:：!！?？\n](?!\d)")
_MEMBER_SIGNS = 9
_MEMBER_WORDS = 4
"""Longest member between two others, in signs or words."""
_NEAR_SIGNS = 8
_NEAR_LETTERS = 24
"""How far the first member may end before the joining word, and the last begin behind it."""
_HEAVY = 0.5
"""Weight from which a thing that is missing says something (`translation.checks.things`)."""
_SIGNS = ("zh", "ja")
_CHAINED = (*_SIGNS, "ko")
"""Languages that may join every two members with a word."""
_UNCLEAR = ("ar",)
"""Languages whose "and" is a letter that other words begin with as well."""

Member = tuple[Span, tuple[Thing, ...]]


def missing(source: str, target: str, languages: tuple[str, str]) -> Span | None:
    """Where the source names a member of a list that the target does not."""
    ours, theirs = (_JOIN_ZH if lang == "zh" else _JOIN for lang in languages)
    if languages[0] in _UNCLEAR or len(ours.findall(source)) < 2 or not theirs.search(target):
        return None
    for members in _lists(source, languages[0], ours):
        lost = _lost(members, (source, target), languages, theirs)
        if lost is not None:
            return lost
    return None


def _lists(text: str, lang: str, join: re.Pattern[str]) -> Iterator[list[Member]]:
    """The lists of a text with the things that each member names."""
    start = 0
    for stop, after in [*(m.span() for m in _END.finditer(text)), (len(text), len(text))]:
        joins = [m.span() for m in join.finditer(text, start, stop)]
        if len(joins) > 1:
            named = things(text, lang)
            edges = [start, *(b for _, b in joins)]
            spans = list(zip(edges, [*(a for a, _ in joins), stop], strict=True))
            yield from _runs(text, spans, named, lang)
        start = after


def _runs(
    text: str, spans: list[Span], named: Sequence[Thing], lang: str
) -> Iterator[list[Member]]:
    """Stretches of short members with the one before and the one behind them."""
    first = 0
    while first < len(spans) - 2:
        last = first + 1
        while last < len(spans) - 1 and _short(text[slice(*spans[last])], lang):
            if lang not in _CHAINED and _closes(text, spans, last):
                break
            last += 1
        if last - first > 1 and (lang == "zh" or _closes(text, spans, last)):
            members = [_member(span, named) for span in spans[first : last + 1]]
            near = _NEAR_SIGNS if lang in _SIGNS else _NEAR_LETTERS
            (begin, stop), opening = members[0]
            members[0] = (begin, stop), tuple(t for t in opening if stop - t.start <= near)[-1:]
            (begin, stop), closing = members[-1]
            members[-1] = (begin, stop), tuple(t for t in closing if t.start - begin <= near)[:1]
            yield members
        first = last


def _closes(text: str, spans: list[Span], last: int) -> bool:
    """Whether "and" or "or" stands before a member, which then is the last one."""
    return "," not in text[spans[last - 1][1] : spans[last][0]].rstrip("، ")


def _member(span: Span, named: Sequence[Thing]) -> Member:
    return span, tuple(t for t in named if span[0] <= t.start < span[1])


def _short(member: str, lang: str) -> bool:
    if lang in _SIGNS:
        return len(member) <= _MEMBER_SIGNS
    return len(member.split()) <= _MEMBER_WORDS


def _lost(
    members: list[Member], texts: tuple[str, str], languages: tuple[str, str], join: re.Pattern[str]
) -> Span | None:
    """The one member that the target does not name, where it names all others."""
    if not all(named for _, named in members):
        return None
    source, target = texts
    there = things(target, languages[1])
    names = names_of(there)
    gone = [m for m in members if not names_of(m[1]) & names]
    if len(gone) != 1:
        return None
    span, own = gone[0]
    if max(t.weight for t in own) < _HEAVY or any(c.isdigit() for c in source[slice(*span)]):
        return None
    if own is members[0][1] and languages[0] != "zh":
        return None
    if own is members[-1][1] and not _short(source[slice(*span)], languages[0]):
        return None
    kept = [names_of(named) for _, named in members if named is not own]
    answers = [t for t in there if any(t.senses & senses for senses in kept)]
    begin, stop = min(t.start for t in answers), max(t.start for t in answers)
    if len(join.findall(target, begin, stop)) > len(members) - 2:
        return None
    if own is members[0][1] and join.search(target, _edge(target, begin), begin):
        return None
    end = _END.search(target, stop)
    if own is members[-1][1] and join.search(target, stop, end.start() if end else len(target)):
        return None
    return span


def _edge(text: str, at: int) -> int:
    """Where the sentence begins in which ``at`` stands."""
    return max((m.end() for m in _END.finditer(text, 0, at)), default=0)
