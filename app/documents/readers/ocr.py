"""Pictures and scans: recognition on this machine, for Chinese, English and Japanese.

Every block says that a machine has read it, so that each number in it is checked by a person.
"""

from __future__ import annotations

import io
import warnings
from functools import cache
from typing import Any

from app.documents.blocks import Block, BlockKind, Document, DocumentError, Run
from app.documents.readers.limits import Limits
from app.documents.readers.lines import Word, in_reading_order, paragraphs

LANGUAGES = frozenset(("zh", "en", "ja"))
"""The scripts that the models inside the library's wheel can read."""
_LEAST_SURE = 0.5


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


def recognise(pixels: Any, lang: str, page: int = 1) -> list[Block]:
    """The blocks of a picture, blue green red. Raises DocumentError ``document.ocr_language``."""
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
    blocks = []
    for at, (_, text, _size) in enumerate(paragraphs(lines)):
        name = f"p{page}.{at}"
        blocks.append(Block(name, BlockKind.PARAGRAPH, (Run(text),), 0, page, from_ocr=True))
    return blocks


def _least(values: Any) -> float:
    return float(values.min())


def _most(values: Any) -> float:
    return float(values.max())


_EDGES = ((_least, 0), (_least, 1), (_most, 0), (_most, 1))


@cache
def _reader() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()
