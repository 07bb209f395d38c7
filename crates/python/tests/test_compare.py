from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dixit
from articles import BRIDGE, CLAIMS_FILE, REFERENCE

BEFORE = "Il y a 600 blessés, a affirmé la maire. « Le pont tiendra », a dit Bo Li."
AFTER = "Il y a 900 blessés, a affirmé la maire. Selon Ana Ruiz, la route est fermée."


def test_what_changed_is_named() -> None:
    before, after = dixit.extract(BEFORE, "fr"), dixit.extract(AFTER, "fr")
    found = dixit.diff(before, after)
    assert [(pair.base, pair.head, pair.relation) for pair in found.pairs] == [("c1", "c1", "changed")]
    assert found.pairs[0].details == [dixit.Detail("number", "600", "900")]
    assert (found.removed, found.added, found.is_empty) == (["c2"], ["c2"], False)
    assert dixit.diff(before, before).is_empty
    assert json.loads(json.dumps(found.to_dict()))["removed"] == ["c2"]
    assert 0 < found.pairs[0].score <= 1 and found.pairs[0].why


def test_sides_may_be_files_and_records(tmp_path: Path) -> None:
    claims = dixit.ClaimSet.read(CLAIMS_FILE)
    assert dixit.diff(CLAIMS_FILE, str(CLAIMS_FILE)).is_empty and dixit.diff(claims, CLAIMS_FILE).is_empty
    reference = dixit.Reference.open(REFERENCE)
    assert dixit.diff(reference, REFERENCE).is_empty
    records = [json.loads(line) for line in REFERENCE.read_text(encoding="utf-8").splitlines()]
    assert dixit.diff(records, dixit.Reference(records)).is_empty
    with pytest.raises(FileNotFoundError):
        dixit.diff("nowhere.json", claims)
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(dixit.DixitError, match="not a claims file"):
        dixit.diff(claims, other)


def test_claims_are_looked_up() -> None:
    reference = dixit.Reference.open(REFERENCE)
    found = dixit.match("Nous avons vu la Turquie renforcer l’Azerbaïdjan", reference, top=3)
    assert len(found) <= 3 and found[0].record.text == "Turkey is reinforcing Azerbaijan."
    assert found[0].score > 0.35 and found[0].relation != "unrelated" and found[0].why
    assert found == dixit.match("Nous avons vu la Turquie renforcer l’Azerbaïdjan", REFERENCE, top=3)
    assert found == reference.match("Nous avons vu la Turquie renforcer l’Azerbaïdjan", top=3)


def test_many_claims_are_looked_up_at_once() -> None:
    claims = dixit.ClaimSet.read(CLAIMS_FILE)
    reference = dixit.Reference.open(REFERENCE)
    found = reference.match(claims)
    assert [len(each) <= 5 for each in found] == [True] * len(claims)
    assert found == [reference.match(claim) for claim in claims] == reference.match(list(claims))
    assert reference.match([]) == []
    texts = ["Le pont tiendra"] * 50
    assert len(reference.match(texts, lang="fr")) == 50


def test_records_may_come_from_anywhere() -> None:
    reference = dixit.Reference({"id": n, "text": f"La route {n} est fermée.", "lang": "fr"} for n in range(30))
    assert len(reference) == 30 and reference.languages == ["fr"] and reference.problems == []
    assert dixit.match("La route 7 est fermée", reference, lang="fr")[0].id == "7"
    again = dixit.Reference([dixit.match("La route 7 est fermée", reference, lang="fr")[0].record])
    assert len(again) == 1
    assert dixit.match(BRIDGE, dixit.Reference([]), lang="fr") == []


def test_what_is_wrong_with_records_is_said(tmp_path: Path) -> None:
    wrong: list[tuple[list[dict[str, Any]], str]] = [
        ([{"id": "a"}], "record 0: there is no text"),
        ([{"id": "a", "text": "x y"}, {"id": "a", "text": "z"}], "record 1: the id"),
        ([{"id": "a", "text": " "}], "record 0: the text is empty"),
        ([{"id": "a", "text": 5}], "record 0"),
    ]
    for records, words in wrong:
        with pytest.raises(dixit.DixitError, match=words):
            dixit.Reference(records)
    with pytest.raises(TypeError, match="record 0 is int"):
        dixit.Reference([5])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="Reference.open"):
        dixit.Reference("set.jsonl")  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        dixit.Reference.open(tmp_path / "nowhere.jsonl")
    with pytest.raises(TypeError, match="a claim is a str or a Claim"):
        dixit.match([5], [{"id": "a", "text": "x"}])  # type: ignore[list-item]
    with pytest.raises(dixit.DixitError, match="unknown language"):
        dixit.match("x", [{"id": "a", "text": "x"}], lang="french")
    some = tmp_path / "set.jsonl"
    some.write_text('{"id": "a", "text": "La route est fermée."}\nrien\n', encoding="utf-8")
    with pytest.warns(UserWarning, match="line 2"):
        assert len(dixit.Reference.open(some)) == 1
