"""What is wrong with data."""

from typing import Optional


class DixitError(ValueError):
    """Something is wrong with a text, a file or a record; the message says what, and the mend.

    Among the answers of ``extract_many``, ``id`` is the article's and ``index`` its place, from 0.

    >>> import dixit
    >>> dixit.extract("Bonjour", lang="french")
    Traceback (most recent call last):
    ...
    dixit._errors.DixitError: unknown language "french": write its code as in BCP 47, such as fr, en, de or es-MX; \
dixit has rules for fr, en and de, and finds quotations in any other
    """

    id: Optional[object] = None
    index: Optional[int] = None
