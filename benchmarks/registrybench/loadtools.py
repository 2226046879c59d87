"""wrk and hey: many small requests from a client that costs little."""

import re
import subprocess
from typing import Any, NamedTuple

from .connection import Failure

SCALE = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


class Target(NamedTuple):
    server: Any
    path: str
    headers: dict = {}

    def arguments(self):
        headers = {**self.server.headers(), **self.headers}
        return [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")] + [
            f"http://127.0.0.1:{self.server.port}{self.path}"]


def _said(command, target):
    said = subprocess.run(command + target.arguments(), capture_output=True, text=True)
    if said.returncode != 0:
        raise Failure(f"{target.server.name}: {command[0]} failed on {target.path}: {said.stdout}{said.stderr}")
    return said.stdout


def get(target, connections, seconds, least_bytes):
    """GETs for so long; says how many. Each has to bring at least so many bytes."""
    said = _said(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"], target)
    return parse_wrk(said, target, least_bytes)


def parse_wrk(said, target, least_bytes):
    totals = re.search(r"(\d+) requests in \S+, ([\d.]+)([KMGT]?)B read", said)
    if not totals or "Non-2xx" in said or "Socket errors" in said:
        raise Failure(f"{target.server.name}: GET {target.path} goes wrong: {said}")
    count, read = int(totals[1]), float(totals[2]) * SCALE[totals[3]]
    # What wrk says is rounded.
    if count == 0 or read < count * least_bytes * 0.99:
        raise Failure(f"{target.server.name}: {count} GETs of {target.path} brought only {read:.0f} bytes")
    return count


def head(target, connections, seconds):
    """HEADs for so long; says how many. wrk cannot: it waits for a body."""
    said = _said(["hey", "-m", "HEAD", "-c", str(connections), "-z", f"{seconds}s"], target)
    return parse_hey(said, target)


def parse_hey(said, target):
    statuses = dict(re.findall(r"\[(\d{3})\]\s+(\d+) responses", said))
    if set(statuses) != {"200"} or "Error distribution" in said:
        raise Failure(f"{target.server.name}: HEAD {target.path} goes wrong: {said}")
    return int(statuses["200"])
