"""Negation: a text that denies must not become one that does not, nor the reverse."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from translation.checks.negation_allowed import (
    COUNTED,
    READ,
    none_for_some,
    reversed_leave,
)
from translation.checks.negation_asked import unasked
from translation.checks.negation_clause import affirmed
from translation.checks.negation_contrast import crossed, stayed
from translation.checks.negation_implied import unsaid
from translation.checks.negation_list import retold
from translation.checks.negation_match import BOUNDS, GOES_ON, contradicted, odd, unanswered
from translation.checks.negation_order import halves, moved, turns_alike, undenied
from translation.checks.negation_tied import untied
from translation.checks.only_after import only_after
from translation.checks.opposite import ALLOWED, contraries, flips, rights, said_alike, sides
from translation.checks.otherwise import softened
from translation.checks.polarity import DENIED_ILL, NOT, STOP, Cue, cues_zh
from translation.checks.polarity_en import cues_en
from translation.checks.polarity_table import BACKWARDS, LANGUAGES, clause_of, cues
from translation.checks.text import sentence_spans, touch
from translation.types import Finding, FindingKind, Span

_WORDS: dict[str, Callable[[str], list[Cue]]] = {
    "zh": cues_zh,
    "en": cues_en,
    **{lang: functools.partial(cues, lang=lang) for lang in LANGUAGES},
}


def _read(text: str, lang: str) -> list[Cue]:
    return unasked(_WORDS[lang](text), text, lang)


READERS: dict[str, Callable[[str], list[Cue]]] = {
    lang: functools.partial(_read, lang=lang) for lang in _WORDS
}
"""To add a language: write ``tokens/negation_<language>.toml`` and name it in `LANGUAGES`."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``negation.lost``, ``negation.added`` and ``negation.opposite:stop>continue``.

    Texts with the same number of sentences are compared sentence by sentence, so that a denial
    that moved to another sentence is found.
    """
    if source_lang not in READERS or target_lang not in READERS:
        return []
    here, there = sentence_spans(source), sentence_spans(target)
    if len(here) != len(there):
        here, there = [(0, len(source))], [(0, len(target))]
    findings = []
    for (a, b), (c, d) in zip(here, there, strict=True):
        for found in _sentence(source[a:b], target[c:d], source_lang, target_lang):
            findings.append(
                replace(
                    found,
                    source_span=_shifted(found.source_span, a),
                    target_span=_shifted(found.target_span, c),
                )
            )
    if not findings and len(here) == _TWO:
        findings = _across(source, target, source_lang, target_lang)
    return findings


_TWO = 2
"""Sentences that may be two halves of one statement."""


def _across(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """A denial that moved to the other of two sentences: "It is TB. Not cancer." """
    here, there = READERS[source_lang](source), READERS[target_lang](target)
    place = crossed(here, there, (source, target), (source_lang, target_lang))
    return [] if place is None else _findings(*place)


def _shifted(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _sentence(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """Findings of one sentence. An opposite with a denial on one side only says the same."""
    for turned in contraries(source, target, source_lang, target_lang):
        denied = _denied(source, source_lang, turned.here.span)
        if turned.firm or (not denied and not _denied(target, target_lang, turned.there.span)):
            return [turned.finding]
    flipped = [
        flip
        for flip in flips(source, target, source_lang, target_lang)
        if flip.kind is FindingKind.NEGATION
    ]
    if flipped:
        sides = (
            (source, source_lang, [flip.here.span for flip in flipped]),
            (target, target_lang, [flip.there.span for flip in flipped]),
        )
        far, near = (sum(_denials(*side, near) for side in sides) % 2 for near in (False, True))
        if not far and not near:
            return [flipped[0].finding]
        if near:
            return []
    lost, added = _compare(source, target, source_lang, target_lang)
    if lost or added:
        return _findings(lost, added)
    return _allowed((source, target), (source_lang, target_lang))


def _allowed(texts: tuple[str, str], languages: tuple[str, str]) -> list[Finding]:
    """A permission or a duty that was turned, where the text that denies it denies no less.

    Questions, and texts so long that such words return in them by chance, are not compared.
    """
    if sum(map(len, texts)) > _LONG or any(map(_ASKS.search, texts)):
        return []
    if not (turned := rights(*texts, *languages)) or _waits(texts, languages):
        return []
    pairs = tuple(zip(texts, languages, strict=True))
    if any(_TURNS in sides(text, lang, ALLOWED) for text, lang in pairs):
        return []
    cues = [READERS[lang](text) for text, lang in pairs]
    if any(not c.kinds.isdisjoint(_TWICE) for found in cues for c in found):
        return []
    here, there = (sum(c.demand for c in found) for found in cues)
    for flip in turned:
        more = here - there if flip.here.name.endswith("b") else there - here
        said = zip(pairs, (flip.here, flip.there), strict=True)
        if more >= (flip.pair == _STILL) and not any(
            _denied(*pair, hit.span) for pair, hit in said
        ):
            return [flip.finding]
    return []


_TURNS = "turns"
_TWICE = frozenset(("double", "held", "permit", "asked"))
"""Classes of words that deny a denial ("nothing you cannot eat") or ask."""
_STILL = "still"
"""The section of "still" and "no longer": of two that deny as much, one may say it otherwise."""
_LONG = 200
"""Signs of both texts together."""
_ASKS = re.compile("[?？؟吗]")


def _findings(lost: Span | None, added: Span | None) -> list[Finding]:
    findings = []
    if lost is not None:
        findings.append(Finding(FindingKind.NEGATION, "negation.lost", lost, None))
    if added is not None:
        findings.append(Finding(FindingKind.NEGATION, "negation.added", None, added))
    return findings


def _denials(text: str, lang: str, hits: list[Span], near: bool) -> int:
    """How many words deny beside the opposites; ``near``: what can deny the first of them."""
    start, end = 0, len(text)
    if near:
        first, last = clause_of(text, lang, hits[0])
        start, end = (hits[0][1], last) if lang in BACKWARDS else (first, hits[0][0])
        if lang in _ENDS and (stop := _ENDS[lang].search(text, start, end)):
            end = stop.start()
    return sum(
        (c.demand and not _inside(c.span, hits)) or _goes_into(c, hits)
        for c in READERS[lang](text)
        if start <= c.span[0] < end
    )


_ENDS = {"ko": STOP, "ja": re.compile("(?:から|ので|けど|[てで]|し)、|[。.!！?？]")}
"""What ends a clause of the languages in which the denial stands behind what it denies."""


def _denies_end(cue: Cue, span: Span) -> bool:
    """Whether ``span`` is part of a word that denies it: the end of 没有一项不正常."""
    (start, end), (first, last) = cue.span, span
    if "double" in cue.kinds and start <= first and last < end:
        return True
    return start < first and last <= end and ("double" in cue.kinds or cue.kinds == DENIED_ILL)


_ZH_THEN = "就也便"
"""Chinese: what was denied before it is the condition: 不做CT就能排除."""


def _denied(text: str, lang: str, span: Span) -> bool:
    """Whether anything that stands apart from ``span`` denies what it says."""
    beside = [c for c in READERS[lang](text) if touch(c.span, span)]
    if any(_denies_end(c, span) for c in beside):
        return True
    if lang == "zh" and (then := max(text.rfind(sign, 0, span[0]) for sign in _ZH_THEN)) > 0:
        text = " " * then + text[then:]
    return _denials(text, lang, [span, *(c.span for c in beside)], near=True) > 0


def _goes_into(cue: Cue, hits: list[Span]) -> bool:
    """Whether a double denial shares its second word with an opposite: 不是不 and 不同意."""
    return "double" in cue.kinds and any(
        cue.span[0] < start < cue.span[1] < end for start, end in hits
    )


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _compare(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Span | None, Span | None]:
    """Where a denial was lost in the source and where one was added in the target."""
    here, there = READERS[source_lang](source), READERS[target_lang](target)
    texts, languages = (source, target), (source_lang, target_lang)
    place = _weighed(here, there, texts, languages)
    if not any(c.demand for c in (*here, *there)):
        return place
    for turned, read in ((reversed_leave, READ), (none_for_some, COUNTED)):
        if place == _SAME and read.issuperset(languages):
            place = _told(turned, here, there, texts, languages)
    return place


def _weighed(
    here: list[Cue], there: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> tuple[Span | None, Span | None]:
    """What the denials of the one text leave unanswered of those of the other."""
    found = _unlike(here, there, texts, languages)
    if found != _SAME:
        if _paired(here, there, texts[1]) or _paired(there, here, texts[0]):
            return _SAME
        ours, theirs = said_alike(*texts, *languages)
        if ours and _unlike(_apart(here, ours), _apart(there, theirs), texts, languages) == _SAME:
            return _SAME
        if (against := contradicted(here, there)) is not None:
            return against.span, None
        if (against := contradicted(there, here)) is not None:
            return None, against.span
        left, came = (
            _softer(here, there, texts, languages),
            _softer(there, here, texts[::-1], languages[::-1]),
        )
        lost, added = _unlike(left, came, texts, languages)
        if lost or added:
            return lost and (undenied(left, came, texts, languages) or lost), added
        waits = _waits(texts, languages)
        here, there = _apart(here, waits), _apart(there, waits)
        return _told(untied, here, there, texts, languages)
    if (lost_word := unsaid(here, there)) is not None:
        return lost_word.span, None
    if (added_word := unsaid(there, here)) is not None:
        return None, added_word.span
    if not any(c.demand for c in (*here, *there)):
        if not any("宁" in text for text in texts):
            return _SAME
        # "rather A than B"
        return crossed(here, there, texts, languages) or _SAME
    if not here or not there:
        return found
    if (denied := retold(here, there, texts, languages)) is not None:
        return denied, None
    if (affirmed_in := retold(there, here, texts[::-1], languages[::-1])) is not None:
        return None, affirmed_in
    place = _moved(here, there, texts, languages)
    if place == _SAME:
        place = _told(affirmed, here, there, texts, languages)
    if place == _SAME:
        place = _told(untied, here, there, texts, languages)
    return place


def _softer(
    cues: list[Cue], others: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> list[Cue]:
    """``cues`` of the first text, without the demand of those that the second says otherwise."""
    left = softened(cues, others, texts, languages)
    if any(c.demand for c in left) and (span := only_after(texts, languages)) is not None:
        left = _apart(left, [span])
    return left


def _waits(texts: tuple[str, str], languages: tuple[str, str]) -> list[Span]:
    """Denials of either text that the other answers by saying what has to come before."""
    back, from_back = (texts[1], texts[0]), (languages[1], languages[0])
    found = only_after(texts, languages), only_after(back, from_back)
    return [span for span in found if span is not None]


def _paired(these: list[Cue], those: list[Cue], text: str) -> bool:
    """Whether the two denials of one clause of ``text`` are the double one of ``these``."""
    if any(c.demand for c in these) or sum("double" in c.kinds for c in these) != 1:
        return False
    denied = [c.span for c in those if c.demand]
    return len(denied) == _TWO and not _BREAK.search(text, denied[0][1], denied[1][0])


_BREAK = re.compile(
    r"[,，、;；:：،؛.。!！?？؟]|[也又]| (?:and|or|nor|et|ni|y|o|и|ни|или) |[고며] |و(?=لا|لم)"
)
"""What parts two denials that each deny something of their own."""


def _apart(cues: list[Cue], spans: list[Span]) -> list[Cue]:
    return [c for c in cues if not any(touch(c.span, span) for span in spans)]


def _told(
    look: Callable[[list[Cue], list[Cue], tuple[str, str], tuple[str, str]], Cue | None],
    here: list[Cue],
    there: list[Cue],
    texts: tuple[str, str],
    languages: tuple[str, str],
) -> tuple[Span | None, Span | None]:
    """What ``look`` finds lost in the source and added in the target."""
    missed = look(here, there, texts, languages)
    made_up = look(there, here, texts[::-1], languages[::-1])
    return missed and missed.span, made_up and made_up.span


def _moved(
    here: list[Cue], there: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> tuple[Span | None, Span | None]:
    """Where a denial was and where it is now, in texts that deny as much."""
    source, target = texts
    source_lang, target_lang = languages
    first = halves(source, here, source_lang)
    second = None if first is None else halves(target, there, target_lang)
    if first is not None and second is not None and turns_alike(texts, languages):
        at = 0, 0
        for (ours, own), (theirs, other) in zip(first, second, strict=True):
            found = _unlike(own, other, (ours, theirs), languages)
            if found != _SAME:
                return _shifted(found[0], at[0]), _shifted(found[1], at[1])
            at = len(ours), len(theirs)
        return crossed(here, there, texts, languages) or _SAME
    if (across := crossed(here, there, texts, languages)) is not None:
        return across
    place = moved(here, there, texts, languages)
    return _SAME if place is None or stayed(here, there, texts, languages) else place


_SAME = None, None


def _unlike(
    here: list[Cue], there: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> tuple[Span | None, Span | None]:
    """The first denial that the other text cannot answer."""
    lost = unanswered(here, there, texts, languages) or odd(here, there)
    if lost is not None:
        return lost.span, None
    asking, others = there, here
    if stated := _stated(there, texts[1], languages[1]):
        asking = [c._replace(demand=False) if c in stated else c for c in there]
        others = _unspent(here, [c.kinds & BOUNDS for c in stated if c.kinds & BOUNDS])
    added = unanswered(asking, others, texts[::-1], languages[::-1]) or odd(asking, here)
    return (None, added.span) if added is not None else _SAME


def _stated(cues: list[Cue], text: str, lang: str) -> list[Cue]:
    """The denials that only name a state, with a "ni" or "nor" that carries such a one on."""
    stated: list[Cue] = []
    for cue in (c for c in cues if c.demand):
        carried = bool(stated) and text[slice(*cue.span)].lower() in GOES_ON
        if carried or _says_state(cue, lang):
            stated.append(cue)
    return stated


def _unspent(cues: list[Cue], bounds: list[frozenset[str]]) -> list[Cue]:
    """``cues`` without those that say one of ``bounds`` ("no more than"): they deny no more."""
    kept, left = [], list(bounds)
    for cue in cues:
        same = next((kinds for kinds in left if cue.demand and kinds & cue.kinds), None)
        if same is None:
            kept.append(cue)
        else:
            left.remove(same)
    return kept


_STATES = frozenset("maybe may bad wrong enough under small bearable unbearable roomair".split())
_STATES_ZH = _STATES | {"unable"}
"""Chinese 睡不着, 看不清; elsewhere the class holds "cannot"."""
_ACTS = frozenset(("deaf", "keep", "light_weight", "bidden", NOT))


def _says_state(cue: Cue, lang: str) -> bool:
    """Whether a word of denial is one way to name a state: "cannot bear", "not enough".

    Another language names it without a denial, and machines seldom make it up. Such words were
    unanswered in 31 of 2,938 right pairs that were new to the checks and in none of 497 wrong ones.
    """
    states = _STATES_ZH if lang == "zh" else _STATES
    return not cue.kinds.isdisjoint(states) and cue.kinds.isdisjoint(_ACTS)
