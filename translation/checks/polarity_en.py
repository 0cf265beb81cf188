"""Words of denial in an English text, with the classes of `translation.checks.polarity`."""

from __future__ import annotations

import functools
import re

from translation.checks.polarity import ANY, NOT, Cue, answers, denied_ill, table, up_to
from translation.checks.tables import entries, load
from translation.checks.text import half_width, lower

_EN_QUESTION = re.compile(
    r"(?:^|[.?!,;] )(?:but |so |and |then )?"
    r"(?:is|are|do|does|did|wo|ca|could|would|should|have|has|was|were)n't"
    r" (?:you|it|he|she|they|that|this|we|i|there|the|your|my)\b"
)


_EN_TOLD = re.compile(
    r"\b(?:did|have|has|had)n't (?:[a-z]+ ){1,2}(?:tell|told|say|said|warn(?:ed)?|mention(?:ed)?"
    r"|explain(?:ed)?|advised?)\b(?=[^.!;]{1,60}\?)"
)
"""What asks whether something was said: "didn't they tell you not to drive?"."""
_EN_TAG = re.compile(r", [a-z]+n't (?:you|it|he|she|they|that|this|we|i|there)(?=\?)")
"""What only asks to be told that it is so: "you've stopped, haven't you?"."""
_EN_EITHER_WAY = re.compile(r"\b([a-z]+) or no \1\b")
"""Whether or not: "period or no period"."""
_EN_DOUBLE = re.compile(
    r"\b(?:never|rarely|seldom|scarcely|hardly|barely|not an?|not one)\b[^.,;:!?]{1,50}\bwithout\b"
    r"|\b(?:can't|cannot|couldn't) (?:so much as|even)\b[^.,;:!?]{1,50}\bwithout\b"
    r"|\b(?:scarcely|hardly|barely) an?\b[^.,;:!?]{1,50}n't\b"
    r"|\b(?:nothing|nobody|no one|not a day|not one)\b"
    r"(?! (?:[a-z]+ )?(?:told|said|warned|mentioned))"
    r"[^.,;:!?]{1,50}(?:n't|\bnot|\bcannot)\b"
)
"""Mostly with: "it rarely lasts without a cause"."""
_EN_FIRST = re.compile(
    r"(?P<no>\bno)(?= (?:[a-z]+ )?reason\b[^.,;:!?]{1,40}?(?:n't|\bnot|\bcannot)\b)"
    r"|(?P<see>\b(?:[a-z]+n't|not))(?= see (?:any (?:[a-z]+ )?reason )?why\b"
    r"[^.,;:!?]{1,40}?(?:n't|\bnot|\bcannot)\b)"
    r"|(?P<think>\b(?:[a-z]+n't|not)) (?:[a-z]+ )?(?:think|believe)(?= [^.,;:!?]{1,40}?"
    r"\banything but\b)"
)
_EN_SECOND = re.compile(
    r"(?:\bno (?:[a-z]+ )?reason|(?:n't|\bnot) see (?:any (?:[a-z]+ )?reason )?why)\b"
    r"[^.,;:!?]{1,40}?(?P<not>\b[a-z]+n't|\bnot|\bcannot)\b"
    r"|(?:n't|\bnot) (?:[a-z]+ )?(?:think|believe) [^.,;:!?]{1,40}?(?P<but>\banything but\b)"
)
"""The two denials of "no reason why you can't", "I don't think it's anything but a cold"."""
_EN_TOO = re.compile(r"\btoo [a-z]+(?: [a-z]+){0,2}(?: for [a-z]+)? to(?= [a-z])")
"""What cannot be done: "too weak to stand", "too itchy to sleep"."""
_EN_WAIT = re.compile(r"\b(?:wait|leave it|hold off)\b[^.,;:!?]{1,40}? before\b")
"""What must not be done yet: "wait 4 hours before bathing"."""
_EN_KEEP = re.compile(r"\bkeep (?:[a-z-]+ ){1,4}(?:off|away|out)\b")
"""What must not come near: "keep hot-water bottles off it"."""
_EN_DRY = re.compile(r"\b(?:keep|kept|keeping) (?:[a-z-]+ ){1,4}dry\b")
"""What must not get wet: "keep the cast dry"."""
_EN_STILL = re.compile(
    r"\b(?:keep|hold|stay|lie|sit) (?:(?:your|the|his|her|that) [a-z]+ )?still\b"
)
"""What must not move: "keep your arm still"."""
_EN_UTMOST = re.compile(
    r"\b(?:could(?:n't| not| never)|never|has never|have never) (?:be|been|have|agree|feel|felt)\b"
    r"[^.?!,;]{0,25}?\b(?:better|worse|happier|more|so)\b"
    r"|\bcan(?:'t|not| not| never)\b[^.?!,;]{1,30}?\b(?:too (?:soon|early|careful)|soon enough)\b"
)
"""The highest degree said as a denial: "couldn't have come at a better time"."""

_EN_EXCEPT = re.compile(
    r"(?:n't|\bnot|\bnever|\bcannot)\b[^.,;:!?]{1,40}\b(?:anything|anyone|anybody|anywhere)"
    r" (?:but|except|other than)\b"
)
"""All but one thing denied, which is "only": "not allergic to anything except"."""
_EN_NEARLY = re.compile(
    r"\b(?:nearly|almost) (?:could(?:n't| not)|did(?:n't| not)|was(?:n't| not) able|failed to)\b"
)
"""What came about after all: "she nearly couldn't get up"."""
_EN_SCARCELY = re.compile(
    r"\b(?:had|i'd|he'd|she'd|we'd|you'd|they'd) (?P<at>hardly|scarcely|barely) [a-z]+"
    r"\b[^.?!;]{0,60}? (?:when|before|than)\b"
    r"|(?:^|[.?!;] )(?P<first>hardly|scarcely|barely) had\b[^.?!;]{1,60}? (?:when|before|than)\b"
)
"""What came right before: "I'd hardly got up when I felt dizzy"."""

_EN_AGAIN = re.compile(
    r"(?:n't|\b(?:never|not|no|nobody|none))\b[^.;:!?]{1,70}?, ?"
    r"(?P<again>not (?:even )?(?:once|ever|at all|one|any|a single))\b"
)
"""One denial said twice: "I've never had it, not once"."""

_EN_SHAPES = (
    *((shape, frozenset((ANY,))) for shape in (_EN_QUESTION, _EN_UTMOST, _EN_EITHER_WAY)),
    (_EN_TOLD, frozenset()),
    (_EN_TAG, frozenset()),
    (_EN_DOUBLE, frozenset((ANY,))),
    (_EN_EXCEPT, frozenset((ANY, "only", "exceptive", "other"))),
    (_EN_FIRST, frozenset(("double",))),
    (_EN_SECOND, frozenset()),
    (_EN_AGAIN, frozenset()),
    (_EN_NEARLY, frozenset(("almost", "unable"))),
    (_EN_SCARCELY, frozenset(("short_time",))),
)
"""What denies nothing that the other language would have to deny, and the classes of its words."""
_EN_DENIES = ("no", "n't", "never", "rarely", "seldom", "scarcely", "hardly", "barely", "failed")
"""Every shape has one of these in it."""
_EN_MADE = (
    ("too ", _EN_TOO, frozenset((ANY, "sleepless", "awake", "weak", "hard", "implied"))),
    ("before", _EN_WAIT, frozenset(("avoid", "hold_off"))),
    ("keep ", _EN_KEEP, frozenset(("avoid",))),
    (" dry", _EN_DRY, frozenset(("keep_out", "implied"))),
    (" still", _EN_STILL, frozenset(("still", "implied"))),
)
"""What a shape has in it, the shape, and the classes of what it says without a denial."""
_IN = ("in", "im", "ir")
_NO_NON = ("none", "nonsens", "nonstop", "non-stop", "nonchal", "non-steroid", "nonsteroid")
_NOT_UN = ("under", "uncle", "until", "unless", "unit", "unif", "uniq", "univ", "union")
_EN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?(?:-[a-z]+)?\.?")


@functools.cache
def _entries() -> dict[str, tuple[frozenset[str], bool]]:
    """Entry -> (classes, demand)."""
    return _with_beginnings(dict(table("en")))


@functools.cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """First word of each entry -> its entries, the longest first."""
    found: dict[str, list[str]] = {}
    for entry in _entries():
        found.setdefault(entry.split(" ")[0], []).append(entry)
    return {first: tuple(sorted(e, key=len, reverse=True)) for first, e in found.items()}


def _with_beginnings(
    found: dict[str, tuple[frozenset[str], bool]],
) -> dict[str, tuple[frozenset[str], bool]]:
    """Soft entries with the classes of what they hide: shorter entries, how they are formed."""
    soft = {entry: kinds for entry, (kinds, asks) in found.items() if kinds and not asks}
    whole = frozenset(entries(load("negation_en")["whole"]))
    for entry, kinds in soft.items():
        if entry in whole:
            continue
        words = entry.split(" ")
        inner = (
            soft.get(" ".join(words[start:end]), kinds)
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        )
        formed = _formed_en(entry)[0] if len(words) == 1 else frozenset()
        found[entry] = (kinds.union(formed, *inner), False)
    return found


@functools.lru_cache(maxsize=32)
def cues_en(text: str) -> list[Cue]:
    """Denials of an English text."""
    plain = lower(half_width(text))
    shapes = _EN_SHAPES if any(sign in plain for sign in _EN_DENIES) else ()
    asked = {
        i: classes
        for shape, classes in shapes
        for m in shape.finditer(plain)
        for i in range(*m.span(m.lastgroup or 0))
    }
    made: dict[int, frozenset[str]] = {}
    for sign, shape, classes in _EN_MADE:
        if sign in plain:
            made.update((m.start(), classes) for m in shape.finditer(plain))
    found, idle = [], _IDLE_EN
    at = 0
    for m in _EN_WORD.finditer(plain):
        if m.start() < at or (not made and m[0] in idle):
            continue
        kinds, demand, at = _read_en(plain, m)
        if kinds and m.start() in asked:
            kinds, demand = asked[m.start()], False
        kinds |= made.get(m.start(), frozenset())
        if kinds:
            found.append(Cue(kinds, demand, (m.start(), at)))
    found = denied_ill(found, plain)
    if found:
        bounds = [(m.start(), m.lastgroup or "") for m in _EN_BOUND.finditer(plain)]
        found = up_to(found, plain, bounds, [NOT in c.kinds for c in found], _PART_END)
    return answers(found, plain)


_EN_BOUND = re.compile(
    r"\b(?:(?P<notuntil>until|till|before)"
    r"|(?P<under>(?:more|longer|greater|higher) than|exceed(?:s|ing)?|(?:over|above)(?= [0-9]))"
    r"|(?P<least>(?:less|fewer|shorter|lower) than))\b"
)
"""What a denial may reach up to: "no swimming until …" is "swim only after …"."""


_PART_END = re.compile("[.;!?]")


def _read_en(plain: str, m: re.Match[str]) -> tuple[frozenset[str], bool, int]:
    """Classes, demand and end of the longest entry that begins with this word."""
    word, begun, alone = _word_en(m[0])
    after = m.start() + len(word)
    for entry in _going_on(word, plain[after : after + 2]) if len(begun) > 1 else begun:
        end = m.start() + len(entry)
        if (
            plain.startswith(entry, m.start())
            and not plain[end : end + 1].isalpha()
            and not plain.startswith("'t", end)
        ):
            return (*_entries()[entry], end)
    return (*alone, m.start() + len(word))


@functools.lru_cache(maxsize=20_000)
def _going_on(word: str, signs: str) -> tuple[str, ...]:
    """The entries that begin with ``word`` and may go on with ``signs``."""
    size = len(word)
    entries = _by_first().get(word, ())
    return tuple(e for e in entries if e[size : size + 2] in ("", signs[:1], signs))


@functools.lru_cache(maxsize=20_000)
def _word_en(said: str) -> tuple[str, tuple[str, ...], tuple[frozenset[str], bool]]:
    """A word as it is looked up, the entries that begin with it, and what it is by itself."""
    word = said.rstrip(".").removesuffix("'s")
    begun, alone = _by_first().get(word, ()), _formed_en(word)
    if not begun and not alone[0] and len(_IDLE_EN) < _IDLE_MOST:
        _IDLE_EN.add(said)
    return word, begun, alone


_IDLE_EN: set[str] = set()
"""Words that have turned out to deny nothing."""
_IDLE_MOST = 20_000


def _formed_en(word: str) -> tuple[frozenset[str], bool]:
    """Classes and demand of a word that is no entry, by how it begins and ends."""
    if word.endswith("n't"):
        return frozenset((NOT,)), True
    if word.startswith("un") and len(word) > 5 and not word.startswith(_NOT_UN):
        return frozenset((ANY,)), False
    if word.startswith(_IN) and word.endswith(("able", "ible", "ably")):
        return frozenset((ANY,)), False
    if word.endswith(("less", "-free", "lessness", "lessly")) and len(word) > 6:
        return frozenset((ANY,)), False
    if (word.startswith("non") and not word.startswith(_NO_NON) and len(word) > 7) or (
        word.startswith(_IN) and word.endswith("ility")
    ):
        return frozenset((ANY,)), False
    if word.endswith("-negative"):
        return frozenset(("negative",)), True
    return frozenset(), False
