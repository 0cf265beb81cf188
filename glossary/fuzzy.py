"""Terms by their sound, for what a recogniser misheard: 二甲双瓜 is probably 二甲双胍.

Chinese goes by toneless pinyin with the sounds merged that many speakers merge; other languages
by a light phonetic key and the edit distance. Only long medical terms: a proposal for a short
everyday word would be noise. Nothing here rewrites a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.normalise import Token, fold, tokens

MIN_HAN = 3
MIN_LETTERS = 7
MIN_SIGNS = {"ko": 4, "ja": 5}
"""Korean and Japanese write more of a word's sound in one sign."""
MIN_LIKENESS = 82.0
"""Of 100, between the misheard word and the term, both in letters."""
MIN_KEY_LIKENESS = 86.0

_MERGED = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"),
    ("hu", "fu"), ("l", "n"), ("r", "n"),
)  # fmt: skip
_HAN = re.compile(r"[㐀-鿿]")
_HAN_FORM = re.compile(rf"[㐀-鿿]{{{MIN_HAN},}}")
_LETTERS = (
    ("ph", "f"), ("th", "t"), ("ch", "k"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("c", "k"),
    ("q", "k"), ("z", "s"), ("v", "f"), ("w", "f"), ("j", "i"), ("h", ""),
)  # fmt: skip
_SPELT = {"ko": re.compile(r"[가-힣]+"), "ja": re.compile(r"[ァ-ヿー]+")}
_VOWELS = re.compile(r"(?<!^)[aeiouyаеиоуыэюя\u0627\u0648\u064a]")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Concept ``number`` may have been meant by the characters ``start:end``."""

    number: int
    form: str
    start: int
    end: int


class Sounds:
    """Forms of one language by their sound."""

    def __init__(self, lang: str, entries: Iterable[tuple[str, int, str]]) -> None:
        """``entries`` are (sound, concept number, form)."""
        self._lang = lang
        self._forms: dict[str, list[tuple[int, str]]] = {}
        for sound, number, form in entries:
            self._forms.setdefault(sound, []).append((number, form))
        self._keys = tuple(self._forms)

    @classmethod
    def build(cls, lang: str, forms: Iterable[tuple[int, str]]) -> Sounds:
        """The index of forms (concept number, form); those that are too short are left out."""
        return cls(
            lang, ((sound_of(form, lang), n, form) for n, form in forms if long_enough(form, lang))
        )

    def dump(self) -> str:
        """The index as text; see `load`."""
        return "\n".join(
            f"{sound}\t{number}\t{form}"
            for sound, entries in self._forms.items()
            for number, form in entries
        )

    @classmethod
    def load(cls, lang: str, text: str) -> Sounds:
        """An index from what `dump` wrote."""
        rows = (line.split("\t") for line in text.split("\n") if line)
        return cls(lang, ((sound, int(number), form) for sound, number, form in rows))

    def propose(self, text: str, taken: Sequence[tuple[int, int]]) -> list[Proposal]:
        """Terms that sound like pieces of ``text`` outside the spans ``taken``."""
        free = [
            word
            for word in tokens(text, self._lang)
            if not any(a < word.end and word.start < b for a, b in taken)
        ]
        match self._lang:
            case "zh":
                found = self._by_pinyin(text, free)
            case "ko" | "ja":
                found = self._by_signs(text, free)
            case _:
                found = self._by_ear(text, free)
        chosen: list[Proposal] = []
        for proposal in sorted(found, key=lambda p: p.start - p.end):
            if not any(p.start < proposal.end and proposal.start < p.end for p in chosen):
                chosen.append(proposal)
        return sorted(chosen, key=lambda p: p.start)

    def _by_pinyin(self, text: str, words: Sequence[Token]) -> Iterable[Proposal]:
        for run in _runs(words):
            sounds = [_syllable(word.key) for word in run]
            for at in range(len(run)):
                for count in range(min(12, len(run) - at), MIN_HAN - 1, -1):
                    heard = self._forms.get("'".join(sounds[at : at + count]), ())
                    start, end = run[at].start, run[at + count - 1].end
                    for number, form in heard:
                        if _shares_a_sign(form, text[start:end]):
                            yield Proposal(number, form, start, end)

    def _by_ear(self, text: str, words: Sequence[Token]) -> Iterable[Proposal]:
        for at, word in enumerate(words):
            yield from self._like(text, word.start, word.end)
            if at + 1 < len(words) and text[word.end : words[at + 1].start] == " ":
                yield from self._like(text, word.start, words[at + 1].end)

    def _by_signs(self, text: str, signs: Sequence[Token]) -> Iterable[Proposal]:
        """Beginnings of written-together runs: what follows may be a particle."""
        shortest = MIN_SIGNS[self._lang]
        for run in _runs(signs):
            for part in _katakana(run) if self._lang == "ja" else (run,):
                for count in range(min(12, len(part)), shortest - 1, -1):
                    yield from self._like(text, part[0].start, part[count - 1].end)

    def _like(self, text: str, start: int, end: int) -> Iterable[Proposal]:
        from rapidfuzz import fuzz, process

        heard = fold(text[start:end])[0].replace(" ", "")
        if len(heard) < MIN_SIGNS.get(self._lang, MIN_LETTERS - 1):
            return
        near = process.extract(
            sound_of(heard, self._lang),
            self._keys,
            scorer=fuzz.ratio,
            score_cutoff=MIN_KEY_LIKENESS,
            limit=5,
        )
        best: tuple[float, int, str] | None = None
        for key, _, _ in near:
            for number, form in self._forms[key]:
                plain = fold(form)[0]
                likeness = fuzz.ratio(_spelt(heard), _spelt(plain))
                if _may_be(heard, plain) and (best is None or likeness > best[0]):
                    best = (likeness, number, form)
        if best is not None and MIN_LIKENESS <= best[0] < 100:
            yield Proposal(best[1], best[2], start, end)


def long_enough(form: str, lang: str) -> bool:
    """Whether a form is long enough for a proposal."""
    if lang == "zh":
        return _HAN_FORM.fullmatch(form) is not None
    if lang in MIN_SIGNS:
        return (
            len(form) >= MIN_SIGNS[lang]
            and " " not in form
            and _SPELT[lang].fullmatch(form) is not None
        )
    # Trade names (with a capital) are made to sound like ordinary words.
    return len(form) >= MIN_LETTERS and " " not in form and form == form.lower()


def sound_of(form: str, lang: str) -> str:
    """The key of a form's sound."""
    if lang == "zh":
        return "'".join(_syllable(token.key) for token in tokens(form, lang))
    text = fold(form)[0].replace(" ", "").replace("-", "")
    if lang in MIN_SIGNS:
        return _spelt(text)
    for letters, sound in _LETTERS:
        text = text.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text))


@lru_cache(maxsize=10_000)
def _syllable(sign: str) -> str:
    if not _HAN.fullmatch(sign):
        return sign
    from pypinyin import Style, lazy_pinyin

    sound = str(lazy_pinyin(sign, style=Style.NORMAL)[0])
    for many, one in _MERGED:
        sound = sound.replace(many, one)
    return sound


def _spelt(text: str) -> str:
    """Korean syllables taken apart into letters; everything else as it is."""
    return unicodedata.normalize("NFD", text)


def _katakana(run: list[Token]) -> Iterable[list[Token]]:
    part: list[Token] = []
    for sign in run:
        if _SPELT["ja"].fullmatch(sign.key):
            part.append(sign)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _may_be(heard: str, term: str) -> bool:
    """Another first sound is another word, and another ending (allergic, allergy) no mishearing."""
    if heard[0] != term[0]:
        return False
    same = next((n for n, (a, b) in enumerate(zip(heard, term, strict=False)) if a != b), 99)
    if len(heard) == len(term) or same < 5 or term in (heard + "e", heard.removesuffix("e")):
        return True
    return _DOUBLED.sub(r"\1", heard) == _DOUBLED.sub(r"\1", term)


def _runs(words: Sequence[Token]) -> Iterable[list[Token]]:
    run: list[Token] = []
    for word in words:
        if run and run[-1].end != word.start:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _shares_a_sign(form: str, heard: str) -> bool:
    """Half of the signs must be right: the recogniser writes what it heard, not another name."""
    right = sum(a == b for a, b in zip(form, heard, strict=False))
    return right * 2 >= len(form) and right >= 2
