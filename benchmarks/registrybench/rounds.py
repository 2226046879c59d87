"""Which rows there are, and in which order the servers have their turns."""

from . import blobs, images, manifests, memory, syncs, tags
from .measure import Value, await_quiet
from .muelle import BlobService

# What takes long or does not vary is measured in the first round only.
EACH_ROUND = {"images": images.rows, "manifests": manifests.rows, "blobs": blobs.rows}
ONCE = {"tags": tags.rows, "syncs": syncs.rows}
GROUPS = ("start", *EACH_ROUND, *ONCE, "memory")


class Results:
    """What was measured: by row, then by server, a value for each round."""

    def __init__(self):
        self.measured = {}

    def add(self, server, rows):
        for row, value in rows:
            self.measured.setdefault(row, {}).setdefault(server.name, []).append(value)
            print(f"  {row}: {value}", flush=True)


def run(servers, rounds, sizes, groups):
    results = Results()
    for number in range(rounds):
        # Whoever is first finds a cold machine: it is another one each time.
        place = number % len(servers)
        for server in servers[place:] + servers[:place]:
            print(f"round {number + 1} of {rounds}: {server.name}", flush=True)
            with server:
                results.add(server, turn(server, sizes, groups, first=number == 0))
    if sizes.huge_bytes and "memory" in groups:
        print("a blob-service alone", flush=True)
        with BlobService() as service:
            results.add(service, memory.rows(service, sizes))
    return results.measured


def turn(server, sizes, groups, first):
    if "start" in groups:
        yield from first_start(server, sizes)
    if first and sizes.huge_bytes and "memory" in groups:
        # Early, since what other rows leave in memory is not what this takes.
        yield from memory.rows(server, sizes)
    if "start" in groups:
        yield from next_start(server, sizes)
    for name, rows in {**EACH_ROUND, **(ONCE if first else {})}.items():
        if name in groups:
            yield from rows(server, sizes)
    yield "memory after it all", Value(server.memory_mebibytes(), "MiB")


def first_start(server, sizes):
    yield "first start to ready, on an empty folder", Value(server.first_start, "s", server.cpu_seconds() * 1000)
    await_quiet(server, sizes)
    yield "memory after a start", Value(server.memory_mebibytes(), "MiB")


def next_start(server, sizes):
    server.stop()
    yield "start to ready", Value(server.timed_start(), "s", server.cpu_seconds() * 1000)
    yield from images.cold(server, sizes)
