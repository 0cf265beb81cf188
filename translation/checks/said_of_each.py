"""What is said of each of two things: "stop the warfarin, keep the aspirin" the other way round.

Two things and two statements stand in a text in some order, and languages order them in their
own way; but what belongs together stands side by side. So the first two of the four places are
one thing and what is said of it, and the last two the other; where they are not, nothing is said.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from translation.checks.drug_names import drugs
from translation.checks.lexicon import Hit, in_both
from translation.checks.opposite import TABLES, sides
from translation.checks.quantity import Quantity, kind_of
from translation.checks.sides import READERS
from translation.checks.tables import load
from translation.checks.text import touch
from translation.checks.things import LANGUAGES, things
from translation.checks.timing import Timing
from translation.types import Finding, FindingKind, Span

Text = tuple[str, str]
"""A text and its language."""
Pair = tuple[Span, Span]
_BREAK = re.compile(
    r"[,，;；。.!！?？،؛、:：](?!\d)"
    r"|\b(?:and|but|while|et|mais|tandis|y|pero|mientras|и|а|но) ",
    re.IGNORECASE,
)
_LONG = 160
"""Signs of both texts together from which what stands side by side need not belong together."""
_JOINT = re.compile(
    r"、|[和与及跟とや]|[와과] | 및 |\sو"
    r"|\s(?:and|y|e|et|и|или|or|o|ou)\s(?:the |la |el |le |l['’])?",
    re.IGNORECASE,
)
_SIDES = frozenset("ab")
_FORM = "form"
_LATE = dict.fromkeys(("night", "late", "bedtime"), "evening")
"""Times of day that languages do not tell apart."""
_HANDS = frozenset(("left", "right"))


class Named(NamedTuple):
    """A place and what it may stand for; ``kind`` is that of a finding about it, if it has one."""

    span: Span
    names: frozenset[str]
    kind: FindingKind | None = None


class _Match(NamedTuple):
    """The same thing in both texts: its place in each, its name, its kind."""

    here: Span
    there: Span
    name: str
    kind: FindingKind | None


class _Said(NamedTuple):
    """Two statements: their places in the source, where the target says the same, how they are
    shown, their kind; ``firm``: the breaks of the text need not say which belong together."""

    here: Pair
    there: Pair
    shown: str
    kind: FindingKind
    firm: bool = False


def quantities(
    source: Text,
    target: Text,
    here: tuple[Sequence[Quantity], Sequence[Timing]],
    there: tuple[Sequence[Quantity], Sequence[Timing]],
) -> list[Finding]:
    """``<kind>.exchanged:A>B`` where two amounts or times stand with each other's thing."""
    said = [*_amounts(here[0], there[0]), *_times(here[1], there[1])]
    if not said:
        return []
    slots = [
        [Named(t.span, frozenset((f"{_LATE.get(t.name, t.name)} slot",))) for t in side[1]]
        for side in (here, there)
    ]
    return _exchanged(
        said, [*named(*source), *slots[0]], [*named(*target), *slots[1]], (source[0], target[0])
    )


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``<kind>.exchanged:a>b``: opposites, or what else is said, of two that traded places."""
    texts = (source, target)
    one = (source, source_lang) if source_lang == "zh" else (target, target_lang)
    said = list(_opposites(source, target, source_lang, target_lang))
    if not said and not _has_owners(texts, *one):
        return []
    ours, theirs = named(source, source_lang), named(target, target_lang)
    if said and (found := _exchanged(said, ours, theirs, texts)):
        return found
    return _companions(ours, theirs, texts) if _has_owners(texts, *one) else []


def _has_owners(texts: tuple[str, str], one: str, lang: str) -> bool:
    """Whether the texts may say things of two drugs, parts of the body or relatives each.

    Only ``one`` of them, the Chinese one, is looked into: it is read fastest.
    """
    if sum(map(len, texts)) > _LONG:
        return False
    if not all(_BREAK.search(text, 0, len(text) - 1) for text in texts):
        return False
    return sum(item.kind is not None for item in named(one, lang)) > 1


@functools.lru_cache(maxsize=16)
def named(text: str, lang: str) -> tuple[Named, ...]:
    """What ``text`` names: drugs, parts of the body, relatives, sides, and any other thing."""
    if lang not in LANGUAGES:
        return ()
    found = [Named(h.span, frozenset((h.name,)), FindingKind.DRUG) for h in drugs(text, lang)]
    found += [
        Named(side.span, frozenset((side.side,)))
        for side in READERS[lang](text)
        if side.side in _HANDS
    ]
    taken = [item.span for item in found]
    for thing in things(text, lang):
        if not any(touch(thing.span, span) for span in taken):
            found.append(Named(thing.span, thing.senses, _kind(thing.senses)))
    return tuple(found)


@functools.cache
def _kinds() -> dict[str, FindingKind]:
    parts = {n: FindingKind.BODY_PART for n, s in load("body_part").items() if isinstance(s, dict)}
    kin = {name: FindingKind.PERSON for name in load("person")["kin"] if name[0] != "_"}
    return parts | kin


def _kind(names: frozenset[str]) -> FindingKind | None:
    kinds = _kinds()
    if kinds.keys().isdisjoint(names):
        return None
    return next(kinds[name] for name in sorted(names) if name in kinds)


def _amounts(here: Sequence[Quantity], there: Sequence[Quantity]) -> Iterator[_Said]:
    """Two amounts of one sort that both texts say."""
    if len(here) < 2 or len(there) < 2:
        return
    ours, theirs = _by_sort(here), _by_sort(there)
    for sort, pair in ours.items():
        others = theirs.get(sort, ())
        if len(pair) != 2 or len(others) != 2:
            continue
        alike = [[_alike(a, b) for b in others] for a in pair]
        if alike == [[True, False], [False, True]]:
            first, second = others
        elif alike == [[False, True], [True, False]]:
            second, first = others
        else:
            continue
        shown = f"{pair[0].shown}>{second.shown}"
        yield _Said(_spans(pair), (first.span, second.span), shown, kind_of(pair[0], second))


def _by_sort(quantities: Iterable[Quantity]) -> dict[str, list[Quantity]]:
    """Those of each sort; a bare count beside a form is one: "two tablets … and one at night"."""
    found: dict[str, list[Quantity]] = {}
    for quantity in quantities:
        if not (quantity.base or quantity.again):
            sort = quantity.dimension or quantity.role.value
            found.setdefault(sort, []).append(quantity)
    if _FORM in found and (bare := found.pop(FindingKind.NUMBER.value, None)):
        found[_FORM] = sorted((*found[_FORM], *bare), key=lambda q: q.span)
    return found


def _alike(a: Quantity, b: Quantity) -> bool:
    if a.dimension and b.dimension:
        return not a.strict.isdisjoint(b.strict)
    return not (a.strict | a.loose).isdisjoint(b.strict | b.loose)


def _times(here: Sequence[Timing], there: Sequence[Timing]) -> Iterator[_Said]:
    """Two times about meals, or two times of day, that both texts say."""
    if len(here) < 2 or len(there) < 2:
        return
    for group in ("meal", "slot"):
        ours, theirs = ([t for t in side if t.group == group] for side in (here, there))
        names = [t.name for t in ours]
        if len(ours) != 2 or len(set(names)) != 2 or len(theirs) != 2:
            continue
        if names == [t.name for t in theirs]:
            first, second = theirs
        elif names == [t.name for t in reversed(theirs)]:
            second, first = theirs
        else:
            continue
        kind, shown = FindingKind.TIMING, ">".join(names)
        yield _Said(_spans(ours), (first.span, second.span), shown, kind)


def _opposites(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[_Said]:
    """Both sides of a pair of opposites, once each in both texts."""
    both = in_both(_said_twice, source, target, source_lang, target_lang)
    if both is None:
        return
    for table, name in (key for key in both[0] if key in both[1]):
        here, there = both[0][table, name], both[1][table, name]
        ours, theirs = ([hit.name[-1] for hit in hits] for hits in (here, there))
        if ours != theirs:
            there = there[::-1]
        section = load(table)[name]
        shown = ">".join(section["names"]["ab".index(side)] for side in ours)
        yield _Said(_spans(here), _spans(there), shown, FindingKind(section["kind"]), firm=True)


def _said_twice(text: str, lang: str) -> dict[tuple[str, str], list[Hit]]:
    """The pairs of opposites of which ``text`` says both sides, once each; table and name."""
    found = {}
    for table in TABLES:
        if stated := sides(text, lang, table):
            for name, hits in stated.items():
                if len(hits) == 2 and {hit.name[-1] for hit in hits} == _SIDES:
                    found[table, name] = hits
    return found


def _spans(two: Sequence[Quantity] | Sequence[Timing] | Sequence[Hit]) -> Pair:
    return two[0].span, two[1].span


def _exchanged(
    said: Iterable[_Said], ours: Sequence[Named], theirs: Sequence[Named], texts: tuple[str, str]
) -> list[Finding]:
    """The first two statements of which every two things that own them say that they traded."""
    matches = _matches(ours, theirs)
    for each in said:
        votes: Counter[bool] = Counter()
        kinds: set[FindingKind | None] = set()
        things = [match for match in matches if not _is_said(match, each)]
        for x, y in combinations(things, 2):
            firm = each.firm or x.kind is y.kind is FindingKind.DRUG
            if (kept := _kept((x, y), each.here, each.there, texts, firm)) is not None:
                votes[kept] += 1
                kinds.add(x.kind if x.kind is y.kind else None)
        if votes[False] and not votes[True]:
            kind = each.kind
            if kind is FindingKind.NEGATION and len(kinds) == 1:
                kind = kinds.pop() or kind
            message = f"{kind.value}.exchanged:{each.shown}"
            return [Finding(kind, message, each.here[0], each.there[1])]
    return []


def _companions(
    ours: Sequence[Named], theirs: Sequence[Named], texts: tuple[str, str]
) -> list[Finding]:
    """Two drugs, parts of the body or relatives, each with what the other one had beside it."""
    matches = _sure(_matches(ours, theirs))
    owners = sorted((m for m in matches if m.kind is not None), key=lambda m: m.here)
    rest = [m for m in matches if m.kind is None]
    for x, y in combinations(owners, 2):
        if x.kind is not y.kind:
            continue
        votes = Counter(
            _kept((x, y), (a.here, b.here), (a.there, b.there), texts, firm=False)
            for a, b in combinations(rest, 2)
        )
        if votes[False] and not votes[True] and x.kind is not None:
            message = f"{x.kind.value}.exchanged:{x.name}>{y.name}"
            return [Finding(x.kind, message, x.here, y.there)]
    return []


def _matches(ours: Sequence[Named], theirs: Sequence[Named]) -> list[_Match]:
    """What both texts name once, under any of its names."""
    here, there = _by_name(ours), _by_name(theirs)
    found: dict[Pair, _Match] = {}
    for name in sorted(here.keys() & there.keys()):
        if len(here[name]) == len(there[name]) == 1:
            (a,), (b,) = here[name], there[name]
            kind = a.kind if a.kind is b.kind else None
            found.setdefault((a.span, b.span), _Match(a.span, b.span, name, kind))
    return list(found.values())


def _by_name(items: Iterable[Named]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for item in items:
        for name in item.names:
            found.setdefault(name, []).append(item)
    return found


def _sure(matches: Sequence[_Match]) -> list[_Match]:
    """Those whose places answer no other place."""
    here, there = Counter(m.here for m in matches), Counter(m.there for m in matches)
    return [m for m in matches if here[m.here] == there[m.there] == 1]


def _is_said(match: _Match, said: _Said) -> bool:
    """Whether a thing is what is said itself, in both texts."""
    return any(touch(match.here, span) for span in said.here) and any(
        touch(match.there, span) for span in said.there
    )


def _kept(
    things: tuple[_Match, _Match], here: Pair, there: Pair, texts: tuple[str, str], firm: bool
) -> bool | None:
    """Whether the two things own the same statements in both texts; None: one text does not say."""
    x, y = things
    ours = _owns_first((x.here, y.here), here, texts[0], firm)
    if ours is None:
        return None
    theirs = _owns_first((x.there, y.there), there, texts[1], firm)
    return None if theirs is None else ours is theirs


def _owns_first(things: Pair, said: Pair, text: str, firm: bool) -> bool | None:
    """Whether the first thing owns the first statement, None where no order of the four says so."""
    places = sorted(((things[0], 0, 0), (things[1], 0, 1), (said[0], 1, 0), (said[1], 1, 1)))
    (a, a_said, i), (b, b_said, j), (c, c_said, _), (d, d_said, _) = places
    end = max(a[1], b[1])
    if a_said == b_said or c_said == d_said or end > c[0]:
        return None
    apart = _BREAK.search(text, end - 1, c[0] + 1) is not None
    if not b_said and not c_said and (not apart or _JOINT.fullmatch(text, b[1], c[0])):
        return None  # "a fracture of radius and ulna after a fall" is said of both
    within = _BREAK.search(text, a[1], b[0]) or _BREAK.search(text, c[1], d[0])
    if not firm and (within or not apart):
        return None
    return i == j
