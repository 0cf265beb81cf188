"""Words of denial in the languages whose rules are all in ``tokens/negation_<language>.toml``."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from translation.checks.lexicon import Lexicon
from translation.checks.polarity import ANY, KNOWN, NOT, Cue, denied_ill, table, up_to
from translation.checks.tables import entries, load
from translation.checks.text import around, sign_before
from translation.checks.word_forms import fold
from translation.types import Span

LANGUAGES = ("ru", "ar", "ko", "ja", "fr", "es")
_ANYWHERE = "ja"
"""Entries of Korean endings stand inside words, as those of Japanese do."""
BACKWARDS = frozenset(("ja", "ko"))
"""Languages in which the denial follows what it denies."""
STRONG = frozenset(
    (
        *(NOT, ANY, "since", "avoid", "often", "other", "late", "until", "double", "keep_out"),
        *("less_of", "hard", "quit", "without", "then", "quitting", "warn"),
    )
)
"""Classes whose words can answer a plain denial."""
_SENTENCE = re.compile(r"[.!?:。！？：؟\n]")
_BETWEEN = " ,;،.!?:。！？：؟\n"
"""What stands before the first word of a clause."""
_PAUSE = frozenset(",，、،.。!")


@dataclass(frozen=True, slots=True)
class _Rules:
    """The table of one language, ready to read with."""

    lexicon: Lexicon
    kinds: dict[str, tuple[frozenset[str], bool]]
    shapes: tuple[tuple[re.Pattern[str], frozenset[str], bool], ...]
    concord: Lexicon
    needs: Lexicon
    apart: Lexicon
    upto: Lexicon
    clause_end: re.Pattern[str]
    aside: re.Pattern[str]


@functools.cache
def _rules(lang: str) -> _Rules:
    data = load(f"negation_{lang}")
    kinds = dict(table(lang))
    if lang == "ja":
        _with_endings(kinds)
    held = tuple(entries(data.get("held", "")))
    for word, (had, asks) in kinds.items():
        if held and had and not asks and word.startswith(held) and " " not in word:
            kinds[word] = (had | {ANY}, asks)
    _with_stems(kinds, lang == "ko")
    return _Rules(
        lexicon=Lexicon(_ANYWHERE if lang == "ko" else lang, {word: [word] for word in kinds}),
        kinds=kinds,
        shapes=tuple(
            (re.compile(s["pattern"]), frozenset(s["class"].split()), s["demand"])
            for s in data["shapes"]
        ),
        concord=Lexicon(lang, {"concord": entries(data["concord"])}),
        needs=Lexicon(lang, {"needs": entries(data.get("needs", ""))}),
        apart=Lexicon(lang, {"apart": entries(data.get("apart", ""))}),
        upto=Lexicon(lang, {"upto": entries(data.get("upto", ""))}),
        clause_end=clause_end(lang),
        aside=re.compile(rf"[,،] {_pattern(data.get('aside', ''), lang)}[^,،.;:!?؟]{{1,40}}[,،]?"),
    )


def _with_endings(kinds: dict[str, tuple[frozenset[str], bool]]) -> None:
    """Adds the past and the linking form of the Japanese entries that end in "ない"."""
    for word, found in list(kinds.items()):
        if word.endswith("ない"):
            for ending in ("かっ", "く"):
                kinds.setdefault(word[:-1] + ending, found)


def _with_stems(kinds: dict[str, tuple[frozenset[str], bool]], anywhere: bool) -> None:
    """Adds to a soft word the classes of the soft stem ("falta*") or words in it: it hides them.

    A strong class is not handed on to a phrase: "un peu" is not "peu".
    ``anywhere``: entries stand inside words, so that each is a stem.
    """
    soft = {form: found for form, (found, demand) in kinds.items() if found and not demand}
    stems = {f.removesuffix("*"): k for f, k in soft.items() if anywhere or f.endswith("*")}
    for form, found in soft.items():
        ends = range(1, len(form)) if form.endswith("*") else range(1, len(form) + 1)
        more = frozenset().union(*(stems.get(form[:end], ()) for end in ends))
        for word in form.split(" ") if " " in form else ():
            inside = soft.get(word, frozenset())
            inside = inside.union(*(stems.get(word[:end], ()) for end in range(3, len(word) + 1)))
            more |= inside - STRONG
        kinds[form] = (found | more - {ANY}, False)


@functools.cache
def clause_end(lang: str) -> re.Pattern[str]:
    """What separates two clauses: a comma or a word such as "but"."""
    return re.compile(rf"[,，;；،]|{_pattern(load(f'negation_{lang}').get('but', ''), lang)}")


def clause_of(text: str, lang: str, span: Span) -> Span:
    """The clause or clauses in which ``span`` stands."""
    return around(fold(text), span, clause_end(lang))


@functools.cache
def turn(lang: str) -> re.Pattern[str]:
    """Words that begin the second half of what is said: "but", "so" (``onward``: not "so far")."""
    data = load(f"negation_{lang}")
    return re.compile(f"(?!{_pattern(data.get('onward', ''), lang)}){_pattern(data['turn'], lang)}")


@functools.cache
def so(lang: str) -> re.Pattern[str]:
    """Those of the words of `turn` that say "so" and not "but"."""
    return re.compile(_pattern(load(f"negation_{lang}")["so"], lang))


@functools.cache
def joins(lang: str) -> re.Pattern[str]:
    """Words over which one denial reaches ("or")."""
    joined = _pattern(load(f"negation_{lang}").get("joins", ""), lang)
    return re.compile(joined + _JOINS_MORE.get(lang, ""))


_JOINS_MORE = {
    "ko": r"|(?<!아무)(?<!것)(?<!하나)(?<!아직)(?<!조금)(?<!번)(?<!지금)"
    r"(?<![아어여해셔려봐라와워래])도 ",
    "ja": r"|(?<![何誰度こしれらっで])も(?![うっし])|(?<![なだすうの])か(?![らなっけもりえか])"
    r"|を、(?=[^。、]{1,14}を)",
    "es": r"|^(?:libres? de|evit\w+|proh[ií]b\w+|abst\w+|nada de)\b[^,.;:]{0,80}?\b[ye]\b"
    r"(?! (?:con|sí|tom|beb|com|us|hag|pued|deb|llev|acud|veng|llam|consult|desc|mant)\w*)",
    "ar": r"|(?<!\w)و(?:ال|لا)\w|^(?:ال|ب)?"
    r"(?:عدم|تجنب\w*|امتنع\w*|امتناع|ابتعد\w*|[يت]?حظر|ممنوع|[يت]منع)\b[^,.;:،]{0,80}?"
    r" و(?!تناول|اشرب|كل|خذ|است|احرص|راجع|حافظ|الت|تابع|اكثر)\w{3,12} (?:ال|لل|بال)\w",
    "fr": r"|^(?:[ée]vite|absten|interdi|proscri|supprim)\w*\b[^,.;]{0,60}?\bet\b",
    "ru": r"|^(?:нельзя|без|запрещ\w+|противопоказан\w+)\b[^,.;]{0,80}?\bи\b",
    "zh": "|(?<=刷牙)(?=漱口)|(?<=[抽吸]烟)(?=[喝饮]酒)|(?<=[喝饮]酒)(?=[抽吸]烟)|(?<=洗头)(?=洗澡)"
    "|(?<=洗澡)(?=洗头)|(?<=泡澡)(?=游泳)|(?<=游泳)(?=泡澡)|(?<=弯腰)(?=[提搬抬])|(?<=吃饭)(?=喝水)"
    "|(?<=吃东西)(?=喝水)|(?<=跑步)(?=跳)|(?<=熬夜)(?=[喝抽])|(?<=说话)(?=走|动|吃)",
}
"""Joining letters and words that the table cannot say: "нельзя сидеть и лежать" denies both."""


@functools.cache
def lists(lang: str) -> re.Pattern[str]:
    """Words over which one "avoid" reaches: those of `joins`, and "and" before no other deed."""
    return re.compile(joins(lang).pattern + _LISTS.get(lang, ""))


_LISTS = {
    "en": r"|(?<=\w) and (?!(?:take|drink|eat|use|keep|rest|call|come|go|see|have|do|get|make|stay"
    r"|wear|try|sleep|stop|avoid|then|if|when|you|it)\b)",
    "fr": r"|(?<=\w) et (?!(?:\w+ez|faites|prenez|si|vous)\b)",
    "es": r"|(?<=\w) [ye] (?!(?:tom|beb|com|us|hag|descans|llam|veng|vuelv|consult|manteng|llev"
    r"|acud|dej|sig|si\b)\w*)",
    "ru": r"|(?<=\w) и (?!\w+(?:йте|ите|ьте)\b)",
    "ko": r"|[가-힣](?:와|(?<![결내외효])과|이?랑) ",
    "ja": r"|(?<=[一-龯ァ-ヶー])[とや](?=[一-龯ァ-ヶーぁ-ん])",
    "ar": r"|(?<= )و(?!تناول|اشرب|كل|خذ|است|احرص|راجع|حافظ|الت|تابع|اكثر|اتصل|اذا)"
    r"\w{3,12} (?:ال|لل|بال)\w",
}
"""What joins a list of things to be avoided."""


@functools.cache
def opens(lang: str) -> re.Pattern[str]:
    """Signs of an open question."""
    words = _pattern(load(f"negation_{lang}").get("open", ""), lang)
    return re.compile(rf"[?？؟]|{words}")


def _pattern(raw: str, lang: str) -> str:
    words = "|".join(re.escape(fold(w)) for w in entries(raw))
    if not words:
        return "(?!)"
    return f"(?:{words})" if lang in ("zh", "ja", "ko") else rf"(?<!\w)(?:{words})(?!\w)"


@functools.lru_cache(maxsize=32)
def cues(text: str, lang: str) -> list[Cue]:
    """Denials of a text in one of `LANGUAGES`."""
    rules = _rules(lang)
    plain = fold(text)
    shaped = _shaped(plain, rules)
    starts, ends = [s[0][0] for s in shaped], [s[0][1] for s in shaped]
    found: list[_Found] = []
    hidden: set[_Found] = set()
    for hit in rules.lexicon.find(text):
        start, end = hit.span
        inner = shaped[bisect_right(ends, start) : bisect_left(starts, end)]
        if inner and (lang != "ko" or inner[0][0][0] < start or end < inner[-1][0][1]):
            continue
        hidden.update(inner)  # 걱정하지 마 says more than the shape 지 마 in it
        found.append((hit.span, *rules.kinds[hit.name]))
    found += [s for s in shaped if s not in hidden]
    if lang == "ar":
        found = _arabic(found, text)
    ordered = [Cue(k, d, span) for span, k, d in sorted(found) if k]
    if not ordered and (alone := _only_word(plain, rules)) is not None:
        return [Cue(frozenset((NOT,)), True, alone)]
    agreed = denied_ill(_agree(ordered, plain, rules), plain, lang in BACKWARDS)
    # "no … hasta" is 再
    till = [(hit.span[0], "notuntil") for hit in rules.upto.find(text)]
    return _leads(up_to(agreed, plain, till, [c.demand for c in agreed], _SENTENCE), plain)


_Found = tuple[Span, frozenset[str], bool]


def _shaped(plain: str, rules: _Rules) -> list[_Found]:
    """The denials that have a shape, in order; of two that overlap the one of the first shape."""
    taken = bytearray(len(plain))
    found: list[_Found] = []
    for pattern, kinds, demand in rules.shapes:
        for m in pattern.finditer(plain):
            start, end = m.span("at") if "at" in pattern.groupindex else m.span()
            if end > start and taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append(((start, end), kinds, demand))
    return sorted(found, key=lambda f: f[0])


_CHANGE = "غيّ"
"""Arabic "change" is written like "other than", but for its doubled letter."""
_NOT_TO = "ألا"
"""Arabic "not to" is written like "except", but for the sign over its first letter."""


def _arabic(found: list[_Found], text: str) -> list[_Found]:
    """What signs tell apart that are alike where words are looked up."""
    if _CHANGE in text:
        found = [f for f in found if _CHANGE not in text[slice(*f[0])]]
    if _NOT_TO not in text:
        return found
    return [(f[0], *_not_to(text[slice(*f[0])], f[1], f[2])) for f in found]


def _not_to(word: str, kinds: frozenset[str], asks: bool) -> tuple[frozenset[str], bool]:
    """What a word says that was taken for "except" or, behind a denial, for "nothing but"."""
    if word == _NOT_TO:
        return frozenset((NOT,)), True
    if word.endswith(_NOT_TO) and "exceptive" in kinds:
        return frozenset(("double",)), False
    return kinds, asks


def _only_word(plain: str, rules: _Rules) -> Span | None:
    """A word such as "never" that is the whole answer denies by itself."""
    hits = rules.concord.find(plain)
    rest = plain[: hits[0].span[0]] + plain[hits[0].span[1] :] if len(hits) == 1 else plain
    return hits[0].span if hits and len(re.findall(r"[^\W_]", rest)) < _ENDING else None


_ENDING = 2
"""Signs from which a word stands beside the answer; fewer are its polite ending."""


def _agree(found: list[Cue], plain: str, rules: _Rules) -> list[Cue]:
    """Several words of one denial ("никогда не", "no … nada") as one cue."""
    kept: list[Cue] = []
    starts = [c.span[0] for c in found]
    whole = rules.aside.sub(lambda m: " " * len(m[0]), plain) if len(found) > 1 else plain
    for start, end in _clauses(whole, rules.clause_end):
        here = found[bisect_left(starts, start) : bisect_left(starts, end)]
        if any(map(_is_plain, here)):
            clause = plain[start:end]
            words = {w.span[0] + start for w in rules.concord.find(clause)}
            begin = end - len(clause.lstrip(_BETWEEN)) if clause.strip() else start
            if plain.startswith(_AND_NOT, begin):
                words.discard(begin)
            denied = len(rules.needs.find(clause)) if rules.needs.entries else 1
            # "without" denies its own noun, not what "nobody" denies before it (Spanish)
            first = min(words, default=end)
            apart = {at for w in rules.apart.find(clause) if (at := w.span[0] + start) > first}
            shared = [
                c for c in here if c.span[0] not in apart and not _DENYING.match(plain, *c.span)
            ]
            shared = [
                c._replace(kinds=c.kinds | _SAYS_NO)
                if NOT not in c.kinds and plain.startswith(_NO, c.span[0])
                else c
                for c in shared
            ]
            agreeing = words - _carried(shared, plain)
            doubles = frozenset(_doubles(shared, agreeing, denied))
            here = [c for c in here if c not in doubles]
            bound = {w for w in words if not plain.startswith(_AND_NOT, w)}
            if any(c.demand and NOT not in c.kinds and c.span[0] in bound for c in here):
                # a plain "no" agrees with a word that denies in a class: "no … nada serio"
                here = [c for c in here if not _is_plain(c) or c.span[0] in bound]
            if rules.needs.entries and not rules.needs.find(clause):
                here = [_unsure(c) if c.span[0] in words and c.span[0] > begin else c for c in here]
        kept += here
    return kept


_AND_NOT = "ولا"
"""Arabic "and not" agrees with a denial before it, but a class of its own denies for itself."""
_NO = ("no ", "casi no ", "не ", "ne ", "n'")
_SAYS_NO = frozenset(("says_no",))
_DENYING = re.compile(r"(?:nie|nient|nié|niega|niegan|negó|negado)\b")
"""French, Spanish: a verb that denies, with which no other word of denial agrees."""


def _is_plain(cue: Cue) -> bool:
    return NOT in cue.kinds and cue.demand


_NI = re.compile(r"ni (?!un|siquiera|nada|nadie|con)")


def _carried(cues: list[Cue], plain: str) -> set[int]:
    """Where a Spanish "ni" carries on a denial in a class: "no haga fuerza ni la deje"."""
    named = [c.span[0] for c in cues if c.demand and c.kinds >= _SAYS_NO]
    starts = (c.span[0] for c in cues if _NI.match(plain, c.span[0]))
    return {at for at in starts if named and named[0] < at}


def _doubles(cues: list[Cue], words: set[int], denied: int) -> list[Cue]:
    """Plain denials among ``cues`` that only agree with another one of their clause.

    ``denied``: how many verbs of the clause are denied ("ne mangez rien et ne buvez rien": two).
    """
    plainly = [c for c in cues if NOT in c.kinds and c.demand]
    double = [c for c in plainly if c.span[0] in words]
    ended = sum(c.demand and not c.kinds.isdisjoint(_WITH_DENIAL | _SAYS_NO) for c in cues)
    kept = max(0 if ended else 1, denied - ended) - (len(plainly) - len(double))
    return double[max(0, kept) :]


_WITH_DENIAL = frozenset(("stop", "fine", "keep", "under", "least", "maybe", "remember"))
"""Classes whose demands are mostly said with a denial ("ne … plus", "не беспокоит")."""


def _unsure(cue: Cue) -> Cue:
    """A word that denies only beside another one: French "jamais" alone may be "ever"."""
    return cue._replace(kinds=frozenset((ANY,)), demand=False)


def _clauses(plain: str, end: re.Pattern[str]) -> Iterator[Span]:
    stops = sorted(
        {m.start() for m in end.finditer(plain)} | {m.start() for m in _SENTENCE.finditer(plain)}
    )
    start = 0
    for stop in [*stops, len(plain)]:
        yield start, stop
        start = stop


def _leads(found: list[Cue], plain: str) -> list[Cue]:
    """An answering "no," beside another denial need not be said in the other language."""
    if sum(c.demand for c in found) < 2:
        return found
    return [c._replace(demand=False, lead=True) if _is_lead(c, plain) else c for c in found]


_ANSWERS = frozenset((NOT, "fine", "may"))
"""Classes of words that can be a whole answer: "no", "no problem"; "afebrile" says something."""


def _is_lead(cue: Cue, plain: str) -> bool:
    if KNOWN in cue.kinds:
        return True
    if not cue.kinds <= _ANSWERS:
        return False
    before, after = sign_before(plain, cue.span[0]), plain[cue.span[1] : cue.span[1] + 1]
    return before in ".?!。？！؟¡¿" and after in _PAUSE and bool(after)


__all__ = ["ANY", "LANGUAGES", "clause_end", "cues", "joins", "opens", "turn"]
