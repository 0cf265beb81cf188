"""Persons: whose mother, which relative, who it hurts.

Relatives are compared by name and by their owner ("my" - "your"), the persons of the talk only
where each text names one side alone: "我头疼" must not become "you have a headache". Forms that
other languages leave out or say another way ("I think", "please tell me") stand under ``_hide``
in ``tokens/person.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence

from translation.checks.clauses import breaks
from translation.checks.drug_names import drugs
from translation.checks.lexicon import Hit, Lexicon, in_both
from translation.checks.person_contrast import exchanged
from translation.checks.person_stated import instead_of_kin, misattributed
from translation.checks.relatives import as_parents, may_be, person_lexicon, relatives, told_once
from translation.checks.text import CONTRAST, in_other_sentences, stands_in
from translation.types import Finding, FindingKind, Span

_BETWEEN = frozenset(("", "的", "の", "老", "家", "elderly", "old", "own", "dear", "'s", "-"))
"""What may stand between an owner and the relative."""
_CHILD = "child"
"""Who is "the child" is also said as the patient, the boy, she: no other relative answers it, but
that "my little one" is not "my mother"."""
_PERSONS = frozenset(("first", "second", "he", "she"))
_BEFORE = re.compile(r"[,;:.!?،؛؟]")
_CHINESE_OWNERS = {"我": "first", "你": "second", "您": "second", "他": "he", "她": "she"}
"""Right before the relative they are the owner, also behind 给, which may hide them."""
_ARABIC_OWNERS = (
    ("first", ("ي",)),
    ("second", ("ك", "كم", "كي")),
    ("she", ("ها",)),
    ("he", ("ه",)),
)


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``person.changed:mother>father`` or ``person.changed:first>second``; one at most."""
    found = _changed(source, target, source_lang, target_lang)
    return [f for f in found if not _apart(f.source_span, f.target_span, source, target)]


def _apart(here: Span | None, there: Span | None, source: str, target: str) -> bool:
    """Whether the two persons stand in sentences that do not answer each other."""
    if here is None or there is None:
        return False
    return in_other_sentences(here, there, source, target)


def _changed(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    named = relatives(source, source_lang), relatives(target, target_lang)
    kin_here, kin_there = as_parents(*named), as_parents(named[1], named[0])
    ours, theirs = ([h for h in hits if h.name != _CHILD] for hits in (kin_here, kin_there))
    swapped = (
        _relative(ours, theirs)
        or _relative(told_once(ours, source), told_once(theirs, target))
        or _traded(ours, theirs, (source, source_lang), (target, target_lang))
        or exchanged(source, target, source_lang, target_lang)
    )
    if swapped is not None:
        return [_finding(*swapped)]
    who_here, who_there = _speakers(source, source_lang), _speakers(target, target_lang)
    owners_here = _owners(source, source_lang, kin_here, who_here)
    owners_there = _owners(target, target_lang, kin_there, who_there)
    for name, here in owners_here.items():
        there = next((w for other, w in owners_there.items() if may_be(name, other)), None)
        if there is not None and not (_persons(here) & _persons(there)):
            return [_finding(here, there)]
    if _CHILD in owners_here or _CHILD in owners_there:
        owned = (
            [h for h in hits if h.name in owners]
            for hits, owners in ((kin_here, owners_here), (kin_there, owners_there))
        )
        if (swapped := _relative(*owned)) is not None:
            return [_finding(*swapped)]
    given, made = (source, source_lang), (target, target_lang)
    swapped = _alone(owners_here, kin_there, made, given)
    if swapped is None and (turned := _alone(owners_there, kin_here, given, made)):
        swapped = turned[1], turned[0]
    swapped = swapped or _bare(kin_here, kin_there, made, given)
    if swapped is None and (turned := _bare(kin_there, kin_here, given, made)):
        swapped = turned[1], turned[0]
    if swapped is not None:
        return [_finding(*swapped)]
    possessed = in_both(_owned, source, target, source_lang, target_lang)
    if possessed is not None and (swapped := _talk(*possessed)) is not None:
        return [_finding(*swapped)]
    if (kin_here, kin_there) != named:
        return []
    if kin_here or kin_there:
        swapped = misattributed(source, target, source_lang, target_lang)
        if swapped is None and not kin_there:
            swapped = instead_of_kin(kin_here, given, made)
        if swapped is None and not kin_here and (turned := instead_of_kin(kin_there, made, given)):
            swapped = turned[1], turned[0]
        return [_finding(*swapped)] if swapped is not None else []
    swapped = _talk(who_here, who_there)
    if swapped is None:
        return []
    a, b = swapped
    if _is_thing(a, source, source_lang) or _is_thing(b, target, target_lang):
        return []
    if _mentions(target, target_lang, a) or _mentions(source, source_lang, b):
        return []
    return [_finding(a, b)]


def _speakers(text: str, lang: str) -> list[Hit]:
    """The persons of the talk; a sign inside the name of a drug (奥司他韦) is none, nor is an
    abbreviation ("31 SA", "US")."""
    named = [hit.span for hit in drugs(text, lang)] if lang == "zh" else []
    return [
        hit
        for hit in _who(lang).find(text)
        if not stands_in(hit.span[0], named)
        and (hit.span[1] - hit.span[0] == 1 or not text[slice(*hit.span)].isupper())
    ]


def _finding(here: Hit, there: Hit) -> Finding:
    message = f"person.changed:{_shown(here)}>{_shown(there)}"
    return Finding(FindingKind.PERSON, message, here.span, there.span)


def _shown(hit: Hit) -> str:
    """One name: of several that a word may mean ("he_she", "mother_or_father") the first."""
    persons = hit.name.split("_")
    return persons[0] if _PERSONS.issuperset(persons) else hit.name.partition("_or_")[0]


def _owned(text: str, lang: str) -> tuple[Hit, ...]:
    return person_lexicon("own", lang).find(text)


def _who(lang: str) -> Lexicon:
    return person_lexicon("who", lang)


def _relative(here: Sequence[Hit], there: Sequence[Hit]) -> tuple[Hit, Hit] | None:
    """A relative that no longer is there, or not so often, and one that was not there before."""
    if not here or not there:
        return None
    said, came = {h.name for h in here}, {h.name for h in there}
    added = next((h for h in there if not any(may_be(h.name, name) for name in said)), None)
    if added is None:
        return None
    free: dict[str, deque[int]] = {}
    for place, hit in enumerate(there):
        free.setdefault(hit.name, deque()).append(place)
    lost = []
    for hit in here:
        answers = [places for name, places in free.items() if places and may_be(hit.name, name)]
        if answers:
            min(answers, key=lambda places: places[0]).popleft()
        else:
            lost.append(hit)
    gone = [h for h in lost if not any(may_be(h.name, name) for name in came)] or lost
    return (gone[0], added) if gone else None


def _traded(
    here: Sequence[Hit], there: Sequence[Hit], source: tuple[str, str], target: tuple[str, str]
) -> tuple[Hit, Hit] | None:
    """Two relatives, each with a clause of its own, at each other's place."""
    if len(here) != 2 or len(there) != 2 or _same(*here) or _same(*there):
        return None
    if CONTRAST.search(source[0]) or CONTRAST.search(target[0]):
        return None  # which of the two is not meant, negation says
    apart = all(
        breaks(lang).search(text, first.span[1], last.span[0])
        for (text, lang), (first, last) in ((source, here), (target, there))
    )
    crossed = _same(here[0], there[1]) and _same(here[1], there[0])
    kept = _same(here[0], there[0]) or _same(here[1], there[1])
    return (here[0], there[0]) if apart and crossed and not kept else None


def _same(a: Hit, b: Hit) -> bool:
    """Whether two words for a relative may mean one person: "爱人" is a husband or a wife."""
    return may_be(a.name, b.name)


def _owners(text: str, lang: str, kin: Sequence[Hit], who: Sequence[Hit]) -> dict[str, Hit]:
    """Relative -> the word that says whose."""
    found: dict[str, Hit] = {}
    ends = [word.span[1] for word in who]
    for hit in kin:
        if lang == "zh" and (owner := _CHINESE_OWNERS.get(text[hit.span[0] - 1 : hit.span[0]])):
            found.setdefault(hit.name, Hit(owner, (hit.span[0] - 1, hit.span[0])))
        if lang == "ar":
            owner = _arabic_owner(text, hit.span)
            if owner:
                found.setdefault(hit.name, Hit(owner, hit.span))
            continue
        for word in who[bisect_left(ends, hit.span[0] - _FARTHEST) :]:
            if word.span[0] > hit.span[0]:
                break
            if word.span[0] == hit.span[0] and word.span[1] < hit.span[1]:
                found.setdefault(hit.name, word)  # 你弟: the owner is part of the word
            elif 0 <= hit.span[0] - word.span[1] <= _FARTHEST:
                between = text[word.span[1] : hit.span[0]].strip()
                if between in _BETWEEN:
                    found.setdefault(hit.name, word)
    return found


_FARTHEST = 8
"""Signs between an owner and the relative."""


def _arabic_owner(text: str, span: Span) -> str:
    word = text[span[0] : span[1]]
    for owner, ends in _ARABIC_OWNERS:
        if word.endswith(ends):
            return owner
    return ""


def _alone(
    owners: dict[str, Hit], kin: Sequence[Hit], text: tuple[str, str], other: tuple[str, str]
) -> tuple[Hit, Hit] | None:
    """A relative ("your son") where the ``text`` without ``kin`` speaks of the owner alone.

    The ``other`` text must not speak of a speaker besides: "my son says that I snore".
    """
    if kin or not owners:
        return None
    spoken = _any(text[1]).find(text[0])
    for person in (_LISTENER, _SPEAKER):
        name = next((n for n, o in owners.items() if _persons(o) == person), None)
        if name is None or not spoken or any(_persons(hit) != person for hit in spoken):
            continue
        own = owners[name].span
        besides = (h for h in _any(other[1]).find(other[0]) if not own[0] <= h.span[0] <= own[1])
        if person == _LISTENER or not any(_persons(h) & person for h in besides):
            return Hit(name, own), spoken[0]
    return None


def _bare(
    kin: Sequence[Hit], others: Sequence[Hit], text: tuple[str, str], other: tuple[str, str]
) -> tuple[Hit, Hit] | None:
    """A relative where the ``text`` without one speaks of nobody but the speaker.

    In Japanese, Korean and Chinese nobody says whose relative it is. The ``other`` text must not
    speak of the speaker besides.
    """
    if not kin or others or other[1] not in _OWNERLESS or len({hit.name for hit in kin}) > 1:
        return None
    spoken = _any(text[1]).find(text[0])
    if not spoken or any(_persons(hit) != _SPEAKER for hit in spoken):
        return None
    if any(_persons(hit) & _SPEAKER for hit in _any(other[1]).find(other[0])):
        return None
    return kin[0], spoken[0]


_OWNERLESS = frozenset(("zh", "ja", "ko"))
_LISTENER, _SPEAKER = frozenset(("second",)), frozenset(("first",))


def _persons(hit: Hit) -> frozenset[str]:
    return frozenset(hit.name.split("_"))


def _talk(here: Sequence[Hit], there: Sequence[Hit]) -> tuple[Hit, Hit] | None:
    """The one person of the source and another, the only one of the target."""
    if len({h.name for h in here}) != 1 or len({h.name for h in there}) != 1:
        return None
    if _persons(here[0]) & _persons(there[0]):
        return None
    return here[0], there[0]


_GENDERED = frozenset(("ru", "fr", "es", "ar"))
"""Languages in which a thing is he or she: "la douleur … elle"."""
_ABOUT = frozenset(("he", "she"))


def _is_thing(hit: Hit, text: str, lang: str) -> bool:
    """Whether "he" or "she" may be a thing that an earlier clause has named."""
    if lang not in _GENDERED or not _persons(hit) <= _ABOUT:
        return False
    return _BEFORE.search(text, 0, hit.span[0]) is not None


def _mentions(text: str, lang: str, who: Hit) -> bool:
    """Whether ``text`` may speak of a person of ``who`` in any form."""
    return any(hit.name in _persons(who) for hit in _any(lang).find(text))


def _any(lang: str) -> Lexicon:
    return person_lexicon("any", lang)
