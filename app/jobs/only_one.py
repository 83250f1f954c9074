"""On SQLite one process works: whoever starts second is told so, instead of both writing the same draft."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from app.errors import AppError


class AlreadyRunning(AppError):
    """Hearback is already running on this database, and a SQLite file serves one process. Nothing was changed; stop the other one first, or move to Postgres."""

    status = 409


class OnlyOne:
    """Holds a lock file beside the database for the life of the process; the system frees it when the process dies."""

    def __init__(self, database_file: Path) -> None:
        self._path = database_file.with_name(database_file.name + ".lock")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Raises AlreadyRunning."""
        file = self._path.open("a+b")
        try:
            _lock(file)
        except OSError as fault:
            file.close()
            raise AlreadyRunning from fault
        self._file = file

    def give_back(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


if os.name == "nt":  # pragma: no cover - Windows has no flock
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
