"""What a question asks for, and what kinds of thing a word may stand for, by small word lists in many languages."""

from retrieval.cues.asking import Ask, asked, asking, empty, everyday, focus, light
from retrieval.cues.leaning import Lean, asked_further, leans_back, person_pronoun, without_opening
from retrieval.cues.runs import Part, alone, parts, without_asking
from retrieval.cues.small_talk import small_talk, without_greeting
from retrieval.cues.words import Cue, cues

__all__ = [
    "Ask", "Cue", "Lean", "Part", "alone", "asked", "asked_further", "asking", "cues", "empty", "everyday", "focus",
    "leans_back", "light", "parts", "person_pronoun", "small_talk", "without_asking", "without_greeting",
    "without_opening",
]  # fmt: skip
