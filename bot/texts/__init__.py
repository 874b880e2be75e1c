"""Everything that the bot says, in each of its languages; `wording` puts texts together."""

from __future__ import annotations

import re

from bot.texts import ar, de, en, es, ru, wording
from bot.texts.types import Texts

__all__ = ["ENGLISH", "LANGUAGES", "THUMBS_DOWN", "THUMBS_UP", "Texts", "of", "wording"]

ENGLISH = en.TEXTS
LANGUAGES = {texts.code: texts for texts in (ENGLISH, ru.TEXTS, ar.TEXTS, es.TEXTS, de.TEXTS)}
# They say the same everywhere.
THUMBS_UP, THUMBS_DOWN = "👍", "👎"

_PARTS = re.compile(r"[-_]")


def of(language_code: str | None) -> Texts:
    """The texts for a language code such as `ru` or `es-MX`; English where there are none, or no code."""
    language = _PARTS.split(language_code or "", maxsplit=1)[0].lower()
    return LANGUAGES.get(language, ENGLISH)
