"""Parquet in and out, with the real Polars and DuckDB: what they write is read, what is written they read, value for value."""

import json
import subprocess
import sys
import tempfile
import unittest
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

DIXIT = sys.argv.pop(1)
ROOT = Path(__file__).resolve().parents[2]

# Our own words.
TEXT = (
    "« Le pont restera fermé trois mois », a annoncé lundi la préfète, Agnès Colin.\n\n"
    "Selon le maire de Vaux, près de 300 habitants sont isolés. Il a accusé l’État d’avoir négligé l’entretien."
)
ENGLISH = "The bridge will stay closed, the mayor of Vaux said on Monday. He denied that 300 people were cut off. 🌉"


def dixit(*args, code=0, at=None):
    """Runs dixit; what it printed."""
    done = subprocess.run([DIXIT, *map(str, args)], capture_output=True, text=True, cwd=at)
    assert done.returncode == code, f"{args}: {done.returncode} {done.stdout}{done.stderr}"
    return done.stdout


def bare(value):
    """A value as the claims file would have it: spans are pairs, nothing is null or empty."""
    if isinstance(value, dict):
        if set(value) == {"start", "end"}:
            return [value["start"], value["end"]]
        kept = {key: bare(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item != []}
    if isinstance(value, list):
        return [bare(item) for item in value]
    return value


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def rows_of_duckdb(path):
    table = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    return [dict(zip(table.columns, row)) for row in table.fetchall()]


class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def articles(self, count=300):
        rows = range(count)
        return pl.DataFrame(
            {
                "url": [f"https://journal.example/{row}" for row in rows],
                "body": [None if row == 7 else (TEXT, ENGLISH)[row % 2] for row in rows],
                "lang": [("fr", "en")[row % 2] if row != 8 else "French!" for row in rows],
                "day": [date(2023, 3, 15)] * count,
                "unused": list(rows),
            }
        )

    def test_what_polars_writes_comes_back_whole_in_both(self):
        source, out = self.folder / "in.parquet", self.folder / "out.parquet"
        self.articles().write_parquet(source, row_group_size=64)
        columns = ["--columns", "id=url,text=body,date=day"]
        dixit("extract", source, *columns, "--out", out, code=1)
        expected = lines(dixit("extract", source, *columns, code=1))
        self.assertEqual(len(expected), 300)
        self.assertIn("error", expected[7])
        self.assertIn("French!", expected[8]["error"])
        for rows in (pl.read_parquet(out).to_dicts(), rows_of_duckdb(out)):
            self.assertEqual(len(rows), 300)
            for row, line in zip(rows, expected):
                line.pop("row", None)
                claims = line.get("claims")
                self.assertEqual(row["claims"] is None, claims is None)
                self.assertEqual(bare(row), bare(line))
        # The spans of a claim are its words, the date was read.
        for row, (body,) in zip(pl.read_parquet(out).to_dicts(), self.articles().select("body").rows()):
            for claim in row["claims"] or []:
                words = [body[span["start"] : span["end"]] for span in claim["content"]["spans"]]
                self.assertEqual(" […] ".join(words), claim["content"]["text"])
        first = pl.read_parquet(out)["claims"][0].to_list()[0]
        self.assertEqual([when["value"] for when in first["when"]], ["2023-03-13"])

    def test_a_folder_that_duckdb_wrote(self):
        folder, out = self.folder / "in", self.folder / "out.parquet"
        folder.mkdir()
        (folder / "_SUCCESS").write_text("")
        for part, codec in enumerate(("snappy", "zstd", "gzip", "lz4")):
            duckdb.execute(
                f"COPY (SELECT range AS id, ? AS text, TIMESTAMP '2023-03-15 10:00:00' AS date FROM range({part * 50}, {part * 50 + 50}))"
                f" TO '{folder}/part-{part}.parquet' (FORMAT parquet, CODEC '{codec}')",
                [TEXT],
            )
        dixit("extract", folder, "--out", out)
        self.assertEqual(pl.read_parquet(out)["id"].to_list(), list(range(200)))
        counts = duckdb.sql(
            f"SELECT claim.speaker.name, count(*) FROM (SELECT unnest(claims) AS claim FROM read_parquet('{out}'))"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        named = {line["speaker"]["name"] for line in lines(dixit("extract", folder))[0]["claims"]}
        self.assertEqual({name for name, count in counts if count % 200 == 0}, named)
        schema = dict(duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{out}')").project("column_name, column_type").fetchall())
        self.assertEqual(schema["id"], "BIGINT")
        self.assertIn("\"content\" STRUCT(\"text\" VARCHAR, spans STRUCT(\"start\" INTEGER, \"end\" INTEGER)[])", schema["claims"])

    def test_json_lines_into_parquet(self):
        source, out = self.folder / "in.jsonl", self.folder / "out.parquet"
        source.write_text("".join(json.dumps({"id": id, "text": TEXT}) + "\n" for id in ("a", 7, "c")) + "nonsense\n")
        dixit("extract", source, "--out", out, code=1)
        table = pl.read_parquet(out)
        self.assertEqual(table["id"].to_list(), ["a", "7", "c", None])
        self.assertEqual(table["error"].is_null().to_list(), [True, True, True, False])

    def test_exported_checks_open_in_both(self):
        out = self.folder / "checks.parquet"
        workspace = ["--workspace", ROOT / "claims"]
        dixit(*workspace, "export", "parquet", "--out", out)
        expected = lines(dixit(*workspace, "export", "jsonl"))
        for rows in (pl.read_parquet(out).to_dicts(), rows_of_duckdb(out)):
            self.assertEqual([bare(row["claim"]) for row in rows], [bare(line["claim"]) for line in expected])
            for row, line in zip(rows, expected):
                for finding in ("attribution", "content"):
                    self.assertEqual(row[finding]["state"], line[finding]["state"])
                    self.assertEqual((row[finding]["decision"] or {}).get("reason"), line[finding].get("reason"))
                self.assertEqual(bare(row["evidence"]), bare(line["evidence"]))
                self.assertEqual(row["publication"], line["publication"])
        self.assertIn("verified", pl.read_parquet(out)["content"].struct.field("state").to_list())

    def test_a_table_that_is_cut_off_is_refused(self):
        source, out = self.folder / "in.parquet", self.folder / "out.parquet"
        self.articles().write_parquet(source)
        whole = source.read_bytes()
        for length in (0, 3, 100, len(whole) // 2, len(whole) - 1):
            source.write_bytes(whole[:length])
            dixit("extract", source, "--columns", "id=url,text=body", "--out", out, code=2)
            self.assertFalse(out.exists())


if __name__ == "__main__":
    unittest.main()
