"""Reading a document of any kind, in a process of its own.

The libraries that read office files and PDFs are large and partly native: a hostile file may hang
or crash them. That costs the child process, never the program, and becomes one clear error.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from app.documents.blocks import Document, DocumentError
from app.documents.readers.limits import Limits
from app.documents.readers.sniff import kind_of

PageDone = Callable[[], None]
_Answer = Document | tuple[str, dict[str, object]]


def read_document(path: Path, lang: str, limits: Limits | None = None) -> Document:
    """Read the file at ``path``, whose text is in ``lang``. Nothing is ever written.

    Raises DocumentError: ``document.missing``, ``.unreadable``, ``.empty``, ``.too_large``,
    ``.damaged``, ``.encrypted``, ``.old_format``, ``.not_a_document``, ``.not_text``,
    ``.encoding``, ``.macros``, ``.bomb``, ``.hostile_xml``, ``.too_many_pages``,
    ``.too_many_rows``, ``.too_long``, ``.no_text``, ``.ocr_language``, ``.timeout``, ``.crashed``.
    """
    limits = limits or Limits()
    data = load(path, limits)
    extension = path.suffix.lower().lstrip(".")
    kind = kind_of(data, extension, limits)
    if kind in ("text", "markdown"):
        return parse(data, kind, lang, limits)
    return _in_child(data, kind, lang, limits)


def load(path: Path, limits: Limits) -> bytes:
    """The file's bytes, one more than allowed at most. Raises DocumentError."""
    try:
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentError("document.missing", file=path.name) from error
    except OSError as error:
        raise DocumentError("document.unreadable", file=path.name, errno=error.errno) from error


def parse(
    data: bytes, kind: str, lang: str, limits: Limits, page_done: PageDone | None = None
) -> Document:
    """The document of these bytes, in this process. Raises DocumentError."""
    match kind:
        case "docx":
            from app.documents.readers.docx import read_docx

            document = read_docx(data)
        case "xlsx":
            from app.documents.readers.xlsx import read_xlsx

            document = read_xlsx(data, limits)
        case "pdf":
            from app.documents.readers.pdf import read_pdf

            document = read_pdf(data, lang, limits, page_done)
        case "image":
            from app.documents.readers.ocr import read_picture

            document = read_picture(data, lang, limits)
        case _:
            from app.documents.readers.plain_text import read_text

            document = read_text(data, lang, markdown=kind == "markdown")
    if not document.blocks:
        raise DocumentError("document.no_text")
    characters = sum(len(block.text) for block in document.blocks)
    if len(document.blocks) > limits.blocks or characters > limits.characters:
        raise DocumentError("document.too_long", characters=limits.characters)
    return document


def _in_child(data: bytes, kind: str, lang: str, limits: Limits) -> Document:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs,), name="document-reader", daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send((data, kind, lang, limits))
        answer: _Answer | None = None
        while answer is None:  # None says that one more page is done.
            if not ours.poll(limits.seconds):
                raise DocumentError("document.timeout", seconds=round(limits.seconds))
            answer = ours.recv()
    except (EOFError, OSError) as error:
        raise DocumentError("document.crashed") from error
    finally:
        ours.close()
        child.kill()
        child.join()
    if isinstance(answer, Document):
        return answer
    raise DocumentError(answer[0], **answer[1])


def _serve(connection: Connection) -> None:
    """The child: one document in, one answer out."""
    data, kind, lang, limits = connection.recv()
    _limit_memory(limits.memory_bytes)
    try:
        answer: _Answer = parse(data, kind, lang, limits, lambda: connection.send(None))
    except DocumentError as error:
        answer = (error.code, dict(error.details))
    except (MemoryError, RecursionError):
        answer = ("document.too_large", {})
    except Exception as error:  # noqa: BLE001 - whatever a library stumbles over is a damaged file
        answer = ("document.damaged", {"what": type(error).__name__})
    connection.send(answer)


def _limit_memory(limit_bytes: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
