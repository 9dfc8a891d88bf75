"""Repeats a published draw: python repeat_the_draw.py draw.json   (Python 3, nothing else; see the draw's own page)"""

import hashlib
import json
import pathlib
import sys

draw = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))


def rank(*names):
    return hashlib.sha256(":".join((draw["seed"], *names)).encode()).hexdigest()


found = []
for stratum in sorted({row["stratum"] for row in draw["candidates"]}):
    rows = sorted((row for row in draw["candidates"] if row["stratum"] == stratum), key=lambda row: rank(row["id"]))
    for row in rows[: -(-len(rows) * draw["shares"].get(stratum, 0) // 100)]:
        free = [who["id"] for who in draw["inspectors"] if who["id"] not in row["excluded"]]
        sent = sorted(free, key=lambda who: rank(row["id"], who))[: draw["each"]]
        found.append({"id": row["id"], "inspectors": sent})
sys.stdout.writelines(" ".join((row["id"], *row["inspectors"])) + "\n" for row in found)
sys.exit(0 if found == draw["drawn"] else "the published result differs")
