"""The results as a page; it is written by the run, never by hand."""

import os
import pathlib
import platform
import shutil
import statistics

from . import chart


def medians(measured):
    """By row and server: the median of each number over the rounds."""
    return {row: {server: median(values) for server, values in by_server.items()}
            for row, by_server in measured.items()}


def median(values):
    return values[0]._replace(**{
        name: statistics.median(getattr(value, name) for value in values)
        for name in ("amount", "cpu_millis", "peak_mebibytes") if getattr(values[0], name) is not None})


def ratio(row):
    """Muelle against its best peer: above 1, Muelle is ahead."""
    peers = [value.amount for server, value in row.items() if server != "muelle"]
    if "muelle" not in row or not peers:
        return "–"
    mine, less = row["muelle"].amount, row["muelle"].less_is_better
    over, under = (min(peers), mine) if less else (mine, max(peers))
    return f"{over / under:.2f}" if under else "–"


def cpu_ratio(row):
    """Muelle's CPU time for a unit of work to that of the peer that needs least: below 1, Muelle is ahead."""
    peers = [value.cpu_millis for server, value in row.items() if server != "muelle" and value.cpu_millis]
    if "muelle" not in row or row["muelle"].cpu_millis is None or not peers:
        return "–"
    return f"{row['muelle'].cpu_millis / min(peers):.2f}"


def table(measured):
    rows = medians(measured)
    servers = list(dict.fromkeys(server for row in rows.values() for server in row))
    heads = ["", *servers, "to the best peer", "CPU to the best peer"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name, row in rows.items():
        cells = [str(row[server]) if server in row else "–" for server in servers]
        lines.append("| " + " | ".join([name, *cells, ratio(row), cpu_ratio(row)]) + " |")
    return "\n".join(lines) + "\n"


def machine():
    model = next(
        (line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kernel = ".".join(platform.release().split(".")[:2])
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB of memory, {platform.system()} {kernel}"


def notes(servers, sizes, absent):
    """What a reader has to know that the numbers do not say."""
    said = [f"{name}: not installed." for name in absent]
    said += [f"{server.name} knows no pages of tags: it answers with all, whatever `n` says." for server in servers
             if not server.pages_tags]
    if not shutil.which("strace"):
        said.append("Syncs of the disk: not counted, since strace is not installed.")
    if not sizes.huge_bytes:
        said.append("Memory while 8 × 1 GB and 20 GB are pushed, and 100,000 tags: not measured; `--long` does.")
    return "\n".join(f"- {line}" for line in said)


def page(measured, rounds, servers, sizes, absent):
    return f"""# Results

Written by `benchmarks/run`. Medians of {rounds} round{"s" if rounds > 1 else ""} in which the servers took turns; tags, syncs, transactions and
memory while much is pushed were measured in the first round only. Client and servers shared one machine:
{machine()}.
Versions: {"; ".join(server.version() for server in servers)}.

{notes(servers, sizes, absent)}

Muelle checks a name and a password with each request and keeps history and events; it syncs to disk before it answers.
Of pulls it tells as many as `muelle.events.observations-per-second` (2,000) lets it, and counts the rest.
The peers run without accounts, and keep neither; what they sync is in a row below.

- A cell says what a client sees; the CPU time of the server's whole process tree for one unit of work (an image, a
  blob, a request, a start), for Muelle PostgreSQL and the broker too, until the server is quiet again or
  {sizes.quiet_seconds} s have passed; and the most memory that the tree was seen to hold.
- *To the best peer*: above 1, Muelle is ahead, whichever way the row counts. *CPU to the best peer*: below 1, Muelle
  needs less.
- Each row is warmed up by the same work for as long or as often as is then measured, for every server:
  {sizes.seconds} s, {sizes.images:,} images or {sizes.pushes} pushes. What the first seconds cost, when the JVM compiles,
  is a row of its own, without a warm-up.
- Nobody has a blob before it is pushed. Answers are checked: statuses, lengths, and for a sample the bytes.

{table(measured)}
![chart](RESULTS.svg)
"""


def write(folder, measured, rounds, servers, sizes, absent):
    (folder / "RESULTS.md").write_text(page(measured, rounds, servers, sizes, absent))
    (folder / "RESULTS.svg").write_text(chart.svg(medians(measured)))
