"""Repeats a published draw: python repeat_the_draw.py draw.json   (Python 3, nothing else; see the draw's own page)"""

import hashlib
import json
import pathlib
import sys

draw = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
told, found = draw["list"], []
digest = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
rank = lambda *names: hashlib.sha256(":".join((draw["seed"], *names)).encode()).hexdigest()  # noqa: E731
for stratum in sorted({row["stratum"] for row in told["candidates"]}):
    rows = sorted((row for row in told["candidates"] if row["stratum"] == stratum), key=lambda row: rank(row["id"]))
    for row in rows[: -(-len(rows) * told["shares"].get(stratum, 0) // 100)]:
        free = [who["id"] for who in told["inspectors"] if who["id"] not in row["excluded"]]
        sent = sorted(free, key=lambda who: rank(row["id"], who))[: told["each"]]
        found.append({"id": row["id"], "inspectors": sent})
sys.stdout.writelines(" ".join((row["id"], *row["inspectors"])) + "\n" for row in found)
sys.exit(0 if found == draw["drawn"] and digest == draw["digest"] else "this is not what follows from list and seed")
