"""Numbers, doses, units, frequencies, durations, timing, dates and times: what differs.

One reading of each text serves all these kinds, so that one error is found once, under the most
specific name.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from translation.checks import (
    bounds,
    changed_by,
    counted,
    from_to,
    not_so_often,
    said_of_each,
    signs,
)
from translation.checks.laterality import sides_in_step
from translation.checks.numbers_lexicon import LANGUAGES
from translation.checks.numbers_tokens import Tokens
from translation.checks.quantity import Difference, Quantity
from translation.checks.quantity_compare import compare, exchanged
from translation.checks.quantity_draft import finished
from translation.checks.quantity_reader import QuantityReader
from translation.checks.text import around, says
from translation.checks.timing import Timing, timings
from translation.checks.timing import compare as compare_timings
from translation.types import Finding, FindingKind, Span


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``<kind>.changed:A>B``, ``<kind>.missing:A`` and ``<kind>.extra:B``."""
    if source_lang not in LANGUAGES or target_lang not in LANGUAGES:
        return []
    ours, here, when_here = _reading(source, source_lang)
    theirs, there, when_there = _reading(target, target_lang)
    findings = []
    differences = compare(here, there) if here or there else []
    if here and there and not differences and (swapped := exchanged(here, there)) is not None:
        step = _in_step(when_here, when_there) or sides_in_step(
            source, target, source_lang, target_lang
        )
        differences = [swapped] if step else []
    if not differences and len(here) > 1 and len(there) > 1:
        sides = (source, here, source_lang), (target, there, target_lang)
        differences = from_to.compare(*sides) or not_so_often.compare(*sides)
    for difference in _apart(differences, source, target):
        kind = _meant(difference, source, target)
        if kind is FindingKind.FREQUENCY and _flows(difference, here):
            kind = FindingKind.UNIT
        a, b = difference.source, difference.target
        values = ">".join(q.shown for q in (a, b) if q is not None)
        findings.append(
            Finding(
                kind,
                f"{kind.value}.{difference.reason}:{values}",
                a.span if a is not None else None,
                b.span if b is not None else None,
            )
        )
    findings.extend(compare_timings(when_here, when_there, ours, theirs))
    if not findings:
        findings = said_of_each.quantities(
            (source, source_lang), (target, target_lang), (here, when_here), (there, when_there)
        )
    return (
        findings
        or changed_by.compare(ours, here, theirs, there)
        or bounds.compare(ours, here, theirs, there)
        or signs.compare(ours, here, theirs, there)
        or counted.check(source, target, source_lang, target_lang)
    )


def denied_bounds(
    source: str, target: str, source_lang: str, target_lang: str
) -> list[tuple[Span, Span]]:
    """Places of bounds that both texts say and only one of them with a denial."""
    if source_lang not in LANGUAGES or target_lang not in LANGUAGES:
        return []
    return bounds.denied_alike(*read_tokens(source, source_lang), *read_tokens(target, target_lang))


def answered_bounds(source: str, target: str, source_lang: str, target_lang: str) -> list[Span]:
    """Places of the source's bounds whose values the target bounds too, on either side."""
    return bounds.answered(*read_tokens(source, source_lang), *read_tokens(target, target_lang))


def read_bounds(text: str, language: str) -> list[bounds.Bound]:
    """What a text bounds: "at most four", "over 38"."""
    return list(bounds.bounds_of(*read_tokens(text, language)))


_CARRIED = re.compile(
    "孕|怀|胎|破水|流产|早产|宫缩|引产|足月|妊|预产|(?:剖[宫腹]产|顺产|分娩|助产|出生|生下)(?!之?以?后)"
)
_WEIGHED = re.compile(
    r"出生时|生下来|体重|體重|估重|胎重|出生重|[儿胎]重|双胞胎|\b[Ww]eigh|\b[Pp]es[aóo]|\b[Pp]èse|\b[Pp]oids"
    r"|\b[Вв]ес|وزن|체중|몸무게"
)
_GRAMS = 2
"""Many grams beside these are a body's weight: numbers of more digits than this."""
_STRENGTH = re.compile(
    "眼液|药水|软膏|乳膏|溶液|凝胶|药膏|乳液|洗剂|喷雾|滴剂|点眼|麻药|(?<!氧)浓度"
)


def _flows(difference: Difference, here: Sequence[Quantity]) -> bool:
    """Whether "per hour" and "per minute" say how fast something runs: 75 ml/h, two litres/min."""
    both = (difference.source, difference.target)
    return all(q is not None and q.unit == "period" for q in both) and any(
        q.dimension == "volume" or q.unit == "drop" for q in here
    )


def _meant(difference: Difference, source: str, target: str) -> FindingKind:
    """The kind, where the words around say what the amount is of.

    Weeks or months of a pregnancy are how far it is, no length of a treatment; the percentage of
    a drug is its strength. One of the two texts is Chinese.
    """
    units = {q.unit for q in (difference.source, difference.target) if q is not None}
    if units - {""} in ({"week"}, {"month"}) and difference.kind is FindingKind.DURATION:
        carried = says(source, _CARRIED) or says(target, _CARRIED)
        return FindingKind.NUMBER if carried else difference.kind
    if difference.kind is FindingKind.NUMBER and units <= _BARE:
        put = _is_put(difference.source, source) or _is_put(difference.target, target)
        return FindingKind.DOSE if put else difference.kind
    taken = units <= _TAKEN and difference.kind is FindingKind.DOSE
    if taken and (_tested(difference.source, source) or _tested(difference.target, target)):
        return FindingKind.NUMBER
    if "g" in units and units <= _WEIGHTS and difference.kind is FindingKind.DOSE:
        grown = says(source, _WEIGHED) or says(target, _WEIGHED)
        many = all(len(q.shown) > _GRAMS for q in (difference.source, difference.target) if q)
        return FindingKind.NUMBER if grown and many else difference.kind
    shares = bool(units) and units <= {"percent", "permille"}
    if shares and difference.kind is FindingKind.NUMBER:
        drug = says(source, _STRENGTH) or says(target, _STRENGTH)
        return FindingKind.DOSE if drug else difference.kind
    return difference.kind


_BARE = frozenset(("", "piece", "times", "fold"))
_PUT = re.compile("贴(?!着|近|心|纸|边)|枚?栓|的?(?:剂|药|用)?量")
"""Behind a number: patches, suppositories and half of an amount are a dose."""
_SPRAYED = re.compile("[喷吸][^，。；,;]{0,3}$")
"""Before a number of 下: so many puffs."""


def _is_put(quantity: Quantity | None, text: str) -> bool:
    """Whether a Chinese text says that it is how many patches or puffs somebody takes."""
    if quantity is None:
        return False
    start, end = quantity.span
    if _PUT.match(text, end):
        return True
    puffs = text.startswith("下", end) or text.startswith("下", end - 1)
    return puffs and _SPRAYED.search(text, max(0, start - 5), start) is not None


_WEIGHTS = frozenset(("g", "kg", ""))
_TAKEN = frozenset(("g", "mg", "mcg", "ml", "sachet", "piece", "tablet", "vial", ""))
_TESTED = re.compile(
    r"(?:血红蛋白|血色素|\bH[bB]|血糖|尿酸|肌酐|胆固醇|尿蛋白|总蛋白|胆红素|甘油三酯|铁蛋白|泵速|滴速|滤过率|清除率|GFR|潮气量|肺活量|输出量|搏出量|余尿|膀胱容量|体积|流速|尿量|出血|失血)"
    r"[^，。；,;：:0-9吃服用打注输]{0,8}$"
)
_SMOKED = re.compile(r"[^，。；,;]{0,6}[烟煙]")
"""Behind a number of packets: one smokes them."""
_SMOKES = re.compile("(?:[抽吸]|香)[烟煙](?![^。；;]*[药針针剂贴片粒注])[^。；;]{0,16}$")
"""Before it: 我抽烟抽了二十年，一天十支."""

_GROWN = re.compile("[颗粒片]?[^，。；,;]{0,4}(?:牙|齿|结石|息肉|结节|痣|钉|痘)")
"""Behind a number of 颗, of which pills are only one kind."""


def _tested(quantity: Quantity | None, text: str) -> bool:
    """Whether a Chinese text says that the amount was measured, or smoked, and is no dose."""
    if quantity is None:
        return False
    start, end = quantity.span
    if quantity.unit == "tablet":
        return _GROWN.match(text, end) is not None
    if quantity.unit in ("sachet", "piece", "vial", ""):
        smoked = _SMOKED.match(text, end) or _SMOKES.search(text, max(0, start - 24), start)
        return smoked is not None
    return _TESTED.search(text, max(0, start - 20), start) is not None


def _in_step(here: Sequence[Timing], there: Sequence[Timing]) -> bool:
    """Whether both texts name the same two or more times of day in the same order."""
    ours = [t.name for t in here if t.group == "slot"]
    return len(ours) > 1 and ours == [t.name for t in there if t.group == "slot"]


def _apart(differences: list[Difference], source: str, target: str) -> list[Difference]:
    """The differences without what only belongs to a changed one: the end of its range."""
    if not differences:
        return []
    changed = [(d.source, d.target) for d in differences if d.source and d.target]
    here, there = sorted(a.span for a, _ in changed), sorted(b.span for _, b in changed)
    return [
        d
        for d in differences
        if (d.source and d.target)
        or not (
            _in_passing(d.source, source)
            or _in_passing(d.target, target)
            or _touches(d.source, here, source)
            or _touches(d.target, there, target)
        )
    ]


_FEW = 10
"""Bare numbers up to here are often said without a numeral: "both", "half", "the second"."""
_WRITTEN = re.compile(r"\d")


def _in_passing(quantity: Quantity | None, text: str) -> bool:
    """A small number in words and of nothing that is measured, with none in its place.

    In 2,938 right pairs that were new to the checks it was said otherwise 40 times, in 2,802
    wrong ones it was the error 8 times.
    """
    if quantity is None or quantity.dimension or quantity.role is not FindingKind.NUMBER:
        return False
    small = any(k.replace(".", "").isdigit() and float(k) <= _FEW for k in quantity.loose)
    return small and _WRITTEN.search(text, *quantity.span) is None


def _touches(quantity: Quantity | None, changed: list[Span], text: str) -> bool:
    """Whether only a short word stands between it and another: "2,000 to 3,000", "6 of 10"."""
    if quantity is None:
        return False
    at = bisect_left(changed, quantity.span)
    for other in changed[max(0, at - 1) : at + 1]:
        first, second = sorted((quantity.span, other))
        between = text[first[1] : second[0]].strip()
        if len(between) <= _SHORT and not _PAUSE.search(between):
            return True
    return False


_SHORT = 6
_PAUSE = re.compile(r"[,，;；。.、،؛]")


def read(text: str, language: str) -> tuple[list[Quantity], list[Timing]]:
    """The quantities and the timings of one text."""
    _, quantities, when = _reading(text, language)
    return list(quantities), list(when)


def read_tokens(text: str, language: str) -> tuple[Tokens, Sequence[Quantity]]:
    """The tokens of one text and the quantities that they make."""
    tokens, quantities, _ = _reading(text, language)
    return tokens, quantities


_Reading = tuple[Tokens, Sequence[Quantity], Sequence[Timing]]


@functools.lru_cache(maxsize=32)
def _reading(text: str, language: str) -> _Reading:
    """Kept for a while: one source is compared with all hypotheses of its translation."""
    tokens = Tokens(text, language)
    if not tokens.speaks:
        return tokens, (), ()
    reader = QuantityReader(tokens)
    drafts = reader.read()
    quantities = [finished(d, tokens.place(d.start, d.end)) for d in drafts]
    if any(word in tokens.text for word in tokens.lexicon.fluids):
        lost = [_beside_fluid(tokens, d.start, d.end) for d in drafts]
        quantities = [_measured(q) if f else q for q, f in zip(quantities, lost, strict=True)]
    return tokens, tuple(quantities), tuple(timings(tokens.items, reader.used_parts))


_PART = re.compile(r"(?<![0-9])[,;.]|[,;.](?![0-9])|[，；。،؛、]")


def _beside_fluid(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the part of the sentence around an amount speaks of blood, urine, a drain."""
    first, stop = around(tokens.text, (start, end), _PART)
    return any(word in tokens.text[first:stop] for word in tokens.lexicon.fluids)


def _measured(quantity: Quantity) -> Quantity:
    """A volume of blood or urine is no dose."""
    if quantity.dimension != "volume":
        return quantity
    return replace(quantity, role=FindingKind.NUMBER)
