"""The clock that workers are held to, by one thread for all of them."""

from __future__ import annotations

import threading
import time
from typing import Protocol

__all__ = ["Watchdog", "Watched"]

_GRACE = 0.1  # seconds between looks at the clock


class Watched(Protocol):
    """Whoever is to answer in time."""

    overdue: bool

    def kill(self) -> None: ...


class Watchdog:
    """One thread that ends workers whose document takes too long."""

    def __init__(self) -> None:
        self._until: dict[Watched, float] = {}
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def expect(self, worker: Watched, seconds: float) -> None:
        """``worker`` is to answer within so many seconds."""
        with self._lock:
            self._until[worker] = time.monotonic() + seconds
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()

    def forget(self, worker: Watched) -> None:
        """It has answered, or is gone."""
        with self._lock:
            self._until.pop(worker, None)

    def _watch(self) -> None:
        idle = 0
        while idle < 50:
            time.sleep(_GRACE)
            now = time.monotonic()
            with self._lock:
                late = [worker for worker, until in self._until.items() if now > until]
                idle = 0 if self._until else idle + 1
                if idle >= 50:
                    self._thread = None
            for worker in late:
                worker.overdue = True
                worker.kill()
