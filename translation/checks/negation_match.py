"""Which denials of one text the denials of the other can answer.

Words of the same class answer each other first ("stop" - 停); what is left over may answer a plain
denial. One denial answers several where it reaches over a list, and two denials of one thing
("without … not") are the same as none beside a word that excludes ("only").
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from translation.checks.polarity import ANY, ILL, NOT, Cue
from translation.checks.polarity_table import BACKWARDS, STRONG, clause_end, joins, lists, opens
from translation.checks.word_forms import fold

Texts = tuple[str, str]
Languages = tuple[str, str]

_PLAIN = frozenset((NOT, ANY))
_STATES = frozenset(("fine", "may", "blurred", "sleepless", "irregular", "blocked", "awake"))
"""Classes whose denials ("no problem") say no more than a word without one ("good")."""
_EXCLUDES = frozenset(("only", "must", "until", "then", "exclusive", "remember", "whenever"))
"""Classes that say what two denials say: "only with", "must", "do not forget"."""
_ACTS = frozenset(
    "breath spit headup headdown swallow uncrushed still fasting keep_out slowly quiet"
    " upright benign".split()
)
"""Classes of acts that may be said with and without a denial in one text."""
_SUPPLE = frozenset(("supple",))
"""Those that one text says both ways at once, as the other may: 颈软无抵抗."""
_WELL = frozenset(("fine",))
_LEAVE = frozenset(("fine", "may", "needless"))
"""Classes of denials that a permission ("you may as well") can answer."""
_UNTIL = frozenset(("until",))
_MAY = frozenset(("may",))
BOUNDS = frozenset(("least", "under"))
"""Denials that say the opposite of each other: "no less than", "no more than"."""
_CONTRARY = {"eaten": "fasting", "keep": "stop", "separate": "company"}
"""Classes of denials ("not on an empty stomach", "do not stop") and the class of the contrary."""
_AGAINST = {**_CONTRARY, "stop": "keep"}
_SIDED = frozenset(_AGAINST)
_UNDENIED = frozenset(("double", "asked"))
"""Classes of words that deny without a demand of their own."""
_FIRM = frozenset(("noallergy",))
"""Classes of denials that nothing but a denial answers."""
_CANNOT = frozenset((NOT, "unable", "useless", "broken", "benign"))
_ALONE = frozenset(("leave",))
"""Classes of words ("by yourself") that do not answer the denial of what they say."""
_DOUBLE = frozenset(("double",))
_HELD = frozenset(("double", "held"))
"""Classes of words that deny twice: "held" answers no denial, as "нельзя не" says "must"."""
_TWICE = frozenset(("double", "both"))
"""Classes of words that hold two denials: 烟酒不沾 is "neither smokes nor drinks"."""
_GOOD = frozenset(("fine", "may", "harmless"))
_ELSE_TWICE = frozenset(
    "double held must only until exceptive remember refuse skip without forget avoid exclude then"
    " notonly free".split()
)
"""Classes of words beside whose denial nothing else is denied twice: "cannot be without"."""
_IMPLICIT = frozenset((ANY, "refuse", "stop", "avoid", "enough", "forget", "free"))
"""Classes of words that hold a denial in themselves: "refuse", "lack"."""
_SAID = frozenset(
    "unstable appetite deaf smell weak exclude bad unbearable unwell maybe enough sick_well"
    " light_weight avoid moist pillow advise".split()
)
"""Classes of denials that a word without one says as well, and that then deny nothing else: where
"unbearable" is 受不了, that is no answer to "it doesn't hurt"."""
_MILD = frozenset(("less_of", "notdaily", "painless"))
"""Classes of words that say a denial of their own class and answer no other one."""
_ONLY = _EXCLUDES - {"until"}
"""Those of them that need no denial beside them: "except" keeps the other denial."""
_AND = (" и", " ни", " and", " nor", " et", " ni", " y", " و", "也", "又")
"""Words between two denials that each deny something of their own."""
GOES_ON = frozenset(("ولا", "ni", "ни", "nor"))
"""Denials that only carry the one before them on: "can bear neither cold nor heat"."""
_EVEN = ("谁也", "什么也", "哪儿也", "哪里也")
"""Words of "and" that only go with the denial after them: 谁也不."""
AFFIRMED = re.compile(
    "호소|양성|있으며|있고|있으나|있었|괜찮[고으]|좋[고으]|가능하[고며]|あり、|あるが"
)
"""Korean, Japanese: what is before was said to be there, and is no item of the list denied."""
_NO_VERB = re.compile("[을를도]$|[をも]$")
"""Korean, Japanese: the end of a clause whose verb, and its denial, only the next one says."""
_NOUN, _LACKS = re.compile("[一-龯ァ-ヶー]$"), ("な", "あり", "認め", "みられ", "見られ")
"""Japanese: a member of a list, and how a denial of all its members begins: 手術歴、輸血歴なし."""
_ITEM_END = re.compile("(?:[一-龯ァ-ヶー가-힣]|こと|もの)$")
_VERB_END = re.compile("[고며면서니요까데만다]$")
"""The end of an item of a Korean or Japanese list, and that of a Korean clause with a verb."""
_BEFORE_NO = re.compile(r"\b\w+[аяыиоейвую],? (?:и|или|ни|а также) [^,.;:!?]{1,40}$")
"""Russian "кашля и болей нет": the denial follows its list."""
_AFTER_LIST = ("нет", "отриц")
_REACHING = frozenset((NOT, "avoid", "until"))
_DEEDS = re.compile("[ただ]り")
"""Japanese: what each of several deeds ends in that one denial denies."""
_GENITIVES = re.compile(r" ?[а-я-]+(?:[иыв]|ей|ля) и [а-я-]+")
"""The end of a Russian list after "без": "без рвоты, слабости и кашля"."""
_LISTED = frozenset(("under", "least", "avoid", "fasting", "negative", "unchanged", "noallergy"))
"""Classes of which one denial often answers two; else each answers one, unless it is soft."""
_MANY = 9
"""More things than a list denies, where they are not counted."""
_ITEM_SIGNS = 24
"""Longest item of a list of things denied, in letters; Chinese and Japanese need a third."""


_GO_ON = frozenset(("keep",))
"""Classes of "do not stop"."""
_AFTER_VERB = BACKWARDS | {"fr"}
"""Languages whose word of denial stands behind the verb that it denies."""
_TAKES_NEAR = 20
"""Signs beside a word of denial among which the verb that it denies is looked for."""
_TAKES = {
    "zh": re.compile(
        r"(?:不[要能可得许]|别|勿)(?:再|自己|自行|继续)?(?:吃|服|用|打|喝)(?!完|惯|力)|不(?:吃|服)"
        r"|没有?(?:吃|服|用|打|喝)过"
    ),
    "en": re.compile(r"(?:n't|not|never) (?:\w+ )?(?:tak(?:en?|ing)|took|used?|using)\b"),
    "ru": re.compile(r"(?:не|нельзя) (?:принима|пейте|пить|употребля|использ|коли)"),
    "ar": re.compile(r"(?:لا|لم) (?:[اتين]تناول|اخذ|تاخذ|تستخدم|تستعمل|تشرب)"),
    "ko": re.compile(
        r"(?:드시|먹|복용하|쓰|사용하)(?:지 ?(?:마|말|않)|으?면 ?안)|(?:드신|먹은|복용한|쓴) 적"
    ),
    "ja": re.compile(
        r"(?:飲ま|のま|服用し|使わ|使用し|内服し)(?:な|ず)|(?:飲んだ|のんだ|服用した|使った)(?:こと|事)"
    ),
    "fr": re.compile(r"(?:ne |n')(?:prend|pren|utilis)|(?:pas|jamais) (?:pris|utilisé)"),
    "es": re.compile(
        r"(?:no|nunca|jam[aá]s) (?:se )?(?:l[oae]s? )?(?:h[ea]\w* )?(?:tom|use|usar|ingier)"
    ),
}
"""Denials of taking a drug: the word of denial and the verb."""


def unanswered(
    these: list[Cue], those: list[Cue], texts: Texts, languages: Languages
) -> Cue | None:
    """The first denial of ``these`` (in the first text) that ``those`` cannot answer."""
    if not any(c.demand for c in these):
        return None
    if (found := contradicted(these, those)) is not None:
        return found
    those = _taken(these, _without_contraries(these, those), texts[1], languages[1])
    if not (needs := _needs(these, those, texts[0])):
        return None
    free = _free(these, those)
    if any(need.kinds.isdisjoint(_LEAVE) for need in needs):
        free = [c for c in free if "permit" not in c.kinds]
        if any(not c.kinds.isdisjoint(_MAY) for c in these):
            # "showering is fine, do not soak it": a second "fine" allows what was forbidden
            free = [c for c in free if not c.demand or NOT in c.kinds or c.kinds.isdisjoint(_MAY)]
    if any("forbid" in need.kinds for need in needs):
        free = [c for c in free if "may" not in c.kinds or NOT in c.kinds]
    bounds = {BOUNDS - c.kinds for c in free if c.demand and c.kinds < BOUNDS}
    turned = (n for n in needs if n.kinds in bounds)
    if (other := next(turned, None)) is not None:
        return other
    if not any(c.demand for c in free):
        firm = next((n for n in needs if not n.kinds.isdisjoint(_FIRM)), None)
        if firm is not None and not _excepts(these, those):
            return firm
    if _plain(these) == _plain(those) > 0 and all(NOT in n.kinds for n in needs):
        return None  # both deny as often, in words whose classes are not known to be alike
    answers = sum(1 if c.kinds.isdisjoint(_TWICE) else 2 for c in free)
    if answers < len(needs):
        own = sum("asked" in c.kinds for c in these if languages[0] == "zh")
        answers += max(0, _asked(those, texts[0], languages[0]) - own)
    if answers >= len(needs):
        return None
    wanted = sum(1 if n.kinds.isdisjoint(_TWICE) else 2 for n in needs)
    more = sum(reached(c, those, texts[1], languages[1]) for c in free)
    if more and answers + more >= wanted:
        return None
    avoiding = [c for c in free if "avoid" in c.kinds and NOT not in c.kinds]
    by = lists(languages[1])
    if avoiding and wanted - answers == sum(
        reached(c, those, texts[1], languages[1], by) for c in avoiding
    ):
        return None
    if len(needs) == 1 and _excepts(these, those):
        return None
    plainly = any(c.demand and not c.kinds & _EXCLUDES for c in free)
    if len(needs) == 2 and not plainly and any(c.kinds & _ONLY for c in those):
        before = texts[0][: needs[1].span[0]].rstrip().lower()
        listed = before.endswith(_AND) and not before.endswith(_EVEN)
        return needs[answers] if listed else None
    if len(needs) == 1 and not plainly and _only_if(these, those):
        return None
    return needs[answers]


def _plain(cues: list[Cue]) -> int:
    """How many words deny plainly and bound nothing."""
    return sum(c.demand and NOT in c.kinds and c.kinds.isdisjoint(BOUNDS) for c in cues)


def contradicted(these: list[Cue], those: list[Cue]) -> Cue | None:
    """A denial whose contrary ``those`` say without any denial: 不要空腹, "on an empty stomach"."""
    for cue in these:
        for kind in cue.kinds & _CONTRARY.keys() if cue.demand else ():
            if any(c.demand or not c.kinds.isdisjoint(_UNDENIED) for c in those):
                return None
            contrary = _CONTRARY[kind]
            also = any(kind in c.kinds and contrary not in c.kinds for c in those)
            if any(contrary in c.kinds for c in those) and (kind == "eaten" or not also):
                return cue
    return None


def _without_contraries(these: list[Cue], those: list[Cue]) -> list[Cue]:
    """``those`` without the denials that say the contrary of a denial of ``these``."""
    asked = {kind for c in these if c.demand for kind in c.kinds & _SIDED}
    against = {_AGAINST[kind] for kind in asked} - asked
    if not against:
        return those
    return [c for c in those if not c.demand or c.kinds.isdisjoint(against)]


def _taken(these: list[Cue], those: list[Cue], text: str, lang: str) -> list[Cue]:
    """``those`` without "do not take", which never answers "do not stop (taking)"."""
    if any(c.demand and c.kinds.isdisjoint(_GO_ON) for c in these):
        return those
    if any(not c.kinds.isdisjoint(_GO_ON) for c in those):
        return those
    plain, takes = fold(text), _TAKES[lang]
    back = _TAKES_NEAR if lang in _AFTER_VERB else 0
    return [
        c
        for c in those
        if not c.demand
        or takes.search(plain, max(0, c.span[0] - back), c.span[1] + _TAKES_NEAR) is None
    ]


def _only_if(these: list[Cue], those: list[Cue]) -> bool:
    """ "Do not … unless" on one side, "only if" on the other."""
    said, came = (sum("only" in c.kinds for c in cues) for cues in (these, those))
    return came > said and any("until" in c.kinds for c in these)


def _excepts(these: list[Cue], those: list[Cue]) -> bool:
    """ "Nothing besides" that is "nothing but" (Arabic: one word of denial) or "only".

    What cannot be had without one thing (没有方子买不到) is said in the same way.
    """
    said = any("other" in c.kinds for c in these)
    only = any("only" in c.kinds for c in those) and not any("other" in c.kinds for c in those)
    cannot = any("unable" in c.kinds for c in these)
    return (said and only) or ((said or cannot) and any("exceptive" in c.kinds for c in those))


def _needs(these: list[Cue], those: list[Cue], text: str = "") -> list[Cue]:
    """The demands of ``these`` (in ``text``) that no word of their own class answers."""
    own = frozenset().union(*(c.kinds for c in those)) - _PLAIN - _said_twice(these, those)
    once = own - _LISTED.union(*(c.kinds for c in those if not c.demand))
    left = sum(
        1 if c.kinds.isdisjoint(_TWICE) else 2
        for c in those
        if c.demand and not c.kinds.isdisjoint(once)
    )
    bare = _ALONE.difference(*(c.kinds for c in those if c.demand))
    needs: list[Cue] = []
    answered = False
    for cue in these:
        if not cue.demand or (answered and text[slice(*cue.span)].lower() in GOES_ON):
            continue
        answered = not cue.kinds.isdisjoint(own - bare if NOT in cue.kinds else own)
        if answered and cue.kinds.isdisjoint(own - once):
            left -= 1
            answered = left >= 0
        if not answered:
            needs.append(cue)
    return needs


def _said_twice(these: list[Cue], those: list[Cue]) -> frozenset[str]:
    """Acts that ``these`` also say without a denial: "hold your breath, do not breathe"."""
    denied = frozenset[str]().union(*(c.kinds for c in those if c.demand))
    said, came = (Counter(k for c in cs if not c.demand for k in c.kinds) for cs in (these, those))
    if denied:
        return frozenset(k for k in _SUPPLE - denied if said[k] >= came[k] > 0)
    well = _WELL if said["fine"] >= came["fine"] > 0 else frozenset[str]()
    return _ACTS.intersection(said, came) | well


def _free(these: list[Cue], those: list[Cue]) -> list[Cue]:
    """The cues of ``those`` that can answer a plain denial.

    A word ("stop") whose own class is in ``these`` (停) says the same thing and answers nothing
    else.
    """
    said = [c for c in these if NOT not in c.kinds]
    taken = Counter(k for c in said if not c.demand for k in _classes(c))
    wanted = Counter(
        k for c in these for k in _classes(c) if c.demand or (k in _STATES and NOT not in c.kinds)
    )
    wanted.update(k for c in these if c.demand and "fine" in c.kinds for k in ILL)
    led = any(c.lead for c in these)
    ill = any(c.demand and not c.kinds.isdisjoint(ILL) for c in these)
    said_softly = _SAID - ILL if ill else _SAID
    free = []
    for cue in sorted(those, key=lambda c: (c.demand, NOT in c.kinds)):
        if cue.lead and led:
            continue
        table = wanted if cue.demand else taken
        kinds = cue.kinds & (BOUNDS | _SUPPLE) if NOT in cue.kinds else cue.kinds
        same = next((k for k in sorted(kinds) if table[k] > 0), None)
        if same is None and cue.demand:
            # "unsteady" - 站不稳 is said, and so is no answer to "never fell"
            table = taken
            same = next((k for k in sorted(kinds & said_softly) if table[k] > 0), None)
        if same is None and not cue.demand:
            same = next((k for k in sorted(kinds) if wanted[k] > 0), None)
            if same is not None:
                wanted[same] -= 1
                continue
        if same is not None:
            table[same] -= 1
            if not cue.demand and same in _STATES:
                wanted[same] -= 1
        elif cue.demand or (cue.kinds & STRONG and cue.kinds.isdisjoint(_MILD)):
            free.append(cue)
    if not any(c.demand for c in free):
        free = [c for c in free if c.kinds & STRONG != _UNTIL]
    return free


def _classes(cue: Cue) -> frozenset[str]:
    """The classes that a cue is counted under; "no problem" is fine or allowed, not both."""
    return cue.kinds - _PLAIN - (_MAY if "fine" in cue.kinds else _PLAIN)


def _asked(those: list[Cue], near: str, lang: str) -> int:
    """Questions of the form 疼不疼 may be put with "not", but never answer a flat denial."""
    asked = sum("asked" in c.kinds for c in those)
    return asked if asked and opens(lang).search(fold(near)) else 0


def reached(
    cue: Cue, cues: list[Cue], text: str, lang: str, by: re.Pattern[str] | None = None
) -> int:
    """How many more things a plain denial denies: "no fever, cough or rash" denies two more.

    ``by`` are the words that join them, if not all that do in the language.
    """
    if cue.kinds.isdisjoint(_REACHING):
        return 0
    by = by or joins(lang)
    plain, most = fold(text), _ITEM_SIGNS // (3 if lang in ("zh", "ja") else 1)
    start, end = cue.span
    if lang in BACKWARDS:
        before = max((c.span[1] for c in cues if c.demand and c.span[1] <= start), default=0)
        plain = AFFIRMED.split(plain[before:start])[-1]
        if lang == "ja" and (deeds := len(_DEEDS.findall(plain))) > 1:
            return deeds - 1 + plain.count("や")
        nouns = plain.split("、")[-2::-1] if lang == "ja" else []
        listed = sum(1 for _ in takewhile(_NOUN.search, nouns))
        if listed and text.startswith(_LACKS, start):
            return listed
        pieces = clause_end(lang).split(plain)[::-1]
        avoids = "avoid" in cue.kinds and NOT not in cue.kinds
        things = plain.split("、" if lang == "ja" else ", ")[-2::-1] if avoids else []
        if items := sum(1 for _ in takewhile(_is_item, things)):
            return items
    else:
        after = min((c.span[0] for c in cues if c.demand and c.span[0] >= end), default=len(text))
        own = end if lang == "ar" and plain[start] in "وف" else start
        pieces = clause_end(lang).split(plain[own:after])
    if lang == "ru" and plain.startswith(_AFTER_LIST, start) and _BEFORE_NO.search(plain, 0, start):
        return _MANY
    if lang == "zh":
        own = max((c.span[1] for c in cues if c.demand and c.span[1] <= start), default=0)
        # 、 right before the denial joins it to another one: 不发烧、不咳嗽
        if joins(lang).search(clause_end(lang).split(plain[own:start])[-1].rstrip("、")):
            return _MANY
    without = lang == "ru" and plain.startswith("без ", start)
    for i, piece in enumerate(pieces):
        joined = by.search(piece) or (_GENITIVES.match(piece) if i and without else None)
        if i and lang in BACKWARDS and _NO_VERB.search(piece.rstrip()):
            return _MANY
        if i and (joined.start() if joined else len(piece)) > most:
            return 0
        if joined:
            return i + max(1, len(by.findall(piece)))
    return 0


def _is_item(piece: str) -> bool:
    """Korean, Japanese: whether a piece is a thing to be avoided, and has no verb of its own."""
    return _ITEM_END.search(piece) is not None and _VERB_END.search(piece) is None


def odd(these: list[Cue], those: list[Cue]) -> Cue | None:
    """The double denial of ``these`` that became a single one in ``those``."""
    if (twice := _counted(these, those)) is not None:
        return twice
    doubles = [c for c in these if c.kinds == _DOUBLE]
    if len(doubles) != 1 or any(c.kinds & _HELD for c in those if not c.demand):
        return None
    rest = [c for c in these if c is not doubles[0]]
    if not any(c.demand for c in (*rest, *those)) and _refuses(those) > _refuses(rest):
        return doubles[0]
    if any(c.kinds & _IMPLICIT for c in those if not c.demand):
        return None
    said = frozenset().union(*(c.kinds for c in rest)) - _PLAIN
    free = [c for c in _free(rest, those) if not c.kinds & said]
    free = [c for c in free if c.demand or c.kinds.isdisjoint(_UNTIL)]
    plainly = all(c.demand for c in free) and any(not c.kinds.isdisjoint(_CANNOT) for c in free)
    return doubles[0] if plainly and len(free) - len(_needs(rest, those)) == 1 else None


def _counted(these: list[Cue], those: list[Cue]) -> Cue | None:
    """A double denial where ``those``, which deny in plain words only, deny once more often."""
    twice = next((c for c in these if not c.kinds.isdisjoint(_HELD)), None)
    if twice is None or sum(c.demand for c in those) - sum(c.demand for c in these) != 1:
        return None
    said = frozenset[str]().union(*(c.kinds for c in these if not c.demand and c is not twice))
    others = [c for c in those if c.demand or c.kinds.isdisjoint(said)]
    if any(c.kinds & (_ELSE_TWICE if c.demand else _ELSE_TWICE | _IMPLICIT) for c in others):
        return None
    granted = any(c.demand and not c.kinds.isdisjoint(_GOOD) for c in those)
    return None if granted else twice


def _refuses(cues: list[Cue]) -> int:
    return sum("refuse" in c.kinds and ANY in c.kinds for c in cues)
