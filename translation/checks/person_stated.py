"""What is said of whom, and who does something for whom.

"My husband has diabetes and I have asthma" with the two illnesses exchanged has every word of the
right translation. So each clause is read for the persons in it: something that both texts say
once, of persons that can by no means be the same, is said of another one. And where one does
something for another (signs, cares, gives), the two must not have changed places.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from translation.checks.clauses import breaks
from translation.checks.lexicon import Hit
from translation.checks.person_roles import (
    ANYONE,
    OBJECT,
    OTHER,
    SUBJECT,
    Cast,
    Mention,
    Relation,
    cast,
    compatible,
)
from translation.checks.text import CONTRAST, around, touch
from translation.checks.things import names_of, things
from translation.types import Span

_WHEN = {
    "en": r"\b(?:while|when|if|because|since|after|before|until)\b",
    "fr": r"\b(?:quand|lorsqu|parce|si|pendant que?|depuis que?|après que?|puisqu)\b",
    "es": r"\b(?:cuando|porque|si|mientras|desde que|después de que)\b",
    "ru": r"\b(?:когда|если|пока|потому|так как)\b",
    "ar": "(?<!\\w)(?:عندما|لأن|إذا|بينما|لما|بعد أن)",
    "ko": "(?<=데) |아니라 ",
    "ja": "ではなく|じゃなく|(?<=が)、|(?<=ので)、|(?<=けど)、",
}
"""Beside a pause and "and", where another clause begins."""
_SAYS = {
    "zh": "说(?![明话不])|觉得|认为|告诉[我您你他她]",
    "en": r"\bthat\b|\b(?:says?|said|thinks?)\b",
    "fr": r"\bque (?=je |j['’]|vous |tu |nous |m(?:a|on|es) |l[ea] )"
    r"|\bqu['’](?=ils?\b|elles?\b|on\b)",
    "es": r"(?<!tiene )(?<!tengo )(?<!tienen )(?<!hay )(?<!tener )(?<!tuve )"
    r"(?<!más )(?<!menos )\bque\b",
    "ru": r"\bчто\b",
    "ar": r"(?<!\w)(?=ب?إن(?:ه|ها|ك|ي|ني|نا|هم)?(?!\w)|[بل]?أن(?:ه|ها|ك|ي|ني|نا|هم)(?!\w))",
    "ko": "(?<=[다라냐자]고) |말씀으로는|말로는",
    "ja": "と(?=言|い[うっわ]|思|のこと)|によると|によれば",
}
"""Where what somebody says begins or ends; what is behind it need not be of the one who says it."""


@functools.cache
def _ends(lang: str) -> re.Pattern[str]:
    parts = f"{breaks(lang).pattern}|{_WHEN.get(lang, '(?!)')}|(?P<says>{_SAYS[lang]})"
    return re.compile(parts, re.IGNORECASE)


_DONE_FOR = re.compile("[てで](?:もら|いただ|頂)")
"""Japanese: 妻に付き添ってもらう, where who is marked as the receiver does it."""


def misattributed(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Hit, Hit] | None:
    """Of whom the source says something and of whom the target does, where they are not one."""
    if any(
        _DONE_FOR.search(t) for t, n in ((source, source_lang), (target, target_lang)) if n == "ja"
    ):
        return None
    here, there = cast(source, source_lang), cast(target, target_lang)
    if not here.mentions or not there.mentions:
        return None
    return _changed_places(here, there, source, target, source_lang, target_lang) or _said_of(
        here, there, (source, source_lang), (target, target_lang)
    )


def instead_of_kin(
    kin: Sequence[Hit], source: tuple[str, str], target: tuple[str, str]
) -> tuple[Hit, Hit] | None:
    """The relative of a text of which the other one, without any, says it of the speaker.

    "My wife was told that she …" for "I was told that she …": "she" has nobody to stand for.
    """
    if len({hit.name for hit in kin}) != 1:
        return None
    told, made = cast(*source).mentions, cast(*target).mentions
    first = next((m for m in made if m.name in ("first", "third")), None)
    if first is None or first.name != "first" or any(m.name == "first" for m in told):
        return None
    return kin[0], _hit(first)


def _said_of(
    here: Cast, there: Cast, source: tuple[str, str], target: tuple[str, str]
) -> tuple[Hit, Hit] | None:
    if any(CONTRAST.search(text) for text, _ in (source, target)):
        return None  # who is meant and who is not, `person_contrast` compares
    ours, theirs = _statements(here, *source), _statements(there, *target)
    moved: dict[tuple[str, str], tuple[Mention, Mention]] = {}
    for thing, said in ours.items():
        came = theirs.get(thing)
        if said and came and not _meet(said, came):
            moved.setdefault((said[0].name, came[0].name), (said[0], came[0]))
    for a, b in moved.values():
        # where both texts know both, one thing alone may be another way to say it
        both = _named(a, there) and _named(b, here)
        if not both or any(compatible(a.name, d) and compatible(b.name, c) for c, d in moved):
            return _hit(a), _hit(b)
    return None


def _meet(these: Iterable[Mention], those: Iterable[Mention]) -> bool:
    return any(compatible(a.name, b.name) for a in these for b in those)


def _named(person: Mention, of: Cast) -> bool:
    return any(m.name != ANYONE and compatible(person.name, m.name) for m in of.mentions)


def _hit(mention: Mention) -> Hit:
    return Hit(mention.name, mention.span)


def _statements(of: Cast, text: str, lang: str) -> dict[str, list[Mention]]:
    """Thing -> the persons of the clauses that name it; none where one of them has no person."""
    found: dict[str, list[Mention]] = {}
    unclear: set[str] = set()
    kin = [m for m in of.mentions if m.name not in _TALK]
    named = [t for t in things(text, lang) if not any(touch(m.span, t.span) for m in kin)]
    carried: list[Mention] = []
    for start, end, says in _parts(of, text, lang):
        inside = [m for m in of.mentions if start <= m.span[0] < end]
        names = names_of(t for t in named if start <= t.start < end)
        who = [*carried, *inside]
        sure = any(m.role != OTHER for m in who)
        for name in names:
            found.setdefault(name, []).extend(who)
            if not sure:
                unclear.add(name)
        carried = inside if not names and not says else []
    return {name: who for name, who in found.items() if name not in unclear}


_TALK = frozenset(("first", "second", "third", ANYONE))


def _parts(of: Cast, text: str, lang: str) -> Iterator[tuple[int, int, bool]]:
    """The clauses, and whether what somebody says comes next; where the subject has a mark of its
    own (Korean, Japanese), another clause begins with each."""
    starts = [m.span[0] for m in of.mentions if m.role == SUBJECT] if lang in _MARKED else []
    for start, end, says in _clauses(text, lang):
        for at in starts:
            if start < at < end:
                yield start, at, True
                start = at
        yield start, end, says


_MARKED = frozenset(("ko", "ja"))


def _clauses(text: str, lang: str) -> Iterator[tuple[int, int, bool]]:
    start = 0
    for end in _ends(lang).finditer(text):
        yield start, end.start(), end["says"] is not None
        start = end.end()
    yield start, len(text), False


_NEAR = 14
"""Signs between a preposition and the person behind it: "for my old mother"."""
_NEAR_BEHIND = 6
_BEFORE = frozenset(("zh", "en", "fr", "es", "ru", "ar"))
"""Languages whose "instead of" and "than" stand before the person."""
_MARKS = frozenset(("instead", "than"))


class _Pair:
    """Who does something and for whom it is done, as far as a text says it."""

    def __init__(self, agent: Mention | None, patient: Mention | None) -> None:
        self.agent, self.patient = agent, patient
        self.names = (agent and agent.name, patient and patient.name)


def _changed_places(
    here: Cast, there: Cast, source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Hit, Hit] | None:
    names = {r.name for r in here.relations} & {r.name for r in there.relations}
    for name in sorted(names):
        ours = _pair(here, name, source, source_lang)
        theirs = _pair(there, name, target, target_lang)
        if ours is None or theirs is None:
            continue
        if (swapped := _crossed(ours, theirs)) is not None:
            return swapped
    return None


def _crossed(ours: _Pair, theirs: _Pair) -> tuple[Hit, Hit] | None:
    """Two pairs that do not fit as they stand, but do the other way round."""
    straight = [(ours.agent, theirs.agent), (ours.patient, theirs.patient)]
    turned = [(ours.agent, theirs.patient), (ours.patient, theirs.agent)]
    known, other = ([(a, b) for a, b in pairs if a and b] for pairs in (straight, turned))
    if not known or any(compatible(a.name, b.name) for a, b in known):
        return None
    if not any(compatible(a.name, b.name) for a, b in other):
        return None
    a, b = known[0]
    return _hit(a), _hit(b)


def _pair(of: Cast, name: str, text: str, lang: str) -> _Pair | None:
    """The two of the only relation of that name whose persons can be told."""
    found = []
    for relation in of.relations:
        if relation.name == name:
            start, end = _around(text, relation.span[0], lang)
            inside = [m for m in of.mentions if start <= m.span[0] < end]
            read = _marked if name in _MARKS else _done
            pair = read(relation, inside, lang)
            if pair is not None:
                found.append(pair)
    return found[0] if len({pair.names for pair in found}) == 1 else None


def _around(text: str, at: int, lang: str) -> Span:
    """The clause in which a place is."""
    return around(text, (at, at + 1), breaks(lang))


def _marked(relation: Relation, inside: list[Mention], lang: str) -> _Pair | None:
    """The person right behind (or before) a word such as "instead of", and the other one."""
    start, end = relation.span
    if relation.way == "alone":
        return _Pair(_one(inside), None)
    if lang in _BEFORE:
        patient = next((m for m in inside if 0 <= m.span[0] - end <= _NEAR), None)
        if patient is None:
            return None
    else:
        near = (m for m in reversed(inside) if 0 <= start - m.span[1] <= _NEAR_BEHIND)
        patient = next((m for m in near if m.role != SUBJECT), None)
    rest = (m for m in inside if m is not patient and m.role not in (OBJECT, OTHER))
    return _Pair(_one(rest), patient)


def _one(mentions: Iterable[Mention]) -> Mention | None:
    """The only person of several mentions."""
    found = [m for m in mentions if m.name != ANYONE]
    return found[0] if len({m.name for m in found}) == 1 else None


def _done(relation: Relation, inside: list[Mention], lang: str) -> _Pair | None:
    """The subject and the other one of a verb; by their place where their form does not tell."""
    at = relation.span[0]
    known = [m for m in inside if m.name != ANYONE]
    able = [m for m in known if m.role in (SUBJECT, "")]
    marked = [m for m in able if m.role == SUBJECT] if lang in _MARKED else []
    before = [m for m in marked or able if m.span[0] < at]
    first = before[-1] if before else next((m for m in able if m.role == SUBJECT), None)
    beside = [m for m in known if m.role in (OBJECT, OTHER)]
    if first is None and beside and able:
        first = able[0]
    if first is not None:
        beside = [m for m in beside if m.name != first.name]
    other = min(beside, key=lambda m: abs(m.span[0] - at), default=None)
    if other is None and first is not None:
        able = able if marked else [m for m in able if m.span[0] > at]
        other = next((m for m in able if m.name != first.name), None)
    if other is None or (first is None and lang not in _MARKED):
        return None
    return _Pair(other, first) if relation.way else _Pair(first, other)
