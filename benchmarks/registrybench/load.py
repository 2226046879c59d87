"""The rows that are measured. Each value is a pair: what a client sees, and the CPU time of the server for one unit."""

import concurrent.futures
import hashlib
import http.client
import json
import os
import subprocess
import threading
import time
from typing import NamedTuple


class Sizes(NamedTuple):
    large_bytes: int
    large_repeats: int
    small_images: int
    seconds: int


FULL = Sizes(100_000_000, 8, 400, 5)
SMOKE = Sizes(10_000_000, 2, 20, 1)
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Value(NamedTuple):
    amount: float
    unit: str
    cpu: float
    cpu_unit: str

    def __str__(self):
        cpu = f", {self.cpu:.3g} {self.cpu_unit}" if self.cpu_unit else ""
        return f"{self.amount:.4g} {self.unit}{cpu}"


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Client:
    """One connection of one client."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

    def send(self, method, path, body=None, expected=(200, 201, 202), **headers):
        self.connection.request(method, path, body, {**self.server.headers(), **headers})
        response = self.connection.getresponse()
        content = response.read()
        if response.status not in expected:
            raise SystemExit(f"{self.server.name}: {method} {path} is {response.status}: {content[:200]}")
        return response

    def push_blob(self, repository, content):
        opened = self.send("POST", f"/v2/{repository}/blobs/uploads/")
        location = opened.getheader("Location")
        path = location[location.index("/v2/"):]
        closing = path + ("&" if "?" in path else "?") + "digest=" + digest(content)
        self.send("PUT", closing, content, **{"Content-Type": "application/octet-stream"})

    def push_image(self, repository, tag, layer):
        config = json.dumps({"architecture": "amd64", "os": "linux", "note": tag}).encode()
        for blob in (config, layer):
            self.push_blob(repository, blob)
        self.send("PUT", f"/v2/{repository}/manifests/{tag}", manifest(config, layer), **{"Content-Type": MANIFEST})


def manifest(config, layer):
    def descriptor(kind, content):
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": digest(content), "size": len(content)}

    return json.dumps({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor("config.v1+json", config),
        "layers": [descriptor("layer.v1.tar", layer)],
    }).encode()


def timed(server, work):
    """How long it took, and the CPU time that the server's tree spent meanwhile."""
    cpu, begun = server.cpu_seconds(), time.monotonic()
    work()
    return time.monotonic() - begun, server.cpu_seconds() - cpu


def all_rows(server, sizes):
    yield "start to ready", Value(server.started_in, "s", 0, "")
    client = Client(server)
    repository = server.namespace + "/bench"
    client.push_image(repository, "warm", os.urandom(2000))
    yield from manifest_gets(server, repository, sizes)
    yield "small images pushed, 4 clients", small_images(server, sizes)
    yield from large_blobs(server, client, repository, sizes)
    yield "resident memory after it all", Value(server.memory_mebibytes(), "MiB", 0, "")


def manifest_gets(server, repository, sizes):
    address = f"http://127.0.0.1:{server.port}/v2/{repository}/manifests/warm"
    command = ["wrk", "-t1", "-c16", f"-d{sizes.seconds}s", "-H", f"Accept: {MANIFEST}"]
    for name, value in server.headers().items():
        command += ["-H", f"{name}: {value}"]
    said = []

    def work():
        said.append(subprocess.run(command + [address], check=True, capture_output=True, text=True).stdout)

    # Once to warm up, once that counts.
    work()
    _, cpu = timed(server, work)
    if "Non-2xx" in said[-1]:
        raise SystemExit(f"{server.name} refuses: {said[-1]}")
    lines = said[-1].splitlines()
    rate = float(next(line for line in lines if line.startswith("Requests/sec")).split()[1])
    count = int(next(line for line in lines if " requests in " in line).split()[0])
    yield "manifest GET by tag, 16 connections", Value(rate, "/s", cpu * 1000 / count, "ms CPU each")


def small_images(server, sizes):
    local = threading.local()

    def push(number):
        if not hasattr(local, "client"):
            local.client = Client(server)
        local.client.push_image(f"{server.namespace}/small{number % 4}", f"t{number}", os.urandom(2000))

    def work():
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(push, range(sizes.small_images)))

    seconds, cpu = timed(server, work)
    return Value(sizes.small_images / seconds, "/s", cpu * 1000 / sizes.small_images, "ms CPU each")


def large_blobs(server, client, repository, sizes):
    contents = [os.urandom(sizes.large_bytes) for _ in range(2)]
    client.push_blob(repository, contents[0])
    pushed = []

    def push():
        for number in range(sizes.large_repeats):
            content = contents[1][:-8] + number.to_bytes(8, "big")
            pushed.append(content)
            client.push_blob(repository, content)
            pushed.clear()

    megabytes = sizes.large_bytes / 1e6
    seconds, cpu = timed(server, push)
    yield f"push of {megabytes:.0f} MB in one PUT", Value(
        megabytes * sizes.large_repeats / seconds, "MB/s", cpu * 1000 / sizes.large_repeats, "ms CPU each")
    address = f"http://127.0.0.1:{server.port}/v2/{repository}/blobs/{digest(contents[0])}"
    command = ["curl", "-sf", "-o", "/dev/null"]
    for name, value in server.headers().items():
        command += ["-H", f"{name}: {value}"]

    def pull():
        for _ in range(sizes.large_repeats):
            subprocess.run(command + [address], check=True)

    pull()
    seconds, cpu = timed(server, pull)
    yield f"blob GET of {megabytes:.0f} MB", Value(
        megabytes * sizes.large_repeats / seconds, "MB/s", cpu * 1000 / sizes.large_repeats, "ms CPU each")
