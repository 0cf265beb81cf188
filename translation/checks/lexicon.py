"""Finds the words of a table in a text: the longest entry from left to right, not overlapping.

Entries are written as they are said. Several words make a phrase. In languages that put spaces,
a word that ends in ``*`` stands for all words that begin so (``колен*``); in Korean an entry
stands at the beginning of a word and may be followed by particles, in Chinese and Japanese
anywhere. A name that begins with ``_`` marks words that hide others and are not reported.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from translation.checks.lexicon_shelves import KNOWN_MOST, SHELVES, SIGN_SHELVES, SIGNS, enlist
from translation.checks.lexicon_shelves import Hit as Hit
from translation.checks.tables import entries, load
from translation.checks.word_forms import fold, tokenise, variants

_ENTRY_MOST = 8
"""Words in the longest phrase."""
_VARIED = frozenset(("en", "ar"))
"""Languages in which `variants` knows other forms of a word."""
_PAUSE = re.compile("[,;:!?،؛؟]")
"""No phrase goes on behind these."""
_ELIDED = {"de": "d", "que": "qu"}
"""French words that lose their vowel before another: an entry that ends in one has both forms."""
_HANGUL = re.compile(r"[\uac00-\ud7a3]+|[^\W\d_\uac00-\ud7a3]+")
_PARTICLE = re.compile(
    r"(?:들)?(?:이|가|은|는|을|를|에|의|도|만|로|으로|과|와|랑|이랑|에서|에게|한테|께|께서|부터|까지"
    r"|에는|에도|에만|에서는|쪽|쪽이|쪽에|쪽을|쪽은|쪽으로|쪽의|나|이나|하고|입니다|이에요|예요|이요|요|인|인데|인가요|이라|라|라고"
    r"|이고|고|처럼|보다|마다|마저|조차|밖에|님|님이|님은|님의|님께|님께서|이었|였|이었어요|였어요|이며|용|약|제|정)?"
)
_KOREAN_BEFORE = (
    "왼쪽",
    "오른쪽",
    "왼",
    "오른",
    "양쪽",
    "양",
    "좌측",
    "우측",
    "양측",
    "윗",
    "아랫",
    *("큰", "작은", "막내", "막냇", "맏", "첫째", "둘째", "셋째", "넷째"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase: its words, whether each is open at its end, and its name."""

    words: tuple[str, ...]
    open: tuple[bool, ...]
    name: str

    @property
    def weight(self) -> tuple[int, int, bool]:
        return len(self.words), sum(map(len, self.words)), not any(self.open)


class Lexicon:
    """The entries of one table in one language; ``alone``: it has words of nearly every text."""

    def __init__(
        self, lang: str, table: Mapping[str, Collection[str]], *, alone: bool = False
    ) -> None:
        self._lang = lang
        self.entries = sum(map(len, table.values()))
        self._signs: dict[str, list[tuple[str, str]]] = {}
        self._words: dict[str, list[_Entry]] = {}
        for name, forms in table.items():
            for form in forms:
                self._add(fold(form).strip(), name)
        for group in self._signs.values():
            group.sort(key=lambda item: -len(item[0]))
        self._longest_stem = max(map(len, self._words), default=0)
        self._found = functools.lru_cache(maxsize=16)(self._find)
        self._known: dict[str, tuple[_Entry, ...]] = {}
        self._next: dict[tuple[str, str], tuple[_Entry, ...]] = {}
        shared = self._words or (lang in SIGNS and not alone)
        self._number = enlist(lang, self) if shared else 0
        self.find: Callable[[str], tuple[Hit, ...]] = self._found
        """The entries in a text, from left to right."""
        if shared:
            self.find = self._found_by_signs if lang in SIGNS else self._found_by_words

    def _found_by_signs(self, text: str) -> tuple[Hit, ...]:
        return SIGN_SHELVES[self._lang].hits(text).get(self._number, ())

    def _found_by_words(self, text: str) -> tuple[Hit, ...]:
        # most texts have none of the words with which the entries begin
        return self._found(text) if self._number in SHELVES[self._lang].places(text) else ()

    def forms(self) -> Iterator[tuple[str, str]]:
        """The entries of a language without spaces, with their names."""
        return (entry for group in self._signs.values() for entry in group)

    def heads(self) -> Iterator[tuple[str, bool]]:
        """The first words of the entries and whether they are open at their end."""
        return ((word, entry.open[0]) for word, group in self._words.items() for entry in group)

    def _add(self, form: str, name: str) -> None:
        if not form:
            return
        if self._lang in SIGNS or self._lang == "ko":
            self._signs.setdefault(form[0], []).append((form, name))
            return
        parts = form.replace("-", " ").replace("’", "'").split()
        if self._lang in ("fr", "es", "ru", "ar"):
            parts = " ".join(parts).replace("'", " ").split()
        if not parts or len(parts) > _ENTRY_MOST:
            return
        entry = _Entry(
            tuple(p.removesuffix("*") for p in parts), tuple(p.endswith("*") for p in parts), name
        )
        self._words.setdefault(entry.words[0], []).append(entry)
        if self._lang == "fr" and len(parts) > 1 and parts[-1] in _ELIDED:
            short = replace(entry, words=(*entry.words[:-1], _ELIDED[parts[-1]]))
            self._words.setdefault(short.words[0], []).append(short)

    def _find(self, text: str) -> tuple[Hit, ...]:
        if self._lang in SIGNS:
            return tuple(self._find_signs(text))
        if self._lang == "ko":
            return tuple(self._find_korean(fold(text)))
        return tuple(self._find_words(text))

    def _find_signs(self, text: str) -> Sequence[Hit]:
        automaton, names = self._own
        return [
            Hit(names[number], (start, end))
            for number, start, end in automaton.find_matches_as_indexes(fold(text))
            if names[number][0] != "_"
        ]

    @functools.cached_property
    def _own(self) -> tuple[AhoCorasick, list[str]]:
        """Finds the longest entry at the first place; the names of the entries."""
        forms, names = zip(*self.forms(), strict=True)
        return AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest), list(names)

    def _find_korean(self, text: str) -> list[Hit]:
        found = []
        done = 0
        for word in _HANGUL.finditer(text):
            at = max(word.start(), done)
            while at < word.end():
                hit = self._korean_at(text, at, word.end())
                if hit is None:
                    if at != word.start() or not text.startswith(_KOREAN_BEFORE, at):
                        break
                    before = next(b for b in _KOREAN_BEFORE if text.startswith(b, at))
                    at += len(before)
                    continue
                if hit.name[0] != "_":
                    found.append(hit)
                at = done = hit.span[1]
        return found

    def _korean_at(self, text: str, at: int, end: int) -> Hit | None:
        for form, name in self._signs.get(text[at], ()):
            stem = form.removesuffix("*")
            if text.startswith(stem, at):
                stop = at + len(stem)
                if stem != form or stop >= end or " " in stem:
                    return Hit(name, (at, stop))
                rest = text[stop:end]
                if _PARTICLE.fullmatch(rest) or any(
                    rest.startswith(other.removesuffix("*"))
                    for other, _ in self._signs.get(rest[0], ())
                    if len(other) > 1
                ):
                    return Hit(name, (at, stop))
        return None

    def _find_words(self, text: str) -> list[Hit]:
        found: list[Hit] = []
        if not self._words:
            return found
        words, known, done = tokenise(text, self._lang), self._known, 0
        for at in SHELVES[self._lang].places(text).get(self._number, ()):
            if at < done:
                continue
            word, start, _ = words[at]
            entries = known[word] if word in known else self._learn(word)
            # most entries have one word: they need no look at what follows
            plain = entries[0] if len(entries[0].words) == 1 else None
            best = plain or self._best(entries, words, at, text)
            if best is not None:
                done = at + len(best.words)
                if best.name[0] != "_":
                    found.append(Hit(best.name, (start, words[done - 1][2])))
        return found

    def _best(
        self, entries: tuple[_Entry, ...], words: list[tuple[str, int, int]], at: int, text: str
    ) -> _Entry | None:
        room = len(words) - at
        if room > 1 and len(entries) > 1:
            beside = words[at + 1][0]
            if self._lang not in _VARIED or (self._lang == "en" and not beside.endswith("'s")):
                entries = self._beside(words[at][0], entries, beside[:2])
        for entry in entries:
            size = len(entry.words)
            if size == 1 or (size <= room and self._follows(entry, words, at, text)):
                return entry
        return None

    def _beside(self, word: str, entries: tuple[_Entry, ...], signs: str) -> tuple[_Entry, ...]:
        """Those of ``entries``, which begin with ``word``, that may go on with ``signs``."""
        found = self._next.get((word, signs))
        if found is None:
            if len(self._next) >= KNOWN_MOST:
                self._next.clear()
            found = self._next[word, signs] = tuple(
                e for e in entries if len(e.words) == 1 or e.words[1][:2] in ("", signs[:1], signs)
            )
        return found

    def _learn(self, word: str) -> tuple[_Entry, ...]:
        """The entries that may begin with ``word``, from now on known."""
        if len(self._known) >= KNOWN_MOST:
            self._known.clear()
        found = self._known[word] = self._candidates_of(word)
        return found

    def _follows(
        self, entry: _Entry, words: list[tuple[str, int, int]], at: int, text: str
    ) -> bool:
        for i in range(1, len(entry.words)):
            end, start = words[at + i - 1][2], words[at + i][1]
            if start - end > 1 and _PAUSE.search(text, end, start):
                return False
            said, wanted, is_open = words[at + i][0], entry.words[i], entry.open[i]
            if said == wanted or (is_open and said.startswith(wanted)):
                continue
            if self._lang not in _VARIED:
                return False
            others = variants(said, self._lang)[1:]
            if not any(v.startswith(wanted) if is_open else v == wanted for v in others):
                return False
        return True

    def _candidates_of(self, word: str) -> tuple[_Entry, ...]:
        """Entries that may begin with ``word``, the best first."""
        found: list[_Entry] = []
        for form in variants(word, self._lang):
            found += self._words.get(form, ())
            for length in range(2, min(len(form), self._longest_stem + 1)):
                found += [e for e in self._words.get(form[:length], ()) if e.open[0]]
        return tuple(sorted(found, key=lambda e: e.weight, reverse=True))


_RUSSIAN_END = re.compile(r"(?:[аяыйьоеуи]|[ыои]й|ая|ое|ые|ие)$")
_INFLECTED_FROM = 5
"""Letters of a word from which it is open at its end."""


def open_form(raw: str, lang: str) -> str:
    """A term as an entry, open at its end where the language inflects."""
    if lang == "ko":
        return raw + "*"
    if lang == "ru":
        return " ".join(
            _RUSSIAN_END.sub("", p) + "*" if len(p) >= _INFLECTED_FROM else p for p in raw.split()
        )
    if lang in ("en", "fr", "es"):
        return " ".join(p + "*" if len(p) >= _INFLECTED_FROM else p for p in raw.split())
    return raw


@functools.cache
def table_lexicon(table: str, lang: str) -> Lexicon | None:
    """The lexicon of ``tokens/<table>_<lang>.toml``: ``name = "words"`` in its main part.

    None when there is no table for this language.
    """
    try:
        data = load(f"{table}_{lang}")
    except FileNotFoundError:
        return None
    return Lexicon(lang, {name: entries(raw) for name, raw in data.items() if isinstance(raw, str)})


@functools.cache
def concept_lexicon(table: str, lang: str) -> Lexicon:
    """The lexicon of ``tokens/<table>.toml``: a section a concept, in it ``<lang> = "words"``."""
    data = load(table)
    return Lexicon(
        lang,
        {
            name: entries(section[lang])
            for name, section in data.items()
            if isinstance(section, dict) and isinstance(section.get(lang), str)
        },
    )


_Found = TypeVar("_Found", bound=Collection[object])


def in_both(
    read: Callable[[str, str], _Found], source: str, target: str, source_lang: str, target_lang: str
) -> tuple[_Found, _Found] | None:
    """What ``read`` finds in a text of a language, for both texts; None where one has nothing.

    Chinese is looked up at once and other languages word by word, so Chinese goes first.
    """
    if target_lang == "zh" and not read(target, target_lang):
        return None
    if not (here := read(source, source_lang)) or not (there := read(target, target_lang)):
        return None
    return here, there
