"""A corpus over a real cluster of two executors, one of which is killed at work: no article is lost, none comes twice.

Run by `tests/spark/run`. With `--rate`, prints rates instead: one process, then the cluster undisturbed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "examples" / "spark"), str(ROOT / "benches" / "python")]

import dixit  # noqa: E402
from articles import articles  # noqa: E402
from extract import extract  # noqa: E402
from pyspark import SparkContext  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

FILES = 16


def executors(app: str) -> list[int]:
    """The process ids of the executors of an application, which are Java processes of their own."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
        except OSError:
            continue
        if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and app.encode() in words:
            found.append(int(folder.name))
    return sorted(found)


def spent(app: str) -> float:
    """The processor seconds that the executors and the Python processes under them have used."""
    parents, used = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(words[1])
        used[int(path.parent.name)] = sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")
    ours = set(executors(app))
    while more := {one for one, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(used[one] for one in ours if one in used)


def kill_one(context: SparkContext, killed: list[int], done: threading.Event) -> None:
    """Kills an executor once two tasks are done and others are under way."""
    tracker = context.statusTracker()
    while not done.wait(0.05):
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            running = executors(context.applicationId)
            if info and info.numTasks == FILES and info.numCompletedTasks >= 2 and len(running) == 2:
                killed.append(running[0])
                os.kill(running[0], signal.SIGKILL)
                return


def write(folder: Path, count: int) -> pa.Table:
    """The articles, in files of which each becomes a task."""
    table = pa.Table.from_pylist(articles(count))
    folder.mkdir()
    share = -(-count // FILES)
    for number in range(FILES):
        pq.write_table(table.slice(number * share, share), folder / f"{number:02}.parquet")
    return table


def session() -> SparkSession:
    # The executors' Python: this one, which has the wheel.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("dixit")
        .config("spark.driver.host", "localhost")
        .config("spark.ui.enabled", "false")
        # Files are not put together: as many tasks as files.
        .config("spark.sql.files.openCostInBytes", str(1 << 30))
        .config("spark.sql.files.maxPartitionBytes", str(1 << 30))
        .getOrCreate()
    )
    # The job is a module here, so the executors need it too; with spark-submit it travels by itself.
    spark.sparkContext.addPyFile(str(ROOT / "examples" / "spark" / "extract.py"))
    return spark


def started(spark: SparkSession, count: int) -> None:
    """Waits for the executors."""
    until = time.monotonic() + 120
    while len(executors(spark.sparkContext.applicationId)) < count:
        if time.monotonic() > until:
            sys.exit("the executors did not start")
        time.sleep(0.2)


def same(table: pa.Table, folder: Path) -> None:
    """Exits unless what the cluster wrote is what one process finds."""
    got = pq.read_table(folder).sort_by("id")
    ids = got["id"].to_pylist()
    if ids != sorted(table["id"].to_pylist()):
        sys.exit(f"{table.num_rows} articles went in, {len(ids)} came out, {len(set(ids))} of them different")
    want = pa.table(dixit.extract_many(table)).sort_by("id")
    if got.to_pylist() != want.to_pylist():
        sys.exit("the cluster found other claims than one process does")


def survives(count: int) -> None:
    spark = session()
    started(spark, 2)
    before = executors(spark.sparkContext.applicationId)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "articles", Path(folder) / "claims"
        table = write(source, count)
        killed: list[int] = []
        done = threading.Event()
        killer = threading.Thread(target=kill_one, args=(spark.sparkContext, killed, done))
        killer.start()
        try:
            extract(spark.read.parquet(str(source))).write.parquet(str(target))
        finally:
            done.set()
            killer.join()
        after = executors(spark.sparkContext.applicationId)
        spark.stop()
        if not killed:
            sys.exit("no executor was killed: the job was over too soon; give more articles")
        same(table, target)
    print(f"{count} articles, {FILES} tasks; executors {before}, killed {killed[0]}, at the end {after}")
    print("every article came out once, with the claims that one process finds")


def rates(count: int, rounds: int) -> None:
    spark = session()
    started(spark, 2)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles"
        table = write(source, count)
        job = extract(spark.read.parquet(str(source)))
        job.limit(1).collect()  # starts Python on the executors
        for number in range(rounds):
            start, busy = time.monotonic(), time.process_time()
            rows = sum(len(batch) for batch in pa.RecordBatchReader.from_stream(dixit.extract_many(table, threads=1)))
            alone, core = time.monotonic() - start, time.process_time() - busy
            start, before = time.monotonic(), spent(spark.sparkContext.applicationId)
            job.write.parquet(str(Path(folder) / f"claims-{number}"))
            cluster = time.monotonic() - start
            cores = spent(spark.sparkContext.applicationId) - before
            print(
                f"{rows} articles: one process {rows / alone:.0f} a second ({1000 * core / rows:.2f} ms of a core each),"
                f" two executors {rows / cluster:.0f} a second ({1000 * cores / rows:.2f} ms), {alone / cluster:.2f} times as fast"
            )
    spark.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=3200)
    parser.add_argument("--rate", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if given.rate:
        rates(given.articles, given.rounds)
    else:
        survives(given.articles)
