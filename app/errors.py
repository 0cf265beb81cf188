"""Errors of a failed world. Everything else that is raised is a bug of ours."""

from __future__ import annotations


class AppError(Exception):
    """The surroundings failed: a device, a file, a model pack, a full disk.

    ``code`` is stable (``"audio.no_device"``) and selects the message in the user's language;
    ``details`` fill that message and never hold a patient's words.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        shown = ", ".join(f"{key}={value}" for key, value in details.items())
        super().__init__(f"{code}: {shown}" if shown else code)
