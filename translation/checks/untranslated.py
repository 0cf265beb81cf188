"""Untranslated: the source itself, or words of it, in the target."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from translation.checks.drug_names import drugs
from translation.checks.lexicon import Lexicon
from translation.checks.tables import entries, load, rows
from translation.checks.text import stands_in
from translation.checks.word_forms import fold
from translation.types import Finding, FindingKind, Span

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LONE_KANA = re.compile(r"[\u3041-\u306d\u306f-\u3096\u30a1-\u30cd\u30cf-\u30fa]")
"""Any but の."""
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]{2,}")
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]{2,}"),
    "ar": re.compile(r"[\u0620-\u064a]{2,}"),
    "ko": re.compile(r"[\uac00-\ud7a3]+"),
    "ja": _KANA,
    "zh": _HAN,
}
_LATIN = frozenset(("en", "fr", "es"))
_LATIN_WORD = re.compile(r"(?<![A-Za-zÀ-ɏ])[A-Za-zÀ-ɏ]{3,}(?![A-Za-zÀ-ɏ0-9])")
_LETTER = re.compile(r"[^\W\d_]")


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``untranslated.whole`` and ``untranslated.words:N`` (N words or runs of signs are left)."""
    if source_lang == target_lang or not _LETTER.search(target):
        return []
    same = fold(source).strip() == fold(target).strip()
    if same and {source_lang, target_lang} == {"zh", "ja"} and _shared(source):
        return []
    if same and _is_sentence(source, source_lang):
        return [_finding("untranslated.whole", [(0, len(target))])]
    left = list(_left(source, target, source_lang, target_lang))
    return [_finding(f"untranslated.words:{len(left)}", left)] if left else []


def _shared(text: str) -> bool:
    """Whether a text may well be written alike in Chinese and Japanese ("左肩", "10月")."""
    signs = _HAN.findall(text)
    return sum(map(len, signs)) <= _WORD_SIGNS and all(map(_may_be_japanese, signs))


_SIMPLER = re.compile("[儿术个广厂习乡丰云]")
"""Simplified signs that are also rare Japanese ones."""
_COPIED = 3
"""Han signs of a word that has not become Japanese by chance."""
_WORD_SIGNS = 4
"""Han signs of a word or heading; more of them are a sentence."""


def _finding(message: str, spans: list[Span]) -> Finding:
    span = (spans[0][0], spans[-1][1])
    return Finding(FindingKind.UNTRANSLATED, message, None, span)


def _is_sentence(text: str, lang: str) -> bool:
    """Whether equal texts are a failure: "CT" and "38.5" are not, nor is a name of a drug."""
    if lang in _LATIN:
        known = sum(hit.span[1] - hit.span[0] for hit in drugs(text, lang))
        words = [m[0] for m in _LATIN_WORD.finditer(text) if m[0].islower()]
        return bool(words) and known < sum(map(len, words))
    return bool(_SCRIPTS[lang].search(text)) if lang in _SCRIPTS else False


def _left(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Span]:
    if source_lang in _LATIN:
        if target_lang not in _LATIN:
            yield from _latin_left(source, target, source_lang)
        return
    pattern = _SCRIPTS.get(source_lang)
    if pattern is None:
        return
    if source_lang == "zh" and target_lang == "ja":
        yield from (hit.span for hit in _chinese().find(target) if hit.name != "_hide")
        for m in _HAN.finditer(target):
            copied = len(m[0]) >= _COPIED and m[0] in source and _SIMPLER.search(m[0])
            if copied or not _may_be_japanese(m[0]) or _rare_left(m[0], source):
                yield m.span()
        return
    if source_lang == "ja" and target_lang == "zh":
        yield from _japanese_left(source, target)
        yield from _kana_left(source, target)
        pattern = _KANA
    yield from (m.span() for m in pattern.finditer(target))


@functools.cache
def _chinese() -> Lexicon:
    """Chinese words in signs that Japanese has too."""
    table = load("chinese_in_ja")
    return Lexicon("ja", {name: entries(table[name]) for name in ("left", "_hide")})


def _rare_left(signs: str, source: str) -> bool:
    """Whether a run of signs holds a word of the source with a sign that Japanese hardly has: 冲服.

    A sign of the second level that no word of the Japanese vocabulary is written with.
    """
    return any(
        signs[i : i + 2] in source and any(map(_is_rare, signs[i : i + 2]))
        for i in range(len(signs) - 1)
    )


@functools.lru_cache(maxsize=4_000)
def _is_rare(sign: str) -> bool:
    raw = sign.encode(_JAPANESE, "ignore")
    return raw >= _SECOND_LEVEL and sign not in _japanese_signs()


@functools.cache
def _japanese_signs() -> frozenset[str]:
    """The signs of the words in the Japanese tables."""
    said = (row[1] for table in _JAPANESE_TABLES for row in rows(table) if len(row) > 1)
    return frozenset("".join(said)) | _medical_signs()


def _kana_left(source: str, target: str) -> Iterator[Span]:
    """One kana that the target has from a word of the source: 入れ歯. の is written in China."""
    for m in _LONE_KANA.finditer(target):
        start, end = m.span()
        pairs = (target[max(0, start - 1) : end], target[start : end + 1])
        if any(_HAN.search(pair) and pair in source for pair in pairs):
            yield m.span()


def _japanese_left(source: str, target: str) -> Iterator[Span]:
    """Words of the source with signs that are not written in Chinese: 血圧, 帳."""
    for m in _HAN.finditer(target):
        for i, sign in enumerate(m[0]):
            if sign in source and not _is_of(_SIMPLIFIED, sign):
                pairs = (m[0][max(0, i - 1) : i + 1], m[0][i : i + 2])
                if any(len(pair) == 2 and pair in source for pair in pairs):
                    yield m.span()
                    break


def _latin_left(source: str, target: str, lang: str) -> Iterator[Span]:
    """Words in small letters that the source has too; units, drugs and names may stay."""
    left = [m for m in _LATIN_WORD.finditer(target) if m[0].islower() and m[0] not in _UNITS]
    if not left:
        return
    said = {m[0] for m in _LATIN_WORD.finditer(source)}
    known = [hit.span for hit in drugs(target, lang)]
    for m in left:
        if m[0] in said and not stands_in(m.start(), known):
            yield m.span()


_UNITS = frozenset(
    (
        "mmhg",
        "mmol",
        "mol",
        "umol",
        "mcg",
        "min",
        "meq",
        "mosm",
        "kcal",
        "unit",
        "units",
        "app",
        "wifi",
        "http",
        "https",
        "bid",
        "tid",
        "qid",
        "prn",
        "npo",
        "www",
        "com",
        "ppm",
        "bpm",
        "iud",
        "ivf",
        "cpap",
    )
)


_SECOND_LEVEL = b"\x98\x9f"
"""Where the rarer signs of the Japanese set begin."""
_JAPANESE_TABLES = ("vocabulary_ja", "otherwise_ja")
_JAPANESE, _SIMPLIFIED = "cp932", "gb2312"
"""Character sets: simplified signs are not in the Japanese one, Japanese signs not in the other.
Forms such as 頰 are in neither and are written in Japan."""


def _may_be_japanese(signs: str) -> bool:
    return all(
        _is_of(_JAPANESE, sign) or not _is_of(_SIMPLIFIED, sign) or sign in _medical_signs()
        for sign in signs
    )


@functools.cache
def _medical_signs() -> frozenset[str]:
    return frozenset(load("chinese_in_ja")["signs"])


def _is_of(charset: str, signs: str) -> bool:
    """Whether every sign belongs to a character set."""
    try:
        signs.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
