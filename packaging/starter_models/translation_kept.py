"""Simple counting of what a translation must never lose: numbers, sides and negations.

A translation is compared with the reference of the same language, so that both sides go through
the same rules ("twice" is 2 for both). This is the recipe's own yardstick; the application's
checks in `translation.checks` compare source and target and are finer.
"""

import re
from collections import Counter

_DIGITS = re.compile(r"\d+(?:[.:/]\d+)*")
_EN_WORDS = {
    "once": "1", "twice": "2", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "1st": "1", "first": "1", "second": "2",
    "2nd": "2", "third": "3", "3rd": "3",
}  # fmt: skip
_ZH_WORDS = re.compile(r"[两二三四五六七八九](?=[个天次片粒周年月岁点小颗])")
_ZH_VALUES = {"两": "2", **{c: str(i) for i, c in enumerate("零一二三四五六七八九") if i > 1}}
_NO_NUMBER_EN = re.compile(r"\bat once\b|\bfirst(?=[.,;!?]|$)")
_SIDE_EN = re.compile(r"\b(left|right|both sides|bilateral|both)\b")
_NOT_SIDE_EN = re.compile(
    r"\bright (now|away|after|before|here|there|back|at)\b|\b(is|that's|all|are) right\b"
    r"|\b(have|had|has|was|is|are|just|were|i've) left\b|\bleft (over|behind|the hospital)\b"
    r"|\b(pills|tablets|days|doses|any|much|many) left\b"
)
_SIDE_ZH = re.compile(r"左右|[左右]|双侧|两边|两侧|双")
_NEGATION_EN = re.compile(
    r"\b(no|not|never|none|nothing|nobody|neither|nor|without|cannot|don't|doesn't|didn't|isn't"
    r"|aren't|wasn't|weren't|haven't|hasn't|hadn't|won't|can't|couldn't|shouldn't|wouldn't|mustn't"
    r"|needn't|avoid|stop|stopped|unable)\b|n't\b"
)
_NEGATION_ZH = re.compile(r"没|不|别|无|未|勿|非(?!常)|停|免|避")
_NOT_NEGATION_ZH = re.compile(
    r"不过|对不起|差不多|不好意思|不仅|不但|不管|[是疼有会能要用行](不|没)"
)


def numbers(text: str, lang: str) -> Counter[str]:
    """All quantities as digit strings, small words included."""
    found = _DIGITS.findall(text)
    if lang == "en":
        plain = _NO_NUMBER_EN.sub(" ", text.lower())
        words = re.findall(r"[a-z0-9]+", re.sub(r"\d+[.:/]\d+", " ", plain))
        found += [_EN_WORDS[w] for w in words if w in _EN_WORDS and not w[0].isdigit()]
    else:
        found += [_ZH_VALUES[w] for w in _ZH_WORDS.findall(text)]
    return Counter(re.sub(r":00$", "", n) for n in found)


def sides(text: str, lang: str) -> Counter[str]:
    """Left, right and both, counted."""
    if lang == "en":
        plain = _NOT_SIDE_EN.sub(" ", text.lower())
        names = {"left": "L", "right": "R"}
        found = _SIDE_EN.findall(plain)
    else:
        names = {"左": "L", "右": "R"}
        found = _SIDE_ZH.findall(text)
    return Counter(names[f] for f in found if f in names)


def negated(text: str, lang: str) -> bool:
    """Whether the sentence holds any negation (A-not-A questions are none)."""
    if lang == "en":
        return bool(_NEGATION_EN.search(text.lower()))
    return bool(_NEGATION_ZH.search(_NOT_NEGATION_ZH.sub(" ", text)))


def compare(reference: str, hypothesis: str, lang: str) -> dict[str, bool]:
    """For each kind that occurs in either text: whether both agree."""
    result = {}
    for name, rule in (("numbers", numbers), ("sides", sides)):
        a, b = rule(reference, lang), rule(hypothesis, lang)
        if a or b:
            result[name] = a == b
    a_not, b_not = negated(reference, lang), negated(hypothesis, lang)
    if a_not or b_not:
        result["negation"] = a_not == b_not
    return result
