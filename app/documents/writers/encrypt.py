"""A PDF that opens with a password only: AES-256, as PDF 2.0 has it."""

from __future__ import annotations

import io
import secrets

from app.errors import AppError

LEAST = 8
"""Characters of a password."""


class PasswordError(AppError):
    """The password cannot be used. Codes begin with ``export.``."""


def encrypted(data: bytes, password: str) -> bytes:
    """``data`` under ``password``, attachments as well.

    Nobody has the other password that PDF knows, which may change what is allowed. Raises
    PasswordError ``export.password_short``.
    """
    import pikepdf

    if len(password) < LEAST:
        raise PasswordError("export.password_short", least=LEAST)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        keys = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(24), R=6)
        pdf.save(out, encryption=keys)
    return out.getvalue()
