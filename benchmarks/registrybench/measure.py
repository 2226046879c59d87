"""How work is measured: what a client sees, the server's CPU time for each unit of work, and its peak memory."""

import os
import time
from typing import NamedTuple

from .processes import MemoryPeak, cpu_seconds

QUIET_LOOK = 0.5
QUIET_SHARE = 0.1


class Sizes(NamedTuple):
    """How much of each work is done."""

    cold_seconds: int
    seconds: int
    quiet_seconds: int
    images: int
    traced_images: int
    large_bytes: int
    pushes: int
    tags: int
    many_bytes: int
    huge_bytes: int
    needed_bytes: int


SMOKE = Sizes(2, 1, 1, 40, 10, 10_000_000, 2, 150, 4_000_000, 20_000_000, 2_000_000_000)
FULL = Sizes(10, 5, 5, 1000, 100, 100_000_000, 10, 10_000, 0, 0, 8_000_000_000)
LONG = FULL._replace(tags=100_000, many_bytes=1_000_000_000, huge_bytes=20_000_000_000, needed_bytes=40_000_000_000)


LESS_IS_BETTER = {"s", "MiB", "syncs", "transactions", "times"}


def figure(number):
    """To read, not to reckon with."""
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


class Value(NamedTuple):
    """What one row says of one server."""

    amount: float
    unit: str
    cpu_millis: float | None = None
    peak_mebibytes: float | None = None

    @property
    def less_is_better(self):
        return self.unit in LESS_IS_BETTER

    def __str__(self):
        parts = [f"{figure(self.amount)} {self.unit}"]
        if self.cpu_millis is not None:
            parts.append(f"{figure(self.cpu_millis)} ms CPU")
        if self.peak_mebibytes is not None:
            parts.append(f"{figure(self.peak_mebibytes)} MiB")
        return ", ".join(parts)


class Spent(NamedTuple):
    """What so many units of work took."""

    units: int
    seconds: float
    cpu_seconds: float
    peak_mebibytes: float

    def value(self, unit, for_each=1):
        """For each unit of work a client sees so many: megabytes of a blob, or the work itself."""
        return Value(
            self.units * for_each / self.seconds, unit, self.cpu_seconds * 1000 / self.units, self.peak_mebibytes)


def await_quiet(server, sizes):
    """Until the server has done what it left for later, with some patience."""
    deadline = time.monotonic() + sizes.quiet_seconds
    before = cpu_seconds(server.root_pid())
    while time.monotonic() < deadline:
        time.sleep(QUIET_LOOK)
        now = cpu_seconds(server.root_pid())
        if now - before < QUIET_LOOK * QUIET_SHARE:
            return
        before = now


def spent(server, sizes, work):
    """Measures work, which says how many units it was. CPU time counts until the server is quiet again."""
    os.sync()
    root = server.root_pid()
    with MemoryPeak(root) as peak:
        cpu, begun = cpu_seconds(root), time.monotonic()
        units = work()
        seconds = time.monotonic() - begun
        await_quiet(server, sizes)
        cpu = cpu_seconds(root) - cpu
    return Spent(units, seconds, cpu, peak.mebibytes)


def warm(server, sizes, work):
    """Does the same work twice: once to warm up, once that counts."""
    work()
    await_quiet(server, sizes)
    return spent(server, sizes, work)


def repeated(seconds, once):
    """Does something again and again for so long, and says how often."""
    deadline, count = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        once()
        count += 1
    return count
