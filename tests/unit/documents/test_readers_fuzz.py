"""Damaged, renamed and hostile files: blocks or one clear error, nothing else, within bounds.

Every sample is cut, has bits flipped and pieces doubled, by a generator with a fixed seed; so a
failure can be repeated. What the libraries do inside the reader's process to broken files beyond
that (hang, crash) costs that process only: `test_readers` kills one.
"""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Iterator

import pikepdf
import pytest

from app.documents.blocks import DocumentError
from app.documents.readers.limits import Limits
from app.documents.readers.read import parse
from app.documents.readers.sniff import kind_of
from tests.golden.documents.make_samples import make, samples

LIMITS = Limits(seconds=20.0)
ROUNDS = 12
FILES = {
    sample.file_name.rpartition(".")[2]: make(sample)
    for sample in samples()
    if sample.format in ("docx", "xlsx", "pdf", "gb18030", "markdown")
}
EXTENSIONS = ("docx", "xlsx", "pdf", "txt", "md", "png", "exe")


def outcome(data: bytes, extension: str) -> str:
    """ "blocks", or the code of the one error."""
    try:
        with warnings.catch_warnings():
            # What a library says about a broken file is not the program's concern.
            warnings.simplefilter("ignore")
            document = parse(data, kind_of(data, extension, LIMITS), "zh", LIMITS)
    except DocumentError as error:
        return error.code
    assert document.blocks
    return "blocks"


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def double(data: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(data)), chance.randrange(1, 4000)
    return data[:start] + data[start : start + length] * 3 + data[start:]


def noise(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + chance.randbytes(200) + data[start + 200 :]


@pytest.mark.parametrize("change", [cut, flip, double, noise], ids=lambda f: f.__name__)
@pytest.mark.parametrize("extension", sorted(FILES))
def test_a_broken_file_is_blocks_or_one_error(
    extension: str, change: Callable[[bytes, random.Random], bytes]
) -> None:
    chance = random.Random(f"{extension} {change.__name__}")
    for _ in range(ROUNDS):
        found = outcome(change(FILES[extension], chance), extension)
        assert found == "blocks" or found.startswith("document.")


def test_a_part_of_an_office_file_that_is_broken_is_one_error() -> None:
    """The archive is whole, so that nothing stops the bad part before the library reads it."""
    chance = random.Random("parts")
    for extension in ("docx", "xlsx"):
        for _ in range(ROUNDS):
            outcome(_with_bad_part(FILES[extension], chance), extension)


def _with_bad_part(data: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        bad = chance.choice([name for name in old.namelist() if name.endswith((".xml", ".rels"))])
        for name in old.namelist():
            part = old.read(name)
            if name == bad:
                part = chance.choice((b"", b"<a/>", flip(part, chance), part[: len(part) // 2]))
            new.writestr(name, part)
    return stream.getvalue()


def test_a_renamed_file_is_read_for_what_it_is_or_refused() -> None:
    program = b"MZ\x90\x00" + bytes(range(256)) * 4
    for extension in EXTENSIONS:
        assert outcome(program, extension) == "document.not_a_document"
        for real, data in FILES.items():
            found = outcome(data, extension)
            assert found == "blocks" or real in ("txt", "md"), (real, extension, found)


def bombs() -> Iterator[tuple[str, bytes, str]]:
    """(extension, data, the error it must give)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<w>" + b" " * 60_000_000)
    yield "docx", stream.getvalue(), "document.bomb"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for number in range(5000):
            made.writestr(f"xl/part{number}.bin", b"")
        made.writestr("xl/workbook.xml", b"<a/>")
    yield "xlsx", stream.getvalue(), "document.bomb"
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE a [<!ENTITY l0 "ha">{entities}]><a>&l9;</a>'.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("word/document.xml", laughs)
    yield "docx", stream.getvalue(), "document.hostile_xml"
    pages = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(LIMITS.pages + 1):
            pdf.add_blank_page()
        pdf.save(pages)
    yield "pdf", pages.getvalue(), "document.too_many_pages"
    yield "txt", b"a" * 2_500_000, "document.too_long"


@pytest.mark.parametrize(("extension", "data", "code"), list(bombs()), ids=lambda v: str(v)[:22])
def test_bombs_are_refused(extension: str, data: bytes, code: str) -> None:
    assert outcome(data, extension) == code


def test_a_page_that_draws_itself_or_unpacks_without_end_is_bounded() -> None:
    """Streams inside a PDF: one that unpacks to much, one whose form shows itself."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        form = pdf.make_stream(b"/F Do")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, 100, 100])
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"/F Do " + b"0 0 m " * 20_000)
        pdf.save(stream, compress_streams=True)
    assert outcome(stream.getvalue(), "pdf") in ("document.no_text", "document.damaged")
