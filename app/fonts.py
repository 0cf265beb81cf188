"""The font set: which files it has, and which families draw which language, in order. No Qt.

The one place that knows the fonts: `app.ui.fonts` builds windows on it and
`app.documents.writers.pdf_fonts` embeds the same files. The order matters: Chinese must never be
drawn with Japanese letter forms, nor the other way round. The files (Noto, SIL Open Font License
1.1) are fetched into ``assets/fonts`` by ``packaging/fetch_fonts.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Family:
    """A family of the set, its Regular and Bold files, and the scripts it is there for.

    ``scripts`` are ISO 15924 codes. ``elsewhere`` are names under which the same or a near design
    is installed on systems; they are for windows only, PDFs embed the set and nothing else.
    """

    name: str
    regular: str
    bold: str
    scripts: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


def _noto(suffix: str, scripts: str, *elsewhere: str) -> Family:
    name = f"Noto Sans {suffix}".rstrip()
    base = name.replace(" ", "")
    return Family(
        name, f"{base}-Regular.ttf", f"{base}-Bold.ttf", tuple(scripts.split()), elsewhere
    )


LATIN = _noto("", "Latn Cyrl Grek", "DejaVu Sans")
SC = _noto(
    "SC", "Hans Hant", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"
)
JP = _noto("JP", "Jpan", "Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans")
KR = _noto("KR", "Kore", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo")
ARABIC = _noto("Arabic", "Arab", "Noto Naskh Arabic")
THAI = _noto("Thai", "Thai", "Noto Sans Thai Looped")
DEVANAGARI = _noto("Devanagari", "Deva")

FAMILIES: tuple[Family, ...] = (LATIN, SC, JP, KR, ARABIC, THAI, DEVANAGARI)

_FIRST: dict[str, tuple[Family, ...]] = {
    "zh": (SC, LATIN, KR),
    "ja": (JP, LATIN, KR, SC),
    "ko": (KR, LATIN, SC),
    "ar": (ARABIC, LATIN, SC),
    "th": (THAI, LATIN, SC),
    "hi": (DEVANAGARI, LATIN, SC),
}
_DEFAULT = (LATIN, SC, KR)


def order(lang: str) -> tuple[Family, ...]:
    """All families for texts of language ``lang`` (ISO 639-1, region ignored), the best first."""
    first = _FIRST.get(lang.split("-")[0].lower(), _DEFAULT)
    return (*first, *(family for family in FAMILIES if family not in first))


def missing_files(folder: Path) -> tuple[str, ...]:
    """Font files of the set that ``folder`` does not hold; empty when the set is complete."""
    names = (name for family in FAMILIES for name in (family.regular, family.bold))
    return tuple(name for name in names if not (folder / name).is_file())
