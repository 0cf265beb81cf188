"""Sentence splitting. Pieces keep every character: their join is the text.

Knows punctuation and abbreviations of the languages of a consultation; no models, no state.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from translation.types import Span

MAX_CHARACTERS = 300
"""Longer sentences are cut at clause punctuation: translators lose parts of long input."""

_ALWAYS = "。！？｡؟۔।॥!?；"
_CLOSERS = "\"'”’」』）)]】》〉»›"
_TERMINATOR = re.compile(rf"[{_ALWAYS}.．…\n]")
_RUN = re.compile(rf"[{_ALWAYS}.．…]*[{re.escape(_CLOSERS)}]*[^\S\n]*\n*")
_CLAUSE = re.compile(r"[，、；：،؛]|[,;:](?=\s)|\s[–—-]\s|[—]")
_SPACE = re.compile(r"\s")
_LAST_WORD = re.compile(r"[^\s(\[（“\"'«]{1,30}$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LIST_NUMBER = re.compile(r"\s*\(?(?:[0-9]{1,3}|[a-zA-Z])\)?$")


def split_sentences(text: str, lang: str, max_characters: int = MAX_CHARACTERS) -> list[Span]:
    """Spans of the sentences of ``text``: adjoining, in order, covering every character.

    White space after a sentence belongs to it. A sentence of more than ``max_characters`` is cut
    at clause punctuation, else at a space, else anywhere. Raises ValueError for a limit below 1.
    """
    if max_characters < 1:
        raise ValueError("max_characters must be positive")
    spans: list[Span] = []
    start = 0
    for end in _ends(text, lang):
        spans.extend(_cut(text, start, end, max_characters))
        start = end
    if start < len(text):
        spans.extend(_cut(text, start, len(text), max_characters))
    return spans


def _ends(text: str, lang: str) -> Iterator[int]:
    """Offsets at which a sentence ends (after its closing quotes and the space behind it)."""
    start = at = 0
    while (found := _TERMINATOR.search(text, at)) is not None:
        run = _RUN.match(text, found.start())
        end = run.end() if run is not None else found.end()
        at = max(end, found.end())
        if _is_end(text, start, found.start(), at, lang) and text[start:at].strip():
            yield at
            start = at


def _is_end(text: str, start: int, stop: int, end: int, lang: str) -> bool:
    sign = text[stop]
    if sign == "\n" or "\n" in text[stop:end]:
        return True
    if end == len(text) or sign in _ALWAYS:
        return not _is_inside(text, stop, end)
    after = text[end : end + 1]
    spaced = text[end - 1].isspace()
    if sign == "…" or text.startswith("..", stop):
        return not after.islower()
    if not spaced:
        # "38.5", "t.i.d", "www.x.y"; a full stop typed between Chinese characters does end.
        return stop > 0 and bool(_CJK.match(text[stop - 1])) and bool(_CJK.match(after))
    if after.islower():
        return False
    return not _is_abbreviation(text, start, stop, after, lang)


def _is_inside(text: str, stop: int, end: int) -> bool:
    """A question or exclamation mark in the middle of a word or link, not after a word."""
    return (
        end < len(text)
        and text[stop] in "!?"
        and end == stop + 1
        and text[end].isalnum()
        and (text[end].isascii() and text[stop - 1 : stop].isalnum())
    )


def _is_abbreviation(text: str, start: int, stop: int, after: str, lang: str) -> bool:
    """Whether the full stop at ``stop`` belongs to the word before it."""
    if _LIST_NUMBER.fullmatch(text, start, stop) and (stop - start < 5):
        return True
    word = _LAST_WORD.search(text, max(start, stop - 30), stop)
    if word is None:
        return False
    table = abbreviations(lang)
    low = word[0].lower()
    if low in table["always"]:
        return True
    if low in table["before_number"]:
        return after.isdigit()
    if low in table["before_lower"] or ("." in low and len(low) <= 6):
        return not after.isupper() and bool(after) and not _CJK.match(after)
    return _is_initial(text, start, word)


def _is_initial(text: str, start: int, word: re.Match[str]) -> bool:
    """J. in "J. Smith": one capital at the start or after another capitalised name."""
    if len(word[0]) != 1 or not word[0].isupper() or word[0] == "I":
        return False
    before = _LAST_WORD.search(text, max(start, word.start() - 31), max(start, word.start() - 1))
    if before is None:
        return True
    name = before[0].rstrip(".")
    return name[:1].isupper() and name.lower() not in abbreviations("en")["letters_after"]


def _cut(text: str, start: int, end: int, limit: int) -> Iterator[Span]:
    """The span in parts of at most ``limit`` characters (white space behind it not counted)."""
    while len(text[start:end].rstrip()) > limit:
        at = _best_cut(text, start, start + limit)
        yield (start, at)
        start = at
    if start < end:
        yield (start, end)


def _best_cut(text: str, start: int, limit: int) -> int:
    for pattern in (_CLAUSE, _SPACE):
        ends = [m.end() for m in pattern.finditer(text, start, limit)]
        good = [e for e in ends if e - start > (limit - start) // 4]
        if good:
            at = good[-1]
            while at < limit and text[at].isspace():
                at += 1
            return at
    return limit


@functools.cache
def abbreviations(lang: str) -> dict[str, frozenset[str]]:
    """Abbreviations of a language; those of English hold everywhere (units, doses, titles)."""
    raw = resources.files("translation").joinpath("abbreviations.toml").read_text("utf-8")
    data = tomllib.loads(raw)
    result = {}
    for kind in ("always", "before_number", "before_lower", "letters_after"):
        entries = data["en"].get(kind, "").split() + data.get(lang, {}).get(kind, "").split()
        result[kind] = frozenset(entries)
    return result
