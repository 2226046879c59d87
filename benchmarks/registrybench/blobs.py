"""Large blobs: pushed in one PUT and in chunks, fetched by one client and by many at once."""

from . import measure
from .client import CHUNK, Client, Content
from .download import download

AT_ONCE = 64


def rows(server, sizes):
    repository = server.namespace + "/blobs"
    content, client = Content(sizes.large_bytes), Client(server)
    megabytes = sizes.large_bytes / 1e6

    def in_one():
        client.push_blob(repository, content.bytes, content.digest)

    def in_chunks():
        client.push_chunks(repository, content)

    for name, push in (("one PUT", in_one), (f"chunks of {CHUNK / 1e6:.0f} MB", in_chunks)):
        spent = measure.warm(server, sizes, lambda: pushes(sizes.pushes, content, push))
        client.require_blob(repository, content.digest, sizes.large_bytes)
        yield f"push of {megabytes:.0f} MB in {name}", spent.value("MB/s", megabytes)
    path = f"/v2/{repository}/blobs/{content.digest}"
    for at_once, name in ((1, ""), (AT_ONCE, f", {AT_ONCE} at once")):
        spent = measure.warm(server, sizes, lambda: at_once * measure.repeated(
            sizes.seconds, lambda: download(server, path, sizes.large_bytes, at_once)))
        yield f"blob GET of {megabytes:.0f} MB{name}", spent.value("MB/s", megabytes)
    client.close()


def pushes(count, content, push):
    for _ in range(count):
        content.renew()
        push()
    return count
