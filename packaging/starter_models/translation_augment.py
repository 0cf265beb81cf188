"""From sentence pairs to directed training examples: contrasts, inline terms, source noise.

Everything takes the caller's `random.Random`, so an epoch is a function of its seed.
"""

import random
import re
from collections.abc import Callable, Sequence

from translation_common import (
    TERM_AS,
    TERM_BEGIN,
    TERM_END,
    Example,
    Pair,
    other,
)

_NUMBER = re.compile(r"(?<![\d./:])\d+(?:\.\d+)?(?![\d./:]|st\b|nd\b|rd\b|th\b)")
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ZH_DIGITS = "零一二三四五六七八九"
_ZH_WORD_NUMBER = re.compile(r"(?<![\d.:/])(\d{1,3})(?![\d.:/])")


def english_number(value: int) -> str:
    """0 to 999 in English words."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {english_number(rest)}" if rest else "")


def chinese_number(value: int) -> str:
    """0 to 999 in Chinese numerals."""
    if value < 10:
        return _ZH_DIGITS[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return ("" if tens == 1 else _ZH_DIGITS[tens]) + "十" + (_ZH_DIGITS[ones] if ones else "")
    hundreds, rest = divmod(value, 100)
    head = _ZH_DIGITS[hundreds] + "百"
    if not rest:
        return head
    if rest < 10:
        return head + "零" + _ZH_DIGITS[rest]
    return head + ("一" if rest < 20 else "") + chinese_number(rest)


def _new_number(old: str, rng: random.Random) -> str:
    """Another number of the same kind: mostly as many digits, the same decimals, never 1."""
    if "." in old:
        whole, part = old.split(".")
        return f"{_new_number(whole, rng)}.{''.join(str(rng.randint(1, 9)) for _ in part)}"
    if len(old) in (2, 3) and rng.random() < 0.25:
        old = rng.choice(("50", "500", "300", "250", "15", "1000"))
    low, high = (2, 9) if len(old) == 1 else (10 ** (len(old) - 1), 10 ** len(old) - 1)
    step = 10 if len(old) == 3 and old.endswith("0") else 1
    if len(old) > 1 and old.endswith("0") and rng.random() < 0.6:
        step = 10 ** (len(old) - 1)
    return str(rng.randrange(low, high + 1, step))


def vary_numbers(pair: Pair, rng: random.Random) -> Pair:
    """The same sentence with other numbers on both sides, where that is safe to do."""
    found = _NUMBER.findall(pair.zh)
    if len(found) != len(set(found)) or sorted(found) != sorted(_NUMBER.findall(pair.en)):
        return pair
    changed = {n: _new_number(n, rng) for n in found if float(n) >= 2}
    if len(set(changed.values())) != len(changed):
        return pair

    def put(match: re.Match[str]) -> str:
        return changed.get(match[0], match[0])

    return Pair(_NUMBER.sub(put, pair.zh), _NUMBER.sub(put, pair.en), pair.origin, pair.terms)


def swap_sides(pair: Pair) -> Pair:
    """Left and right exchanged on both sides, where both name the same single side."""
    zh = re.findall(r"[左右]", pair.zh)
    en = re.findall(r"\b(left|right)\b", pair.en, re.IGNORECASE)
    if len(zh) != 1 or len(en) != 1 or "左右" in pair.zh:
        return pair
    if {"左": "left", "右": "right"}[zh[0]] != en[0].lower():
        return pair
    if re.search(r"\b(have|had|has|was|is|just) left\b|\bright (now|away|after)\b", pair.en):
        return pair
    table = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
    text = re.sub(r"\b([Ll]eft|[Rr]ight)\b", lambda m: table[m[0]], pair.en)
    swapped = pair.zh.translate(str.maketrans("左右", "右左"))
    return Pair(swapped, text, pair.origin, ())


def find_term(text: str, term: str, lang: str) -> tuple[int, int] | None:
    """Where `term` stands in `text`, if exactly once (English: whole words, any case)."""
    pattern = re.escape(term)
    if lang == "en":
        pattern = rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    spans = [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]
    return spans[0] if len(spans) == 1 else None


def mark(term: str, wanted: str, source_lang: str) -> str:
    """The inline annotation; English inside it has its leading space like everywhere."""
    first, second = (" ", "") if source_lang == "en" else ("", " ")
    return f"{TERM_BEGIN}{first}{term}{TERM_AS}{second}{wanted}{TERM_END}"


def annotate(
    source: str, target: str, source_lang: str, terms: Sequence[tuple[str, str]],
    rng: random.Random, substitute: Callable[[str], str | None], most: int = 3,
) -> tuple[str, str, list[str]]:  # fmt: skip
    """Source with up to `most` terms marked; returns the target and the wanted terms too.

    `substitute` may answer another target term, which then also replaces the old one in the
    target: the model must learn to take what it is told, not what it knows.
    """
    target_lang = other(source_lang)
    chosen = list(dict.fromkeys(terms))
    rng.shuffle(chosen)
    edits: list[tuple[int, int, str]] = []
    wanted_terms = []
    for zh, en in chosen[: rng.randint(1, most)]:
        term, wanted = (zh, en) if source_lang == "zh" else (en, zh)
        span = find_term(source, term, source_lang)
        place = find_term(target, wanted, target_lang)
        if span is None or place is None or any(a < span[1] and span[0] < b for a, b, _ in edits):
            continue
        replacement = substitute(wanted)
        if replacement is not None:
            target = replace_term(target, place, replacement, target_lang)
            wanted = replacement
        edits.append((*span, mark(source[span[0] : span[1]], wanted, source_lang)))
        wanted_terms.append(wanted)
    for begin, end, text in sorted(edits, reverse=True):
        # The space before an English term moves inside the mark.
        if source_lang == "en" and begin and source[begin - 1] == " ":
            begin -= 1
        source = source[:begin] + text + source[end:]
    return source, target, wanted_terms


def replace_term(text: str, place: tuple[int, int], new: str, lang: str) -> str:
    """`text` with the span replaced; English keeps its capital and its a/an right."""
    begin, end = place
    before = text[:begin]
    if lang == "en":
        if text[begin].isupper() and begin == 0:
            new = new[0].upper() + new[1:]
        article = "an" if new[0].lower() in "aeiou" else "a"
        before = re.sub(r"\b(a|an) $", f"{article} ", before)
        before = re.sub(r"\b(A|An) $", f"{article.capitalize()} ", before)
    return before + new + text[end:]


def number_words(text: str, lang: str, rng: random.Random) -> str:
    """Whole numbers up to 999 written as words, as a recogniser without digits would."""

    def english(match: re.Match[str]) -> str:
        return english_number(int(match[1]))

    def chinese(match: re.Match[str]) -> str:
        value = int(match[1])
        counted = (
            match.end() < len(text) and text[match.end()] in "个天次片粒年周岁点颗滴支瓶包种项位"
        )
        if value == 2 and counted and text[match.end()] != "岁" and rng.random() < 0.8:
            return "两"
        return chinese_number(value)

    if lang == "en":
        return re.sub(r"(?<![\d.:/])(\d{1,3})(?![\d.:/]|st\b|nd\b|rd\b|th\b)", english, text)
    return _ZH_WORD_NUMBER.sub(chinese, text)


def _slip(text: str, lang: str, rng: random.Random) -> str:
    """One small recognition-like error, never in a digit, a side or a negation."""
    if lang == "zh":
        places = [i for i, c in enumerate(text) if c in "的了呢吧啊，就都"]
        if not places:
            return text
        i = rng.choice(places)
        return text[:i] + (rng.choice("的了啊呢") if rng.random() < 0.3 else "") + text[i + 1 :]
    words = text.split(" ")
    places = [i for i, w in enumerate(words) if w.lower() in _LIGHT]
    if not places:
        return text
    i = rng.choice(places)
    words[i : i + 1] = [] if rng.random() < 0.6 else [words[i], words[i].lower()]
    return " ".join(words)


_LIGHT = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "is",
        "are",
        "was",
        "do",
        "does",
        "and",
        "for",
        "in",
        "on",
        "so",
        "well",
        "just",
    ]
)


_REWORDED = {
    "zh": (
        ("您", "你"), ("你", "您"), ("可是", "但是"), ("但是", "不过"), ("但是", "可是"),
        ("如果", "要是"), ("要是", "如果"), ("个星期", "周"), ("星期", "周"),
        ("每天", "1天"), ("没有", "没"), ("不要", "别"),
        ("肚子", "腹部"), ("左侧", "左边"), ("右侧", "右边"), ("的时候", "时"),
        ("以后", "之后"), ("以前", "之前"), ("有没有", "有"), ("现在", ""), ("一下", ""),
        ("马上", "立刻"), ("会不会", "会"), ("吗？", "？"), ("觉得", "感觉"),
    ),
    "en": (
        ("do not", "don't"), ("don't", "do not"), ("cannot", "can't"), ("can't", "cannot"),
        ("does not", "doesn't"), ("doesn't", "does not"), ("did not", "didn't"),
        ("didn't", "did not"), ("is not", "isn't"), ("I have", "I've"),
        ("have not", "haven't"), ("I am", "I'm"), ("I'm", "I am"), ("It's", "It is"),
        ("it's", "it is"), ("will not", "won't"), ("should not", "shouldn't"),
        ("at once", "right away"), ("right away", "immediately"), ("Could you", "Can you"),
        ("Please ", ""), ("every day", "daily"), ("but ", "however "), ("a little", "slightly"),
        ("I'll", "I will"), ("We'll", "We will"), ("right now", "now"), ("mg", "milligrams"),
        ("have to", "need to"), ("need to", "have to"), ("ever ", ""), ("there is", "there's"),
    ),
}  # fmt: skip
_OPENINGS = (
    ("医生，", "Doctor, "), ("好的，", "All right, "), ("那么，", "So, "),
    ("请问，", "Excuse me, "),
    ("请记住，", "Please remember, "), ("是的，", "Yes, "), ("不，", "No, "),
    ("对，", "Right, "), ("别担心，", "Don't worry, "), ("不好意思，", "Sorry, "),
    ("其实，", "Actually, "),
    ("还有，", "Also, "), ("您好，", "Hello, "), ("听我说，", "Listen, "), ("首先，", "First, "),
)  # fmt: skip


def reword(text: str, lang: str, rng: random.Random) -> str:
    """The source said a little differently (same meaning), so that frames are not learnt whole."""
    places = [pair for pair in _REWORDED[lang] if pair[0] in text]
    for old, new in rng.sample(places, min(len(places), rng.randint(1, 3))):
        text = text.replace(old, new, 1)
    return text[0].upper() + text[1:] if lang == "en" and text else text


def opening(pair: Pair, rng: random.Random) -> Pair:
    """The pair with a word of address or agreement in front."""
    zh, en = rng.choice(_OPENINGS)
    if re.match(r".{1,5}，", pair.zh) or re.match(r"\w+,", pair.en):
        return pair
    keep = _KEPT_CAPITAL.match(pair.en)
    rest = pair.en if keep else pair.en[0].lower() + pair.en[1:]
    return Pair(zh + pair.zh, en + rest, pair.origin, pair.terms)


def noise(text: str, lang: str, rng: random.Random) -> str:
    """Source text as a recogniser or a hasty typist would give it (no inline terms in it)."""
    roll = rng.random
    if roll() < 0.35:
        text = reword(text, lang, rng)
    if roll() < 0.12:
        text = number_words(text, lang, rng)
    if roll() < 0.05:
        text = _slip(text, lang, rng)
    if lang == "en" and roll() < 0.12:
        text = text.lower()
    if roll() < 0.12:
        text = text.rstrip(".?!。？！")
    elif lang == "zh" and roll() < 0.06:
        text = text.replace("，", "" if roll() < 0.5 else ",")
    elif lang == "en" and roll() < 0.06:
        text = text.replace(",", "").replace("'", "" if roll() < 0.3 else "'")
    return text or "。"


_KEPT_CAPITAL = re.compile(
    r"(I|I'\w+|[A-Z]{2,}\w*|[A-Z]|Dr|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


def compose(first: Pair, second: Pair, rng: random.Random) -> Pair | None:
    """Two statements as one sentence, where both are plain statements; terms of both."""
    texts = (first.zh, first.en, second.zh, second.en)
    if any(not t.endswith(("。", ".")) for t in texts) or sum(map(len, texts[1::2])) > 150:
        return None
    zh, en = rng.choice((("，", ", and "), ("，", "; "), ("，但是", ", but "), ("，所以", ", so ")))
    tail = second.en if _KEPT_CAPITAL.match(second.en) else second.en[0].lower() + second.en[1:]
    joined = (first.zh[:-1] + zh + second.zh, first.en[:-1] + en + tail)
    return Pair(*joined, first.origin, (*first.terms, *second.terms))


def directed(pair: Pair, source_lang: str) -> Example:
    """The plain example of one direction."""
    if source_lang == "zh":
        return Example(pair.zh, pair.en, "en", pair.origin)
    return Example(pair.en, pair.zh, "zh", pair.origin)
