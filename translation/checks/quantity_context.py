"""What the words around say about quantities that were read: blood pressures, pairs, repetitions.

Every rule here widens what a quantity may be answered by; none of them changes its value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from translation.checks.numbers_lexicon import Lexicon
from translation.checks.numbers_tokens import Token
from translation.checks.quantity_around import around_settled
from translation.checks.quantity_draft import Draft
from translation.checks.text import says
from translation.checks.units import UNITS, size_keys, text_of

_HIGH, _LOW = (9, 25), (4, 15)
"""Blood pressures in centimetres of mercury, as they are said in France, Spain, Arabia."""
_LINKS = frozenset(("", "-", "/", "x", "sur", "con", "por", "y", "على", "علي", "на", "over", "et"))
_GLASSES = re.compile("近视|远视|散光|老花|眼镜|度数|[左右双]眼|看远|验光|配镜|近視|遠視|乱視|老眼")
_LONG_RU = frozenset(UNITS[name] for name in ("day", "week", "month", "year"))
_ON_RU = re.compile(r"\b(?:на|во?|со?|через|до|к|по) $")
_HAEMOGLOBIN = re.compile(
    r"血色素|血红蛋白|h[ae]?emoglob|hémoglob|гемоглоб|ヘモグロビン|헤모글로빈|혈색소|هيموجلوب|هيموغلوب|\bhb\b"
)
_BETWEEN_ZH = re.compile("[^，。,]{0,3}(?:之间|中间|间隔)")
_BETWEEN = re.compile(r"\b(?:entre|between|между|بين)(?: l[ao]s| les| the)? $")
_EACH = re.compile("あたり|当たり|につき")
_PARTS_ZH = re.compile("(早中?晚)各[^，,。、0-9]{0,3}$")
_PARTS_JA = re.compile("(朝昼?[夕晩夜])[、に]?$")
_FEVER = (5, 10)
"""A Japanese or Chinese "seven degrees" is 37 degrees of body heat."""


def settled(drafts: list[Draft], tokens: Sequence[Token], text: str, lex: Lexicon) -> list[Draft]:
    """The drafts, with what their surroundings add to them."""
    if not drafts:
        return drafts
    pressed = any(word in text for word in lex.pressure)
    warm = any(word in text for word in lex.fever)
    dropped: set[int] = set()
    if _APGAR.search(text):
        drafts = _marked(drafts, tokens)
    heavy = any(word in text for word in lex.weight)
    for a, b in pairwise(drafts):
        if a.kind != "number" or b.kind != "number" or id(a) in dropped:
            continue
        if (pressed or _in_words(a, b, tokens, lex)) and _is_pressure(a, b, tokens):
            for draft in (a, b):
                draft.loose |= {text_of(draft.values[0] * 10)}
        elif heavy and _is_weight(a, b, tokens):
            a.loose |= {text_of(1000 * a.values[0] + b.values[0])}
            a.values, a.unit = (round(a.values[0] + b.values[0] / 1000, 3),), UNITS["kg"]
            dropped.add(id(b))
        elif lex.language == "es" and _is_tall(a, b, tokens):
            a.loose |= {text_of(100 + b.values[0])}
            a.values, a.unit, a.optional = (1 + b.values[0] / 100,), UNITS["m"], False
            dropped.add(id(b))
        elif lex.language in _PRICED and _is_price(a, b, tokens, text):
            a.loose |= {text_of(a.values[0] + b.values[0] / 100)}
            a.keys, b.optional, b.shown = a.keys | _cents(a, b), True, ""
        elif _is_share(a, b, tokens):
            a.keys |= {f"percent:{100 * a.values[0] / b.values[0]:.4g}"}
            b.base, b.optional = True, b.values[0] in _SCORES
        elif b.values == (2.0,) and a.values == (1.0,) and _or_two(a, b, tokens):
            a.unit, b.unit = a.unit or b.unit, a.unit  # a day or two
            a.optional = b.optional = False
        elif a.ordinal and b.ordinal and a.unit is UNITS["day"] and b.unit is UNITS["month"]:
            # the eighth day of the twelfth month
            a.kind, a.keys = "date", frozenset((f"M{int(b.values[0])}D{int(a.values[0])}",))
            dropped.add(id(b))
        elif a.values == (0.0,) and a.first == b.first:
            a.optional = True  # 0/14 is none of 14
        elif _is_among(a, b, text, lex.language):
            b.keys |= {f"percent:{100 * b.values[0] / a.values[0]:.4g}"}
            a.base = True
        elif a.first == b.first and b.values[0] in _MARKS and a.values[0] <= b.values[0]:
            share = a.values[0] / b.values[0]  # sight of 3/10 or 20/40 is also said as 0.3, 0.5
            a.keys |= {f"percent:{100 * share:.4g}"}
            a.loose |= {text_of(round(share, 3))}
            b.optional = True
        elif b.values == (10.0,) and a.values[0] in (0.0, 1.0) and _is_scale(a, b, tokens):
            a.optional = True  # a scale from zero or one to ten
        elif a.values == b.values and (_said_twice(a, b, tokens) or _nights(a, b, tokens)):
            dropped.add(id(b))
    _mark_rest(drafts)
    split = lex.language == "zh" and _SPLIT.search(text) is not None
    for draft in drafts:
        if draft.kind != "number":
            continue
        value, unit = draft.values[0], draft.unit
        if lex.language == "zh" and draft.is_time and _AGAIN.match(text, draft.end):
            draft.interval, draft.optional = True, False
        if value == 1 and split and (into := _parts_made(draft, text)):
            draft.keys |= {f"percent:{100 / into:.4g}"}  # 掰成四份，吃一份: a quarter
        if draft.ordinal and unit is UNITS["month"]:
            draft.keys |= {f"M{int(value)}"}  # the twelfth month
        if lex.language == "fr" and value > 1 and _divided(draft, tokens, text):
            draft.keys |= {f"percent:{100 / value:.4g}"}  # divisé par trois: a third
        if value > 1 and _is_every_so_many(draft, tokens, text):
            draft.keys |= {f"percent:{100 / value:.4g}"}
        if power := _POWER.match(text, draft.end):
            draft.loose |= {text_of(value * (1e3 if power[1] in ("9", "⁹") else 1e6))}
        tenths = lex.language == "ja" and value % 1 > 0  # 七度五分 is said of a body only
        if (warm or tenths) and unit is UNITS["degree"] and _in(value, _FEVER):
            draft.loose |= {text_of(round(value + 30, 2))}
        if warm and unit is UNITS["degree"] and 34 <= value <= 43:
            draft.keys |= {f"temperature:{value:.1f}", f"n:{text_of(value)}"}  # 101.3 °F
        if unit is not None and unit.name == "degree" and value >= 25 and says(text, _GLASSES):
            draft.loose |= {text_of(value / 100)}  # 200度 is two dioptres
        bare = unit is None or unit.name == "degree"
        if warm and bare and lex.language == "en" and 95 <= value <= 108:
            draft.loose |= {text_of(round((value - 32) / 1.8, 1))}
        if 4 <= value <= 20 and not (power or draft.is_time) and says(text, _HAEMOGLOBIN):
            draft.loose |= {text_of(round(value * 10, 1))}  # 9 g/dl is 90 g/l
        if value == 1 and lex.language == "ja" and _EACH.match(text, tokens[draft.last].end):
            draft.optional = True  # 体重1kgあたり is 每公斤体重
        if value == 1 and unit is UNITS["times"]:
            often = _each_part(draft, text, lex.language)
            draft.loose |= often
            if draft.unit is UNITS["times"]:
                draft.keys |= {f"times:{n}" for n in often}
        if unit is None and value <= _ITEMS and _is_item(draft, text):
            draft.optional = True
        if value == 1 and text[draft.end : draft.end + 1] == "+":
            draft.optional = True  # 1+ is also written +
        begun = lex.language == "ru" and draft.ordinal and value > 1
        if begun and unit in _LONG_RU and not _before(draft, _ON_RU, text):
            draft.keys |= frozenset(size_keys(value - 1, unit))  # вторую неделю: over a week
        if unit is UNITS["g"] and lex.language == "ru" and _OF_WATER.match(text, draft.end):
            draft.keys |= frozenset(size_keys(value, UNITS["ml"]))
        if value == 2 and draft.ordinal and unit is UNITS["day"] and lex.language == "zh":
            draft.keys |= {"D+1"}  # 第二天 is also the next day
        if value == 2 and (_BETWEEN_ZH.match(text, draft.end) or _before(draft, _BETWEEN, text)):
            draft.optional = True  # 两片之间隔六小时
        if value == 2:
            _two(draft, tokens, text, lex)
    return around_settled([d for d in drafts if id(d) not in dropped], tokens, text)


def _mark_rest(drafts: list[Draft]) -> None:
    """ "Soixante-dix pour cent, les trente restants": what makes up a hundred is a percentage."""
    shares = {d.values[0] for d in drafts if d.unit is UNITS["percent"]}
    for draft in drafts if shares else ():
        bare = draft.kind == "number" and draft.unit is None and not draft.ordinal
        if bare and 100 - draft.values[0] in shares:
            draft.keys |= {f"percent:{draft.values[0]:.4g}"}
            draft.loose |= {text_of(round(draft.values[0] / 100, 4))}


_ITEMS = 20
_NEAR = 4
"""Signs before a number that are looked at: white space and a bracket."""
_ITEM_BEFORE = re.compile(r"(?:^|[;；:：\n。.])[\s(（]*$")
_ITEM_AFTER = re.compile(r"[.、．)）](?!\d)")


def _is_item(draft: Draft, text: str) -> bool:
    """Whether a number only numbers what follows: "1. pneumonia; 2. diabetes"."""
    return (
        text[draft.start : draft.end].isdigit()
        and _ITEM_AFTER.match(text, draft.end) is not None
        and _ITEM_BEFORE.search(text, max(0, draft.start - _NEAR), draft.start) is not None
    )


def _marked(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """Marks of a newborn: the minutes say when they were given, "8 at one minute, 9 at five"."""
    drafts = [d for d in drafts if d.kind != "period" or d.unit is not UNITS["minute"]]
    for draft in drafts:
        if draft.kind == "number" and draft.unit is UNITS["minute"]:
            draft.optional = True
            bare = draft.first == draft.last and tokens[draft.first].sense in ("digits", "numeral")
            if bare:
                draft.unit, draft.optional = None, False
    return drafts


_APGAR = re.compile("apgar|апгар|阿氏|阿普加|アプガ|아프가|아프거|[اأ]بغار|[اأ]بجار|[اأ]بقار")


def _or_two(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """ "un jour ou deux": the unit of the one is that of the two."""
    if a.unit is None or b.unit is not None or b.first != a.last + 2:
        return False
    return tokens[a.last + 1].text in _OR and not tokens[b.first].gap.strip()


_OR = frozenset(("ou", "or", "o", "или", "او"))


def _divided(draft: Draft, tokens: Sequence[Token], text: str) -> bool:
    """Whether the number comes after "divisé par", "divisez la dose par"."""
    before = tokens[draft.first - 1] if draft.first else None
    if before is None or before.sense != "per":
        return False
    return "divis" in text[max(0, before.start - 24) : before.start]


def _each_part(draft: Draft, text: str, language: str) -> frozenset[str]:
    """早晚各测一次, 朝夕1回ずつ: once for each part of the day, so often a day."""
    before = text[max(0, draft.start - 6) : draft.start]
    hit = _PARTS_ZH.search(before) if language == "zh" else None
    if language == "ja" and text[draft.end : draft.end + 2] == "ずつ":
        hit = _PARTS_JA.search(before)
    return frozenset((str(len(hit[1])),)) if hit else frozenset()


def _parts_made(draft: Draft, text: str) -> float:
    """Into how many parts like this one something was split right before, 0 where it was not."""
    split = _SPLIT.search(text, max(0, draft.start - _BEFORE_MOST), draft.start)
    made = split is not None and split[2] in text[draft.end - 1 : draft.end + 1]
    return _MADE[split[1]] if split is not None and made else 0.0


_MADE = {"两": 2.0, "二": 2.0, "三": 3.0, "四": 4.0, "2": 2.0, "3": 3.0, "4": 4.0}
_SPLIT = re.compile("[掰切分剪]开?[成为]?([两二三四234])([份瓣块片半])")


def _before(draft: Draft, words: re.Pattern[str], text: str) -> bool:
    """Whether ``words`` end right before the number."""
    return words.search(text, max(0, draft.start - _BEFORE_MOST), draft.start) is not None


_BEFORE_MOST = 16
"""Signs of the longest words that are looked for right before a number."""


def _in(value: float, limits: tuple[int, int]) -> bool:
    return limits[0] <= value <= limits[1]


def _in_words(a: Draft, b: Draft, tokens: Sequence[Token], lex: Lexicon) -> bool:
    """ "douze huit": two numbers side by side that make no number together."""
    spelled = tokens[a.last].sense == tokens[b.first].sense == "numeral"
    return lex.language in ("fr", "es") and spelled and b.first == a.last + 1


def _is_pressure(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """treize-huit, catorce con ocho, 14 على 9."""
    if not _in(a.values[0], _HIGH) or not _in(b.values[0], _LOW) or a.values[0] <= b.values[0]:
        return False
    if b.first - a.last > 2 or (a.unit is not None and a.unit is not UNITS["mmhg"]):
        return False
    between = "".join(t.gap + t.text for t in tokens[a.last + 1 : b.first])
    return (between + tokens[b.first].gap).strip() in _LINKS


def _is_weight(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """ "вес три шестьсот": 3 kg 600 g without its units."""
    bare = a.unit is None and b.unit is None and b.first == a.last + 1
    whole = 0 < a.values[0] < 20 and 100 <= b.values[0] < 1000
    return bare and whole and not tokens[b.first].gap.strip()


def _is_tall(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """ "Mide uno ochenta": 1.80 m without its unit."""
    bare = a.unit is None and b.unit is None and b.first == a.last + 1
    tall = a.values == (1.0,) and 40 <= b.values[0] < 100 and tokens[a.first].text == "uno"
    return bare and tall and not tokens[b.first].gap.strip()


def _is_scale(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """ "from zero to ten", 0-10."""
    if b.first == a.last + 1:
        return tokens[b.first].gap.strip() in ("-", "~")
    return b.first == a.last + 2 and tokens[a.last + 1].sense in ("range", "to", "at")


_PRICES = re.compile(" (?:(?:and|et|con|y|и) )?")
"""Between whole money and its hundredths: "two hundred yuan fifty"."""


_PRICED = frozenset(("en", "fr", "es", "ru"))


def _is_price(a: Draft, b: Draft, tokens: Sequence[Token], text: str) -> bool:
    """ "Doscientos cincuenta yuanes con cincuenta" is 250.50."""
    between = text[tokens[a.last].end : b.start]
    whole = a.unit is UNITS["money"] or (a.unit is None and between == " con ")
    if not whole or b.unit not in (None, UNITS["money"]) or b.ordinal or a.values[0] < _HIGH[1]:
        return False
    hundredths = 10 <= b.values[0] < 100 and b.values[0] % 1 == 0
    return hundredths and _PRICES.fullmatch(between) is not None


def _cents(a: Draft, b: Draft) -> frozenset[str]:
    return frozenset((f"n:{text_of(a.values[0] + b.values[0] / 100)}",))


def _is_share(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """ "nine cases out of ten" is 90 %."""
    if not 0 < a.values[0] < b.values[0] or not float(b.values[0]).is_integer():
        return False
    if b.first - a.last > 2 or b.unit not in (None, UNITS["piece"]) or a.ordinal:
        return False
    words = "".join(t.gap + t.text for t in tokens[a.last + 1 : b.first]) + tokens[b.first].gap
    links = _OUT_OF if a.values[0] == 1 or b.values[0] in (10.0, 100.0) else _SURELY_OUT_OF
    if words.strip() in _OF and float(a.values[0]).is_integer():
        return True
    if words.strip() == "in" and b.values[0] <= _FEW_IN:
        return True  # three in four; no year, no "in 8 hours"
    return any(words.rstrip().endswith(word) for word in links) and len(words) < 30


def _is_among(a: Draft, b: Draft, text: str, language: str) -> bool:
    """一万人に一人, 十个人里有三个, "de cada diez, tres": so many in so many."""
    some, every = b.values[0], a.values[0]
    if not 1 <= some < every or b.first - a.last > 3 or not (some + every).is_integer():
        return False
    if any(d.unit not in (None, UNITS["piece"]) or d.ordinal for d in (a, b)):
        return False
    among = _AMONG.get(language, _AND_OF_THEM)
    if among.fullmatch(text, a.end, b.start) is None:
        return False
    return language in _AMONG or _before(a, _OF_EVERY[language], text)


_OF_WATER = re.compile(r" (?:[а-яё]+ой )?(?:воды|кипятка|молока|жидкости|сока|чая)\b")
"""Behind Russian grams, which are millilitres then: двести граммов воды."""
_POWER = re.compile(r" ?[×x*х] ?10\^?(9|⁹|12|¹²)(?![0-9])")
"""Cells: 210×10⁹/l are 210,000 in a microlitre."""
_ONE_OF = re.compile(r"\bод(?:ин|н(?:ого|ому|ой|у|им|ом|а|о)) из $")


def _is_every_so_many(draft: Draft, tokens: Sequence[Token], text: str) -> bool:
    """ "Каждый третий", "every third patient", "у одного из трёх": one in three."""
    if draft.unit not in (None, UNITS["piece"]):
        return False
    if draft.ordinal:
        every = draft.first > 0 and tokens[draft.first - 1].sense == "every"
        return every and not tokens[draft.first].gap.strip()
    return _ONE_OF.search(text, max(0, draft.start - 16), draft.start) is not None


_OF_EVERY = {
    "en": re.compile(r"\b(?:of|in|from) (?:every|each) $"),
    "fr": re.compile(r"\bsur $"),
    "es": re.compile(r"\bde cada $"),
    "ru": re.compile(r"\bиз (?:каждых )?$"),
    "ar": re.compile(r"\bمن (?:بين )?كل $"),
}
_AND_OF_THEM = re.compile(r"[^\W\d]*(?: [^\W\d]+){0,2},? (?:[^\W\d]+ ){0,2}")
"""Between the two: "of every ten patients, seven"."""
_AMONG = {
    "ja": re.compile("(?:人|例|件|名)?(?:中|のうち|に)(?:約|およそ)?"),
    "zh": re.compile(
        "(?:个?(?:病?人|患者|孩子|老人|女性|男性|孕妇)|[个例名位])?(?:里[头面]?|当?中|之中)"
        "(?:大?约|大概|就|只|会)?有?"
    ),
    "ko": re.compile(" ?(?:명|사람|분)? ?(?:중|가운데|당)에?서? ?"),
}
_SCORES = (10.0, 100.0)
"""What marks are given out of; it is often left out: "la douleur est à 7 sur 10"."""
_MARKS = (10.0, 20.0)
_AGAIN = re.compile("一[查换打测检访洗透补复][^月日]?")
"""After a span: 半年一查, a check every six months."""
_US = ("们", "我", "你", "他", "她", "咱")
_OF = frozenset(("of", "of the"))
_FEW_IN = 12
_SURELY_OUT_OF = (
    " sur", "out of", "out of every", "in every", "of every", "de cada", " из", "من كل",
)  # fmt: skip
_OUT_OF = (*_SURELY_OUT_OF, " in", " of", " من", " de")


def _said_twice(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """两天两夜 (two days and two nights), 半片半片: one amount."""
    if a.unit is not b.unit or b.first - a.last > 2 or a.unit is None:
        return False
    if b.first == a.last + 2 and tokens[a.last + 1].sense == "stop":
        return False
    between = tokens[b.first].gap.strip()
    words = [" ".join(t.text for t in tokens[d.first : d.last + 1]) for d in (a, b)]
    nights = a.unit is UNITS["day"] and words[0] != words[1] and between in _AND_NIGHTS
    return nights or (words[0] == words[1] and not between and _is_dense(words[0]))


def _nights(a: Draft, b: Draft, tokens: Sequence[Token]) -> bool:
    """两天两夜: here 夜 was read as a part of the day."""
    if a.unit is not UNITS["day"] or b.unit is not None or b.first != a.last + 1:
        return False
    after = tokens[b.last + 1] if b.last + 1 < len(tokens) else None
    return after is not None and after.text in ("夜", "晚") and not after.gap


_AND_NIGHTS = frozenset(("", "and", "et", "y", "и", "و", "と"))


def _is_dense(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


_SPACE = re.compile(r"\s*")
_LATELY = ("这", "前", "过")
"""Before 两天 in "these days", "the other day", "one of these days"."""


def _two(draft: Draft, tokens: Sequence[Token], text: str, lex: Lexicon) -> None:
    """ "both his parents" and "his two parents"; Chinese "two days" is also a few days."""
    last = tokens[draft.last]
    unit = draft.unit
    if lex.language == "zh":
        if tokens[draft.first].text == "两" and unit is UNITS["day"] and not draft.interval:
            draft.loose |= {"few", "3"}
            draft.optional |= tokens[draft.first].gap.endswith(_LATELY)
        if tokens[draft.first].text == "俩" and tokens[draft.first].gap.endswith(_US):
            draft.optional = True
        return
    if unit is not None and unit is not UNITS["piece"]:
        return
    after = _SPACE.match(text, last.end if unit is None else last.start)
    if after is not None and text.startswith(lex.paired, after.end()):
        draft.optional = True
