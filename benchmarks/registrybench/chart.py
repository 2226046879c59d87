"""The results as bars, each row to its own longest."""

from .measure import figure

COLOURS = ["#1f6feb", "#8b949e", "#d29922", "#3fb950"]
BAR, GAP, WIDEST = 18, 24, 420


def svg(rows):
    height = sum(GAP + BAR * len(row) for row in rows.values()) + 10
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" '
             'font-family="sans-serif" font-size="12">']
    servers = list(dict.fromkeys(server for row in rows.values() for server in row))
    colours = {server: COLOURS[place % len(COLOURS)] for place, server in enumerate(servers)}
    y = BAR
    for name, row in rows.items():
        less = ", less is better" if next(iter(row.values())).less_is_better else ""
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{name}{less}</text>')
        most = max(value.amount for value in row.values()) or 1
        for server, value in row.items():
            y += BAR
            parts += bar(y, server, value, WIDEST * value.amount / most, colours[server])
        y += GAP
    return "\n".join(parts + ["</svg>"]) + "\n"


def bar(y, server, value, width, colour):
    return [
        f'<text x="20" y="{y}">{server}</text>',
        f'<rect x="140" y="{y - 11}" width="{width:.0f}" height="13" fill="{colour}"/>',
        f'<text x="{146 + width:.0f}" y="{y}">{figure(value.amount)} {value.unit}</text>',
    ]
