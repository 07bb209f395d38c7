"""Texts of our own that the tests read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "claims" / "reference" / "karabakh.jsonl"
CLAIMS_FILE = ROOT / "claims" / "articles" / "depeche" / "claims.json"
ARTICLE = ROOT / "claims" / "source" / "depeche-1.md"

BRIDGE = "« Le pont 🌉 tiendra », a affirmé mardi la maire, Agnès Colin. Selon Bo Li, il fermera en mai."


def corpus(count: int) -> list[dict[str, Any]]:
    """Articles that differ, in three languages."""
    texts = {
        "fr": "« La route {n} sera fermée », a dit Ana Ruiz, qui parlait à Lyon.",
        "en": "“Road {n} will be closed,” said Ana Ruiz, who spoke in Leeds.",
        "de": "„Die Straße {n} wird gesperrt“, sagte Ana Ruiz in Köln.",
    }
    langs = ["fr", "en", "de"]
    return [{"id": n, "lang": langs[n % 3], "text": texts[langs[n % 3]].format(n=n)} for n in range(count)]
