"""Everything that the bot says."""

from __future__ import annotations

from datetime import date

from retrieval import Reason, Why

COMMANDS = {
    "ask": "Ask the articles: /ask who retook Palmyra?",
    "help": "How to ask, and what the answers are",
    "start": "Say hello",
}
SHORT_DESCRIPTION = "Answers questions with sentences of the articles I was given, word for word."
DESCRIPTION = (
    "Ask me a question. I look for the sentence that answers it in the articles I was given and quote it word for "
    "word, with its source. I write nothing of my own: when the articles do not say, I tell you so."
)

START = (
    "Hello! Ask me a question, and I will look for the sentence that answers it in the articles I was given.\n\n"
    "I quote word for word and name the source. When the articles do not say, I tell you so.\n\n"
    "Just write your question."
)
HELP = (
    "Write a question in your own words, such as “who retook Palmyra?”, or use /ask.\n\n"
    "The answer is a sentence of an article, word for word, with the words you asked for in bold. "
    "“Context” shows the sentences around it, “More” what else may answer.\n\n"
    "Short questions that name the person, place or thing work best."
)
ASK_WHAT = "What would you like to know? Write the question after the command: /ask who retook Palmyra?"
TEXT_ONLY = "I can only read text. Please write your question."
WENT_WRONG = "Sorry, something went wrong on my side. Please try again in a moment."
NO_LONGER = "This article is no longer there, or has changed. Please ask again."

CONTEXT = "Context"
BACK = "Back to the quote"
FEWER = "Fewer"


def more(count: int) -> str:
    """The button that shows `count` further quotes."""
    return f"More ({count})"


def day(published: date) -> str:
    """A date as people write it."""
    return f"{published.day} {published:%B %Y}"


def no_answer(reason: Reason) -> str:
    """Why there is no quote."""
    match reason.why:
        case Why.NO_ARTICLES:
            return "I have no articles to quote from yet."
        case Why.NO_WORDS:
            return "I need a word to look for: a name, a place, a thing. What would you like to know?"
        case Why.UNKNOWN_WORDS:
            return f"I found no answer. {reason}"
        case Why.NOT_SAID:
            return "I found no sentence that answers this. The articles do not seem to say."
