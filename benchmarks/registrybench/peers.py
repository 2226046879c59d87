"""The registries that Muelle is measured against, each as its own documentation configures it."""

import json
import os
import pathlib
import shutil
import subprocess

from .servers import Program

TOOLS = pathlib.Path(
    os.environ.get("MUELLE_TOOLS")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "muelle-tools"
) / "bin"


class Distribution(Program):
    """distribution, version 3."""

    def command(self):
        config = self.folder / "config.yml"
        config.write_text(
            "version: 0.1\n"
            "log:\n  level: error\n  accesslog:\n    disabled: true\n"
            f"storage:\n  filesystem:\n    rootdirectory: {self.folder}/data\n  delete:\n    enabled: true\n"
            f"http:\n  addr: 127.0.0.1:{self.port}\n")
        return ["env", "OTEL_TRACES_EXPORTER=none", self.program, "serve", str(config)]

    def version(self):
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout.split()
        return f"{self.name} {said[-1].partition('+')[0] if said else ''}"


class Registry2(Distribution):
    """docker-registry of Debian: version 2 of the same program, years ago."""

    pages_tags = False


class Zot(Program):
    def command(self):
        config = self.folder / "config.json"
        config.write_text(json.dumps({
            "distSpecVersion": "1.1.0",
            "storage": {"rootDirectory": f"{self.folder}/data"},
            "http": {"address": "127.0.0.1", "port": str(self.port)},
            "log": {"level": "error"},
        }))
        return [self.program, "serve", str(config)]

    def version(self):
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True)
        try:
            return f"zot {json.loads((said.stdout + said.stderr).splitlines()[0])['commit']}"
        except (IndexError, KeyError, ValueError):
            return "zot"


def found(program):
    """On the path, or where .ci/install puts what it builds."""
    return shutil.which(program) or shutil.which(program, path=str(TOOLS))


def peers():
    """Those that are installed, and the names of those that are not."""
    there, absent = [], []
    for name, program, make in (
        ("docker-registry", "docker-registry", Registry2),
        ("distribution", "registry", Distribution),
        ("zot", "zot", Zot),
    ):
        path = found(program)
        if path:
            there.append(make(name, path))
        else:
            absent.append(name)
    return there, absent
