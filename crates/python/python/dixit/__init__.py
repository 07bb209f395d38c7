"""Who said what, with which words, in news articles.

>>> import dixit
>>> text = "« Le pont tiendra », a affirmé la maire."
>>> claims = dixit.extract(text, lang="fr")
>>> claims[0].content.text
'Le pont tiendra'
>>> [text[start:end] for start, end in claims[0].content.spans]
['Le pont tiendra']

``extract`` reads one article, ``extract_many`` many on all cores, as objects or as Arrow record batches; ``diff`` compares two
sets of claims; ``match`` looks claims up among those that were checked before. Spans count Unicode code points, as
Python's own indices do. Whatever is wrong with data is a ``DixitError``, which is a ``ValueError``.
"""

from ._dixit import (
    CheckWorthiness,
    Claim,
    ClaimSet,
    ClaimsSchema,
    Content,
    Cue,
    Detail,
    Diff,
    Extraction,
    Extractor,
    Match,
    Matched,
    Mention,
    Merge,
    Pair,
    Part,
    Point,
    Provenance,
    Record,
    Reference,
    Selector,
    Speaker,
    Split,
    When,
    __version__,
    claims_schema,
    diff,
    extract,
    extract_many,
    match,
)
from ._errors import DixitError

__all__ = [
    "CheckWorthiness",
    "Claim",
    "ClaimSet",
    "ClaimsSchema",
    "Content",
    "Cue",
    "Detail",
    "Diff",
    "DixitError",
    "Extraction",
    "Extractor",
    "Match",
    "Matched",
    "Mention",
    "Merge",
    "Pair",
    "Part",
    "Point",
    "Provenance",
    "Record",
    "Reference",
    "Selector",
    "Speaker",
    "Split",
    "When",
    "__version__",
    "claims_schema",
    "diff",
    "extract",
    "extract_many",
    "match",
]
