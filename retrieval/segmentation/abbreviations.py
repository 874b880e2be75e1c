"""Tells the full stop of an abbreviation, an initial, an ordinal or a list's number from one that ends a sentence.

sentencex knows the abbreviations of about thirty languages; the lists here are what it was seen to miss.
"""

from __future__ import annotations

import re

from retrieval.types import UNKNOWN_LANGUAGE

ENGLISH = frozenset(("en", UNKNOWN_LANGUAGE))
"""Languages that sentencex reads as English: what it does not know as well."""

LIST_MARKER = re.compile(r"\W{0,3}(?:\d{1,3}|[^\W\d_]|[ivxIVX]{2,4})[.)]")

_LAST_TOKEN = re.compile(r"[^\s(\[“\"'‘«„]*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]\.")
_ORDINAL = re.compile(r"\d{1,2}\.|[IVX]{1,5}\.")
_ORDINAL_LANGUAGES = frozenset("cs da de et fi hr hu is lb lv nb nn no pl sk sl sr tr".split())
_THAI = re.compile("[\u0e01-\u0e4e]\\.$")

# A number follows.
_NUMBERED = frozenset(
    """
    abb abs al anm approx apt art aug bd bl c ca cap cca cf ch chap cir circ cl col dec eq eqn eqs est et feb fig figs
    fol gal hab jan jul jun kap lit mar nb no nos nov nr nro nrs nu num núm oct okt op p pag pág par para pct pg pl pp
    pt ref sec sect sep sept str tab tel th v ver vol vols vs
    авг апр гл дек ед илл кв кг ном окт п пп пункт рис ред сент ст стр табл тел фев янв
    """.split()
)
# A name follows.
_TITLES = frozenset(
    """
    adm amb atty av ave bl brig capt cdr cmdr col cpl cpt dott dr dra drs ft gen gov hl hon ing insp jr kpt lt ltg m maj
    messrs mgr mjr mlle mm mme mmes mons mr mrs ms msgr mt mtro pgs ph plk pres prof pte pvt rep rev sen sgt sig sr sra
    srta ss st sta ste sto supt ths tp ts wm
    डॉ प्रो श्री
    акад г ген гг д им проф св тов ул
    """.split()
)
# Words that begin a sentence rather than a name.
_STARTERS = frozenset(
    """
    a after all also although an and another as at because before both but by despite during each even every few for
    from he her here his how however i if in it its later like many more most my neither no nobody not now of on once
    one only or other our over several she since so some such that the their then there these they this those though
    through to today two under until we what when where whether which while who why with within without yet you
    das dem den der des die dies diese dieser dieses doch ein eine einer er es für ihr im man mit nach nur seit sie und
    von wir zu zum zur
    dans el elle en gli il ils la las le les lo los nous os para por se si um uma un una une
    az bir bu de den det egy et ez han hun on på som ta ten ve
    в и как на но он она они оно с это
    """.split()
)


def is_abbreviated(left: str, right: str, language: str, *, whole: bool) -> bool:
    """Whether the full stop at the end of `left` ends no sentence, seen that `right` follows.

    `left` may be the end of a longer text; `whole` says that it is all that the sentence has so far.
    """
    if _THAI.search(left):
        # Thai has full stops in abbreviations only.
        return True
    if whole and LIST_MARKER.fullmatch(left.strip()):
        return True
    token = _last_token(left)
    word = token[:-1].lower()
    if right[0].isdigit():
        return word in _NUMBERED
    is_name = (
        # sentencex judges initials well in English; letters without case it does not take for initials.
        (_INITIAL.fullmatch(token) and not token[0].islower() and not (language in ENGLISH and token[0].isupper()))
        or (_ORDINAL.fullmatch(token) and language in _ORDINAL_LANGUAGES)
        or (word in _TITLES and not right[0].islower() and not left[: -len(token)].rstrip()[-1:].isdigit())
    )
    return bool(is_name) and not _starts_a_sentence(right)


def is_dotted(left: str) -> bool:
    """Whether `left` ends with single letters and full stops: p.m., e.g., U.S."""
    return _DOTTED.fullmatch(_last_token(left)) is not None


def _last_token(left: str) -> str:
    match = _LAST_TOKEN.search(left)
    return match[0] if match else ""


def _starts_a_sentence(right: str) -> bool:
    match = _FIRST_WORD.match(right)
    return match is not None and match[0].lower() in _STARTERS
