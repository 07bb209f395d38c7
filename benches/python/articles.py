"""Articles for measurements, made of paragraphs of our own corpus: `articles(5000)`, the same ones each time."""

from __future__ import annotations

import random
import re
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
MARK = re.compile(r"\{[a-z]+\d*:|\}")


def articles(count: int, seed: int = 1) -> list[dict[str, str]]:
    """Articles of 5 to 9 paragraphs, half of them French, the others English and German."""
    rng = random.Random(seed)
    paragraphs = {lang: read(lang) for lang in ["fr", "en", "de"]}
    made = []
    for number in range(count):
        lang = rng.choices(["fr", "en", "de"], [2, 1, 1])[0]
        text = "\n\n".join(rng.sample(paragraphs[lang], rng.randint(5, 9)))
        made.append({"id": f"a{number:07}", "text": text, "lang": lang, "date": f"2024-{1 + number % 12:02}-15"})
    return made


def read(lang: str) -> list[str]:
    """The paragraphs of the corpus in a language, without the annotators' marks."""
    found = []
    for path in sorted((CORPUS / lang).glob("*.txt")):
        text = path.read_text(encoding="utf-8").split("---\n")[2]
        found += [MARK.sub("", paragraph).strip() for paragraph in text.split("\n\n") if paragraph.strip()]
    return found
