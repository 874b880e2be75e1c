"""Everything that the bot says."""

from __future__ import annotations

from datetime import date

from retrieval import Explanation, Reason, Why

COMMANDS = {
    "ask": "Ask the articles: /ask who retook Palmyra?",
    "help": "How to ask, and what the answers are",
    "start": "Say hello",
}
ADMIN_COMMANDS = {**COMMANDS, "why": "Why the last answer, or the one that you reply to"}
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
    "The answer is a sentence or two of an article, word for word, with the words you asked for in bold. "
    "“Context” shows the sentences around it, “More” what else may answer.\n\n"
    "Go on with “and when?”, or reply to an answer to come back to it.\n\n"
    "Short questions that name the person, place or thing work best."
)
ASK_WHAT = "What would you like to know? Write the question after the command: /ask who retook Palmyra?"
TEXT_ONLY = "I can only read text. Please write your question."
WENT_WRONG = "Sorry, something went wrong on my side. Please try again in a moment."
NO_LONGER = "This article is no longer there, or has changed. Please ask again."

_SMALL_TALK = {
    Why.GREETING: "Hello! What would you like to know?",
    Why.THANKS: "You are welcome! Is there anything else you would like to know?",
}

FOR_ADMINS = "That command is for those who run this bot. Just ask me a question."
WHY_WHAT = "Reply with /why to one of my answers, or write a question after it: /why who retook Palmyra?"
FORGOTTEN = "I no longer remember what was asked there. Write the question after the command: /why who retook Palmyra?"
HOW_READ = "How the question was read"
WHAT_TOLD = "What spoke for this sentence, and what against it"

CONTEXT = "Context"
BACK = "Back to the quote"
FEWER = "Fewer"


def more(count: int) -> str:
    """The button that shows `count` further quotes."""
    return f"More ({count})"


def day(published: date) -> str:
    """A date as people write it."""
    return f"{published.day} {published:%B %Y}"


def small_talk(reason: Reason) -> str | None:
    """A kind word to a message that is no question; None to one that is."""
    return _SMALL_TALK.get(reason.why)


def no_answer(reason: Reason) -> str:
    """What is said in place of a quote: why there is none, or a kind word to small talk."""
    match reason.why:
        case Why.NO_ARTICLES:
            return "I have no articles to quote from yet."
        case Why.NO_WORDS:
            return "I need a word to look for: a name, a place, a thing. What would you like to know?"
        case Why.UNKNOWN_WORDS:
            return f"I found no answer. {reason}"
        case Why.NOT_SAID:
            return "I found no sentence that answers this. The articles do not seem to say."
        case Why.GREETING | Why.THANKS:
            return _SMALL_TALK[reason.why]


def likelihood(explained: Explanation) -> str | None:
    """How likely the explained sentence answers, and whether it was quoted; None when there is no sentence."""
    if explained.quote is None:
        return None
    what = "Quoted" if explained.answer.answered else "Nearest miss"
    return f"{what}: {_percent(explained.quote.score)} likely to answer"


def signed(share: float) -> str:
    """What a feature added to the log-odds or took away."""
    return f"{share:+.2f}".replace("-", "−")


def _percent(probability: float) -> str:
    """A probability as people write it; none is certain."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{probability:.0%}"
