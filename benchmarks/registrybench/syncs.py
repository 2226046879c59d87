"""How often a server has the disk confirm what an image is made of, and how many transactions that takes."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

from . import processes
from .client import Client
from .connection import Failure
from .measure import Value

CALLS = "fsync,fdatasync,sync_file_range,syncfs,msync"
PATIENCE = 30


def rows(server, sizes):
    client = Client(server)
    before = server.transactions()
    if shutil.which("strace"):
        with Tracing(server) as tracing:
            push(client, server, sizes.traced_images)
        # A tracer that saw nothing of a server that must sync saw nothing of the others either.
        client.require(tracing.calls or not server.must_sync, "images were acknowledged that no sync confirms")
        yield "syncs of the disk for an image, one client", Value(tracing.calls / sizes.traced_images, "syncs")
    else:
        push(client, server, sizes.traced_images)
    if before is not None:
        yield ("transactions of PostgreSQL that write, for an image",
               Value((server.transactions() - before) / sizes.traced_images, "transactions"))
    client.close()


def push(client, server, count):
    for number in range(count):
        client.push_image(f"{server.namespace}/traced", f"t{number}", os.urandom(2000))
    # What a server does about them later counts too.
    time.sleep(2)


class Tracing:
    """Counts the calls of the whole tree during the with block."""

    def __init__(self, server):
        self.server = server
        self.report = server.folder / "strace"

    def __enter__(self):
        pids = processes.tree(self.server.root_pid())
        self.process = subprocess.Popen(
            ["strace", "-f", "-qq", "-c", "-e", f"trace={CALLS}", "-o", str(self.report)]
            + [part for pid in pids for part in ("-p", str(pid))],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not all(traced(pid) for pid in pids):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise Failure(f"{self.server.name}: strace cannot attach to it; it needs the right to, as root has it")
            time.sleep(0.05)
        return self

    def __exit__(self, *failure):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self.calls = calls(self.report.read_text())


def traced(pid):
    """Whether all threads of a process are; one that has gone need not be."""
    threads = pathlib.Path(f"/proc/{pid}/task").glob("*/status")
    try:
        return all("TracerPid:\t0\n" not in status.read_text() for status in threads)
    except OSError:
        return True


def calls(report):
    """The calls of all lines but the total of a strace -c; a call that nobody made has no line."""
    lines = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+)(?: +\d+)? +(\w+)$", report, re.MULTILINE)
    return sum(int(count) for count, name in lines if name in CALLS.split(","))
