"""Electronic signatures of PDFs: with a certificate from a PKCS#12 file, in a field that is seen.

The signature certifies the file: whatever is changed afterwards, beyond a further signature, is
found by every reader. Its time is that of this computer, for there is no time service here.
"""

from __future__ import annotations

import binascii
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from app.documents.writers import pdf_grid as grid
from app.documents.writers.content import local
from app.documents.writers.pdf_fonts import FontSet
from app.documents.writers.pdf_text import TextSetter, new_canvas
from app.documents.writers.pdf_words import Words
from app.errors import AppError

FIELD = "YizhenSignature"
_MAX_BYTES = 1 << 20
_BORDER = 0.6


class SignError(AppError):
    """The PDF cannot be signed. Codes begin with ``sign.``."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A certificate with its key, ready to sign. ``signer`` is pyHanko's."""

    name: str
    until: datetime
    signer: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the signature is seen: page (from 0) and box (left, lower, right, upper edge)."""

    page: int
    box: tuple[float, float, float, float]


def open_seal(file: Path, password: str, now: datetime | None = None) -> Seal:
    """Read a PKCS#12 file. Raises SignError ``sign.unreadable``, ``sign.cannot_open`` (a wrong
    password, or no such file), ``sign.no_key``, ``sign.expired``."""
    from pyhanko.sign.signers import SimpleSigner

    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES)
    except OSError as error:
        raise SignError("sign.unreadable", file=file.name, errno=error.errno) from error
    try:
        signer = SimpleSigner.load_pkcs12_data(data, [], password.encode() or None)
    except ValueError as error:
        raise SignError("sign.cannot_open", file=file.name) from error
    except (AttributeError, TypeError) as error:
        # A file that holds certificates and no key.
        raise SignError("sign.no_key", file=file.name) from error
    period = signer.signing_cert["tbs_certificate"]["validity"]
    since, until = period["not_before"].native, period["not_after"].native
    if not since <= (now or datetime.now(UTC)) <= until:
        raise SignError("sign.expired", file=file.name, until=f"{until:%Y-%m-%d}")
    return Seal(common_name(signer.signing_cert), until, signer)


def common_name(certificate: Any) -> str:
    """Whose a certificate is, as short as it says so."""
    names = certificate.subject.native
    name = names.get("common_name") or names.get("organization_name")
    return str(name or certificate.subject.human_friendly)


def signed(
    data: bytes,
    seal: Seal,
    place: Place,
    words: Sequence[Words],
    fonts_folder: Path,
    zone: tzinfo | None = None,
    password: str = "",
) -> bytes:
    """``data`` with a signature; ``password`` opens it where it is encrypted.

    Raises SignError ``sign.failed`` where the key cannot sign, PdfError where the name in the
    certificate has characters that no font has.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import StaticStampStyle

    now = datetime.now(UTC).isoformat(timespec="seconds")
    stamp = _stamp(seal.name, now, place, words, fonts_folder, zone)
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    if password:
        writer.encrypt(password)  # type: ignore[no-untyped-call]
    signer = PdfSigner(
        PdfSignatureMetadata(field_name=FIELD, certify=True, name=seal.name),
        seal.signer,
        stamp_style=StaticStampStyle(
            border_width=0,
            background=_content(stamp),
            background_layout=_whole_box(),
        ),
        new_field_spec=SigFieldSpec(FIELD, place.page, tuple(map(round, place.box))),  # type: ignore[arg-type]
    )
    out = io.BytesIO()
    try:
        signer.sign_pdf(writer, output=out)
    except (SigningError, ValueError) as error:
        raise SignError("sign.failed", name=seal.name) from error
    return out.getvalue()


def _stamp(
    name: str,
    when: str,
    place: Place,
    words: Sequence[Words],
    fonts_folder: Path,
    zone: tzinfo | None,
) -> bytes:
    """The picture of the signature as a PDF page of the box's size: title, name, time."""
    setter = TextSetter(FontSet(fonts_folder))
    left, lower, right, upper = map(round, place.box)
    width, height = right - left, upper - lower
    stream = io.BytesIO()
    canvas = new_canvas(stream, (width, height))
    canvas.setStrokeColor(_color(grid.ACCENT))
    canvas.setLineWidth(_BORDER)
    canvas.rect(_BORDER / 2, _BORDER / 2, width - _BORDER, height - _BORDER)
    title = " / ".join(each("seal.title") for each in words)
    at = f"{local(when, zone):%Y-%m-%d %H:%M:%S %z}"
    small = grid.style(6.5, grid.ACCENT, bold=True)
    rows = (
        (title, words[0].lang, small),
        (name, words[0].lang, grid.style(grid.NOTE, bold=True)),
        (at, "en", grid.style(6.5, grid.MUTED)),
    )
    top = height - 2.0
    for text, lang, style in rows:
        line = setter.lines(text, lang, style, width - 8)[0]
        top -= style.leading
        setter.draw(canvas, line, 4, top + 0.28 * style.size, width - 8)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _whole_box() -> Any:
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule

    middle = AxisAlignment.ALIGN_MID
    return SimpleBoxLayoutRule(middle, middle, margins=Margins(0, 0, 0, 0))


def _color(value: int) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(value)


def _content(page: bytes) -> Any:
    """The first page of a PDF in memory, as pyHanko puts it into another."""
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Page(PdfContent):
        def render(self) -> bytes:
            made = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page)))
            name = b"/Seal" + binascii.hexlify(uuid.uuid4().bytes)
            self.resources.xobject[name.decode("ascii")] = made
            left, lower, right, upper = made.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(left - right), height=abs(lower - upper))
            return name + b" Do"

    return Page()
