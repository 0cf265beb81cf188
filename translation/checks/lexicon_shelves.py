"""All tables of a language looked up at once: what each lexicon of it finds in a text, or where."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from threading import Lock
from typing import NamedTuple, Protocol

from ahocorasick_rs import AhoCorasick

from translation.checks.word_forms import fold, tokenise, variants
from translation.types import Span

SIGNS = frozenset(("zh", "ja"))
"""Languages without spaces."""
KNOWN_MOST = 20_000
"""Words whose entries are kept at hand."""


class Hit(NamedTuple):
    """An entry of the table named ``name`` in a text."""

    name: str
    span: Span


class Listed(Protocol):
    """What a shelf asks of a lexicon."""

    def heads(self) -> Iterator[tuple[str, bool]]:
        """The first words of the entries and whether they are open at their end."""

    def forms(self) -> Iterator[tuple[str, str]]:
        """The entries of a language without spaces, with their names."""


class Shelf:
    """All lexicons of a language that goes by words: a text's words are looked up for all at once.

    It never changes: a further lexicon makes a new shelf, so that a text that another thread is
    reading keeps what it has found.
    """

    def __init__(self, lang: str, lexicons: tuple[Listed, ...]) -> None:
        self.lexicons = lexicons
        self._lang = lang
        self._telling: dict[str, tuple[int, ...]] = {}
        self._longest_stem = 0
        self.places = functools.lru_cache(maxsize=64)(self._places)

    @functools.cached_property
    def _heads(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """Which lexicons have entries that begin with a word; with a word that begins so."""
        whole: dict[str, set[int]] = {}
        begun: dict[str, set[int]] = {}
        for number, lexicon in enumerate(self.lexicons):
            for word, is_open in lexicon.heads():
                whole.setdefault(word, set()).add(number)
                if is_open:
                    begun.setdefault(word, set()).add(number)
        self._longest_stem = max(map(len, begun), default=0)
        return whole, begun

    def _places(self, text: str) -> dict[int, list[int]]:
        """Which words of ``text``, in order, may begin an entry of the lexicon of each number."""
        found: dict[int, list[int]] = {}
        telling = self._telling
        for at, (word, _, _) in enumerate(tokenise(text, self._lang)):
            for number in telling[word] if word in telling else self._learn(word):
                found.setdefault(number, []).append(at)
        return found

    def _learn(self, word: str) -> tuple[int, ...]:
        if len(self._telling) >= KNOWN_MOST:
            self._telling = {}
        whole, begun = self._heads
        numbers: set[int] = set()
        for form in variants(word, self._lang):
            numbers.update(whole.get(form, ()))
            for length in range(2, min(len(form), self._longest_stem + 1)):
                numbers.update(begun.get(form[:length], ()))
        found = self._telling[word] = tuple(numbers)
        return found


class SignShelf:
    """All lexicons of a language without spaces: a text is looked up once for all of them.

    As where each is read for itself, the longest entry at the first place hides those in it. A
    further lexicon makes a new shelf, as it does of a `Shelf`.
    """

    def __init__(self, lexicons: tuple[Listed, ...]) -> None:
        self.lexicons = lexicons
        self.hits = functools.lru_cache(maxsize=32)(self._hits)

    @functools.cached_property
    def _entries(self) -> tuple[AhoCorasick, list[list[tuple[int, str]]]]:
        """Every entry once; for each the numbers of its lexicons and its names there."""
        owners: dict[str, list[tuple[int, str]]] = {}
        for number, lexicon in enumerate(self.lexicons):
            for form, name in lexicon.forms():
                owners.setdefault(form, []).append((number, name))
        return AhoCorasick(list(owners)), list(owners.values())

    def _hits(self, text: str) -> dict[int, tuple[Hit, ...]]:
        """What the lexicon of each number finds in ``text``, from left to right."""
        automaton, owners = self._entries
        found: dict[int, list[Hit]] = {}
        done: dict[int, int] = {}
        hits = automaton.find_matches_as_indexes(fold(text), overlapping=True)
        for entry, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            for number, name in owners[entry]:
                if start < done.get(number, 0):
                    continue
                done[number] = end
                if name[0] != "_":
                    found.setdefault(number, []).append(Hit(name, (start, end)))
        return {number: tuple(listed) for number, listed in found.items()}


SHELVES: dict[str, Shelf] = {}
SIGN_SHELVES: dict[str, SignShelf] = {}
_ENLISTING = Lock()


def enlist(lang: str, lexicon: Listed) -> int:
    """Puts a lexicon on its language's shelf; its number there."""
    with _ENLISTING:
        if lang in SIGNS:
            before = SIGN_SHELVES[lang].lexicons if lang in SIGN_SHELVES else ()
            SIGN_SHELVES[lang] = SignShelf((*before, lexicon))
        else:
            before = SHELVES[lang].lexicons if lang in SHELVES else ()
            SHELVES[lang] = Shelf(lang, (*before, lexicon))
    return len(before)
