"""Whether a single word of a text is a form of the termbase, or only shares its key.

Keys leave endings off, and with them what tells words apart: French "temps" and "tempe", Spanish
"como", "sido" and "más" beside coma, sida and masa, Arabic "إلى" (to) beside "الية" (buttock).
"""

from __future__ import annotations

from functools import lru_cache

from glossary.normalise import ACCENTS, fold

CHECKED = frozenset(("ru", "fr", "es", "ar"))
"""Languages whose keys are stems."""

_WORDS_KEPT = 20_000
"""So many words are remembered: most words of a talk come again."""

_RUSSIAN = frozenset(
    " а я о е ы и у ю ь й ой ей ом ем ов ев ам ям ах ях ами ями ью ия ию ие ии ий ием ией иям иях "
    "иями ья ье ьи ый ая яя ое ее ые ого его ому ему ым им ых их ыми ими ую юю".split(" ")
)
_FRENCH = {
    "": ("s", "x", "e", "es", "ne", "nes", "le", "les", "te", "tes"),
    "s": ("",),
    "x": ("", "se", "ses"),
    "e": ("", "es"),
    "al": ("aux",),
    "l": ("ux",),
    "f": ("ve", "ves"),
}
_SPANISH = {
    "": ("s", "es", "a", "as"),
    "s": ("",),
    "es": ("",),
    "o": ("a", "as", "os"),
    "z": ("ces",),
}
"""By the end of the form what may stand there instead: number, gender and case, no verbs."""
_VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


@lru_cache(maxsize=_WORDS_KEPT)
def fits(form: str, surface: str, lang: str) -> bool:
    """Whether ``surface`` is ``form`` (as `written` keeps it), inflected at most."""
    if lang == "ar":
        return _arabic(form, surface)
    word = fold(surface)[0]
    if word == form:
        return True
    bare, base = word.translate(ACCENTS), form.translate(ACCENTS)
    same = shared(bare, base)
    end, instead = base[same:], bare[same:]
    if lang == "ru":
        # острый, острых: the endings begin before the first sign that differs.
        return any(
            base[at:] in _RUSSIAN and bare[at:] in _RUSSIAN
            for at in range(same, max(same - 3, 1), -1)
        )
    accents_count = not word.isascii() and (lang == "fr" or not (end or instead))
    if accents_count and word[:same] != form[:same]:
        return False  # Who writes accents means them: "côté" is no "côte".
    if not (end or instead):
        return True
    return instead in (_FRENCH if lang == "fr" else _SPANISH).get(end, ())


def written(form: str, lang: str) -> str:
    """A form as it is kept for `fits`: without case, and without the Arabic article."""
    plain = fold(form)[0]
    # Folded, ألم (pain) seems to begin with the article as well.
    with_article = lang == "ar" and form.startswith("ال") and len(plain) > 3
    return plain.removeprefix("ال") if with_article else plain


def shared(one: str, other: str) -> int:
    """How many signs two words begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _arabic(form: str, surface: str) -> bool:
    """The form stands in the word, with clitics before and endings behind it."""
    word = fold(surface)[0]
    if surface.rstrip(_VOWELS).endswith("ة") and not form.endswith("ه"):
        return False
    if not form.endswith("ه"):
        return form in word
    at = word.find(form[:-1])
    return at >= 0 and word[at + len(form) - 1 :][:1] in ("ه", "ت", "ا")
