"""One application object for all unit tests that lay out text."""

import os

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Made before any document writer makes the smaller kind that windows cannot use."""
    return qapp
