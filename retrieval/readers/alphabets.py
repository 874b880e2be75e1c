"""How likely a text is in a language, judged by the letters beyond ASCII: what tells old encodings apart.

The model is a unigram one (naive Bayes over characters, see Manning, Raghavan and Schütze, *Introduction to
Information Retrieval*, 2008, chapter 13): each language has a rate, the share of its letters that are not ASCII, and
those letters from the most to the least frequent; their probabilities fall geometrically along the list. Scripts of
thousands of characters are uniform within a few groups. Coarse, but wrong encodings are wrong by far: they turn
letters into box drawings, frequent letters into rare ones, or small letters into capitals.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
from string import ascii_letters


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Letters beyond ASCII, most frequent first, and the share (0 to 1) of all letters that they make up."""

    rate: float
    letters: str


ALPHABETS = {
    "en": Alphabet(0.002, "éèçñïöüàáê"),
    "fr": Alphabet(0.04, "éàèêçûâîôùïœëæüÿ"),
    "de": Alphabet(0.02, "üäößéàè"),
    "es": Alphabet(0.03, "óíáéñúüªº"),
    "pt": Alphabet(0.05, "ãçáéóíêúâõôàªºü"),
    "it": Alphabet(0.01, "èàùòìéîï"),
    "nl": Alphabet(0.004, "ëéïèöüê"),
    "sv": Alphabet(0.06, "äåöé"),
    "da": Alphabet(0.05, "åøæé"),
    "fi": Alphabet(0.06, "äöå"),
    "is": Alphabet(0.12, "áðíþóæöúéý"),
    "pl": Alphabet(0.08, "łęąóśżćńź"),
    "cs": Alphabet(0.16, "íáěéřšýčžůúťňóď"),
    "sk": Alphabet(0.14, "áíéčýžúšľťôňäóďŕĺ"),
    "hu": Alphabet(0.14, "áéöőíóüúű"),
    "ro": Alphabet(0.07, "ăîşâţ"),
    "hr": Alphabet(0.04, "čšžćđ"),
    "tr": Alphabet(0.13, "ıüşğçöİâîû"),
    "lt": Alphabet(0.07, "ėšžųįčąūę"),
    "lv": Alphabet(0.11, "āīšēūņļžģčķ"),
    "et": Alphabet(0.05, "äõüöšž"),
    "ru": Alphabet(0.5, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ"),
    "uk": Alphabet(0.5, "оаниіветрсклудмпязьгчбйхцжїюєшщфґ"),
    "bg": Alphabet(0.5, "аиоетнрсвлкдпмзъугябчжщцхшйюфь"),
    "sr": Alphabet(0.5, "аиоенсртјукдвлмпзбгчћшњжцљхђфџ"),
    "el": Alphabet(0.5, "αοιετσνηρυπκμλςίάόγέΆδήωθύχώφβξζψϊΐϋΰ"),
    "he": Alphabet(0.5, "יוהלאתרמבשנעםחדקפסכגטצןזךץףְִָּׁ"),
    "ar": Alphabet(0.5, "اليمنرتوبةعدسفهكقحجشصطخأىذضزإئءغظثؤآًٌٍَُِّْ"),
    "fa": Alphabet(0.5, "اینردهمتوبسشلکزفگعخقجآحچپصطضغذثژظ"),
    "th": Alphabet(0.5, "านรอกเงมยลวดทสตะปบคหพจขใไชซผฟณธศถษภญฉฐฏฌฎฆฑฒฝฬ่้ิีั็์ุูึืำแโๆฯ"),
}

_LAST_TO_FIRST = 0.03
_CAPITAL = 0.05
_CAPITAL_AMONG_CAPITALS = 0.7
_PUNCTUATION = "“”‘’«»–—…„‚‹›¿¡\N{NO-BREAK SPACE}،؟؛"
_SIGNS = "°§€£©®™·•№±×½¼²³†‰´¨"
_FULL_WIDTH = "，。、：；《》（）！？「」"
_COMMON_SIMPLIFIED = "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会"
_COMMON_TRADITIONAL = "的一是不了在人有我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會"
_COST_OF_PUNCTUATION = log(0.005)
_COST_OF_A_SIGN = log(0.001)
_COST_OF_A_LETTER = -11.0
_COST_OF_ANYTHING = -13.0


def likelihood(counts: Counter[str], language: str) -> float:
    """The natural logarithm of the probability of characters counted in a text, if it is in `language`.

    Of ASCII only the letters count. `language` is a key of `ALPHABETS` or one of `zh`, `zh-Hant`, `ja`, `ko`.
    """
    weights = _weights(language)
    capitals = sum(count for letter, count in counts.items() if letter > "\x7f" and letter.isupper())
    small = sum(count for letter, count in counts.items() if letter > "\x7f" and letter.islower())
    # In a text all in capitals a capital is no surprise.
    capital = log(_CAPITAL if small > capitals else _CAPITAL_AMONG_CAPITALS)
    total = 0.0
    for letter, count in counts.items():
        if letter <= "\x7f":
            total += count * weights.get(letter, 0.0)
        elif letter in weights:
            total += count * weights[letter]
        elif letter.lower() in weights:
            total += count * (weights[letter.lower()] + capital)
        else:
            total += count * (_COST_OF_A_LETTER if letter.isalpha() else _COST_OF_ANYTHING)
    return total


@cache
def _weights(language: str) -> dict[str, float]:
    """The logarithm of each character's probability."""
    weights = dict.fromkeys(_SIGNS, _COST_OF_A_SIGN) | dict.fromkeys(_PUNCTUATION, _COST_OF_PUNCTUATION)
    if alphabet := ALPHABETS.get(language):
        rate = alphabet.rate
        falling = [_LAST_TO_FIRST ** (rank / len(alphabet.letters)) for rank in range(len(alphabet.letters))]
        whole = sum(falling)
        for letter, part in zip(alphabet.letters, falling, strict=True):
            weights[letter] = log(rate * part / whole)
    else:
        rate = 0.5
        for characters, share in _groups(language):
            weights |= dict.fromkeys(characters, log(rate * share / len(characters)))
    return weights | dict.fromkeys(ascii_letters, log(1 - rate))


def _groups(language: str) -> list[tuple[str, float]]:
    """The characters of a large script and the share of text that each group makes up, the narrower group last.

    The first level of each national standard holds the characters in everyday use; its rows are known by the first
    byte.
    """
    match language:
        case "zh":
            return [(_rows("gb2312", 0xB0, 0xD7), 0.6), (_FULL_WIDTH, 0.1), (_COMMON_SIMPLIFIED, 0.3)]
        case "zh-Hant":
            return [(_rows("big5", 0xA4, 0xC6), 0.6), (_FULL_WIDTH, 0.1), (_COMMON_TRADITIONAL, 0.3)]
        case "ja":
            kana = "、。「」・ー！？（）" + _rows("euc_jp", 0xA4, 0xA4)
            return [(_rows("euc_jp", 0xA5, 0xA5), 0.1), (kana, 0.55), (_rows("euc_jp", 0xB0, 0xCF), 0.35)]
        case "ko":
            return [(_rows("euc_kr", 0xB0, 0xC8), 1.0)]
        case _:
            raise KeyError(language)


def _rows(encoding: str, first: int, last: int) -> str:
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return "".join(letter for pair in pairs if len(letter := pair.decode(encoding, "ignore")) == 1 and letter > "\x7f")
