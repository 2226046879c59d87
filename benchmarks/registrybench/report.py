"""The results as a table and a chart; both are written by the run, never by hand."""

import os
import pathlib
import platform
import statistics

LESS_IS_BETTER = {"s", "MiB"}
COLOURS = ["#1f6feb", "#8b949e", "#d29922", "#3fb950"]


def medians(measured):
    """By row and server: the median of what a client sees, and of the CPU time."""
    return {
        row: {
            server: values[0]._replace(
                amount=statistics.median(value.amount for value in values),
                cpu=statistics.median(value.cpu for value in values))
            for server, values in by_server.items()
        }
        for row, by_server in measured.items()
    }


def ratio(row):
    """Muelle against its best peer: above 1, Muelle is ahead."""
    peers = [value.amount for server, value in row.items() if server != "muelle"]
    if "muelle" not in row or not peers:
        return "–"
    mine = row["muelle"].amount
    less = row["muelle"].unit in LESS_IS_BETTER
    return f"{min(peers) / mine if less else mine / max(peers):.2f}"


def table(measured):
    rows = medians(measured)
    servers = list(dict.fromkeys(server for row in rows.values() for server in row))
    lines = ["| | " + " | ".join(servers) + " | Muelle to its best peer |", "|---" * (len(servers) + 2) + "|"]
    for name, row in rows.items():
        cells = [str(row[server]) if server in row else "–" for server in servers]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {ratio(row)} |")
    return "\n".join(lines) + "\n"


def chart(measured):
    """Bars of what a client sees, each row to its own best."""
    rows = medians(measured)
    height = sum(24 + 18 * len(row) for row in rows.values()) + 10
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" '
             'font-family="sans-serif" font-size="12">']
    y = 18
    for name, row in rows.items():
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{name}</text>')
        most = max(value.amount for value in row.values()) or 1
        for place, (server, value) in enumerate(row.items()):
            y += 18
            width = 420 * value.amount / most
            parts.append(f'<text x="20" y="{y}">{server}</text>')
            parts.append(f'<rect x="140" y="{y - 11}" width="{width:.0f}" height="13" fill="{COLOURS[place % 4]}"/>')
            parts.append(f'<text x="{146 + width:.0f}" y="{y}">{value.amount:.4g} {value.unit}</text>')
        y += 24
    return "\n".join(parts + ["</svg>"]) + "\n"


def machine():
    model = next(
        (line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def write(folder, measured, rounds, versions):
    text = f"""# Results

Written by `benchmarks/run`. Medians of {rounds} rounds in which the servers took turns, client and server on one machine:
{machine()}. {"; ".join(versions)}. CPU is that of the server's whole process tree, for Muelle PostgreSQL and
the broker too. Muelle checks a name and a password with each request and keeps history and events. The peers run
without accounts and keep neither; they sync what is pushed to disk, as Muelle does.

{table(measured)}
![chart](RESULTS.svg)
"""
    (folder / "RESULTS.md").write_text(text)
    (folder / "RESULTS.svg").write_text(chart(measured))
