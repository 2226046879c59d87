"""Manifests by tag, GET and HEAD, with the credentials that the server wants."""

import os

from . import loadtools, measure
from .client import MANIFEST, Client

CONNECTIONS = 16


def rows(server, sizes):
    repository = server.namespace + "/manifests"
    client = Client(server)
    content = client.push_image(repository, "latest", os.urandom(2000))
    client.require_manifest(repository, "latest", content)
    client.close()
    target = loadtools.Target(server, f"/v2/{repository}/manifests/latest", {"Accept": MANIFEST})
    spent = measure.warm(server, sizes, lambda: loadtools.get(target, CONNECTIONS, sizes.seconds, len(content)))
    yield f"manifest GET by tag, {CONNECTIONS} connections", spent.value("/s")
    spent = measure.warm(server, sizes, lambda: loadtools.head(target, CONNECTIONS, sizes.seconds))
    yield f"manifest HEAD by tag, {CONNECTIONS} connections", spent.value("/s")
