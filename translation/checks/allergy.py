"""Allergies: the word itself must not get lost, and no allergen become another one.

Allergens that are drugs are compared here too when they stand in a clause with the allergy. A
denial that got lost ("not allergic") is found by `translation.checks.negation` and named here.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from translation.checks.allergy_standing import Clauses, clear
from translation.checks.drug_names import drugs, has_name, same
from translation.checks.lexicon import Hit, concept_lexicon
from translation.checks.negation import READERS
from translation.checks.polarity_table import BACKWARDS
from translation.checks.tables import load
from translation.checks.text import holds
from translation.checks.things import things
from translation.types import Finding, FindingKind, Span

_TABLE = "allergen"
_STATE = "allergy"
_ILLNESS = "allergic_illness"
_SIGNS = frozenset(("sign", "swelling"))
_OVER = "outgrown"
_SOFT = frozenset(("reaction", "hay_fever", "sign"))
_WORDS = frozenset((_STATE, _ILLNESS, _OVER)) | _SOFT | _SIGNS
_VAGUE = frozenset(("iodine", "contrast", "anesthetic", "tape", "metal", "fruit", "animal", "dust"))
_GIVEN = frozenset(("alcohol", "anesthetic"))
_EXCEPT = re.compile(
    r"(?:除了?|apart from|aside from|except(?: for)?|other than|besides|à part|hormis|sauf"
    r"|en dehors|aparte d|salvo|excepto|кроме|помимо|исключением|باستثناء|عدا|سوى)"
    r"[^，,;；.。!！?？،]{1,30}$",
    re.IGNORECASE,
)
"""Before a comma, these words put what they name into the clause after it."""
_EXCEPT_REACH = 42
_CLAUSE_END = re.compile(
    r"[，,;；.。!！?？؟،]|\bbut\b|(?<=[가-힣]며) |(?<=[있없]고) |(?<=[은는한인]데) |(?<=지만) "
    r"|(?<=あり|なく|なし|すが|ので|るが|いが|たが|って|んで|すし|だが)、"
)


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``allergy.changed:peanut>egg``, ``allergy.lost:allergy`` and ``allergy.added:allergy``."""
    here = concept_lexicon(_TABLE, source_lang).find(source)
    there = concept_lexicon(_TABLE, target_lang).find(target)
    said, came = _named(here), _named(there)
    sides = (source, source_lang), (target, target_lang)
    if not said and not came:
        ours, theirs = _allergens(here), _allergens(there)
        bad, worse = _reacted_to(*sides[0], here), _reacted_to(*sides[1], there)
        if any(h.name in _prone() for h in bad) and worse:
            ours, theirs = [*ours, *bad], [*theirs, *worse]
        known = _SOFT | _SIGNS if ours and theirs else _SOFT
        reacts = all(any(h.name in known for h in hits) for hits in (here, there))
        found = _changed(ours, theirs) if reacts else []
        return (
            found
            or _sign_lost(here, there, *sides)
            or _contradicted(ours, theirs, (here, there), *sides)
        )
    if said and not came and not _soft(there, here):
        return [Finding(FindingKind.ALLERGY, "allergy.lost:allergy", said[0].span, None)]
    if came and not said and not _soft(here, there):
        return [Finding(FindingKind.ALLERGY, "allergy.added:allergy", None, came[0].span)]
    beside = _beside(*sides[0], here), _beside(*sides[1], there)
    if found := _exchanged(*beside) or _let_go(*beside, here, there):
        return found
    if (found := _outgrown(here, *sides[0], *sides[1], "added")) or (
        found := _outgrown(there, *sides[1], *sides[0], "lost")
    ):
        return found
    ours = _meant(source, source_lang, here) + _drugs(source, source_lang, bool(said))
    theirs = _meant(target, target_lang, there) + _drugs(target, target_lang, bool(came))
    meant, named = ([*_allergens(h), *drugs(*s)] for h, s in zip((here, there), sides, strict=True))
    return (
        _contradicted(meant, named, (here, there), *sides)
        or _changed(ours, theirs)
        or _item_lost(ours, theirs, source, target_lang)
    )


@functools.cache
def _prone() -> frozenset[str]:
    """Drugs that people react to; others beside a rash are more often its remedy."""
    return frozenset(load("drug")["reacted_to"].split())


def _reacted_to(text: str, lang: str, hits: Sequence[Hit]) -> list[Hit]:
    """The drugs with what an allergy looks like in their clause or in the next one."""
    signs = [h.span[0] for h in hits if h.name in _SIGNS]
    named = drugs(text, lang) if signs else ()
    found = []
    for i, hit in enumerate(named):
        start, end = _clause(text, hit.span)
        stop = _clause(text, (end + 1, end + 1))[1] if end < len(text) else end
        if i + 1 < len(named) and named[i + 1].span[0] > end:
            stop = min(stop, named[i + 1].span[0])
        if holds(signs, start, stop):
            found.append(hit)
    return found


def denied(
    findings: Sequence[Finding], source: str, target: str, source_lang: str, target_lang: str
) -> list[Finding]:
    """``allergy.added:allergy`` and ``allergy.lost:allergy`` for the denials of an allergy that
    went lost or came in: who is "not allergic" any more has an allergy."""
    if any(f.kind is FindingKind.ALLERGY for f in findings):
        return []
    found = []
    for f in findings:
        if f.message == "negation.lost" and f.source_span is not None:
            allergic, became = concerns(source, source_lang, f.source_span), "added"
            if name := _tolerated(source, source_lang, f.source_span, target, target_lang):
                message = f"allergy.added:{name}"
                found.append(Finding(FindingKind.ALLERGY, message, f.source_span, None))
                continue
            item = _of_item(source, source_lang, f.source_span, target, target_lang)
        elif f.message == "negation.added" and f.target_span is not None:
            allergic, became = concerns(target, target_lang, f.target_span), "lost"
            item = _of_item(target, target_lang, f.target_span, source, source_lang)
        elif f.message in _TESTED and f.source_span is not None:
            allergic, became = _tested(source, source_lang, f.source_span), _TESTED[f.message]
            item = ""
        else:
            continue
        if allergic or item:
            message = f"allergy.{became}:{item or _STATE}"
            found.append(Finding(FindingKind.ALLERGY, message, f.source_span, f.target_span))
    return found[:1]


_TESTED = {
    "negation.opposite:positive>negative": "lost",
    "negation.opposite:negative>positive": "added",
}
"""What becomes of an allergy whose skin test is said to have come out the other way."""
_TESTS = frozenset(("skin_test",))


def _tested(text: str, lang: str, span: Span) -> bool:
    """Whether ``span`` stands in one clause with a test for an allergy."""
    start, end = _clause(text, span)
    return any(start <= t.start < end and t.senses & _TESTS for t in things(text, lang))


def _of_item(text: str, lang: str, span: Span, other: str, other_lang: str) -> str:
    """The allergen beside a denial that the other text calls one: "but not to aspirin"."""
    start, end = _clause(text, span)
    there = concept_lexicon(_TABLE, other_lang).find(other)
    named = (*_allergens(there), *drugs(other, other_lang))
    reacts = len(named) > 1 and any(h.name in _SIGNS for h in there)  # "and to goat's milk too"
    told = [h for h in named if reacts or concerns(other, other_lang, h.span)]
    here = (*_allergens(concept_lexicon(_TABLE, lang).find(text)), *drugs(text, lang))
    beside = (h.name for h in here if start <= h.span[0] < end)
    return next((name for name in beside if any(_alike(name, h.name) for h in told)), "")


def _tolerated(text: str, lang: str, span: Span, target: str, target_lang: str) -> str:
    """The allergen, named in both texts, of which ``span`` says that it does no harm."""
    hits = concept_lexicon(_TABLE, lang).find(text)
    if not any(hit.name in _WORDS for hit in hits):
        return ""
    if not any(c.span == span and "fine" in c.kinds for c in READERS[lang](text)):
        return ""
    start, end = _clause(text, span)
    came = _allergens(concept_lexicon(_TABLE, target_lang).find(target))
    borne = (h.name for h in _allergens(hits) if start <= h.span[0] < end)
    return next((name for name in borne if any(_alike(name, h.name) for h in came)), "")


def _contradicted(
    ours: list[Hit],
    theirs: list[Hit],
    hits: tuple[Sequence[Hit], Sequence[Hit]],
    source: tuple[str, str],
    target: tuple[str, str],
) -> list[Finding]:
    """An allergen that does harm in one text and none in the other: "crab is fine".

    One of the texts has to say both of different allergens; else a denial is lost or added, and
    `translation.checks.negation` knows more ways to say that.
    """
    if len(ours) < 2 or len(theirs) < 2 or not clear(source[0], target[0]):
        return []
    said, came = (
        _clauses(of, *text).standing(named)
        for named, of, text in zip((ours, theirs), hits, (source, target), strict=True)
    )
    if not any(len({harm for _, harm in standing}) > 1 for standing in (said, came)):
        return []
    of_name: dict[str, list[tuple[Hit, bool]]] = {}
    own: Counter[str] = Counter(hit.name for hit, _ in said)
    for other in came:
        of_name.setdefault(other[0].name, []).append(other)
    for hit, harm in said:
        if own[hit.name] > 1 or any(_alike(hit.name, name) for name in own if name != hit.name):
            continue
        met = [
            other for name, others in of_name.items() if _alike(hit.name, name) for other in others
        ]
        if len(met) == 1 and met[0][1] is not harm:
            message = f"allergy.{'lost' if harm else 'added'}:{hit.name}"
            return [Finding(FindingKind.ALLERGY, message, hit.span, met[0][0].span)]
    return []


_PREDICATE_END = re.compile(r"、|(?<=[가-힣]고) ")
"""What may end a clause in Korean and Japanese: a list has its predicate in the next one."""


def _clauses(hits: Sequence[Hit], text: str, lang: str) -> Clauses:
    ends = _clause_ends(text)
    if lang in BACKWARDS:
        ends = sorted({*ends, *(m.start() for m in _PREDICATE_END.finditer(text))})
    bad = [h.span[0] for h in hits if h.name in _WORDS - {_OVER}]
    return Clauses(text, lang, ends, bad, [h.span[0] for h in hits if h.name == _OVER])


_JOINED = re.compile(
    r"\s*(?:[、,،]\s*)?"
    r"(?:(?:和|与|及|跟|或|以及|and|or|et|ou|y|e|o|u|и|или|と|や|および|及び|または|와|과|및|أو|و)\s*)?"
    r"(?:(?:aux?|à la|à l['’]|à|les|al|a los|a las|a la|a|to|на)\s*)?"
)
"""What stands between two items of a list. No two runs of white space touch: time is linear."""


def _item_lost(ours: list[Hit], theirs: list[Hit], text: str, target_lang: str) -> list[Finding]:
    """One allergen of a list that the other text leaves out: "nuts and sesame", "nuts"."""
    table = load(_TABLE)
    lost = _unanswered(ours, theirs) if len(ours) > len(theirs) > 0 else []
    for hit in lost:
        named = has_name(hit.name, target_lang)
        if hit.name in table:
            named = hit.name not in _VAGUE and target_lang in table[hit.name]
        if named and any(listed(hit, other, text) for other in ours if other not in lost):
            message = f"omission.item:{hit.name}"
            return [Finding(FindingKind.OMISSION, message, hit.span, None)]
    return []


def listed(hit: Hit, other: Hit, text: str) -> bool:
    """Whether nothing but "and" or a comma stands between the two."""
    first, second = sorted((hit.span, other.span))
    if _JOINED.fullmatch(text, first[1], second[0]) is None:
        return False
    return text[first[1] : second[0]].strip() != "" or text.startswith("و", second[0])


def _sign_lost(
    here: Sequence[Hit], there: Sequence[Hit], source: tuple[str, str], target: tuple[str, str]
) -> list[Finding]:
    """Hives after penicillin of which the other text only says the penicillin."""
    sign = next((h for h in here if h.name in _SIGNS), None)
    if sign is None or any(h.name in _WORDS for h in there):
        return []
    came = [*_allergens(there), *drugs(*target)]
    for cause in (*_allergens(here), *drugs(*source)):
        if any(_alike(cause.name, other.name) for other in came):
            message = f"allergy.lost:{cause.name}"
            return [Finding(FindingKind.ALLERGY, message, sign.span, None)]
    return []


def _beside(text: str, lang: str, hits: Sequence[Hit]) -> list[Hit]:
    """The allergens that stand in one clause with the word for allergy."""
    return [hit for hit in _allergens(hits) if concerns(text, lang, hit.span)]


def _exchanged(ours: list[Hit], theirs: list[Hit]) -> list[Finding]:
    """Another allergen beside the word, though the right one stands elsewhere in the text."""
    if not ours or not theirs or any(_alike(a.name, b.name) for a in ours for b in theirs):
        return []
    a, b = ours[0], theirs[0]
    return [Finding(FindingKind.ALLERGY, f"allergy.changed:{a.name}>{b.name}", a.span, b.span)]


def _outgrown(
    hits: Sequence[Hit], text: str, lang: str, other: str, other_lang: str, became: str
) -> list[Finding]:
    """An allergy that is over in one text and goes on in the other."""
    over = [h for h in hits if h.name == _OVER and concerns(text, lang, h.span)]
    if not over or any(h.name == _OVER for h in concept_lexicon(_TABLE, other_lang).find(other)):
        return []
    if any(c.demand or "gone" in c.kinds for c in READERS[other_lang](other)):
        return []
    return [Finding(FindingKind.ALLERGY, f"allergy.{became}:{_STATE}", over[0].span, None)]


def _let_go(
    ours: list[Hit], theirs: list[Hit], here: Sequence[Hit], there: Sequence[Hit]
) -> list[Finding]:
    """An allergen that is only eaten in the other text, which speaks of fewer allergies."""
    if theirs or len(_named(here)) <= len(_named(there)) or any(h.name in _SOFT for h in there):
        return []
    for hit in ours:
        if any(_alike(hit.name, other.name) for other in _allergens(there)):
            return [Finding(FindingKind.ALLERGY, f"allergy.lost:{hit.name}", hit.span, None)]
    return []


def _named(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name in (_STATE, _ILLNESS)]


def _soft(these: Sequence[Hit], those: Sequence[Hit]) -> bool:
    """Whether words say the allergy in another way: those that answer no such word themselves."""
    return sum(h.name in _SOFT for h in these) > sum(h.name in _SOFT for h in those)


def _allergens(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name not in _WORDS]


def _meant(text: str, lang: str, hits: Sequence[Hit]) -> list[Hit]:
    """The allergens; what is drunk or injected as well only beside the allergy."""
    return [h for h in _allergens(hits) if h.name not in _GIVEN or concerns(text, lang, h.span)]


def _drugs(text: str, lang: str, said: bool) -> list[Hit]:
    """The drugs that stand with the allergy; all, where it is said in another way."""
    return [hit for hit in drugs(text, lang) if not said or concerns(text, lang, hit.span)]


def _changed(ours: list[Hit], theirs: list[Hit]) -> list[Finding]:
    lost, added = _unanswered(ours, theirs), _unanswered(theirs, ours)
    if not lost and not added:
        lost, added = _exact(ours, theirs) or _unlike(ours, theirs)
    if lost and not theirs and lost[0].name not in _VAGUE:
        return [Finding(FindingKind.ALLERGY, f"allergy.lost:{lost[0].name}", lost[0].span, None)]
    return [
        Finding(FindingKind.ALLERGY, f"allergy.changed:{a.name}>{b.name}", a.span, b.span)
        for a, b in zip(lost, added, strict=False)
    ]


def _exact(ours: list[Hit], theirs: list[Hit]) -> tuple[list[Hit], list[Hit]] | None:
    """Mango that became peach, where both texts go on to speak of fruit, which may be either."""
    both = {h.name for h in ours} & {h.name for h in theirs}
    lost = [h for h in ours if h.name not in both and _near(h.name) & both]
    added = [h for h in theirs if h.name not in both and _near(h.name) & both]
    if len(lost) != 1 or len(added) != 1:
        return None
    return (lost, added) if _near(lost[0].name) & _near(added[0].name) else None


_UNLIKE = frozenset(("iodine", "gadolinium", "barium"))
"""What contrast media are made of: the general word answers each of them, but none another."""


def _unlike(ours: list[Hit], theirs: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """What only one of the texts names, and only the other one, of those that are unlike."""
    said, came = {h.name for h in ours}, {h.name for h in theirs}
    lost = [h for h in ours if h.name in _UNLIKE - came]
    added = [h for h in theirs if h.name in _UNLIKE - said]
    return (lost, added) if not said & came & _UNLIKE else ([], [])


def _unanswered(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    first: dict[str, Hit] = {}
    for hit in these:
        first.setdefault(hit.name, hit)
    names = dict.fromkeys(hit.name for hit in those)
    return [hit for hit in first.values() if not any(_alike(hit.name, name) for name in names)]


def _alike(a: str, b: str) -> bool:
    return same(a, b) or b in _near(a) or a in _near(b)


def _near(name: str) -> frozenset[str]:
    """The more general names that answer an allergen, and those that it answers."""
    return _neighbours().get(name, frozenset())


@functools.cache
def _neighbours() -> dict[str, frozenset[str]]:
    table = load(_TABLE)
    return {name: frozenset(section.get("near", "").split()) for name, section in table.items()}


def concerns(text: str, lang: str, span: Span) -> bool:
    """Whether what stands at ``span`` is in one clause with an allergy."""
    states = _states(text, lang)
    return bool(states) and holds(states, *_clause(text, span))


@functools.lru_cache(maxsize=32)
def _states(text: str, lang: str) -> list[int]:
    """Where the word for allergy stands, in order."""
    hits = concept_lexicon(_TABLE, lang).find(text)
    return [hit.span[0] for hit in hits if hit.name == _STATE]


def _clause(text: str, span: Span) -> Span:
    """The clause around ``span``: from the sign that ends the one before to its own."""
    ends = _clause_ends(text)
    before, after = bisect_left(ends, span[0]), bisect_left(ends, span[1])
    start = ends[before - 1] if before else -1
    return start, ends[after] if after < len(ends) else len(text)


@functools.lru_cache(maxsize=32)
def _clause_ends(text: str) -> list[int]:
    return [
        m.start()
        for m in _CLAUSE_END.finditer(text)
        if _EXCEPT.search(text, max(0, m.start() - _EXCEPT_REACH), m.start()) is None
    ]
