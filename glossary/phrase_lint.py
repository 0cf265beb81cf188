"""Checks the verified phrases: ``python -m glossary.phrase_lint [--pinyin] [FOLDER ...]``.

Finds what a reader would miss: a language left out, letters of another script, a sentence without
its end, a question that is none in one language, familiar or gendered forms of address, digits
that differ between languages, two phrases that say the same. ``--pinyin`` writes the pinyin of new
and changed Chinese texts before checking. Exit status 1 if there are faults.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from glossary.lint import REVIEWS, scripts
from glossary.phrase_files import PHRASES, Entry, PhraseError, read_entries
from glossary.phrase_search import PINYIN, pinyin_of, read_pinyin
from glossary.phrases import LANGUAGES, Answer, AnswerKind, Phrases, Region

NATIVE: dict[str, set[str]] = {
    "zh": {"CJK"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"},
    "ko": {"HANGUL"},
    "ru": {"CYRILLIC"},
    "ar": {"ARABIC"},
    "en": {"LATIN"},
    "fr": {"LATIN"},
    "es": {"LATIN"},
}
LATIN_WORDS = frozenset(("CT", "MRI", "HIV", "X", "C", "kg", "cm", "mmHg", "mmol", "L", "mL"))
"""Latin words that stand in other scripts as well."""
QUESTION = {"zh": "？", "ja": "？", "ar": "؟"}
STOP = {"zh": "。", "ja": "。"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_LATIN = re.compile(r"[A-Za-z]+")
_SLOT = re.compile(r"\{\w+\}")
_BAD_SPACE = re.compile(r"^\s|\s$|[ \u00a0]{2}|[\t\n\u202f\u3000]")
_HALF_WIDTH = re.compile(r"[\u3400-\u9fff\u3040-\u30ff][,;:?!.]")
_UNSPACED: dict[str, re.Pattern[str]] = {
    "zh": re.compile(r"[\u3400-\u9fff，。？：] [\u3400-\u9fff，。？：]"),
    "ja": re.compile(r"[\u3400-\u9fff\u3040-\u30ff、。？] [\u3400-\u9fff\u3040-\u30ff、。？]"),
    # French sets a space before these; it must not break there.
    "fr": re.compile(r" [?!:;»]|« |[^\u00a0\s][?!;]"),
    "es": re.compile(r"^[^¿]*\?|^[^¡]*!"),
}
# The doctor is polite to a stranger, and does not know who reads.
_ADDRESS: dict[str, re.Pattern[str]] = {
    "zh": re.compile(r"你"),
    "ru": re.compile(r"\b(ты|тебя|тебе|твой|твоя)\b|\w\(а\)|\w/а\b", re.I),
    "fr": re.compile(r"\b(tu|toi|ton|tes)\b|\(e\)", re.I),
    "es": re.compile(r"\b(tú|tu|tus|ti|vosotros)\b|\b\w+o/a\b", re.I),
    "ko": re.compile(r"(?<![요다까죠오])[.?]$|당신|\b너\b"),
    "ja": re.compile(r"(?<!ます)(?<!です)(?<!ません)(?<!ください)(?<!ました)(?<!でした)(?<!か)"
                     r"(?<!ましょう)(?<!ですよ)(?<!ますよ)(?<!は)[。？]$"),
}  # fmt: skip

# "Yes" to a question in the negative means yes in one language and no in another.
_NEGATIVE: dict[str, re.Pattern[str]] = {
    "zh": re.compile(r"(不(?!舒服)|没).{0,2}吗？$"),
    "en": re.compile(r"^\w+n't\b|^\w+ (you|it|the child) not\b"),
    "ru": re.compile(r"^((Вы|У вас|Вас) )?не\b", re.I),
    "ar": re.compile(r"^(ألا|أليس|ألم)\b"),
    "ko": re.compile(r"지 않(나|으|은)\S*\?$"),
    "ja": re.compile(r"ませんか？$"),
    "fr": re.compile(r"^N(e |')"),
    "es": re.compile(r"^¿No\b"),
}


def text_faults(lang: str, text: str) -> Iterator[str]:
    """What is wrong with one text by itself, whatever it is for."""
    if not text or _BAD_SPACE.search(text):
        yield f"{lang}: empty or stray space: {text!r}"
    if text != unicodedata.normalize("NFC", text):
        yield f"{lang}: not in composed form (NFC): {text!r}"
    letters = _LATIN.sub(
        lambda word: "" if word[0] in LATIN_WORDS else word[0], _SLOT.sub("", text)
    )
    if wrong := scripts(text if "LATIN" in NATIVE[lang] else letters) - NATIVE[lang]:
        yield f"{lang}: {'/'.join(sorted(wrong)).lower()} letters in {text!r}"
    if lang in ("zh", "ja") and _HALF_WIDTH.search(text):
        yield f"{lang}: half-width sign in {text!r}"
    pattern = _UNSPACED.get(lang)
    if pattern is not None and pattern.search(text):
        yield f"{lang}: space or sign not as the language writes it: {text!r}"


def phrase_faults(entry: Entry, texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a phrase: its sentences, address and fields."""
    for lang, text in texts.items():
        if not text.endswith((QUESTION.get(lang, "?"), STOP.get(lang, "."))):
            yield f"{lang}: no end of sentence: {text!r}"
        if (pattern := _ADDRESS.get(lang)) and pattern.search(text):
            yield f"{lang}: familiar or gendered address: {text!r}"
    asks = [lang for lang, text in texts.items() if text.endswith(QUESTION.get(lang, "?"))]
    closed = Answer.parse(entry.text("answer", "none")).kind is AnswerKind.YES_NO
    if closed and len(asks) not in (0, len(texts)):
        yield f"a question in {', '.join(asks)} only"
    if closed:
        for lang, text in texts.items():
            if _NEGATIVE[lang].search(text):
                yield f"{lang}: yes and no mean different things to {text!r}"
    if not entry.text("source") or entry.text("review") not in REVIEWS:
        yield "no source, or unknown review state"
    # "Once" and "twice" are digits in some languages and words in others.
    digits = {
        lang: sorted(set(_DIGITS.findall(text.replace(",", "."))) - {"1", "2"})
        for lang, text in texts.items()
    }
    for lang in ("ru", "ar", "fr", "es"):
        if digits[lang] != digits["en"]:
            yield f"{lang}: digits are not those of the English text: {texts[lang]!r}"
    if not set(digits["zh"]) <= set(digits["en"]):
        yield f"zh: digits are not those of the English text: {texts['zh']!r}"


def reference_faults(phrases: Phrases) -> Iterator[str]:
    """What refers to something that is not there, and choices that cannot be told apart."""
    specialties = {wording.id for wording in phrases.specialties}
    for phrase in phrases.phrases:
        if phrase.step not in phrases.wordings["step"]:
            yield f"{phrase.id}: unknown step {phrase.step!r}"
        for name in set(phrase.specialties) - specialties:
            yield f"{phrase.id}: unknown specialty {name!r}"
        if phrase.answer.unit and phrase.answer.unit not in phrases.wordings["unit"]:
            yield f"{phrase.id}: unknown unit {phrase.answer.unit!r}"
        unknown = set(phrase.answer.options) - set(phrases.wordings["option"])
        if unknown:
            yield f"{phrase.id}: unknown options {', '.join(sorted(unknown))}"
            continue
        for lang in LANGUAGES:
            labels = [option.text(lang) for option in phrases.options(phrase)]
            if len(set(labels)) < len(labels):
                yield f"{phrase.id}: {lang}: two options read the same"
    for region in phrases.regions:
        yield from region_faults(region)
    for wording in phrases.wordings["unit"].values():
        yield from (
            f"{wording.id}: {lang}: no place for the number"
            for lang in LANGUAGES
            if wording.text(lang).count("{n}") != 1
        )


def region_faults(region: Region) -> Iterator[str]:
    """A place on the body must name its own side in every language, and no other."""
    if region.view not in ("front", "back"):
        yield f"{region.id}: unknown view {region.view!r}"
    for lang in LANGUAGES:
        text = region.text(lang).lower()
        named = {side for side, words in _SIDES[lang].items() if any(w in text for w in words)}
        if named != ({region.side} if region.side else set()):
            yield f"{region.id}: {lang}: side {region.side or 'none'}, but {region.text(lang)!r}"


_SIDES: dict[str, dict[str, tuple[str, ...]]] = {
    "zh": {"left": ("左",), "right": ("右",)},
    "ja": {"left": ("左",), "right": ("右",)},
    "en": {"left": ("left",), "right": ("right",)},
    "ko": {"left": ("왼",), "right": ("오른",)},
    "ru": {"left": ("лев", "слева"), "right": ("прав", "справа")},
    "ar": {"left": ("أيسر", "يسرى", "يسار"), "right": ("أيمن", "يمنى", "يمين")},
    "fr": {"left": ("gauche",), "right": ("droit",)},
    "es": {"left": ("izquierd",), "right": ("derech",)},
}


def twins(phrases: Phrases) -> Iterator[str]:
    """Phrases of one party that read the same in a language."""
    seen: dict[tuple[str, str, str], str] = {}
    for phrase in phrases.phrases:
        for lang in LANGUAGES:
            key = (phrase.speaker, lang, phrase.text(lang).casefold())
            other = seen.setdefault(key, phrase.id)
            if other != phrase.id:
                yield f"{phrase.id}: {lang}: reads the same as {other}: {phrase.text(lang)!r}"


def pinyin_faults(phrases: Phrases) -> Iterator[str]:
    """Phrases whose pinyin is missing or was made for another text."""
    for phrase in phrases.phrases:
        if _lengths(phrases.pinyin.get(phrase.id, "")) != _lengths(
            _pinyin(phrase.text("zh"), phrase.also)
        ):
            yield f"{phrase.id}: pinyin missing or stale: run with --pinyin"


def write_pinyin(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the pinyin of phrases that have none or a stale one; readings put right stay."""
    known = read_pinyin(folder)
    rows = []
    for entry in entries:
        if entry.text("kind") == "phrase":
            fresh = _pinyin(entry.text("zh"), entry.words("also"))
            kept = known.get(entry.id, "")
            same = _lengths(kept) == _lengths(fresh)
            rows.append(f"{entry.id}\t{kept if same else fresh}\n")
    (folder / PINYIN).write_text("".join(rows), encoding="utf-8", newline="\n")


def _pinyin(text: str, also: tuple[str, ...]) -> str:
    return " | ".join(pinyin_of(words) for words in (text, *also))


def _lengths(pinyin: str) -> list[int]:
    return [len(words.split()) for words in pinyin.split("|")]


def lint(folder: Path) -> list[str]:
    """All faults of the phrases of a folder."""
    try:
        entries = read_entries(folder)
        phrases = Phrases.load(folder)
    except PhraseError as error:
        return [str(error)]
    faults: list[str] = []
    seen: dict[tuple[str, str], str] = defaultdict(str)
    for entry in entries:
        where = f"{entry.file}: {entry.id}"
        texts = {lang: entry.text(lang) for lang in LANGUAGES}
        if not _ID.fullmatch(entry.id):
            faults.append(f"{where}: id is not kebab-case ASCII")
        if seen[entry.text("kind"), entry.id]:
            faults.append(f"{where}: also in {seen[entry.text('kind'), entry.id]}")
        seen[entry.text("kind"), entry.id] = entry.file
        for lang, text in texts.items():
            if entry.text("kind") != "unit" and entry.id not in ("comma", "date-answer"):
                faults += [f"{where}: {fault}" for fault in text_faults(lang, text)]
        if entry.text("kind") == "phrase":
            faults += [f"{where}: {fault}" for fault in phrase_faults(entry, texts)]
    return [*faults, *reference_faults(phrases), *twins(phrases), *pinyin_faults(phrases)]


def main() -> int:
    """Run as a command."""
    folders = [Path(name) for name in sys.argv[1:] if name != "--pinyin"] or [PHRASES]
    faults = []
    for folder in folders:
        if "--pinyin" in sys.argv[1:]:
            write_pinyin(folder, read_entries(folder))
        faults += lint(folder)
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.stdout.write(f"{len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
