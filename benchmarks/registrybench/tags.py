"""A page of 100 tags at the end of many, against all of 100: what a page costs must not grow with what is before it."""

import json
import os

from . import loadtools, measure
from .client import Client
from .crew import Crew
from .measure import Value

CLIENTS = 4
CONNECTIONS = 4
PAGE = 100


def rows(server, sizes):
    costs = []
    for name, count in (("few-tags", PAGE), ("many-tags", sizes.tags)):
        repository = f"{server.namespace}/{name}"
        made = measure.spent(server, sizes, lambda: make(server, repository, count))
        if count > PAGE:
            yield f"{count:,} tags set on one image, {CLIENTS} clients, warmed up by {PAGE}", made.value("/s")
        if not server.pages_tags:
            require_all(server, repository, count)
            return
        path = last_page(server, repository, count)
        target = loadtools.Target(server, path)
        spent = measure.warm(
            server, sizes, lambda: loadtools.get(target, CONNECTIONS, sizes.seconds, PAGE * len(tag(0))))
        costs.append(spent.cpu_seconds / spent.units)
        yield f"last page of {PAGE} tags of {count:,}", spent.value("/s")
    yield f"CPU time of a page of {sizes.tags:,} tags to one of {PAGE}", Value(costs[1] / costs[0], "times")


def put_tags(client, repository, content, start, end):
    for number in range(start, end):
        client.put_manifest(repository, tag(number), content)


def tag(number):
    return f"t{number:06}"


def make(server, repository, count):
    """Sets so many tags on one image; says how many."""
    client = Client(server)
    content = client.push_image(repository, tag(0), os.urandom(2000))
    client.close()
    with Crew(server, CLIENTS) as crew:
        crew.run(put_tags, [
            (repository, content, number * count // CLIENTS, (number + 1) * count // CLIENTS)
            for number in range(CLIENTS)])
    return count


def last_page(server, repository, count):
    """The address of the last page, which was seen to have the last tags, in order."""
    path = f"/v2/{repository}/tags/list?n={PAGE}"
    if count > PAGE:
        path += f"&last={tag(count - PAGE - 1)}"
    require(server, path, range(count - PAGE, count))
    return path


def require_all(server, repository, count):
    """A server that knows no pages answers with all tags, whatever it is asked."""
    require(server, f"/v2/{repository}/tags/list?n={PAGE // 2}", range(count))


def require(server, path, numbers):
    client = Client(server)
    answered = json.loads(client.send(200, "GET", path).content)["tags"]
    asked = [tag(number) for number in numbers]
    client.require(sorted(answered) == asked, f"GET {path} has {len(answered)} tags, not those asked for")
    client.close()
