"""Does another process use this profile? A lock that the system lets go when a process dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from app.records.failures import RecordsError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Only one process is inside such a block of the same file ``path``; the others wait.

    Raises OSError. The file stays, empty.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        # Whoever closes it, or dies, lets go of it.
        os.close(handle)


class RunningMark:
    """Says for as long as it is open that a process uses the profile.

    ``alone`` is whether no other process did when it was made: only then is an encounter without
    an end one that was cut off, and not one that runs next door.
    """

    def __init__(self, records: Path) -> None:
        """Raises RecordsError ``records.no_permission`` or ``records.cannot_open``."""
        path = records.with_name(records.name + ".lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise RecordsError("records.no_permission", path=str(path)) from error
        except OSError as error:
            raise RecordsError("records.cannot_open", path=str(path), errno=error.errno) from error
        self.alone = self._try_alone()

    def share(self) -> None:
        """From now on other processes may begin; to be called when the looking round is done."""
        if sys.platform != "win32":
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def become_alone(self) -> bool:
        """Keep all others away until `share`; False, and nothing changed, while there are some.

        Where there is no such lock this is True: the lock of the record file has to do.
        """
        if sys.platform != "win32":
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                # What was held is let go of before the other kind is asked for.
                self.share()
                return False
        return True

    def close(self) -> None:
        """This process does not use the profile any more."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _try_alone(self) -> bool:
        # Where there is no such lock every process believes that it is not alone.
        if sys.platform != "win32":
            with suppress(OSError):
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
        return False
