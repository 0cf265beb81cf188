"""A denial that moved to the other thing: "it is tuberculosis, not cancer" the wrong way round.

Both texts deny as much and affirm as much, and languages say the two in either order. So what each
text denies and what it affirms are compared by the things and words that only one of both names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from translation.checks.clauses import breaks, speaks
from translation.checks.negation_match import BOUNDS
from translation.checks.polarity import NOT, Cue
from translation.checks.polarity_table import BACKWARDS, clause_end, turn
from translation.checks.sides import READERS as SIDE_READERS
from translation.checks.text import CONTRAST, blank
from translation.checks.things import things
from translation.checks.vocabulary import longest, words
from translation.checks.word_forms import fold
from translation.types import Span

_EITHER = frozenset(("double", "until", "notuntil", "other", "exceptive", "unreal"))
"""Classes of denials that leave something: what they deny cannot be told from what they do not."""
_UNCLEAR = _EITHER | BOUNDS | {"may", "maybe", "wonder", "full_range"}
"""Those, "no more than", and classes of denials that deny no thing: "I do not know"."""
_NAMED = frozenset(
    "benign feverless fasting external spit stop keep small sit bedlying fine unable numb refuse"
    " blocked sleepless appetite painless needless deaf".split()
)
"""Classes of denials that name what they deny."""
_VAGUE = frozenset(
    "day week month year hour minute today tomorrow lately now can allow off_food".split()
)
"""Things that a clause names beside what it speaks of."""
_ZH_CONTRAST = re.compile("不是|并非|而非|宁可|宁愿|宁肯|[，,]不要(?:在|用|吃)|^[^，,]{0,8}不要在")
"""Chinese says so with these where other languages say "not B" or "instead of B"."""
_INSTEAD = {
    "en": re.compile(
        r"\b(?:instead of|rather than|in place of)\b"
        r"|(?:would |'d )(?:much )?(?:rather|sooner) [^.,;:!?]{2,40}? (?P<at>than)\b"
    ),
    "fr": re.compile(r"(?<!\w)(?:au lieu d|plut[oô]t qu|[aà] la place d)"),
    "es": re.compile(
        r"(?<!\w)(?:en vez de|en lugar de|prefiero [^.,;:!?]{2,40}? (?P<at>antes que|a))(?!\w)"
    ),
    "zh": re.compile(r"(?:宁可|宁愿|宁肯)[^。！？!?；]{1,14}?[，,]?(?P<at>也[不别])"),
}
"""What is said of the one of two that is not meant, without a denial."""
_NOT_THAT = {
    "en": re.compile(r", (?:and )?(?P<at>not) (?!only\b|just\b)"),
    "fr": re.compile(r", (?:et )?(?P<at>pas) "),
    "es": re.compile(r", (?:y )?(?P<at>no) (?:al?|en|con|por|para|el|la|los|las|un|una) "),
}
"""The same with one."""
_LONG = 200
"""Signs of both texts together from which words of one clause return in another by chance."""


def crossed(
    here: Sequence[Cue],
    there: Sequence[Cue],
    texts: tuple[str, str],
    languages: tuple[str, str],
) -> tuple[Span, Span] | None:
    """Where each text denies what the other affirms, and affirms what the other denies."""
    if len(texts[0]) + len(texts[1]) > _LONG:
        return None
    if _softly(here, there) or _softly(there, here):
        return None
    ours = _denials(here) or _instead(here, texts[0], languages[0])
    theirs = ours and (_denials(there) or _instead(there, texts[1], languages[1]))
    if not ours or len(ours) != len(theirs):
        return None
    against = len(ours) == 1 and all(map(_contrasts, texts, languages))
    contrast = against or (
        len(ours) == 1
        and (
            any(CONTRAST.search(text) for text in texts)
            or not all(any(c.demand for c in cues) for cues in (here, there))
        )
    )
    for narrow in (False, True) if contrast else (False,):
        spans = tuple(map(_scopes, texts, (ours, theirs), languages, (narrow, narrow)))
        if all(map(_parts, texts, spans)) and (
            _exchanged(texts, spans, languages, narrow and against)
            or (len(ours) == 1 and _sides_exchanged(texts, spans, languages))
        ):
            return ours[0].span, theirs[0].span
    return None


def _softly(cues: Sequence[Cue], others: Sequence[Cue]) -> bool:
    """Whether the other text says without a denial what a denial of these says in its class."""
    if any(c.demand and NOT in c.kinds for c in others):
        return False
    said = frozenset[str]().union(*(c.kinds for c in others if not c.demand)) & _NAMED
    return any(c.demand and not c.kinds.isdisjoint(said) for c in cues)


def _contrasts(text: str, lang: str) -> bool:
    """Whether a text says which of two is not meant, in one way."""
    if lang == "zh":
        return _ZH_CONTRAST.search(text) is not None
    plain = fold(text)
    found = [shapes[lang].search(plain) for shapes in (_INSTEAD, _NOT_THAT) if lang in shapes]
    return sum(map(bool, found)) == 1


def _instead(cues: Sequence[Cue], text: str, lang: str) -> list[Cue]:
    """ "A instead of B" as a denial of B, where nothing is denied."""
    if lang not in _INSTEAD or any(c.demand for c in cues):
        return []
    plain = fold(text)
    shapes = (_INSTEAD[lang], _NOT_THAT.get(lang, _INSTEAD[lang]))
    found = next((m for shape in shapes if (m := shape.search(plain))), None)
    return [Cue(frozenset((NOT,)), True, found.span(found.lastgroup or 0))] if found else []


def _exchanged(
    texts: tuple[str, str], spans: tuple[list[Span], ...], languages: tuple[str, str], against: bool
) -> bool:
    """Whether what one text denies the other affirms, by things and then by words as well.

    ``against``: of two that stand against each other, one that changed its place is enough.
    """
    for named in (_things, _named):
        (denied, said), (refused, meant) = map(_parted, map(named, texts, languages), spans)
        if denied & refused:
            return False
    if against:
        return bool(denied & meant or said & refused)
    return bool(denied & meant and said & refused)


def _sides_exchanged(
    texts: tuple[str, str], spans: tuple[list[Span], ...], languages: tuple[str, str]
) -> bool:
    """Whether one text denies of the left what the other denies of the right."""
    denied, said = _sides_parted(texts[0], languages[0], spans[0])
    if len(denied) != 1 or len(said) != 1 or denied == said or "both" in denied | said:
        return False
    return _sides_parted(texts[1], languages[1], spans[1]) == (said, denied)


def _sides_parted(text: str, lang: str, spans: Sequence[Span]) -> tuple[set[str], set[str]]:
    """The sides that the denied clauses name, and those that the others name."""
    parted: tuple[set[str], set[str]] = set(), set()
    for side in SIDE_READERS[lang](text):
        parted[not any(a <= side.span[0] < b for a, b in spans)].add(side.side)
    return parted


def stayed(
    here: Sequence[Cue],
    there: Sequence[Cue],
    texts: tuple[str, str],
    languages: tuple[str, str],
) -> bool:
    """Whether both texts deny the same and affirm the same, in whatever order."""
    spans = (
        _scopes(text, [c for c in cues if c.demand], lang)
        for text, cues, lang in zip(texts, (here, there), languages, strict=True)
    )
    (denied, said), (refused, meant) = map(_parted, map(_named, texts, languages), spans)
    same = bool(denied & refused) and bool(said & meant)
    return same and denied.isdisjoint(meant) and said.isdisjoint(refused)


def _denials(cues: Sequence[Cue]) -> list[Cue]:
    """The denials of a text; none, when it cannot be told what one of them denies."""
    demands = []
    for cue in cues:
        if not cue.kinds.isdisjoint(_UNCLEAR if cue.demand else _EITHER):
            return []
        if cue.demand:
            if NOT not in cue.kinds and cue.kinds.isdisjoint(_NAMED):
                return []
            demands.append(cue)
    return demands


def _scopes(text: str, cues: Sequence[Cue], lang: str, narrow: bool = False) -> list[Span]:
    """What each of ``cues`` denies.

    ``narrow``: a denial begins with its word, not with its clause: "it hurts not here but there".
    """
    spans = [scope(text, cue.span, lang) for cue in cues]
    if narrow and lang not in BACKWARDS:
        return [(cue.span[0], end) for cue, (_, end) in zip(cues, spans, strict=True)]
    return spans


def _parts(text: str, spans: Sequence[Span]) -> bool:
    """Whether anything is said outside ``spans``."""
    return speaks(blank(text, spans))


_Named = tuple[tuple[int, frozenset[str], bool], ...]
"""Where a text names something, what, and whether no longer word covers it."""


def _parted(named: _Named, spans: Sequence[Span]) -> tuple[frozenset[str], frozenset[str]]:
    """What only the denied clauses name, and what only the others name."""
    shown: tuple[set[str], set[str]] = set(), set()
    every: tuple[set[str], set[str]] = set(), set()
    for place, names, long in named:
        said = not any(start <= place < end for start, end in spans)
        every[said].update(names)
        if long:
            shown[said].update(names)
    return frozenset(shown[0] - every[1] - _VAGUE), frozenset(shown[1] - every[0] - _VAGUE)


def _things(text: str, lang: str) -> _Named:
    return tuple((thing.start, thing.senses, True) for thing in things(text, lang))


def _named(text: str, lang: str) -> _Named:
    """The things and the words of a text."""
    found = words(text, lang)
    whole = set(longest(found))
    said = ((word.span[0], word.senses, word in whole) for word in found)
    return (*_things(text, lang), *said)


def scope(text: str, cue: Span, lang: str) -> Span:
    """The clause that a word denies: "and" before it ends it, "and" after it does not."""
    plain = fold(text)
    far = {m.span() for m in clause_break(lang).finditer(plain)}
    near = far | {m.span() for m in breaks(lang).finditer(plain)}
    last = next((m for m in _LAST.finditer(plain) if m.end() == cue[1]), None)
    at = cue[0] if last is None else last.start()
    whole = lang == "zh" and plain.endswith(_ALL, 0, at)
    before = (a for a, b in (far if whole else near) if a < at or a == cue[0] < b)
    if lang in BACKWARDS:
        return max(before, default=0), cue[1]
    return max(before, default=0), min((a for a, _ in far if a >= cue[1]), default=len(text))


@functools.cache
def clause_break(lang: str) -> re.Pattern[str]:
    but = "" if lang == "ja" else f"|{clause_end(lang).pattern}"
    return re.compile(rf"{_PAUSES.get(lang, _PAUSE)}|{turn(lang).pattern}{but}")


_ALL = ("都", "均", "皆", "全", "一律", "统统")
"""Chinese: the denial after it is one of every item of the list before: 海鲜、啤酒都别碰."""
_PAUSE = r"[，,;；:：、؛،。.!！?？؟\n](?!\d)"
_PAUSES = {
    "zh": r"[，,;；:：。.!！?？\n](?!\d)",
    "ko": _PAUSE + r"|(?<=[가-힣]지) (?=[가-힣]{1,8}[이가] 아니|[가-힣]{1,8}[이가] 아닙)",
    "ar": _PAUSE + r"|(?<!\w)و(?=(?:لا|ليس|ليست|مش|مو) )|(?<=\w) (?=لا (?:عل[ىي]|في|من|عن|ال))",
    "en": _PAUSE + r"|(?<=\w) (?=not (?:the|an?|on|in|at|my|your|his|her|for|to)\b)",
    "ru": _PAUSE + r"|(?<=\w) (?=не (?:на|в|у|для|с)\b)",
    "fr": _PAUSE + r"|(?<=\w) (?=pas (?:aux?|à|le|la|les|dans|sur|pour)\b)",
    "es": _PAUSE + r"|(?<=\w) (?=no (?:en|al?|para|por)\b)",
}
"""In Chinese 、 stands between items of a list; "on the wrist not on the elbow" has no pause."""
_LAST = re.compile(r",? (?:no|non|нет)(?= ?(?:[.,;!]|$))")
"""A denial that ends its clause: "el bazo, no"."""
