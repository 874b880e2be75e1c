"""What a question asks for, and what kinds of thing a word may stand for, by small word lists in many languages."""

from retrieval.cues.asking import Ask, asked, empty, focus, light
from retrieval.cues.leaning import leans_back
from retrieval.cues.small_talk import small_talk, without_greeting
from retrieval.cues.words import Cue, cues

__all__ = ["Ask", "Cue", "asked", "cues", "empty", "focus", "leans_back", "light", "small_talk", "without_greeting"]
