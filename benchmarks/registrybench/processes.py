"""What a tree of processes uses, as the kernel counts it."""

import os
import pathlib
import threading

TICK = os.sysconf("SC_CLK_TCK")
PROC = pathlib.Path("/proc")
SAMPLE_SECONDS = 0.25


def _fields(pid):
    """What follows the name in stat, or nothing for a process that has gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None


def tree(root):
    """The process and all that descend from it."""
    children = {}
    for folder in PROC.glob("[0-9]*"):
        fields = _fields(folder.name)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def cpu_seconds(root):
    """User and system time of the tree, and of those in it that have ended and were waited for."""
    return sum(int(field) for pid in tree(root) for field in (_fields(pid) or [])[11:15]) / TICK


def memory_mebibytes(root):
    """Resident memory; what processes share is counted once."""
    total = 0
    for pid in tree(root):
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


class MemoryPeak:
    """The most memory that was seen during the with block; what comes and goes between two looks is not."""

    def __init__(self, root):
        self.root = root
        self.mebibytes = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def _watch(self):
        while not self.over.wait(SAMPLE_SECONDS):
            self._look()

    def _look(self):
        self.mebibytes = max(self.mebibytes, memory_mebibytes(self.root))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.over.set()
        self.thread.join()
        self._look()
