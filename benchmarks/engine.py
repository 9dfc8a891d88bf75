"""`make bench-engine`: the product against the hand-written limit and against stock viewflow, in one run on one PostgreSQL.

Rounds are interleaved over the columns, each beginning with another one, and the numbers are medians of the rounds; so are
the ratios, taken within each round.  Compare columns of one run only: what a machine does in a second moves, the ratios
less.  Ends with 1 where the product is below 30 % of the limit or below six times stock viewflow."""

import argparse
import gc
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection

from benchmarks import stage

# isort: split
from benchmarks import bare, facts
from benchmarks.columns import Column, Handwritten, Product, Stock
from config import throwaway

OF_LIMIT, TIMES_STOCK = 0.30, 6.0
WARM_UP = 8  # PostgreSQL plans a prepared statement anew five times before it keeps a plan
ROUNDS, CASES = 9, {"limit": 120, "stock viewflow": 15, "this product": 60, "bare": 200}
NUMBERS = count(1)


@dataclass
class Result:
    """Of one column: cases a second of each round, seconds of each step, statements a case."""

    rates: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def times(self, other: "Result") -> float:
        """How much faster than the other."""
        return statistics.median(mine / its for mine, its in zip(self.rates, other.rates, strict=True))

    @property
    def p50(self) -> float:
        """Milliseconds of a step."""
        return statistics.median(self.steps) * 1000


def run_case(column: Column, steps: list[float]) -> Any:
    """One case from beginning to end; the seconds of each step are added to `steps`.  Returns what finds the case."""
    before = time.perf_counter()
    ref = column.lodge(next(NUMBERS))
    for act in facts.STEPS:
        steps.append((now := time.perf_counter()) - before)
        column.step(ref, act)
        before = now
    steps.append(time.perf_counter() - before)
    if not column.finished(ref):
        raise RuntimeError(f"{column.name}: case {ref} has not come to its end")
    return ref


def compare(limit: Column, stock: Column, product: Column) -> None:
    """Raises unless a case of each leaves the same facts, and of the last two the same work items."""
    least, others, ours = (column.left(run_case(column, [])) for column in (limit, stock, product))
    work = Counter({fact: many for fact, many in ours.items() if fact[0] == "work"})
    for column, left in ((limit, least + work), (stock, others)):
        if left != ours:
            raise RuntimeError(f"{column.name} leaves {left - ours} that the product does not, and lacks {ours - left}")


def run_round(column: Column, result: Result, cases: int) -> None:
    """A few cases to warm up, then so many that are timed."""
    column.begin()
    for _ in range(WARM_UP):
        run_case(column, [])
    gc.collect()
    steps: list[float] = []
    for _ in range(cases):
        run_case(column, steps)
    result.rates.append(cases / sum(steps))  # the question whether a case has come to its end is no step of it
    result.steps += steps


def count_statements(column: Column) -> int:
    """The statements of one case as the driver sends them, savepoints included, BEGIN and COMMIT not."""
    sent: Counter[str] = Counter()
    execute = psycopg.Cursor.execute

    def counting(cursor: Any, query: Any, *given: Any, **named: Any) -> Any:
        sent["statements"] += 1
        return execute(cursor, query, *given, **named)

    def watching(execute: Any, *given: Any) -> Any:  # under a watcher's eyes the product, too, sends all through a cursor
        return execute(*given)

    with patch.object(psycopg.Cursor, "execute", counting), connection.execute_wrapper(watching):
        run_case(column, [])
    return sent["statements"] - 1  # the question whether the case has come to its end


def measure(rounds: int, scale: float) -> dict[str, Result]:
    """All columns, round after round."""
    limit, stock, product, least = Handwritten("limit", facts), Stock(), Product(), Handwritten("bare", bare)
    compare(limit, stock, product)
    columns: list[Column] = [limit, stock, product, least]
    results = {column.name: Result() for column in columns}
    for column in columns:  # fills the tables and the planner's statistics, as an hour of work and autovacuum would
        run_round(column, Result(), max(2, round(CASES[column.name] * scale)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for number in range(1, rounds + 1):
        first = number % len(columns)
        for column in columns[first:] + columns[:first]:
            result = results[column.name]
            run_round(column, result, max(2, round(CASES[column.name] * scale)))
            print(f"# round {number} {column.name}: {result.rates[-1]:.1f} cases/s", file=sys.stderr)
    for column in columns:
        results[column.name].statements = count_statements(column)
    return results


def show(results: dict[str, Result]) -> bool:
    """Prints the table; says whether the product is as fast as it has to be."""
    limit, stock, product, _ = results.values()
    print("| | cases/s | % of the limit | × stock viewflow | step p50 ms | statements a case |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, each in results.items():
        share, times = each.times(limit), each.times(stock)
        print(f"| {name} | {each.rate:.1f} | {share:.0%} | {times:.1f} | {each.p50:.2f} | {each.statements} |")
    return product.times(limit) >= OF_LIMIT and product.times(stock) >= TIMES_STOCK


def main() -> int:
    """Measures, prints the table and returns the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-engine")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--scale", type=float, default=1.0, help="times the cases of a round")
    given = parser.parse_args()
    with stage.SERVERS, throwaway.stage() as prepared, prepared.rehearsal():
        fast = show(measure(given.rounds, given.scale))
    print(
        "" if fast else f"Too slow: {OF_LIMIT:.0%} of the limit and {TIMES_STOCK:.0f} × stock viewflow are asked for."
    )
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
