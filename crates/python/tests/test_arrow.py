from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import dixit
from articles import BRIDGE, corpus


def rows(answers: Any) -> list[dict[str, Any]]:
    return [{"id": one.id, "words": [claim.content.text for claim in one]} for one in answers]


def words(table: pa.Table) -> list[dict[str, Any]]:
    return [{"id": row["id"], "words": [claim["content"]["text"] for claim in row["claims"]]} for row in table.to_pylist()]


def test_objects_and_columns_say_the_same() -> None:
    articles = corpus(700)
    table = pa.table(dixit.extract_many(articles))
    assert table.schema == pa.schema(dixit.claims_schema())
    assert table.column_names == ["id", "lang", "error", "claims"]
    assert [row | {"id": int(row["id"])} for row in words(table)] == rows(dixit.extract_many(articles))
    assert max(len(batch) for batch in table.to_batches()) == 256
    # Every field of a claim, against the object.
    claim = table["claims"][5].as_py()[0]
    first = dixit.extract(articles[5]["text"], articles[5]["lang"])[0].to_dict()
    first["content"]["spans"] = [{"start": start, "end": end} for start, end in first["content"]["spans"]]
    assert claim["content"] == first["content"]
    assert claim["check_worthiness"] == first["check_worthiness"] and claim["selector"] == first["selector"]


@pytest.mark.parametrize("kind", [pa.int64(), pa.int32(), pa.uint64(), pa.string(), pa.large_string(), pa.string_view()])
def test_tables_of_pyarrow_go_in_and_out(kind: pa.DataType) -> None:
    articles = corpus(300)
    table = pa.Table.from_pylist(articles).set_column(0, "id", pa.array([str(row["id"]) for row in articles]).cast(kind))
    ids = table["id"].to_pylist()
    out = pa.table(dixit.extract_many(table))
    assert out["id"].to_pylist() == ids
    assert [answer.id for answer in dixit.extract_many(table)] == ids
    assert out.schema == pa.schema(dixit.claims_schema(kind))


def test_batches_are_read_as_they_come() -> None:
    """As Spark gives and takes them."""
    given = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal given
        for batch in pa.Table.from_pylist(corpus(4000)).to_batches(max_chunksize=100):
            given += 1
            yield batch

    reader = pa.RecordBatchReader.from_stream(dixit.extract_many(batches(), threads=1))
    first = next(reader)
    assert given <= 6 and len(first) == 100
    rest = reader.read_all()
    assert len(first) + len(rest) == 4000
    assert rest["id"].to_pylist() == list(range(100, 4000))


def test_frames_of_polars_go_in_and_out() -> None:
    frame = pl.DataFrame(corpus(300)).rename({"text": "body"})
    out = pl.DataFrame(dixit.extract_many(frame, columns={"text": "body"}))
    assert out["id"].to_list() == list(range(300))
    assert out["claims"].list.len().to_list() == [1] * 300
    speakers = out["claims"].explode().struct.field("speaker").struct.field("name")
    assert set(speakers.to_list()) == {"Ana Ruiz"}
    # A single column is texts.
    assert [len(answer) for answer in dixit.extract_many(frame["body"], errors="raise")] == [1] * 300


def addresses(array: Any) -> list[int]:
    return [buffer.address for buffer in array.buffers() if buffer is not None and buffer.size]


def test_nothing_is_copied() -> None:
    """What is lent, lent on and read back lies where it lay."""
    # Ids go through dixit and come back as the same memory, with pyarrow and with Polars.
    table = pa.table({"id": pa.array(range(100)), "text": [BRIDGE] * 100, "lang": ["fr"] * 100})
    out = pa.table(dixit.extract_many(table))
    assert addresses(out["id"].chunk(0)) == addresses(table["id"].chunk(0))
    frame = pl.DataFrame({"id": range(100), "text": [BRIDGE] * 100, "lang": ["fr"] * 100})
    back = pl.DataFrame(dixit.extract_many(frame))
    assert addresses(back["id"].to_arrow()) == addresses(frame["id"].to_arrow())
    # What dixit makes is read by Polars where pyarrow reads it.
    scores = out["claims"].chunk(0).values.field("check_worthiness").field("score")
    seen = pl.DataFrame(out)["claims"].explode().struct.field("check_worthiness").struct.field("score")
    assert addresses(seen.to_arrow())[-1] == addresses(scores)[-1]


def test_a_claim_set_is_a_batch() -> None:
    claims = dixit.extract(BRIDGE, lang="fr", date="2026-03-04")
    batch = pa.record_batch(claims)
    assert batch.schema == pa.schema(claims) and batch.num_rows == len(claims)
    assert [row["id"] for row in batch.to_pylist()] == [claim.id for claim in claims]
    when = batch["when"][0].as_py()[0]
    assert when["value"] == "2026-03-03" and BRIDGE[when["spans"][0]["start"] : when["spans"][0]["end"]] == "mardi"
    assert pa.record_batch(dixit.extract("Il pleut.", lang="fr")).num_rows == 0
    assert pl.DataFrame(batch)["id"].to_list() == ["c1", "c2"]


def test_bad_rows_say_what_is_wrong() -> None:
    table = pa.table(
        {
            "id": ["a", "b", "c", "d"],
            "text": [BRIDGE, None, BRIDGE, BRIDGE],
            "lang": ["fr", "fr", "french", None],
            "date": pa.array([datetime.date(2026, 3, 4)] * 4),
        }
    )
    out = pa.table(dixit.extract_many(table, lang="fr")).to_pylist()
    assert [row["error"] and row["error"][:16] for row in out] == [None, "there is no text", "unknown language", None]
    assert out[0]["claims"][0]["when"][0]["value"] == "2026-03-03" and out[1]["claims"] is None
    answers = list(dixit.extract_many(table, lang="fr"))
    assert [isinstance(answer, dixit.DixitError) for answer in answers] == [False, True, True, False]
    with pytest.raises(pa.ArrowInvalid, match="there is no text"):
        pa.table(dixit.extract_many(table, lang="fr", errors="raise"))


def test_what_is_no_table_of_articles_is_refused() -> None:
    with pytest.raises(dixit.DixitError, match='no column "text"'):
        list(dixit.extract_many(pa.table({"id": [1], "body": ["x"]})))
    with pytest.raises(dixit.DixitError, match="not text"):
        list(dixit.extract_many(pa.table({"id": [1], "text": [["x"]]})))
    with pytest.raises(TypeError, match="__arrow_c_schema__"):
        dixit.claims_schema("int64")  # type: ignore[arg-type]


def test_it_is_read_one_way() -> None:
    reading = dixit.extract_many(corpus(5))
    next(reading)
    with pytest.raises(RuntimeError, match="make another"):
        pa.table(reading)
    lent = dixit.extract_many(corpus(5))
    assert pa.table(lent).num_rows == 5
    with pytest.raises(RuntimeError, match="make another"):
        next(lent)


def test_an_error_of_the_source_reaches_the_reader() -> None:
    def breaking() -> Iterator[dict[str, Any]]:
        yield from corpus(300)
        raise KeyError("the source")

    reader = pa.RecordBatchReader.from_stream(dixit.extract_many(breaking()))
    assert sum(len(next(reader)) for _ in range(2)) == 300
    with pytest.raises(Exception, match="the source"):
        next(reader)


def test_nothing_gives_no_rows() -> None:
    empty: list[str] = []
    assert pa.table(dixit.extract_many(empty)).num_rows == 0
