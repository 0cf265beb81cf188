"""Lists: a member that the other text's list does not have.

Segments that "and", a comma or 、 joins are the members of a list. Where three or more of them are
answered by fewer segments of the target, which stand side by side, one of them is missing even
when no table knows its words. What is counted (`FEATURES`) is weighed by small trees
(``tokens/coverage_list_trees.tsv``, fitted by ``packaging/checks/fit_lists.py``).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from translation.checks.clauses import Segment, clauses, segments
from translation.checks.coverage import Weigh, answers, contents, features, telling
from translation.checks.coverage_odds import FEATURES as OF_SEGMENTS
from translation.checks.coverage_odds import odds, odds_of
from translation.checks.placed import places, without_place
from translation.types import Span

FEATURES = (
    "odds",
    "reach_more",
    "segments_more",
    "beside",
    "joints",
    "unmet",
    "unsaid",
    "only_target",
    "content",
    "taken_word",
    "room",
)
"""What a member is judged by: the odds of its clause; how many more segments of the target the list
reaches over than it has members; whether the answers of the members beside it stand side by side
(1), as members of a list (2); how many segments of the target are joined as members of lists are,
and how many answer nothing; how much content of the member nothing answers that no other segment
needs more; and what `coverage_odds.FEATURES` has under the same name."""
_LEAST = 1.0
"""Odds from which a member counts as missing: in about one of a thousand right pairs that the trees
had not seen, which is one in fifty with such lists."""
_JOINED, _NEARLY, _ROOM = 2.0, 0.8, 0.5
"""What `beside` says of members that follow each other in the target's list; the share of a member
that is unsaid when it is missing; how much may stand between the two, for what it says itself."""
_OWN = [OF_SEGMENTS.index(name) for name in FEATURES[7:]]
_MEMBERS = 3
"""A list of two is too often said as one thing ("nausea and vomiting")."""
_JOINT = {
    "zh": r"[，,]?(?:以及|和|跟|与|及|或者?|还有|、)",
    "en": r",? ?(?:and|or|nor)",
    "fr": r",? ?(?:et|ou|ni)",
    "es": r",? ?(?:y|e|o|u|ni)",
    "ru": r",? ?(?:и|или|ни|либо)",
    "ar": r"،? ?(?:أو|ولا)",
    "ko": r",? ?(?:및|또는|혹은)",
    "ja": r"、?(?:や|と|・|および|または)",
}
"""What joins the last members of a list, in Chinese all of them."""
_JOINS = {lang: re.compile(joint) for lang, joint in _JOINT.items()}
_COMMA = frozenset(",،、")
_NO_MEMBER = {
    "ko": re.compile(r"[고며면서요다니만은는에데지]$"),
    "ja": re.compile(r"[^\u3400-\u9fff\u30a0-\u30ffA-Za-z]$"),
}
"""How a clause ends before a comma, where a member of a list does not."""
_JOINED_ON = re.compile(r"[와과랑나]$|거나$|하고$")
"""How a Korean member ends that another one follows."""
_CLOSED_BY_AND = frozenset(("en", "fr", "es", "ru"))
"""Languages in which a comma joins members only where "and" follows before the last."""


@functools.lru_cache(maxsize=16)
def members(text: str, lang: str) -> tuple[range, ...]:
    """The lists of three members and more, as numbers of segments."""
    if len(parts := segments(text, lang)) < _MEMBERS:
        return ()
    found, start = [], 0
    joints = [*_joints(text, lang, parts), ""]
    for number, joint in enumerate(joints):
        if joint:
            continue
        last = number
        if lang in _CLOSED_BY_AND:
            last = max((n + 1 for n in range(start, number) if joints[n] == "and"), default=start)
        if last - start + 1 >= _MEMBERS:
            found.append(range(start, last + 1))
        start = number + 1
    return tuple(found)


def left_out(
    texts: tuple[str, str], languages: tuple[str, str], weigh: Weigh = telling
) -> list[tuple[Span, tuple[float, ...]]]:
    """The members of the source's lists, with what speaks for their having been left out."""
    if not (lists := members(texts[0], languages[0])):
        return []
    parts, replies = (segments(t, n) for t, n in zip(texts, languages, strict=True))
    more = len(replies) - len(parts)

    def clauses_more() -> int:
        return len(clauses(texts[1], languages[1])) - len(clauses(texts[0], languages[0]))

    numbers = [number for members_ in lists for number in members_]
    values = features(texts, languages, parts, more, clauses_more, weigh, numbers)
    described = dict(zip(numbers, values, strict=True))
    read = answers(texts, languages, parts)
    met = [_of(places, replies) for places, _ in read]
    joints = _joints(texts[1], languages[1], replies)
    joined = sum(map(bool, joints))
    unmet = len(replies) - len(frozenset().union(*met))
    found = []
    for listed in lists:
        reached = frozenset().union(*(met[number] for number in listed))
        reach = max(reached) - min(reached) + 1 if reached else 0
        for number in listed:
            span, of_segment = described[number]
            counted = reach - len(listed), more, _beside(met, number, joints), joined, unmet
            own = (of_segment[n] for n in _OWN)
            found.append((span, (odds(of_segment), *map(float, counted), read[number][1], *own)))
    return found


def displaced(texts: tuple[str, str], languages: tuple[str, str]) -> list[Span]:
    """The members of the source's lists that have no place of their own in the target."""
    if not (lists := members(texts[0], languages[0])):
        return []
    parts, replies = (segments(t, n) for t, n in zip(texts, languages, strict=True))
    joints = _joints(texts[1], languages[1], replies)
    if not 0 < sum(map(bool, joints)) < sum(len(listed) - 1 for listed in lists):
        return []
    found = places(texts, languages, parts, replies)
    content = contents(texts, languages, parts)
    lacks = [unsaid for _, unsaid in answers(texts, languages, parts)]
    return [
        parts[number][0]
        for listed in lists
        for number in without_place(listed, found, joints, content, lacks)
    ]


def missing(values: Sequence[float]) -> bool:
    """Whether a member with these features was left out."""
    of = dict(zip(FEATURES, values, strict=True))
    return odds_of("coverage_list_trees", FEATURES, values) >= _LEAST or (
        # Its neighbours follow each other, and nothing says it: its words need not be known.
        of["beside"] == _JOINED
        and of["only_target"] == 0 < of["content"]
        and of["unsaid"] >= _NEARLY * of["content"]
        and of["room"] <= _ROOM * of["content"]
    )


def _joints(text: str, lang: str, parts: Sequence[Segment]) -> list[str]:
    """What joins each segment to the next: "and", a comma, or nothing that joins a list."""
    found = []
    for ((begin, end), _), ((after, stop), _) in pairwise(parts):
        gap = text[end:after].strip()
        found.append(_joint(lang, text[begin:end].rstrip(), gap, text[after:stop].lstrip()))
    return found


def _joint(lang: str, before: str, gap: str, after: str) -> str:
    if _JOINS[lang].fullmatch(gap):
        return "and"
    if lang == "ar" and gap in ("", "،") and after.startswith("و"):
        return "and"
    if lang == "ko" and not gap and _JOINED_ON.search(before):
        return "and"
    if lang == "zh" or gap not in _COMMA or not gap:
        return ""
    clause = _NO_MEMBER.get(lang)
    return "" if clause and clause.search(before) else ","


def _of(places: Sequence[int], replies: Sequence[Segment]) -> frozenset[int]:
    """The segments of the target in which the places are."""
    starts = [start for (start, _), _ in replies]
    return frozenset(bisect_right(starts, at) - 1 for at in places) - {-1}


def _beside(met: Sequence[frozenset[int]], number: int, joints: Sequence[str]) -> float:
    """Whether the answers of the segments on both sides stand in one segment or side by side (1),
    or are members of one list that follow each other (2)."""
    before = met[number - 1] if number else frozenset()
    after = met[number + 1] if number + 1 < len(met) else frozenset()
    near = [(a, b) for a in before for b in after if abs(a - b) <= 1]
    return float(bool(near)) + any(a != b and bool(joints[min(a, b)]) for a, b in near)
