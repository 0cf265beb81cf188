"""Signatures and passwords of PDFs, examined by others' libraries."""

from __future__ import annotations

import io
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from app.documents.export import Format, Wish, make
from app.documents.signatures import Checked, SignatureError, Verdict, check_pdf
from app.documents.writers.layouts import Layout
from app.documents.writers.sign import SignError, open_seal
from tests.fakes.certificates import PASSWORD, Authority
from tests.golden.sample_records import BEIJING, sample

pytestmark = pytest.mark.usefixtures("qapp")
LOCK = "eight signs and more"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signed")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority.make(folder)


@pytest.fixture(scope="module")
def wish(folder: Path, authority: Authority) -> Wish:
    seal = open_seal(authority.person(folder, "王丽华 Wang"), PASSWORD)
    return Wish(Format.PDF, seal=seal, zone=BEIJING)


@pytest.fixture(scope="module")
def signed(folder: Path, wish: Wish) -> bytes:
    return make(sample("ru"), wish).data


def check(data: bytes, folder: Path, *trusted: Path, password: str = "") -> Checked:
    file = folder / "checked.pdf"
    file.write_bytes(data)
    (one,) = check_pdf(file, trusted, password)
    return one


def test_valid_untrusted_and_whose(signed: bytes, folder: Path, authority: Authority) -> None:
    found = check(signed, folder, authority.pem)
    assert (found.verdict, found.signer, found.whole_file) == (Verdict.VALID, "王丽华 Wang", True)
    assert check(signed, folder).verdict is Verdict.UNTRUSTED
    stranger = Authority.make(folder, "Stranger")
    assert check(signed, folder, stranger.pem).verdict is Verdict.UNTRUSTED


def test_another_program_finds_it_sound(signed: bytes, folder: Path) -> None:
    file = folder / "other.pdf"
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_any_changed_bit_is_found(
    signed: bytes, folder: Path, authority: Authority, place: float
) -> None:
    data = bytearray(signed)
    data[int(signed.index(b"/ByteRange") * place)] ^= 1
    file = folder / "hurt.pdf"
    file.write_bytes(data)
    with suppress(SignatureError):
        # So badly hurt that it is no PDF any more: that is found as well.
        assert [one.verdict for one in check_pdf(file, [authority.pem])] == [Verdict.CHANGED]


def test_what_is_added_behind_the_signature_is_found(
    signed: bytes, folder: Path, authority: Authority
) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[generic.pdf_name("/Rotate")] = generic.NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    found = check(out.getvalue(), folder, authority.pem)
    assert (found.verdict, found.whole_file) == (Verdict.CHANGED, False)


def test_a_signature_can_be_seen(signed: bytes, wish: Wish) -> None:
    def picture(data: bytes) -> bytes:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        page = document[len(document) - 1]
        shown = page.render(scale=1, may_draw_forms=True).to_numpy().tobytes()
        page.close()
        document.close()
        return shown

    assert picture(signed) != picture(make(sample("ru"), replace(wish, seal=None)).data)


def test_signed_and_encrypted_with_the_record_inside(
    folder: Path, wish: Wish, authority: Authority
) -> None:
    both = make(sample("ko"), replace(wish, password=LOCK, layout=Layout.INTERLEAVED)).data
    assert check(both, folder, authority.pem, password=LOCK).verdict is Verdict.VALID
    for wrong in ("", "another password"):
        with pytest.raises(SignatureError, match=r"signature\.password"):
            check(both, folder, password=wrong)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(both))
    with pikepdf.open(io.BytesIO(both), password=LOCK) as opened:
        how = opened.encryption
        assert (how.R, how.bits, str(how.stream_method)) == (6, 256, "EncryptionMethod.aesv3")
        assert "record.json" in opened.attachments
    assert "金".encode() not in both
    assert b"PDF/A" not in both
    assert b"pdfaid" not in both


def test_nobody_signs_with_a_certificate_that_is_over(folder: Path, authority: Authority) -> None:
    with pytest.raises(SignError, match=r"sign\.expired"):
        open_seal(authority.person(folder, "over", days=-2), PASSWORD)


@pytest.mark.parametrize(
    ("content", "password", "code"),
    [(None, "wrong", "sign.cannot_open"), (b"no", PASSWORD, "sign.cannot_open")],
)
def test_files_that_do_not_open(
    folder: Path, authority: Authority, content: bytes | None, password: str, code: str
) -> None:
    file = authority.person(folder, "other")
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SignError, match=code):
        open_seal(file, password)


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises(SignError, match=r"sign\.unreadable"):
        open_seal(folder / "nothing.p12", "")
    with pytest.raises(SignatureError, match=r"signature\.certificate"):
        check_pdf(folder / "checked.pdf", [folder / "nothing.pem"])
