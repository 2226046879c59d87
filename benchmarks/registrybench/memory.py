"""Memory while much is pushed: eight blobs at once, then one that is larger than any memory."""

from . import measure
from .client import Stream
from .crew import Crew
from .measure import Value

MANY = 8


def rows(server, sizes):
    repository = server.namespace + "/heavy"
    for count, size in ((MANY, sizes.many_bytes), (1, sizes.huge_bytes)):
        with Crew(server, count) as crew:
            spent = measure.spent(server, sizes, lambda: sum(crew.run(push, [(repository, size)] * count)))
        yield (f"peak memory{server.part} while {count} × {size / 1e9:g} GB are pushed at once",
               Value(spent.peak_mebibytes, "MiB", spent.cpu_seconds * 1000 / spent.units))


def push(client, repository, size):
    stream = Stream(size)
    client.push_stream(repository, stream)
    client.require_size(repository, stream.digest, size)
    return 1
