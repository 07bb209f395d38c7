from __future__ import annotations

import copy
import datetime
import json
import os
import pickle
import subprocess
from pathlib import Path

import pytest

import dixit
from articles import ARTICLE, BRIDGE, CLAIMS_FILE


def test_spans_are_indices_of_python() -> None:
    claims = dixit.extract(BRIDGE, lang="fr", date="2026-03-04")
    first = claims[0]
    assert first.content.text == "Le pont 🌉 tiendra"
    for claim in claims:
        assert [BRIDGE[start:end] for start, end in claim.content.spans] == claim.content.text.split(" […] ")
        assert BRIDGE[claim.selector.start : claim.selector.end] == claim.selector.exact
        for part in [claim.cue, claim.speaker]:
            if part is not None:
                assert all(BRIDGE[start:end].strip() for start, end in part.spans)
    assert first.cue is not None and BRIDGE[slice(*first.cue.spans[0])] == first.cue.text == "a affirmé"
    assert first.speaker is not None and first.speaker.name == "Agnès Colin"
    assert (first.quotation, first.polarity, first.modality) == ("direct", "affirmed", "prediction")
    assert first.when[0] == dixit.When("statement", "2026-03-03", "mardi", first.when[0].spans)


def test_says_the_same_as_the_program() -> None:
    program = os.environ.get("DIXIT")
    if program is None:
        pytest.skip("DIXIT does not name the program; tests/python/run does")
    text = "".join(ARTICLE.read_text(encoding="utf-8").split("---")[2:]).strip()
    line = json.dumps({"id": "a", "text": text, "lang": "fr", "date": "2020-10-16"})
    out = subprocess.run([program, "extract", "--jsonl"], input=line, capture_output=True, text=True, check=True).stdout
    claims = dixit.extract(text, "fr", "2020-10-16")
    assert len(claims) > 5
    assert [claim.to_dict() for claim in claims] == json.loads(out)["claims"]


def test_dates_may_be_dates() -> None:
    days: list[str | datetime.date] = ["2026-03-04", datetime.date(2026, 3, 4), datetime.datetime(2026, 3, 4, 12, 30)]
    assert {dixit.extract(BRIDGE, lang="fr", date=day)[0].when[0].value for day in days} == {"2026-03-03"}


def test_narrator_title_and_language() -> None:
    claims = dixit.extract("Le pont a été fermé lundi. Il sera rouvert.", title="Le pont", narrator=True)
    assert (claims.lang, claims.title) == ("fr", "Le pont")
    assert {claim.speaker.resolution for claim in claims if claim.speaker} == {"narrator"}
    assert len(dixit.extract("Le pont a été fermé lundi.", lang="fr")) == 0


def test_a_claim_set_is_a_sequence() -> None:
    claims = dixit.extract(BRIDGE, lang="fr")
    assert len(claims) == 2 == len(list(claims)) == len(claims.claims)
    assert claims["c2"] == claims[1] == claims[-1] == claims[1:][0]
    assert claims[0] != claims[1]
    wrong: list[tuple[int | str, type[Exception]]] = [(2, IndexError), (-3, IndexError), ("c9", KeyError)]
    for key, error in wrong:
        with pytest.raises(error):
            claims[key]
    with pytest.raises(TypeError):
        claims[1.5]  # type: ignore[call-overload]
    assert "2 claims" in repr(claims) and "Agnès Colin" in repr(claims[0])


def test_claims_files_are_read_and_written(tmp_path: Path) -> None:
    claims = dixit.extract(BRIDGE, lang="fr")
    path = tmp_path / "claims.json"
    path.write_text(claims.to_json(), encoding="utf-8")
    assert dixit.ClaimSet.read(path) == claims == dixit.ClaimSet.from_json(claims.to_json())
    assert claims.to_dict()["format"] == "dixit-claims"
    kept = dixit.ClaimSet.read(CLAIMS_FILE)
    assert kept.article == "depeche" and kept.to_json() == CLAIMS_FILE.read_text(encoding="utf-8")


def test_everything_pickles_and_copies() -> None:
    claims = dixit.extract(BRIDGE, lang="fr", date="2026-03-04")
    found = dixit.match("Le pont tiendra", [{"id": "a", "text": "Le pont tiendra.", "lang": "fr"}], lang="fr")[0]
    first = claims[0]
    parts = [first.speaker, first.cue, first.content, first.when, first.mentions, first.check_worthiness]
    for thing in [claims, first, *parts, first.selector, first.extractor, claims.extractor, found]:
        assert pickle.loads(pickle.dumps(thing)) == thing == copy.deepcopy(thing)


def test_parts_print_as_they_are_made() -> None:
    claims = dixit.extract(BRIDGE, lang="fr")
    cue = claims[0].cue
    assert cue is not None
    assert eval(repr(cue), vars(dixit)) == cue
    with pytest.raises(AttributeError):
        cue.text = "dit"  # type: ignore[misc]


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"text": "Bonjour", "lang": "french"}, "unknown language"),
        ({"text": "Bonjour", "lang": "fr", "date": "hier"}, "YYYY-MM-DD"),
        ({"text": "x"}, "language"),
    ],
)
def test_what_is_wrong_is_said(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(dixit.DixitError, match=words) as caught:
        dixit.extract(**arguments)  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)


def test_what_is_no_text_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        dixit.extract(b"Bonjour")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a date is"):
        dixit.extract("Bonjour", "fr", 5)  # type: ignore[arg-type]
    with pytest.raises(UnicodeEncodeError):
        dixit.extract("\ud800", "fr")
    with pytest.raises(FileNotFoundError):
        dixit.ClaimSet.read("nowhere.json")
    with pytest.raises(dixit.DixitError, match="damaged or cut off"):
        dixit.ClaimSet.from_json("{")
