"""Whether a foreign word may be the same name: international names are written by their sound.

Words are reduced to their consonants with one letter for those that scripts mix up (b/v/f/p,
l/r, k/c/g, s/z/t/d), so that "amoxicillin", "амоксициллин" and "아목시실린" come out alike.
"""

from __future__ import annotations

import functools
import re

from rapidfuzz import fuzz

_LATIN = str.maketrans(
    {
        **dict.fromkeys("aeiouyhwàáâäæèéêëìíîïòóôöœùúûüñ", ""),
        **dict.fromkeys("bvfp", "p"),
        **dict.fromkeys("lr", "l"),
        **dict.fromkeys("kgqjç", "k"),
        **dict.fromkeys("szdt", "t"),
        "m": "n",
        "c": "k",
        "x": "kt",
    }
)
_CYRILLIC = dict(
    zip(
        "бвфпгкхлрсзтдцжчшщмн",
        ["p"] * 4 + ["k"] * 3 + ["l"] * 2 + ["t"] * 9 + ["n"] * 2,
        strict=True,
    )
)
_ARABIC = {
    **dict.fromkeys("بفپڤ", "p"),
    **dict.fromkeys("كقغجخ", "k"),
    **dict.fromkeys("لر", "l"),
    **dict.fromkeys("سصزذدضتطثشظ", "t"),
    **dict.fromkeys("من", "n"),
}
_KANA = {
    **dict.fromkeys("バビブベボパピプペポファフィフ", "p"),
    **dict.fromkeys("カキクケコガギグゲゴ", "k"),
    **dict.fromkeys("ラリルレロ", "l"),
    **dict.fromkeys("サシスセソザジズゼゾタチツテトダヂヅデド", "t"),
    **dict.fromkeys("マミムメモナニヌネノンム", "n"),
    "ァ": "",
    "ィ": "",
}
_INITIAL = [
    "k",
    "k",
    "n",
    "t",
    "t",
    "l",
    "n",
    "p",
    "p",
    "t",
    "t",
    "",
    "t",
    "t",
    "t",
    "k",
    "t",
    "p",
    "",
]
_FINAL = [
    *["", "k", "k", "kt", "n", "nt", "n", "t", "l", "lk", "ln", "lp", "lt", "lt", "lp", "l"],
    *["n", "p", "pt", "t", "t", "n", "t", "t", "k", "t", "p", ""],
]
_DOUBLE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W\d_]+")
_KOREAN = re.compile("[증염병혈술환했었겠습않있없됩싶같많좋받검붓픈픔항액량복통험찰촬료]")
"""Syllables that write no foreign name: 항진증으로 is no methimazole."""


@functools.lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The consonants of ``word``, in any of the eight languages' scripts but the Chinese."""
    signs: list[str] = []
    for sign in word.lower():
        code = ord(sign) - 0xAC00
        if 0 <= code < 11172:
            signs.append(_INITIAL[code // 588] + _FINAL[code % 28])
        elif sign < "\u0250":
            signs.append(sign.translate(_LATIN))
        else:
            signs.append(_CYRILLIC.get(sign) or _ARABIC.get(sign) or _KANA.get(sign, ""))
    return _DOUBLE.sub(r"\1", "".join(signs))


def alike(name: str, text: str, least: float = 70.0) -> bool:
    """Whether a word of ``text`` sounds like ``name`` (a Latin form); least: 0 to 100."""
    wanted = skeleton(name)
    if len(wanted) < 3:
        return False
    return any(
        len(m[0]) >= 3
        and _sounds_like(wanted, skeleton(m[0]), least)
        and _spelt_like(name, m[0])
        and not _KOREAN.search(m[0])
        for m in _WORD.finditer(text)
    )


def _sounds_like(wanted: str, found: str, least: float) -> bool:
    """Short skeletons must be the same: too many words come near them by chance."""
    if len(found) < 4:
        return False
    if min(len(wanted), len(found)) < 5:
        return wanted == found
    return fuzz.ratio(wanted, found) >= least


def _spelt_like(name: str, word: str) -> bool:
    """Within the Latin script the letters themselves must be alike as well."""
    return not word.isascii() or fuzz.ratio(name.lower(), word.lower()) >= _SPELT


_SPELT = 60.0
