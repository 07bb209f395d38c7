from __future__ import annotations

import itertools
import resource
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import dixit
from articles import BRIDGE, corpus


def test_order_and_ids_are_kept() -> None:
    articles = corpus(500)
    answers = list(dixit.extract_many(articles, threads=4, errors="raise"))
    assert [answer.id for answer in answers] == list(range(500))
    for article, answer in zip(articles, answers):
        assert answer.lang == article["lang"]
        assert str(article["id"]) in answer[0].content.text
    assert answers[7] == dixit.extract(articles[7]["text"], lang=articles[7]["lang"])


def test_texts_alone_are_articles_too() -> None:
    (claims,) = dixit.extract_many(iter([BRIDGE]), lang="fr", date="2026-03-04", errors="raise")
    assert claims.id is None and claims == dixit.extract(BRIDGE, "fr", "2026-03-04")


def test_one_bad_article_stops_nothing() -> None:
    bad: list[Any] = [
        {"id": "none"},
        {"id": "number", "text": 5},
        {"id": "code", "text": "Bonjour", "lang": "french"},
        {"id": "day", "text": "Bonjour", "lang": "fr", "date": object()},
        {"id": "half", "text": "\ud800", "lang": "fr"},
        5,
        None,
    ]
    articles = [*corpus(40), *bad, *corpus(40)]
    answers = list(dixit.extract_many(articles))
    assert len(answers) == len(articles)
    errors = [answer for answer in answers if isinstance(answer, dixit.DixitError)]
    assert [error.id for error in errors] == ["none", "number", "code", "day", "half", None, None]
    assert [error.index for error in errors] == list(range(40, 47))
    assert "there is no text" in str(errors[0]) and "int" in str(errors[1]) and "int" in str(errors[5])


def test_errors_may_be_raised() -> None:
    reading = dixit.extract_many([*corpus(3), {"id": "x"}, *corpus(3)], errors="raise")
    assert [next(reading).id for _ in range(3)] == [0, 1, 2]
    with pytest.raises(dixit.DixitError, match="there is no text") as caught:
        next(reading)
    assert caught.value.id == "x"
    # It may go on.
    assert [claims.id for claims in reading] == [0, 1, 2]


def test_reads_lazily_and_ahead_by_little() -> None:
    read = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal read
        for n in itertools.count():
            read += 1
            yield {"id": n, "text": BRIDGE, "lang": "fr"}

    reading = dixit.extract_many(endless(), threads=2)
    assert read == 0
    for n, answer in zip(range(100), reading):
        assert answer.id == n
        assert read <= n + 1 + 2 * 64


def test_an_error_of_the_source_comes_in_its_place() -> None:
    def breaking() -> Iterator[dict[str, Any]]:
        yield from corpus(50)
        raise KeyError("the source")

    reading = dixit.extract_many(breaking())
    seen = 0
    with pytest.raises(KeyError, match="the source"):
        for _ in reading:
            seen += 1
    assert seen == 50
    assert list(reading) == []


def test_memory_stays_bounded() -> None:
    def many(count: int) -> None:
        text = BRIDGE * 40
        for _ in dixit.extract_many(({"text": text, "lang": "fr"} for _ in range(count)), threads=2):
            pass

    many(40)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    many(240)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024, f"{grown} kB more for six times as many"


def test_other_threads_of_python_go_on() -> None:
    counted = 0
    ended = threading.Event()

    def count() -> None:
        nonlocal counted
        while not ended.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    dixit.extract(BRIDGE * 200, "fr")
    ended.set()
    thread.join()
    assert counted > 1000


def test_it_is_read_by_one_at_a_time() -> None:
    holder: list[Any] = []

    def itself() -> Iterator[str]:
        with pytest.raises(ValueError, match="already being read"):
            next(holder[0])
        yield BRIDGE

    holder.append(dixit.extract_many(itself(), lang="fr"))
    assert len(list(holder[0])) == 1


@pytest.mark.parametrize(
    "arguments, error",
    [
        ({"articles": BRIDGE}, TypeError),
        ({"articles": 5}, TypeError),
        ({"articles": [], "threads": 0}, ValueError),
        ({"articles": [], "errors": "ignore"}, ValueError),
        ({"articles": [], "columns": {"body": "text"}}, ValueError),
    ],
)
def test_what_is_asked_wrongly_is_refused(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        dixit.extract_many(**arguments)


def test_nothing_gives_nothing() -> None:
    assert list(dixit.extract_many([])) == []
