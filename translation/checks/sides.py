"""Left, right and both sides in a text.

Chinese and English are read here with ``tokens/sides.toml``, the other languages with a lexicon
each (``tokens/sides_<language>.toml``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from translation.checks import table_sides as table
from translation.checks.lexicon import table_lexicon
from translation.checks.polarity_table import LANGUAGES
from translation.checks.text import blank, half_width, lower, touch, words
from translation.types import Span


@dataclass(frozen=True, slots=True)
class Side:
    """One mention: "left", "right" or "both". An ``unsure`` one may mean something else."""

    side: str
    span: Span
    unsure: bool = False


_ZH_NOT = words(table.ZH_NOT_SIDES)
_ZH_ABOUT = re.compile(rf"(?<=[{table.ZH_AMOUNT_ENDS}])左右(?![两双侧边手眼腿脚耳臂肩膝])")
_ZH_HERE_AND_THERE = re.compile(r"左((?![手眼腿脚耳臂肩膝边侧肺肾])[\u4e00-\u9fff]{1,2}?)右\1")
"""左一趟右一趟, 左看右看: again and again."""
_ZH_SIDE = re.compile(
    r"(?P<lefty>左利手|左撇子|惯用左手|左手利)|(?P<righty>右利手|右撇子|惯用右手|右手利)"
    r"|(?P<both>双侧|两侧)|(?P<maybe>左右|两边|都|[每各]一?[侧边](?!都?[一二两三四五六七八九十几\d])|每[只个条](?=[眼手脚腿耳肩膝鼻]))|(?P<left>左)|(?P<right>右)"
    r"|(?P<pair>双(?=[眼手脚腿肺肾耳肩膝臂下上乳髋足膝瞳颊睑颧踝肘腕腰颞顶额])|两(?=[只条个]?(?:眼|手|脚|腿|肺|肾|耳|肩|膝|胳膊)))"
)
_HANDED = frozenset(("-handed", "handed", "-hander", "handedand", "handed,", "handed.", "handed?"))
_EN_BOTH = frozenset(
    "both bilateral bilaterally either sides each pupils equal symmetrical symmetric".split()
)
_EN_SIDE = re.compile(rf"left|right|{'|'.join(sorted(_EN_BOTH))}")
_EN_LETTER = re.compile(r"\s*(?:(?P<left>l)|(?P<right>r))[.:]?\s*")
"""A cell of a table that is only "L" or "R"."""
_EN_NOTE = re.compile(r"\b[LR]t?\b")
_EN_SHORT = {"l": "left", "lt": "left", "r": "right", "rt": "right"}
"""Before a part of the body, in notes: "R knee", "Lt. hip"."""
_EN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+|[^\sa-z0-9]")


def sides_zh(text: str) -> list[Side]:
    """Sides of a Chinese text."""
    if not _ZH_SIDE.search(text):
        return []
    plain = blank(text, [m.span() for m in _ZH_NOT.finditer(text)])
    plain = blank(plain, [m.span() for m in _ZH_ABOUT.finditer(plain)])
    plain = blank(plain, [m.span() for m in _ZH_HERE_AND_THERE.finditer(plain)])
    found = []
    for m in _ZH_SIDE.finditer(plain):
        name = m.lastgroup or ""
        sure = name in ("left", "right", "both", "lefty", "righty")
        compared = plain[m.start() - 1 : m.start()] == "比"  # 左边比右边重
        found.append(Side(name if sure else "both", m.span(), not sure or compared))
    return found


def sides_en(text: str) -> list[Side]:
    """Sides of an English text."""
    plain = lower(half_width(text))
    if (letter := _EN_LETTER.fullmatch(plain)) is not None:
        name = letter.lastgroup or ""
        return [Side(name, letter.span(name), unsure=True)]
    if not _EN_SIDE.search(plain) and not _EN_NOTE.search(text):
        return []
    tokens = list(_EN_WORD.finditer(plain))
    low = [m[0] for m in tokens]
    found = []
    for i, word in enumerate(low):
        if word in ("left", "right") and "".join(low[i + 1 : i + 3]) in _HANDED:
            found.append(Side(f"{word}y", tokens[i].span()))
        elif word in ("lefthanded", "righthanded", "lefty"):
            found.append(
                Side(f"{word.removesuffix('handed').removesuffix('y')}y", tokens[i].span())
            )
        elif word in ("left", "right"):
            sure = _is_side(word, low, i)
            if sure is not None:
                found.append(Side(word, tokens[i].span(), not sure))
        elif word in _EN_SHORT and text[tokens[i].start()] in "LR":
            after = [w for w in low[i + 1 : i + 3] if w not in (".", ")")][:1]
            if after and after[0] in table.EN_SIDE_NOUNS:
                found.append(Side(_EN_SHORT[word], tokens[i].span(), unsure=True))
        elif word in _EN_BOTH:
            sure = word in ("bilateral", "bilaterally")
            found.append(Side("both", tokens[i].span(), not sure))
    return found


def _is_side(word: str, low: list[str], i: int) -> bool | None:
    """True: a side. None: certainly another meaning. False: cannot tell."""
    before, after = (low[i - 1] if i else ""), (low[i + 1] if i + 1 < len(low) else "")
    if low[i + 1 : i + 3] in (["ventricular", "ejection"], ["ventricle", "ejection"]):
        return None  # LVEF in other languages
    if word == "left" and after == "-" and i + 2 < len(low) and low[i + 2] in _REMAINING:
        return None
    if after in table.EN_SIDE_NOUNS or after in ("-", "/") or before in table.EN_SIDE_BEFORE:
        return True
    if before == "then" and not after.isalpha():
        return True
    if word == "right":
        if not any(token.isalpha() for token in low if token != "right"):
            return False  # a cell of a table, or an answer
        if before == "the" and after == "to" and low[i - 2 : i - 1] == ["from"] and "left" in low:
            return True
        if after in ("to", "of") and before in ("a", "the", "your", "his", "her", "no", "every"):
            return None
        if (before in ("is", "are") and after == "of") or (
            before == "the" and after == "to" and "left" in low
        ):
            return True
        if after in ("now", "away", "back", "after", "before") and before not in ("the", "my"):
            return None
        if after in table.EN_RIGHT_PROPER or before in table.EN_RIGHT_JUDGED:
            return None
        if after == "one":
            return False
        if before in table.EN_SIDE_ARTICLES:
            return True
        if after in table.EN_RIGHT_ADVERB or (before in (",", "") and after in ("?", ",", "!", "")):
            return None
    elif before in table.EN_LEFT_VERB or (before == "and" and "right" not in low):
        return None
    return before in table.EN_SIDE_ARTICLES or bool({before, after} & {"or", "and"})


_REMAINING = frozenset(("over", "overs", "behind"))
_MAYBE = "_maybe"


def sides_by_table(text: str, lang: str) -> list[Side]:
    """Sides of a text in a language that has its own table."""
    lexicon = table_lexicon("sides", lang)
    if lexicon is None:
        return []
    return [
        Side(hit.name.removesuffix(_MAYBE), hit.span, hit.name.endswith(_MAYBE))
        for hit in lexicon.find(text)
    ]


_CAPITALS = re.compile(r"[A-ZА-Я]{2,}(?![a-zа-я])")


def with_letters(found: list[Side], text: str, lang: str) -> list[Side]:
    """``found`` and the sides of abbreviations: "OD", "LUL". All are unsure: they may stand in
    both texts, or mean something else ("OD": an overdose)."""
    known = table.LETTERS.get(lang, {})
    more = [
        Side(known[m[0]], m.span(), unsure=True)
        for m in _CAPITALS.finditer(text)
        if m[0] in known and not any(touch(m.span(), side.span) for side in found)
    ]
    return sorted((*found, *more), key=lambda side: side.span) if more else found


READERS: dict[str, Callable[[str], list[Side]]] = {
    "zh": sides_zh,
    "en": sides_en,
    **{lang: functools.partial(sides_by_table, lang=lang) for lang in LANGUAGES},
}
"""To add a language: write ``tokens/sides_<language>.toml`` and name it in `LANGUAGES`."""
