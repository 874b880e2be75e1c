"""Texts that are put together from several, or that need more than a name filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.store.questions import Keeping
from bot.store.troubles import Trouble
from bot.texts.types import Texts
from retrieval import Explanation, PastGeneration, Reason, Why

# As a list of words: more of them would fill the screen.
_WORDS_LISTED = 5
_LONGEST_WORD = 40
_BEGINNING = 40
_KILOBYTE, _MEGABYTE = 2**10, 2**20


def day(published: date, texts: Texts) -> str:
    """A date as people write it."""
    return texts.date.format(day=published.day, month=texts.months[published.month - 1], year=published.year)


def moment(time: datetime) -> str:
    """A time to the minute, as it is nowhere in particular."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def trouble(each: Trouble) -> str:
    """A warning or an error, with the lines of code that it went through below it. It is in English."""
    return "\n    ".join([f"{moment(each.at)} {each.level} {each.logger}: {each.line}", *each.frames])


def duration(time: timedelta, texts: Texts) -> str:
    """How long something takes, to the minute."""
    hours, seconds = divmod(time.seconds, 3600)
    return texts.duration.format(days=time.days, hours=hours, minutes=seconds // 60)


def generation(past: PastGeneration, texts: Texts) -> str:
    """A generation: its number, when it was made, and how much it holds."""
    return texts.generation.format(number=past.id, time=moment(past.made_at), count=past.article_count)


def more(count: int, texts: Texts) -> str:
    """The button that shows `count` further quotes."""
    return texts.more.format(count=count)


def small_talk(reason: Reason, texts: Texts) -> str | None:
    """A kind word to a message that is no question; None to one that is."""
    match reason.why:
        case Why.GREETING:
            return texts.greeting
        case Why.THANKS:
            return texts.thanks
        case Why.FAREWELL:
            return texts.farewell
        case Why.CHATTER:
            return texts.chatter
        case Why.HELP:
            return texts.call_for_help
        case Why.NO_ARTICLES | Why.NO_WORDS | Why.UNKNOWN_WORDS | Why.NOT_SAID:
            return None


def no_answer(reason: Reason, texts: Texts) -> str:
    """What is said in place of a quote: why there is none, or a kind word to small talk."""
    match reason.why:
        case Why.NO_ARTICLES:
            return texts.no_articles
        case Why.NO_WORDS:
            return texts.no_words
        case Why.UNKNOWN_WORDS:
            return texts.unknown_words.format(words=listed(reason.words, texts))
        case Why.NOT_SAID:
            return texts.not_said
    return small_talk(reason, texts) or texts.not_said


def no_answer_in_group(reason: Reason, texts: Texts) -> str:
    """The same in one short line, for a chat where others read along."""
    return texts.no_answer_group if reason.why in {Why.UNKNOWN_WORDS, Why.NOT_SAID} else no_answer(reason, texts)


def listed(words: Sequence[str], texts: Texts) -> str:
    """Words in quotation marks, as in “no article mentions X, Y or Z”; after five the others are counted."""
    quoted = [texts.quoted.format(text=_shortened(word)) for word in words]
    if len(quoted) > _WORDS_LISTED:
        first = texts.comma.join(quoted[:_WORDS_LISTED])
        return texts.listed_more.format(words=first, count=len(quoted) - _WORDS_LISTED)
    *others, last = quoted
    return texts.listed.format(words=texts.comma.join(others), last=last) if others else last


def setting(name: str, value: str) -> str:
    """A setting and what is chosen, as a button of the menu."""
    return f"{name}: {value}"


def choice(label: str, *, chosen: bool) -> str:
    """One of the things to choose from, as a button of the menu."""
    return f"✓ {label}" if chosen else label


def sources(chosen: int | None, total: int, texts: Texts) -> str:
    """How many of the sources are answered from; None: whatever there is."""
    return texts.sources_all if chosen is None else texts.sources_some.format(count=chosen, total=total)


def clock(minute: int) -> str:
    """A minute of the day as people read it off a clock."""
    return f"{minute // 60:02}:{minute % 60:02}"


def quiet(start: int | None, end: int | None, texts: Texts) -> str:
    """Quiet hours, given in minutes of the day; None where there are none."""
    if start is None or end is None:
        return texts.quiet_none
    return texts.quiet_hours.format(start=clock(start), end=clock(end))


def zone(offset: int) -> str:
    """A time zone that is `offset` minutes east of UTC."""
    if not offset:
        return "UTC"
    hours, minutes = divmod(abs(offset), 60)
    return f"UTC{'+' if offset > 0 else '−'}{hours}{f':{minutes:02}' if minutes else ''}"


def privacy(keeping: Keeping, texts: Texts) -> str:
    """What is kept of people, for how long, and how to have it deleted: the heading is the first line."""
    questions = texts.privacy_words_none
    if keeping.unanswered:
        kept = texts.privacy_words_all if keeping.answered else texts.privacy_words_unanswered
        questions = kept.format(days=keeping.days)
    paragraphs = (
        f"{texts.privacy_counted} {questions}",
        texts.privacy_message,
        texts.privacy_answers,
        texts.privacy_votes,
        texts.privacy_waiting,
        texts.privacy_links,
        texts.privacy_limits,
        texts.privacy_memory,
        texts.privacy_groups,
    )
    kept_things = "\n".join(f"• {each}" for each in paragraphs)
    return f"{texts.privacy_title}\n\n{kept_things}\n\n{texts.privacy_nothing_else} {texts.privacy_forget}"


def gap(question: str, count: int, last: date, texts: Texts) -> str:
    """A line of /gaps: a question without an answer, how often it was asked, and when last."""
    return texts.gap.format(question=question, count=count, date=day(last, texts))


def size(count: int, texts: Texts) -> str:
    """A number of bytes, as people count them: rounded up, so that a small file is not nothing."""
    if count >= _MEGABYTE:
        return texts.size_mb.format(number=f"{count / _MEGABYTE:.1f}".removesuffix(".0"))
    return texts.size_kb.format(number=-(-count // _KILOBYTE))


def likelihood(explained: Explanation, texts: Texts) -> str | None:
    """How likely the explained quote answers, and whether it was given; None when there is no quote."""
    if explained.quote is None:
        return None
    percent = _percent(explained.quote.score, texts)
    if explained.answer.answered:
        several = len(explained.answer.quotes) > 1
        return (texts.likely_first if several else texts.likely).format(percent=percent)
    if not explained.threshold:
        return texts.missed.format(percent=percent)
    needed = _percent(explained.threshold, texts)
    if needed == percent:
        return texts.missed_barely.format(percent=percent)
    return texts.missed_needed.format(percent=percent, needed=needed)


def why_two(explained: Explanation, texts: Texts) -> str | None:
    """Why a quote has a second sentence; None where it has none."""
    match _explained_sentence(explained):
        case ("first", _):
            return texts.added_second.format(beside=explained.beside)
        case ("second", _):
            return texts.added_first.format(beside=explained.beside)
    return None


def spoke_for(explained: Explanation, texts: Texts) -> str:
    """The heading above what spoke for a sentence: of two that are quoted it says which one."""
    match _explained_sentence(explained):
        case (place, text):
            heading = texts.spoke_for_first if place == "first" else texts.spoke_for_second
            return heading.format(beginning=texts.quoted.format(text=_beginning(text)))
    return texts.spoke_for


def signed(share: float) -> str:
    """What spoke for a sentence, or against it, as a number: what it added to the log-odds or took away."""
    return f"{share:+.2f}".replace("-", "−")


def _explained_sentence(explained: Explanation) -> tuple[str, str] | None:
    """Which sentence of a quote of two is explained, and its text; None where there is no choice."""
    quote, sentence = explained.quote, explained.sentence
    if quote is None or sentence is None or quote.sentences < 2:
        return None
    place = "first" if sentence.start == quote.start else "second"
    return place, quote.text[sentence.start - quote.start : sentence.end - quote.start]


def _beginning(text: str) -> str:
    """The first words of a sentence."""
    if len(text) <= _BEGINNING:
        return text
    words, _, _ = text[:_BEGINNING].rpartition(" ")
    return (words or text[:_BEGINNING]).rstrip(" ,;:") + "…"


def _shortened(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else word[: _LONGEST_WORD - 1] + "…"


def _percent(probability: float, texts: Texts) -> str:
    """A probability as people write it; none is certain."""
    if probability < 0.01:
        return texts.under.format(percent=texts.percent.format(number=1))
    if probability > 0.99:
        return texts.over.format(percent=texts.percent.format(number=99))
    return texts.percent.format(number=f"{100 * probability:.0f}")
