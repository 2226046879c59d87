"""Muelle, as ./muelle starts it from what is built."""

import base64
import functools
import json
import os
import pathlib
import subprocess

from . import postgres
from .connection import Failure
from .servers import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "a-password-of-benchmarks"
WRITTEN = "SELECT pg_snapshot_xmax(pg_current_snapshot())"


class Launched(Server):
    """What the launcher starts; `words` come before start, stop and status."""

    name = "muelle"
    namespace = "admin"
    words = ()
    must_sync = True

    def launcher(self, *words):
        environment = dict(os.environ, MUELLE_NO_BUILD="yes", MUELLE_ADMIN_PASSWORD=PASSWORD)
        return subprocess.run(
            [str(ROOT / "muelle"), *self.words, *words, "--data", str(self.folder / "data")],
            env=environment, capture_output=True, text=True)

    def command(self, *words):
        said = self.launcher(*words)
        if said.returncode != 0:
            raise Failure(said.stderr.strip())
        return said.stdout

    def start(self):
        try:
            self.command("start", "--port", str(self.port))
        except BaseException:
            # Interrupted, the launcher may have left a registry.
            self.launcher("stop")
            raise
        # Asked for when it is needed: asking takes a JVM, and is no part of a start.
        self.__dict__.pop("status", None)

    @functools.cached_property
    def status(self):
        return json.loads(self.command("status", "--json"))

    def stop(self):
        self.command("stop")

    def headers(self):
        return {"Authorization": "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()}

    def version(self):
        said = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
        return f"muelle {said.stdout.strip()}"


class Muelle(Launched):
    """All in one process, with PostgreSQL beside it."""

    def root_pid(self):
        return self.status["pid"]

    def transactions(self):
        port = int(self.status["postgres"]["address"].rpartition(":")[2])
        password = (self.folder / "data/postgres/password").read_text().strip()
        return int(postgres.query(port, "muelle", password, "postgres", WRITTEN))


class BlobService(Launched):
    """The blob-service of a cluster, which is used through the gateway and measured alone."""

    words = ("cluster",)
    part = " of a blob-service alone"

    def root_pid(self):
        return next(replica["pid"] for replica in self.status["replicas"] if replica["service"] == "blob")
