"""Claims of a corpus, on a cluster: Parquet in, Parquet out.

    spark-submit extract.py ARTICLES CLAIMS [--column text=body …]

ARTICLES has the columns id and text and, where they are there, lang, date and title; --column says that one is called
otherwise. CLAIMS gets the columns id, lang, error (null when all is well) and claims, one row for each article.
The executors need the dixit wheel, pyarrow and pandas, and nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

import dixit
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

FIELDS = ["id", "text", "lang", "date", "title"]


def claims(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The answers to the articles of one partition: as many rows out as in."""
    # One thread: Spark runs a task for each core.
    yield from pa.RecordBatchReader.from_stream(dixit.extract_many(batches, threads=1))


def extract(articles: DataFrame, columns: dict[str, str] | None = None) -> DataFrame:
    """The claims of each article; `columns` says how the columns are called."""
    named = {field: (columns or {}).get(field, field) for field in FIELDS}
    wanted = articles.select([articles[name].alias(field) for field, name in named.items() if name in articles.columns])
    id_type = to_arrow_schema(wanted.select("id").schema).field("id").type
    return wanted.mapInArrow(claims, from_arrow_schema(pa.schema(dixit.claims_schema(id_type))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("claims")
    parser.add_argument("--column", action="append", default=[], metavar="FIELD=NAME")
    given = parser.parse_args()
    spark = SparkSession.builder.appName("dixit").getOrCreate()
    columns = dict(one.split("=", 1) for one in given.column)
    extract(spark.read.parquet(given.articles), columns).write.parquet(given.claims)
    spark.stop()


if __name__ == "__main__":
    main()
