"""Pictures and scans: recognition on this machine, for Chinese, English and Japanese.

Every block says that a machine has read it, so that each number in it is checked by a person.
"""

from __future__ import annotations

import io
import warnings
from functools import cache
from typing import Any

from app.documents.blocks import Block, BlockKind, Document, DocumentError, Run, grid_blocks
from app.documents.readers.limits import Limits
from app.documents.readers.lines import TextLine, Word, in_reading_order, paragraphs

LANGUAGES = frozenset(("zh", "en", "ja"))
"""The scripts that the models inside the library's wheel can read."""
_LEAST_SURE = 0.5
_LEAST_COLUMNS = 3
_GAP = "  "
"""What `lines.TextLine` puts between words that stand far apart."""


def read_picture(data: bytes, lang: str, limits: Limits) -> Document:
    """The blocks of a photograph or scan. Raises DocumentError."""
    import numpy
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > limits.picture_pixels:
                    raise DocumentError("document.too_large", pixels=limits.picture_pixels)
                pixels = numpy.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
    except DocumentError:
        raise
    except Exception as error:  # the library answers damage with errors of many kinds
        raise DocumentError("document.damaged", what=type(error).__name__) from error
    return Document("image", tuple(recognise(pixels[:, :, ::-1], lang)), 1)


def recognise(pixels: Any, lang: str, page: int = 1, tables: int = 0) -> list[Block]:
    """The blocks of a picture, blue green red; its tables are numbered from ``tables``.

    Raises DocumentError ``document.ocr_language``.
    """
    if lang not in LANGUAGES:
        raise DocumentError("document.ocr_language", lang=lang)
    result = _reader()(pixels)
    if result.boxes is None or result.txts is None:
        return []
    words = [
        Word(text, *(float(edge(box[:, axis])) for edge, axis in _EDGES))
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if text.strip() and score >= _LEAST_SURE
    ]
    lines = in_reading_order(words, float(pixels.shape[1]))
    blocks: list[Block] = []
    for part in _tables_apart(lines):
        rows = [line.text.split(_GAP) for line in part]
        if len(rows[0]) >= _LEAST_COLUMNS:
            blocks += grid_blocks(tables, rows, page=page, from_ocr=True)
            tables += 1
            continue
        for _, text, _size in paragraphs(part):
            name = f"p{page}.{len(blocks)}"
            blocks.append(Block(name, BlockKind.PARAGRAPH, (Run(text),), 0, page, from_ocr=True))
    return blocks


def _tables_apart(lines: list[TextLine]) -> list[list[TextLine]]:
    """Lines in groups: those that stand below each other in the same many columns are a table."""
    groups: list[list[TextLine]] = []
    last = 0
    for line in lines:
        columns = len(line.text.split(_GAP))
        columns = columns if columns >= _LEAST_COLUMNS else 0
        if groups and columns == last:
            groups[-1].append(line)
        else:
            groups.append([line])
        last = columns
    return groups


def _least(values: Any) -> float:
    return float(values.min())


def _most(values: Any) -> float:
    return float(values.max())


_EDGES = ((_least, 0), (_least, 1), (_most, 0), (_most, 1))


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
