"""The recovery key on paper: one page in Chinese and English, made once and kept nowhere else."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reportlab.lib.pagesizes import A4

from app.assets import assets_folder
from app.documents.writers.pdf_fonts import FontSet, PdfError
from app.documents.writers.pdf_text import Style, TextSetter, new_canvas

_MARGIN = 64.0
_INK, _MUTED = 0x1B2430, 0x5A6675
_TITLE = Style(20, 28, _INK, bold=True)
_CODE = Style(22, 34, _INK, bold=True)
_BODY = Style(11, 18, _INK)
_NOTE = Style(10, 16, _MUTED)

_WORDS = (
    ("zh", "译诊 · 恢复钥匙", _TITLE),
    ("en", "Yizhen recovery key", _TITLE),
)
_ADVICE = (
    (
        "zh",
        "忘记口令时，用这把钥匙可以为用户设置新口令，并打开全部病历。请打印后锁好，不要存放在这台电脑上，"
        "也不要拍照。丢失或被人看到时，请立即生成新的恢复钥匙，旧的随即失效。",
        _BODY,
    ),
    (
        "en",
        "With this key a forgotten passphrase can be replaced, and every record can be opened. "
        "Print this page, lock it away, then delete the file. If it is lost or somebody has seen "
        "it, make a new recovery key at once: this one then opens nothing.",
        _BODY,
    ),
)


def write_recovery_pdf(code: str, made_at: str, folder: str, out: Path) -> None:
    """Write the page to ``out``, readable for its owner only, whole or not at all.

    ``made_at`` and ``folder`` say which profile the key belongs to. A QGuiApplication must
    exist. Raises PdfError.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=".part")
        try:
            _page(name, code, made_at, folder)
            os.fsync(handle)
            Path(name).replace(out)
        finally:
            os.close(handle)
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise PdfError("pdf.cannot_write", path=str(out), errno=error.errno) from error


def _page(name: str, code: str, made_at: str, folder: str) -> None:
    setter = TextSetter(FontSet(assets_folder() / "fonts"))
    width, height = A4
    canvas = new_canvas(name, (width, height))
    canvas.setTitle("Yizhen recovery key")
    below = height - _MARGIN
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    shown = [("en", "  ".join(part), _CODE) for part in (groups[:half], groups[half:])]
    about = [("en", f"{made_at[:10]}   {folder}", _NOTE)]
    for block in (_WORDS, shown, _ADVICE, about):
        for lang, text, style in block:
            for line in setter.lines(text, lang, style, width - 2 * _MARGIN):
                below -= style.leading
                setter.draw(canvas, line, _MARGIN, below)
            below -= 6
        below -= 18
    canvas.showPage()
    canvas.save()
