"""What is exported, opened by its readers: a newsroom's published, corrected and retracted checks."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import feedparser
import rdflib
from rdflib.namespace import SDO

TYPES = sys.argv.pop(2)
DIXIT = sys.argv.pop(1)

# Our own words; with what XML, HTML and CSV give a meaning.
TEXT = (
    "« Le pont restera fermé trois mois », a annoncé lundi la préfète, Agnès Colin.\n\n"
    "Selon le maire de Vaux, près de 300 habitants sont isolés. Il a accusé l’État d’avoir négligé l’entretien.\n\n"
    "La société Garnier & Fils a répondu que « l’entretien <annuel> a été fait ».\n"
)
SETTINGS = """
[publisher]
name = "La Vérif & Cie"
url = "https://verif.example"

[[rating]]
name = "true"
label = "Exact"
value = 5
worst = 1
best = 5

[[rating]]
name = "false"
label = "Faux"
value = 1
worst = 1
best = 5

[[rating]]
name = "open"
label = "Indécidable"
"""
REASON = 'le carnet dit « non » ; <b>voir</b> "page 3", & suivantes\nligne deux'


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        (cls.folder / "pont.txt").write_text(TEXT)
        cls.dixit("init")
        settings = cls.folder / "claims" / "dixit.toml"
        settings.write_text(settings.read_text() + SETTINGS)
        about = ["--date", "2023-03-15", "--source", "https://journal.example/pont?a=1&b=2", "--title", "Le pont <fermé>"]
        cls.dixit("add", "pont.txt", *about)
        words = {"verified": "Le pont", "disputed": "300", "unverifiable": "négligé", "retracted": "annuel"}
        cls.ids = {name: cls.dixit("list", "--text", text).split()[0] for name, text in words.items()}
        ratings = {"verified": "true", "disputed": "false", "unverifiable": "open", "retracted": "false"}
        for name, claim in cls.ids.items():
            cls.dixit("mark", claim, "--content", "in-review")
            state = "disputed" if name == "retracted" else name
            why = ["--reason", REASON, "--rating", ratings[name], "--evidence", "https://example.org/e?a=1&b=2"]
            cls.dixit("mark", claim, "--content", state, *why)
            cls.dixit("publish", claim, "published", "--note", f"https://verif.example/{name}")
        cls.dixit("publish", cls.ids["disputed"], "corrected", "--note", "la date <était> fausse")
        cls.dixit("publish", cls.ids["retracted"], "retracted", "--note", "c’était une autre société")

    @classmethod
    def dixit(cls, *args):
        at = {"DIXIT_NOW": "2023-03-16T09:00:00Z", "DIXIT_REVIEWER": "Ana Ruiz", "HOME": str(cls.folder)}
        done = subprocess.run([DIXIT, *args], cwd=cls.folder, env={**os.environ, **at}, capture_output=True, text=True)
        assert done.returncode == 0, f"{args}: {done.stdout}{done.stderr}"
        return done.stdout

    def reviews(self):
        return {review["url"].rsplit("/", 1)[1]: review for review in json.loads(self.dixit("export", "claimreview"))}

    def test_atom_is_a_feed_without_a_fault(self):
        feed = feedparser.parse(self.dixit("export", "atom").encode())
        self.assertEqual((feed.bozo, feed.version, feed.feed.title), (False, "atom10", "La Vérif & Cie"))
        entries = {entry.link.rsplit("/", 1)[1]: entry for entry in feed.entries}
        self.assertEqual(sorted(entries), sorted(self.ids))
        for name, entry in entries.items():
            self.assertTrue(entry.id.endswith(self.ids[name]) and entry.published_parsed and entry.updated_parsed)
            related = [link.href for link in entry.links if link.rel == "related"]
            self.assertEqual(related, ["https://journal.example/pont?a=1&b=2"])
        self.assertIn("la date &lt;était&gt; fausse", entries["disputed"].content[0].value)
        self.assertTrue(entries["retracted"].title.startswith("Retracted: "))
        self.assertNotIn("<b>voir", entries["verified"].content[0].value)

    def test_claim_review_says_only_what_schema_org_knows(self):
        for name, review in self.reviews().items():
            # The terms are those of schema.org, whose own context is not needed for that.
            self.assertEqual(review.pop("@context"), "https://schema.org")
            graph = rdflib.Graph().parse(data=json.dumps({"@context": {"@vocab": str(SDO)}, **review}), format="json-ld")
            self.assertEqual(len(list(graph.subjects(rdflib.RDF.type, SDO.ClaimReview))), 1)
            terms = {p for _, p, _ in graph if p != rdflib.RDF.type} | set(graph.objects(None, rdflib.RDF.type))
            unknown = [term for term in terms if term not in SDO]
            self.assertEqual(unknown, [], name)

    def test_claim_review_compiles_against_schema_orgs_types(self):
        if not TYPES:
            self.skipTest("said above")

        def compiled(reviews):
            source = Path(TYPES) / "reviews.ts"
            source.write_text(
                "import type { ClaimReview, WithContext } from 'schema-dts';\n"
                f"export const all: WithContext<ClaimReview>[] = {json.dumps(reviews, indent=1)};\n"
            )
            tsc = [str(Path(TYPES) / "node_modules" / ".bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"]
            done = subprocess.run([*tsc, str(source)], capture_output=True, text=True)
            return done.returncode == 0, done.stdout

        reviews = list(self.reviews().values())
        fine, said = compiled(reviews)
        self.assertTrue(fine, said)
        # The types would notice.
        for field, value in (("claimRevewed", "x"), ("itemReviewed", {"@type": "Klaim"}), ("author", 3)):
            self.assertFalse(compiled([{**reviews[0], field: value}])[0], field)

    def test_claim_review_has_numbers_for_what_is_settled_alone(self):
        reviews = self.reviews()
        self.assertEqual(reviews["verified"]["reviewRating"]["ratingValue"], 5)
        self.assertNotIn("ratingValue", reviews["unverifiable"]["reviewRating"])
        self.assertNotIn("reviewRating", reviews["retracted"])
        self.assertEqual(reviews["disputed"]["correction"][0]["text"], "la date <était> fausse")

    def test_csv_is_a_table(self):
        rows = list(csv.DictReader(self.dixit("export", "csv").splitlines(keepends=True)))
        by_id = {row["claim"]: row for row in rows}
        self.assertEqual(set(by_id), {line["id"] for line in map(json.loads, self.dixit("export", "jsonl").splitlines())})
        self.assertTrue(all(None not in row and None not in row.values() for row in rows))
        row = by_id[self.ids["disputed"]]
        self.assertEqual((row["content_state"], row["publication"], row["speaker"]), ("disputed", "corrected", "le maire de Vaux"))
        self.assertEqual(row["content_reason"], REASON)

    def test_claim_review_comes_back(self):
        (self.folder / "out.json").write_text(self.dixit("export", "claimreview"))
        ratings = self.folder / "claims" / "reference"
        ratings.mkdir(exist_ok=True)
        scale = [("Exact", "true"), ("Faux", "false"), ("Indécidable", "unproven")]
        (ratings / "ratings.tsv").write_text("".join(f"verif.example\t{words}\t{label}\n" for words, label in scale))
        args = [DIXIT, "import", "out.json", "--as", "own", "--reviewer", "Ana Ruiz"]
        done = subprocess.run(args, cwd=self.folder, capture_output=True, text=True)
        self.assertIn("own: 4 new\nunmapped  verif.example  no rating  1 record\n", done.stdout, done.stderr)
        labels = {}
        for line in map(json.loads, (ratings / "own.jsonl").read_text().splitlines()):
            labels[line["url"].rsplit("/", 1)[1]] = line["label"]
        self.assertEqual(labels, {"verified": "true", "disputed": "false", "unverifiable": "unproven", "retracted": "unmapped"})


if __name__ == "__main__":
    unittest.main()
