"""The wheel's rate and the program's, on the same articles and cores, in alternating runs.

    python benches/python/rate.py [--articles 3000] [--rounds 5] [--program target/release/dixit]

Both read JSON Lines from a file. The program writes JSON Lines; the wheel is measured three ways: objects whose words are
looked at, the JSON of each claim, and an Arrow table. The figure is the ratio of each round, program to wheel (above 1: the
wheel is faster), by wall time and by processor time; the median of the rounds counts on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles import articles

WAYS = ["objects", "json", "arrow"]


def read(path: str) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def wheel(way: str, path: str) -> None:
    """What is measured, in a process of its own."""
    import dixit

    if way == "arrow":
        import pyarrow as pa

        rows = 0
        for batch in pa.RecordBatchReader.from_stream(dixit.extract_many(read(path))):
            rows += batch.num_rows
        return
    with open(os.devnull, "w", encoding="utf-8") as out:
        for answer in dixit.extract_many(read(path), errors="raise"):
            if way == "objects":
                for claim in answer:
                    out.write(claim.content.text)
                    if claim.speaker and claim.speaker.name:
                        out.write(claim.speaker.name)
            else:
                out.write(answer.to_json())


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds of wall time and of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default="target/release/dixit")
    parser.add_argument("--wheel", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.wheel:
        return wheel(*given.wheel)
    made = articles(given.articles)
    size = sum(len(article["text"].split()) for article in made)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "articles.jsonl")
        Path(path).write_text("".join(json.dumps(article) + "\n" for article in made), encoding="utf-8")
        ratios: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        rates = []
        for _ in range(given.rounds):
            program = timed([given.program, "extract", "--jsonl", path])
            rates.append(program)
            for way in WAYS:
                mine = timed([sys.executable, __file__, "--wheel", way, path])
                ratios[way].append((program[0] / mine[0], program[1] / mine[1]))
    cores = len(os.sched_getaffinity(0))
    wall, processor = (statistics.median(one[at] for one in rates) for at in [0, 1])
    print(f"{len(made)} articles, {size} words, {cores} cores, {given.rounds} rounds")
    print(f"program: {len(made) / wall:.0f} articles a second, {1000 * processor / len(made):.2f} ms of a core each")
    for way, found in ratios.items():
        walls, processors = ([one[at] for one in found] for at in [0, 1])
        print(
            f"wheel, {way:8} {statistics.median(walls):.2f} of the program's rate by wall time ({min(walls):.2f} to"
            f" {max(walls):.2f}), {statistics.median(processors):.2f} by processor time"
        )


if __name__ == "__main__":
    main()
