"""A registry that is started, measured and stopped."""

import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import processes
from .connection import Connection, Failure


def free_port():
    """Below the ports that the system gives to clients."""
    for port in range(21200, 32000):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Failure("there is no free port")


class Server:
    """A registry that runs as long as the with block, on a folder of its own."""

    name = ""
    namespace = "bench"
    # What is measured where that is not the whole.
    part = ""
    pages_tags = True
    must_sync = False

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muelle-bench-"))
        self.port = free_port()
        try:
            self.first_start = self.timed_start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *failure):
        try:
            self.stop()
        finally:
            self.remove()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def timed_start(self):
        begun = time.monotonic()
        self.start()
        return time.monotonic() - begun

    def start(self):
        raise NotImplementedError

    def stop(self):
        raise NotImplementedError

    def root_pid(self):
        raise NotImplementedError

    def version(self):
        raise NotImplementedError

    def headers(self):
        return {}

    def transactions(self):
        """How many transactions of its database have written, or nothing where it has none."""
        return None

    def cpu_seconds(self):
        return processes.cpu_seconds(self.root_pid())

    def memory_mebibytes(self):
        return processes.memory_mebibytes(self.root_pid())


class Program(Server):
    """A registry that is one process in the foreground."""

    def __init__(self, name, program):
        self.name, self.program = name, program

    def command(self):
        raise NotImplementedError

    def root_pid(self):
        return self.process.pid

    def start(self):
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        try:
            self.await_answer()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def await_answer(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                connection = Connection(self.port, self.headers())
                status = connection.exchange("GET", "/v2/").status
                connection.close()
                if status == 200:
                    return
            except (OSError, Failure):
                pass
            time.sleep(0.01)
        raise Failure(f"{self.name} does not answer: {(self.folder / 'log').read_text()[-500:]}")
