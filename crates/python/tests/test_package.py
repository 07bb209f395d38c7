"""What is promised of the package itself: its types, its examples."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import dixit
import dixit._errors

TESTS = Path(__file__).parent


def test_the_types_are_right(tmp_path: Path) -> None:
    """Strictly: these tests, and the stubs against what is there at run time."""
    project = TESTS.parent / "pyproject.toml"
    cache = ["--cache-dir", str(tmp_path)]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", project, *cache, *sorted(TESTS.glob("*.py"))],
        cwd=TESTS,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    stubs = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "dixit", "--ignore-missing-stub"], capture_output=True, text=True, cwd=tmp_path
    )
    assert stubs.returncode == 0, stubs.stdout + stubs.stderr


def documented() -> list[tuple[str, str]]:
    found = [("dixit", dixit), ("dixit.DixitError", dixit.DixitError)]
    found += [(name, getattr(dixit, name)) for name in dixit.__all__ if name not in ("__version__", "DixitError")]
    return [(name, inspect.getdoc(thing) or "") for name, thing in found]


@pytest.mark.parametrize("name, text", documented())
def test_examples_in_docstrings_hold(name: str, text: str) -> None:
    assert text, f"{name} says nothing of itself"
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    if test.examples:
        said: list[str] = []
        failed = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(test, out=said.append).failed
        assert not failed, "".join(said)


def test_what_is_called_often_has_an_example() -> None:
    for name in ["extract", "extract_many", "diff", "match", "ClaimSet", "claims_schema"]:
        assert ">>>" in (getattr(dixit, name).__doc__ or ""), name


def test_the_version_is_the_wheel_s() -> None:
    assert dixit.__version__ == version("dixit")
