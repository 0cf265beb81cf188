"""Words of consultations and how each language says them: is a word answered in the other text?

``tokens/vocabulary_<language>.tsv`` gives to each of some 7,500 Chinese words the stems that render
it; ``vocabulary_zh.tsv`` the Chinese words and those that are rendered alike in three languages
and more. A stem stands at the beginning of a word, in Arabic behind its prefixes too, in Korean,
Japanese and Chinese anywhere; ``$`` at its end: the whole word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from translation.checks.lexicon_shelves import SIGNS
from translation.checks.tables import entries, load, rows
from translation.checks.things import LANGUAGES
from translation.checks.word_forms import MARKS, fold
from translation.types import Span

_ANYWHERE = SIGNS | {"ko"}
_ARABIC_BEFORE = re.compile("[وف]?(?:[بكل]|ب?[يتن]|س[يتن]|أ)?")
"""What Arabic writes before a word: and, a preposition, a verb's person; a stem follows."""
_ARABIC_WITH_ARTICLE = re.compile(r"([وف]?)(?:[بك]?ال|لل)(?=\w\w)")
_WHOLE = "$"
_LETTERS = re.compile(r"[^\W\d_]+")
_ARABIC_BEFORE_MOST = 3
_ARABIC_ARTICLE = re.compile("^ال(?=...)")


class Word(NamedTuple):
    """A word of a text: its place, the Chinese words that it may stand for, its stem."""

    span: Span
    senses: frozenset[str]
    stem: str


@functools.lru_cache(maxsize=32)
def words(text: str, lang: str) -> tuple[Word, ...]:
    """Every word of the vocabulary in ``text``, overlapping ones too."""
    if lang not in LANGUAGES:
        return ()
    plain = fold(text)
    if lang == "ar" and MARKS.search(plain):
        kept = [at for at, sign in enumerate(plain) if not MARKS.match(sign)]
        return tuple(
            word._replace(span=(kept[word.span[0]], kept[word.span[1] - 1] + 1))
            for word in words(MARKS.sub("", text), lang)
        )
    automaton, stems = _stems(lang)
    hits = automaton.find_matches_as_indexes(plain, overlapping=True)
    if lang in _ANYWHERE:
        return tuple(_word((start, end), stems[number]) for number, start, end in hits)
    starts, ends = _word_bounds(text if lang == "ar" else plain, lang)
    found = []
    for number, start, end in hits:
        if start in starts:
            last = ends.get(end, end)
            most = min(starts[start], _endings(end - start))
            if last == end or (last - end <= most and not stems[number][1].endswith(_WHOLE)):
                found.append(_word((start, last), stems[number]))
    return tuple(found)


def _endings(letters: int) -> int:
    """How many letters a word may have behind a stem: what is longer is another word."""
    return letters + 2 if letters > 2 else 2


def _word(span: Span, entry: tuple[str, str]) -> Word:
    return Word(span, _senses(entry[0]), entry[1])


@functools.lru_cache(maxsize=8192)
def _senses(listed: str) -> frozenset[str]:
    return frozenset(listed.split("|"))


def longest(found: tuple[Word, ...]) -> list[Word]:
    """The words that no longer one covers; of those in one place the one with the longest stem."""
    best: dict[Span, Word] = {}
    for word in found:
        if word.span not in best or len(word.stem) > len(best[word.span].stem):
            best[word.span] = word
    reach, kept = -1, []
    for span in sorted(best, key=lambda s: (s[0], -s[1])):
        if span[1] > reach:
            kept.append(best[span])
            reach = span[1]
    return kept


def wide(word: Word, lang: str) -> Word:
    """The word with all that its place may stand for: what begins with a stem begins with that
    stem's own beginnings too."""
    return Word(word.span, _senses(_wide(lang)[word.stem]), word.stem)


def stems(lang: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Every stem, as `Word` has it, and all that it may stand for."""
    return ((stem, frozenset(listed.split("|"))) for stem, listed in _wide(lang).items())


@functools.cache
def _wide(lang: str) -> dict[str, str]:
    listed = {stem: senses for senses, stem in _stems(lang)[1]}
    if lang in _ANYWHERE:
        return listed
    for stem in sorted(listed, key=len):
        letters = len(stem.removesuffix(_WHOLE))
        for end in range(letters - (stem[-1] != _WHOLE), 0, -1):
            if letters - end > _endings(end):
                break
            if shorter := listed.get(stem[:end]):
                listed[stem] = "|".join({*listed[stem].split("|"), *shorter.split("|")})
                break
    return listed


def _word_bounds(text: str, lang: str) -> tuple[dict[int, int], dict[int, int]]:
    """Where a stem may begin, behind Arabic prefixes too, and how many letters may stand behind
    it; where the word around a letter ends."""
    starts, ends = {}, {}
    for word in _LETTERS.finditer(text):
        begin, end = word.span()
        starts[begin] = end
        ends.update(dict.fromkeys(range(begin, end), end))
        if lang != "ar":
            continue
        if article := _ARABIC_WITH_ARTICLE.match(text, begin, end):
            # Before the article only a word that merely begins like it, such as الم for ألم.
            starts.update({begin: 1, article.end(1): 1, article.end(): end})
            continue
        for at in range(begin + 1, min(begin + _ARABIC_BEFORE_MOST, end - 1) + 1):
            if _ARABIC_BEFORE.fullmatch(text, begin, at):
                starts[at] = end
    return starts, ends


@functools.cache
def small(lang: str) -> frozenset[str]:
    """Words without content of their own."""
    return frozenset(fold(word) for word in entries(load("coverage")["small"].get(lang, "")))


@functools.cache
def _stems(lang: str) -> tuple[AhoCorasick, list[tuple[str, str]]]:
    """The stems, each with what it stands for in one string: sets would slow every collection."""
    few = small(lang)
    senses: dict[tuple[str, bool], set[str]] = {}
    for chinese, listed in rows(f"vocabulary_{lang}"):
        alike = [alternative for alternative in listed.split("|") if alternative]
        if lang == "zh":
            if chinese not in few:
                senses.setdefault((chinese, False), set()).update((chinese, *alike))
            continue
        for raw in alike:
            stem = fold(raw.removesuffix("$")).strip()
            if lang == "ar":
                stem = _ARABIC_ARTICLE.sub("", stem)
            if stem and stem not in few:
                senses.setdefault((stem, raw.endswith("$")), set()).add(chinese)
    table = [
        ("|".join(sorted(found)), stem + _WHOLE * whole) for (stem, whole), found in senses.items()
    ]
    return AhoCorasick([stem for stem, _ in senses]), table
