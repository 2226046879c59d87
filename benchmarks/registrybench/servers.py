"""Starts and stops the registries, and counts what their whole process trees use."""

import base64
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = pathlib.Path(
    os.environ.get("MUELLE_TOOLS")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "muelle-tools"
)
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A registry that runs as long as the with block."""

    name = ""
    namespace = "bench"
    authorization = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muelle-bench-"))
        self.port = free_port()
        begun = time.monotonic()
        self.start()
        self.started_in = time.monotonic() - begun
        return self

    def __exit__(self, *failure):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def root_pid(self):
        return self.process.pid

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def headers(self):
        return {"Authorization": self.authorization} if self.authorization else {}

    def tree(self):
        """The process and all that descend from it."""
        children = {}
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        found, todo = [], [self.root_pid()]
        while todo:
            pid = todo.pop()
            found.append(pid)
            todo += children.get(pid, [])
        return found

    def cpu_seconds(self):
        total = 0
        for pid in self.tree():
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # User and system time, of itself and of the children it has waited for.
            total += sum(int(field) for field in fields[11:15])
        return total / TICK

    def memory_mebibytes(self):
        total = 0
        for pid in self.tree():
            try:
                for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
            except OSError:
                continue
        return total / 1024

    def await_answer(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                request = urllib.request.Request(f"http://127.0.0.1:{self.port}/v2/", headers=self.headers())
                urllib.request.urlopen(request, timeout=1).read()
                return
            except OSError:
                time.sleep(0.01)
        raise SystemExit(f"{self.name} does not answer")


class Muelle(Server):
    name = "muelle"
    namespace = "admin"
    password = "a-password-of-benchmarks"
    authorization = "Basic " + base64.b64encode(f"admin:{password}".encode()).decode()

    def command(self, *words):
        environment = dict(os.environ, MUELLE_NO_BUILD="yes", MUELLE_ADMIN_PASSWORD=self.password)
        return subprocess.run(
            [str(ROOT / "muelle"), *words, "--data", str(self.folder / "data")],
            env=environment, check=True, capture_output=True, text=True)

    def start(self):
        self.command("start", "--port", str(self.port))
        self.pid = json.loads(self.command("status", "--json").stdout)["pid"]

    def root_pid(self):
        return self.pid

    def stop(self):
        self.command("stop")

    def version(self):
        commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
        return f"muelle {commit.stdout.strip()}"


class Distribution(Server):
    """docker-registry of Debian (version 2), or distribution (version 3): the same program, years apart."""

    def __init__(self, name, program):
        self.name, self.program = name, program

    def start(self):
        config = self.folder / "config.yml"
        config.write_text(
            "version: 0.1\n"
            "log:\n  level: error\n  accesslog:\n    disabled: true\n"
            f"storage:\n  filesystem:\n    rootdirectory: {self.folder}/data\n  delete:\n    enabled: true\n"
            f"http:\n  addr: 127.0.0.1:{self.port}\n")
        environment = dict(os.environ, OTEL_TRACES_EXPORTER="none")
        self.process = subprocess.Popen(
            [self.program, "serve", str(config)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.await_answer()

    def version(self):
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout.split()
        return f"{self.name} {said[-1] if said else ''}"


def installed():
    found = [Muelle()]
    for name, program in (("docker-registry", "docker-registry"), ("distribution", str(TOOLS / "bin/registry"))):
        if shutil.which(program):
            found.append(Distribution(name, program))
    return found
