"""Allergies: the word itself must not get lost, and no allergen become another one.

Allergens that are drugs are compared here too when they stand in a clause with the allergy. A
denial that got lost ("not allergic") is found by `translation.checks.negation` and named by
`translation.checks.allergy_denied`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from translation.checks.allergy_liked import caused, liked, said_only
from translation.checks.allergy_match import alike, exact, unanswered, unlike
from translation.checks.allergy_standing import Clauses, clear, excepts
from translation.checks.allergy_tests import skin_test
from translation.checks.drug_names import drugs, has_name
from translation.checks.lexicon import Hit, concept_lexicon
from translation.checks.negation import READERS
from translation.checks.polarity_table import BACKWARDS
from translation.checks.tables import load
from translation.checks.text import holds
from translation.types import Finding, FindingKind, Span

TABLE = "allergen"
STATE = "allergy"
_ILLNESS = "allergic_illness"
SIGNS = frozenset(("sign", "swelling"))
_OVER = "outgrown"
_SOFT = frozenset(("reaction", "hay_fever", "sign"))
WORDS = frozenset((STATE, _ILLNESS, _OVER)) | _SOFT | SIGNS
_VAGUE = frozenset(("iodine", "contrast", "anesthetic", "tape", "metal", "fruit", "animal", "dust"))
_GIVEN = frozenset(("alcohol", "anesthetic"))
_EXCEPT = re.compile(
    r"(?:除了?|apart from|aside from|except(?: for)?|other than|besides|à part|hormis|sauf"
    r"|en dehors|aparte d|salvo|excepto|кроме|помимо|исключением|باستثناء|عدا|سوى)"
    r"(?P<named>[^，,;；.。!！?？،]{1,30})$",
    re.IGNORECASE,
)
"""Before a comma, these words put what they name into the clause after it."""
_COMPLETE = re.compile(
    "过敏|過敏|敏感|都[能可行没不]|allerg|al[eé]rg|аллерг|حساس|알레르기|알러지|アレルギー",
    re.IGNORECASE,
)
_COMMAS = "，,،、"
_EXCEPT_REACH = 42
_CLAUSE_END = re.compile(
    r"[，,;；.。!！?？؟،]|\bbut\b|(?<=[가-힣]며) |(?<=[있없]고) |(?<=[은는한인]데) |(?<=지만) "
    r"|(?<=あり|なく|なし|すが|ので|るが|いが|たが|って|んで|すし|だが)、"
)


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``allergy.changed:peanut>egg``, ``allergy.lost:allergy`` and ``allergy.added:allergy``."""
    if found := skin_test(source, target, source_lang, target_lang):
        return found
    here = concept_lexicon(TABLE, source_lang).find(source)
    there = concept_lexicon(TABLE, target_lang).find(target)
    sides = (source, source_lang), (target, target_lang)
    except_some = all(excepts(text) for text, _ in sorted(sides, key=_chinese_first))
    if not here and not there and not except_some:
        return []
    said, came = _named(here), _named(there)
    if found := liked(here, there, *sides):
        return found
    if not said and not came:
        ours, theirs = allergens(here), allergens(there)
        bad, worse = _reacted_to(*sides[0], here), _reacted_to(*sides[1], there)
        if any(h.name in _prone() for h in bad) and worse:
            ours, theirs = [*ours, *bad], [*theirs, *worse]
        known = _SOFT | SIGNS if ours and theirs else _SOFT
        reacts = all(any(h.name in known for h in hits) for hits in (here, there)) or (
            _one_of_list(ours, theirs)
        )
        found = _changed(ours, theirs) if reacts else []
        if except_some:
            ours, theirs = [*ours, *drugs(*sides[0])], [*theirs, *drugs(*sides[1])]
        return (
            found
            or _sign_lost(here, there, *sides)
            or _contradicted(ours, theirs, (here, there), *sides)
        )
    if said and not came and not _soft(there, here) and not caused(there, *sides[1]):
        return [Finding(FindingKind.ALLERGY, "allergy.lost:allergy", said[0].span, None)]
    if came and not said and not _soft(here, there) and not caused(here, *sides[0]):
        return [Finding(FindingKind.ALLERGY, "allergy.added:allergy", None, came[0].span)]
    beside = _beside(*sides[0], here), _beside(*sides[1], there)
    if found := _exchanged(*beside) or _let_go(*beside, here, there, sides[1]):
        return found
    if found := _nearer(allergens(here), allergens(there), here, there):
        return found
    if (found := _outgrown(here, *sides[0], *sides[1], "added")) or (
        found := _outgrown(there, *sides[1], *sides[0], "lost")
    ):
        return found
    ours = _meant(source, source_lang, here) + _drugs(source, source_lang, bool(said))
    theirs = _meant(target, target_lang, there) + _drugs(target, target_lang, bool(came))
    meant, named = ([*allergens(h), *drugs(*s)] for h, s in zip((here, there), sides, strict=True))
    return (
        _contradicted(meant, named, (here, there), *sides)
        or _changed(ours, theirs)
        or _item_lost(ours, theirs, source, target_lang)
    )


def _chinese_first(side: tuple[str, str]) -> bool:
    """It is the shorter text."""
    return side[1] != "zh"


@functools.cache
def _prone() -> frozenset[str]:
    """Drugs that people react to; others beside a rash are more often its remedy."""
    return frozenset(load("drug")["reacted_to"].split())


def _reacted_to(text: str, lang: str, hits: Sequence[Hit]) -> list[Hit]:
    """The drugs with what an allergy looks like in their clause or in the next one."""
    signs = [h.span[0] for h in hits if h.name in SIGNS]
    named = drugs(text, lang) if signs else ()
    found = []
    for i, hit in enumerate(named):
        start, end = clause(text, hit.span)
        stop = clause(text, (end + 1, end + 1))[1] if end < len(text) else end
        if i + 1 < len(named) and named[i + 1].span[0] > end:
            stop = min(stop, named[i + 1].span[0])
        if holds(signs, start, stop):
            found.append(hit)
    return found


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
    if not ours or not theirs or not clear(source[0], target[0]):
        return []
    one = min(len(ours), len(theirs)) < 2
    if one and not any(said_only(*text) or excepts(text[0]) for text in (source, target)):
        return []
    said, came = (
        _clauses(of, *text).standing(named)
        for named, of, text in zip((ours, theirs), hits, (source, target), strict=True)
    )
    if not one and not any(len({harm for _, harm in of}) > 1 for of in (said, came)):
        return []
    of_name: dict[str, list[tuple[Hit, bool]]] = {}
    own: Counter[str] = Counter(hit.name for hit, _ in said)
    for other in came:
        of_name.setdefault(other[0].name, []).append(other)
    for hit, harm in said:
        met = of_name.get(hit.name, [])
        kin = [name for name in own if name != hit.name and alike(hit.name, name)]
        if own[hit.name] > 1 or (kin and len(met) != 1):
            continue
        if hit.name in _CLASSES and len(own) > 1:
            continue
        met = met or [
            other for name, others in of_name.items() if alike(hit.name, name) for other in others
        ]
        if len(met) == 1 and met[0][1] is not harm:
            message = f"allergy.{'lost' if harm else 'added'}:{hit.name}"
            return [Finding(FindingKind.ALLERGY, message, hit.span, met[0][0].span)]
    return []


_CLASSES = frozenset(("antibiotic", "nsaid"))
"""What holds of not all of them, a text goes on to say of one."""
_PREDICATE_END = re.compile(r"、|(?<=[가-힣]고) ")
"""What may end a clause in Korean and Japanese: a list has its predicate in the next one."""


def _clauses(hits: Sequence[Hit], text: str, lang: str) -> Clauses:
    ends = clause_ends(text)
    if lang in BACKWARDS:
        ends = sorted({*ends, *(m.start() for m in _PREDICATE_END.finditer(text))})
    bad = [h.span[0] for h in hits if h.name in WORDS - {_OVER}]
    if any(h.name == STATE for h in hits):
        bad += said_only(text, lang)
    return Clauses(text, lang, ends, bad, [h.span[0] for h in hits if h.name == _OVER])


_JOINED = re.compile(
    r"\s*(?:[、,،]\s*)?"
    r"(?:(?:和|与|及|跟|或|以及|and|or|et|ou|y|e|o|u|и|или|と|や|および|及び|または|와|과|및|أو|و)\s*)?"
    r"(?:(?:aux?|à la|à l['’]|à|les|al|a los|a las|a la|a|to|на|du|de la|de l['’]|des|de|d['’]"
    r"|el|la|los|las|le|l['’]|the)\s*)?"
)
"""What stands between two items of a list. No two runs of white space touch: time is linear."""


def _item_lost(ours: list[Hit], theirs: list[Hit], text: str, target_lang: str) -> list[Finding]:
    """One allergen of a list that the other text leaves out: "nuts and sesame", "nuts"."""
    table = load(TABLE)
    lost = unanswered(ours, theirs) if len(ours) > len(theirs) > 0 else []
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
    sign = next((h for h in here if h.name in SIGNS), None)
    if sign is None or any(h.name in WORDS for h in there):
        return []
    came = [*allergens(there), *drugs(*target)]
    for cause in (*allergens(here), *drugs(*source)):
        if any(alike(cause.name, other.name) for other in came) and _follows(
            sign, cause, source[0]
        ):
            message = f"allergy.lost:{cause.name}"
            return [Finding(FindingKind.ALLERGY, message, sign.span, None)]
    return []


def _follows(sign: Hit, cause: Hit, text: str) -> bool:
    """Whether the cause may have done it: what is swollen or numb in another clause is rather an
    illness, and the drug its remedy."""
    if sign.name != "swelling":
        return True
    if cause.name not in _prone() and cause.name not in load(TABLE):
        return False
    start, end = clause(text, cause.span)
    end = clause(text, (end + 1, end + 1))[1] if end < len(text) else end
    return start <= sign.span[0] <= end


def _beside(text: str, lang: str, hits: Sequence[Hit]) -> list[Hit]:
    """The allergens that stand in one clause with the word for allergy."""
    return [hit for hit in allergens(hits) if concerns(text, lang, hit.span)]


def _one_of_list(ours: Sequence[Hit], theirs: Sequence[Hit]) -> bool:
    """Whether one of several allergens is another one, and the rest are the same."""
    lost, added = unanswered(ours, theirs), unanswered(theirs, ours)
    return len(lost) == len(added) == 1 and min(len(ours), len(theirs)) > 2


def _exchanged(ours: list[Hit], theirs: list[Hit]) -> list[Finding]:
    """Another allergen beside the word, though the right one stands elsewhere in the text."""
    if not ours or not theirs or any(alike(a.name, b.name) for a in ours for b in theirs):
        return []
    a, b = ours[0], theirs[0]
    return [Finding(FindingKind.ALLERGY, f"allergy.changed:{a.name}>{b.name}", a.span, b.span)]


def _outgrown(
    hits: Sequence[Hit], text: str, lang: str, other: str, other_lang: str, became: str
) -> list[Finding]:
    """An allergy that is over in one text and goes on in the other."""
    over = [h for h in hits if h.name == _OVER and concerns(text, lang, h.span)]
    if not over or any(h.name == _OVER for h in concept_lexicon(TABLE, other_lang).find(other)):
        return []
    if any(c.demand or "gone" in c.kinds for c in READERS[other_lang](other)):
        return []
    return [Finding(FindingKind.ALLERGY, f"allergy.{became}:{STATE}", over[0].span, None)]


def _nearer(
    ours: list[Hit], theirs: list[Hit], here: Sequence[Hit], there: Sequence[Hit]
) -> list[Finding]:
    """One allergen in one text, another nearer to the word in the other: "allergic to egg, and he
    cannot drink milk" for milk."""
    for few, some, hits, back in ((ours, theirs, there, False), (theirs, ours, here, True)):
        if len({hit.name for hit in few}) != 1 or len({hit.name for hit in some}) != 2:
            continue
        places = [hit.span[0] for hit in hits if hit.name == STATE]
        if len(places) != 1:
            continue
        other, right = sorted(some, key=lambda hit: abs(hit.span[0] - places[0]))[:2]
        if alike(other.name, few[0].name) or not alike(right.name, few[0].name):
            continue
        if (
            abs(other.span[0] - places[0]) <= _BESIDE
            and abs(right.span[0] - other.span[1]) > _BESIDE // 2
        ):
            a, b = (other, few[0]) if back else (few[0], other)
            return [
                Finding(FindingKind.ALLERGY, f"allergy.changed:{a.name}>{b.name}", a.span, b.span)
            ]
    return []


_BESIDE = 32
"""Signs between the word for allergy and what it is to."""


def _let_go(
    ours: list[Hit],
    theirs: list[Hit],
    here: Sequence[Hit],
    there: Sequence[Hit],
    target: tuple[str, str],
) -> list[Finding]:
    """An allergen that is only eaten in the other text, which speaks of fewer allergies."""
    if theirs or len(_named(here)) <= len(_named(there)) or _soft(there, here):
        return []
    for hit in ours:
        if said_only(*target) or caused(there, *target):
            break  # "not allergic to anything, only to pollen"
        if any(alike(hit.name, other.name) for other in allergens(there)):
            return [Finding(FindingKind.ALLERGY, f"allergy.lost:{hit.name}", hit.span, None)]
    return []


def _named(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name in (STATE, _ILLNESS)]


def _soft(these: Sequence[Hit], those: Sequence[Hit]) -> bool:
    """Whether words say the allergy in another way: those that answer no such word themselves."""
    return sum(h.name in _SOFT for h in these) > sum(h.name in _SOFT for h in those)


def allergens(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name not in WORDS]


def _meant(text: str, lang: str, hits: Sequence[Hit]) -> list[Hit]:
    """The allergens; what is drunk or injected as well only beside the allergy."""
    return [h for h in allergens(hits) if h.name not in _GIVEN or concerns(text, lang, h.span)]


def _drugs(text: str, lang: str, said: bool) -> list[Hit]:
    """The drugs that stand with the allergy; all, where it is said in another way."""
    return [hit for hit in drugs(text, lang) if not said or concerns(text, lang, hit.span)]


def _changed(ours: list[Hit], theirs: list[Hit]) -> list[Finding]:
    lost, added = unanswered(ours, theirs), unanswered(theirs, ours)
    if not lost or not added:
        lost, added = exact(ours, theirs) or unlike(ours, theirs) or (lost, added)
    if lost and not theirs and lost[0].name not in _VAGUE:
        return [Finding(FindingKind.ALLERGY, f"allergy.lost:{lost[0].name}", lost[0].span, None)]
    return [
        Finding(FindingKind.ALLERGY, f"allergy.changed:{a.name}>{b.name}", a.span, b.span)
        for a, b in zip(lost, added, strict=False)
    ]


def concerns(text: str, lang: str, span: Span) -> bool:
    """Whether what stands at ``span`` is in one clause with an allergy."""
    states = _states(text, lang)
    return bool(states) and holds(states, *clause(text, span))


@functools.lru_cache(maxsize=32)
def _states(text: str, lang: str) -> list[int]:
    """Where the word for allergy stands, in order."""
    hits = concept_lexicon(TABLE, lang).find(text)
    return [hit.span[0] for hit in hits if hit.name == STATE]


def clause(text: str, span: Span) -> Span:
    """The clause around ``span``: from the sign that ends the one before to its own."""
    ends = clause_ends(text)
    before, after = bisect_left(ends, span[0]), bisect_left(ends, span[1])
    start = ends[before - 1] if before else -1
    return start, ends[after] if after < len(ends) else len(text)


@functools.lru_cache(maxsize=32)
def clause_ends(text: str) -> list[int]:
    """Where the clauses of a text end."""
    return [m.start() for m in _CLAUSE_END.finditer(text) if not _goes_on(text, m)]


_EXCEPT_SIGNS = 16
"""Signs behind a comma in which words of exception begin and end."""


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Whether a comma only ends "apart from nuts", of which the next clause says something, or
    stands before such words: "no medicine, except penicillin"."""
    if end[0] not in _COMMAS:
        return False
    if excepts(text[end.end() : end.end() + _EXCEPT_SIGNS]):
        return True
    start = max(0, end.start() - _EXCEPT_REACH)
    excepted = _EXCEPT.search(text, start, end.start())
    if excepted is None or _COMPLETE.search(excepted["named"]):
        return False
    return _COMPLETE.search(text, start, excepted.start()) is None
