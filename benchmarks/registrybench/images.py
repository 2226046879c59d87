"""Small images: a config, a layer of 2,000 bytes and a manifest, pushed by four clients."""

import itertools
import os
import time

from . import measure
from .crew import Crew

CLIENTS = 4
LAYER = 2000
numbers = itertools.count()


def push(client, namespace, prefix, most, seconds):
    """Pushes images until there are so many or the time is over; says how many there are."""
    repository, deadline, count = f"{namespace}/{prefix}", time.monotonic() + seconds, 0
    while count < most and time.monotonic() < deadline:
        content = client.push_image(repository, f"t{count}", os.urandom(LAYER))
        count += 1
    client.require_manifest(repository, f"t{count - 1}", content)
    return count


def push_all(crew, most=10**9, seconds=10**9):
    """All clients push, each to a repository of its own that nobody used before."""
    phase = next(numbers)
    return sum(crew.run(push, [
        (crew.server.namespace, f"small{phase}-{number}", most // CLIENTS, seconds) for number in range(CLIENTS)]))


def cold(server, sizes):
    """Comes first after a start."""
    with Crew(server, CLIENTS) as crew:
        spent = measure.spent(server, sizes, lambda: push_all(crew, seconds=sizes.cold_seconds))
    yield f"small images in the first {sizes.cold_seconds} s after a start", spent.value("/s")


def rows(server, sizes):
    with Crew(server, CLIENTS) as crew:
        spent = measure.warm(server, sizes, lambda: push_all(crew, most=sizes.images))
    yield f"{sizes.images:,} small images, {CLIENTS} clients", spent.value("/s")
