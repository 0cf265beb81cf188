"""Whether a PDF is signed, by whom, and whether it is still what was signed."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.documents.writers.sign import common_name
from app.errors import AppError


class Verdict(StrEnum):
    """What can be said of one signature, or of a file without any."""

    VALID = "valid"
    """Unchanged since, and by somebody whom a trusted certificate names."""
    UNTRUSTED = "untrusted"
    """Unchanged since; nobody vouches for who signed."""
    CHANGED = "changed"
    """The file, or the signature itself, was changed after signing."""
    UNSIGNED = "unsigned"


class SignatureError(AppError):
    """The file cannot be examined. Codes begin with ``signature.``."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One signature. ``signed_at`` is what the signer's computer said."""

    verdict: Verdict
    signer: str = ""
    issuer: str = ""
    signed_at: str = ""
    certificate_until: str = ""
    whole_file: bool = False
    """Nothing was added behind what was signed."""


def check_pdf(file: Path, trusted: Sequence[Path] = (), password: str = "") -> tuple[Checked, ...]:
    """Every signature of a PDF, or one `Verdict.UNSIGNED`.

    ``trusted`` are files with certificates (PEM or DER) that this hospital trusts; no list of the
    system's is asked, and no network. Raises SignatureError ``signature.unreadable``,
    ``signature.not_a_pdf``, ``signature.password``, ``signature.certificate``.
    """
    from pyhanko.pdf_utils.misc import PdfError, PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    roots = [root for path in trusted for root in _certificates(path)]
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SignatureError("signature.unreadable", file=file.name, errno=error.errno) from error
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            _unlock(reader, password, file)
        found = list(reader.embedded_regular_signatures)
        return tuple(_checked(one, roots) for one in found) or (Checked(Verdict.UNSIGNED),)
    except (PdfReadError, PdfError, ValueError, KeyError, TypeError) as error:
        raise SignatureError("signature.not_a_pdf", file=file.name) from error


def _unlock(reader: Any, password: str, file: Path) -> None:
    from pyhanko.pdf_utils.crypt import AuthStatus

    if not password or reader.decrypt(password).status is AuthStatus.FAILED:
        raise SignatureError("signature.password", file=file.name)


def _checked(embedded: Any, roots: Sequence[Any]) -> Checked:
    from pyhanko.sign.validation import errors, validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = embedded.signer_cert
    at: datetime | None = embedded.self_reported_timestamp
    # A record outlives the certificate it was signed with: what counts is the time of signing.
    context = ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False)
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    about: dict[str, Any] = {
        "signer": common_name(certificate),
        "issuer": str(certificate.issuer.human_friendly),
        "signed_at": at.isoformat() if at is not None else "",
        "certificate_until": certificate.not_valid_after.isoformat(),
    }
    try:
        with _quiet():
            status = validate_pdf_signature(embedded, context, key_usage_settings=usage)
    except errors.SignatureValidationError:
        # What is not even a signature any more was changed.
        return Checked(Verdict.CHANGED, **about)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    sound = status.intact and status.valid and status.docmdp_ok is not False and _covered(status)
    if not sound:
        return Checked(Verdict.CHANGED, **about, whole_file=whole)
    return Checked(
        Verdict.VALID if status.trusted else Verdict.UNTRUSTED, **about, whole_file=whole
    )


def _covered(status: Any) -> bool:
    """Whether nothing but further signatures came after this one."""
    from pyhanko.sign.diff_analysis import SuspiciousModification
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if isinstance(status.diff_result, SuspiciousModification):
        return False
    return bool(status.coverage.value >= SignatureCoverageLevel.ENTIRE_REVISION.value)


def _certificates(path: Path) -> Iterable[Any]:
    from pyhanko.keys import load_certs_from_pemder

    try:
        found = list(load_certs_from_pemder([str(path)]))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise SignatureError("signature.certificate", file=path.name) from error
    if not found:
        raise SignatureError("signature.certificate", file=path.name)
    return found


class _quiet:
    """The library tells its log whose certificate it doubts; a log here names nobody."""

    def __enter__(self) -> None:
        self._level = logging.getLogger("pyhanko").level
        for name in ("pyhanko", "pyhanko_certvalidator"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

    def __exit__(self, *_details: object) -> None:
        for name in ("pyhanko", "pyhanko_certvalidator"):
            logging.getLogger(name).setLevel(self._level)
