"""What a question asks for, and what kinds of thing a word may stand for, by small word lists in many languages."""

from retrieval.cues.asking import Ask, asked, asking, empty, everyday, focus, light
from retrieval.cues.leaning import Lean, asked_further, leans_back, person_pronoun, without_opening
from retrieval.cues.measures import Measure, is_word_of, measure
from retrieval.cues.runs import Part, alone, parts, without_asking
from retrieval.cues.small_talk import small_talk, without_greeting
from retrieval.cues.words import Cue, cues, sign_cues

__all__ = [
    "Ask", "Cue", "Lean", "Measure", "Part", "alone", "asked", "asked_further", "asking", "cues", "empty", "everyday",
    "focus", "is_word_of", "leans_back", "light", "measure", "parts", "person_pronoun", "sign_cues", "small_talk",
    "without_asking", "without_greeting", "without_opening",
]  # fmt: skip
