"""The SQLite of the record: SQLCipher's, under the name that the rest of the package uses.

The one place that chooses it. sqlite-utils catches the errors of the library it finds first, and
looks for ``pysqlite3``: hence the alias, set before sqlite-utils is imported by anybody.
"""

from __future__ import annotations

import sys

import sqlcipher3
from sqlcipher3 import dbapi2 as sqlite3

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlite3)

from sqlite_utils import Database  # noqa: E402

__all__ = ["Database", "sqlite3"]
