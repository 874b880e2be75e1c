"""The catalogue of texts: complete in each language, within Telegram's limits, and put together well."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from itertools import pairwise
from string import Formatter

import pytest

from bot import texts
from bot.playground.entities import units
from bot.store.questions import Keeping
from bot.texts import ENGLISH, LANGUAGES, Texts, wording
from retrieval import Reason, Why

NAMES = [field.name for field in fields(Texts)]
WORDED = [name for name in NAMES if name != "months"]
TRANSLATED = {code: each for code, each in LANGUAGES.items() if each is not ENGLISH}

# What is the same in English by nature: punctuation, or a form of numbers.
MARKS = {"comma", "percent", "date", "quiet_hours", "size_kb", "size_mb"}
# Words that are written so in every language.
SHARED = {"ask", "help", "privacy", "forget", "start", "settings", "why", "gaps", "setprivacy", "disable", "botfather"}
SHARED |= {"keep", "questions", "telegram", "add", "reload"}
SHARED |= {"index", "delete", "sources", "desktop", "json", "result"}

# Telegram's limits in UTF-16 units, and ours for what stands in a button.
BUTTON = 32
LIMITS = {
    **{name: 50 for name in NAMES if name.startswith("command_")},
    "command_why": 70,
    "description": 512,
    "short_description": 120,
    "ask_placeholder": 64,
    **dict.fromkeys(["inline_ask", "inline_nothing", "inline_wrong"], 64),
    **dict.fromkeys(["voted_up", "voted_down", "vote_back", "will_tell", "will_not_tell"], 200),
    **dict.fromkeys(["article_gone", "button_gone", "saved", "for_group_admins", "source_needed", "went_wrong"], 200),
    **dict.fromkeys(["context", "back", "more", "fewer", "copy", "share", "whole_article", "open_article"], BUTTON),
    **dict.fromkeys(["previous_page", "next_page", "near", "tell_me", "tell_me_not"], BUTTON),
    **dict.fromkeys(["apply", "cancel", "rollback_to", "rollback_yes"], BUTTON),
    **dict.fromkeys(["choice_over", "goes_on"], 200),
    **dict.fromkeys(["quiet_from", "quiet_to", "quiet_zone", "all_settings", "done"], BUTTON),
    **dict.fromkeys(["enable", "disable", "refresh", "delete", "delete_surely", "keep", "all_sources"], BUTTON),
    "index_yes": BUTTON,
    **dict.fromkeys(["source_gone", "source_disabled", "source_enabled", "source_deleted", "source_reading"], 200),
}

in_each_language = pytest.mark.parametrize("each", LANGUAGES.values(), ids=LANGUAGES)
in_each_translation = pytest.mark.parametrize("each", TRANSLATED.values(), ids=TRANSLATED)


def text(each: Texts, name: str) -> str:
    said = getattr(each, name)
    assert isinstance(said, str)
    return said


def placeholders(said: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(said) if name is not None)


def commands(said: str) -> set[str]:
    return set(re.findall(r"/[a-z]+", said))


def letters(said: str) -> str:
    """A text without what is filled in and what is written so in every language."""
    return re.sub(r"[A-Za-z]+", lambda word: "" if word[0].lower() in SHARED else word[0], re.sub(r"{\w+}", "", said))


def test_the_bot_speaks_five_languages_each_under_its_own_name() -> None:
    assert {code: each.name for code, each in LANGUAGES.items()} == {
        "en": "English",
        "ru": "Русский",
        "ar": "العربية",
        "es": "Español",
        "de": "Deutsch",
    }


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("es-MX", "es"), ("DE_at", "de"), ("ar-EG", "ar"), ("pt-br", "en"), ("", "en"), (None, "en")],
)
def test_a_language_code_chooses_the_texts_and_an_unknown_one_english(code: str | None, language: str) -> None:
    assert texts.of(code) is LANGUAGES[language]


@in_each_language
def test_every_text_says_something_and_has_no_space_too_many(each: Texts) -> None:
    untidy = [
        name
        for name in WORDED
        if not text(each, name).strip()
        or (text(each, name) != text(each, name).strip() and name != "comma")
        or re.search(r" \n|  |\n\n\n", text(each, name))
    ]
    assert untidy == []
    assert len(set(filter(str.strip, each.months))) == 12


@in_each_translation
def test_every_text_has_the_placeholders_of_the_english_one(each: Texts) -> None:
    others = {
        name: (placeholders(text(each, name)), placeholders(text(ENGLISH, name)))
        for name in WORDED
        if placeholders(text(each, name)) != placeholders(text(ENGLISH, name))
    }
    assert others == {}


@in_each_translation
def test_nothing_is_left_in_english(each: Texts) -> None:
    same = {name for name in WORDED if text(each, name) == text(ENGLISH, name)}
    assert same <= MARKS
    assert each.months != ENGLISH.months


@pytest.mark.parametrize(("code", "script"), [("ru", "[Ѐ-ӿ]"), ("ar", "[؀-ۿ]")])
def test_languages_with_letters_of_their_own_use_no_others(code: str, script: str) -> None:
    each = LANGUAGES[code]
    of_others = {name: text(each, name) for name in WORDED if re.search(r"[A-Za-z]", letters(text(each, name)))}
    assert of_others == {"code": code}
    without = {name for name in WORDED if not re.search(script, text(each, name))}
    assert without <= MARKS | {"code", "quoted"}


@in_each_language
def test_no_text_is_too_long_for_its_place(each: Texts) -> None:
    # What is filled in is short: a count, a time, a zone.
    filled = {name: re.sub(r"{\w+}", "+12:45", text(each, name)) for name in LIMITS}
    too_long = {name: said for name, said in filled.items() if units(said) > LIMITS[name]}
    assert too_long == {}
    assert max(units(text(each, name)) for name in WORDED) <= 1024


@in_each_language
def test_commands_are_named_alike_in_every_language(each: Texts) -> None:
    other = {name for name in WORDED if commands(text(each, name)) != commands(text(ENGLISH, name))}
    assert other == set()


def test_in_arabic_slashes_and_at_signs_stay_before_their_words() -> None:
    loose = {name for name in WORDED if re.search(r"(?<!\u200e)[/@][a-z{B]", text(LANGUAGES["ar"], name))}
    assert loose == set()


@in_each_language
def test_quotation_marks_are_those_of_the_language(each: Texts) -> None:
    opening, closing = each.quoted.replace("\u2068", "").replace("\u2069", "").split("{text}")
    foreign = set("“”„«»\"'‘") - {opening, closing}
    assert [name for name in WORDED if foreign & set(text(each, name))] == []
    assert [name for name in WORDED if text(each, name).count(opening) != text(each, name).count(closing)] == []


@in_each_language
def test_help_calls_the_buttons_as_they_are_labelled(each: Texts) -> None:
    opening, closing = each.quoted.replace("\u2068", "").replace("\u2069", "").split("{text}")
    for label in (each.context, each.more.removesuffix(" ({count})")):
        assert f"{opening}{label}{closing}" in each.help.replace(f",{closing}", closing)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "27 March 2016"),
        ("ru", "27 марта 2016"),
        ("ar", "27 مارس 2016"),
        ("es", "27 de marzo de 2016"),
        ("de", "27. März 2016"),
    ],
)
def test_a_date_is_written_as_in_the_language(code: str, written: str) -> None:
    assert wording.day(date(2016, 3, 27), LANGUAGES[code]) == written


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "I found no answer. No article mentions “Ur”, “Uruk” or “Eridu”."),
        ("ru", "Ответ не нашёлся. Ни в одной статье не упоминается «Ur», «Uruk» или «Eridu»."),
        ("es", "No he encontrado respuesta. Ningún artículo menciona «Ur», «Uruk» ni «Eridu»."),
        ("de", "Ich habe keine Antwort gefunden. Kein Artikel erwähnt „Ur“, „Uruk“ oder „Eridu“."),
    ],
)
def test_words_that_no_article_mentions_are_listed(code: str, said: str) -> None:
    reason = Reason(Why.UNKNOWN_WORDS, ("Ur", "Uruk", "Eridu"))
    assert wording.no_answer(reason, LANGUAGES[code]) == said


def test_one_word_is_named_alone_and_of_many_the_first_five() -> None:
    assert wording.listed(["Ur"], ENGLISH) == "“Ur”"
    assert wording.listed(list("abcdefg"), ENGLISH) == "“a”, “b”, “c”, “d”, “e” or 2 more of these words"
    assert wording.listed(["x" * 41], ENGLISH) == f"“{'x' * 39}…”"


@in_each_language
@pytest.mark.parametrize("why", Why)
def test_each_reason_for_no_answer_has_its_words_and_a_group_hears_one_line(why: Why, each: Texts) -> None:
    reason = Reason(why, ("Ur",) if why is Why.UNKNOWN_WORDS else ())
    said = {
        Why.NO_ARTICLES: each.no_articles,
        Why.NO_WORDS: each.no_words,
        Why.UNKNOWN_WORDS: each.unknown_words.format(words=each.quoted.format(text="Ur")),
        Why.NOT_SAID: each.not_said,
        Why.GREETING: each.greeting,
        Why.THANKS: each.thanks,
        Why.FAREWELL: each.farewell,
        Why.CHATTER: each.chatter,
        Why.HELP: each.call_for_help,
    }
    short = {Why.UNKNOWN_WORDS: each.no_answer_group, Why.NOT_SAID: each.no_answer_group}
    assert wording.no_answer(reason, each) == said[why]
    assert wording.no_answer_in_group(reason, each) == short.get(why, said[why])
    assert wording.small_talk(reason, each) == (said[why] if why.is_small_talk else None)


@in_each_language
@pytest.mark.parametrize(
    ("keeping", "words"),
    [
        (Keeping(answered=False, unanswered=False), "privacy_words_none"),
        (Keeping(answered=False, unanswered=True, days=1), "privacy_words_unanswered"),
        (Keeping(answered=True, unanswered=True, days=90), "privacy_words_all"),
    ],
    ids=["none", "unanswered", "all"],
)
def test_the_privacy_text_says_what_is_kept_and_nothing_else(keeping: Keeping, words: str, each: Texts) -> None:
    said = wording.privacy(keeping, each)
    kept = {name for name in NAMES if name.startswith("privacy_")}
    others = {"privacy_words_none", "privacy_words_unanswered", "privacy_words_all"} - {words}
    assert {name for name in kept if text(each, name).format(days=keeping.days) in said} == kept - others
    assert "{" not in said
    assert units(said) <= 4_096


@pytest.mark.parametrize(
    ("offset", "zone"),
    [(0, "UTC"), (120, "UTC+2"), (330, "UTC+5:30"), (-180, "UTC−3"), (-210, "UTC−3:30"), (845, "UTC+14:05")],
)
def test_a_time_zone_is_named_by_its_distance_from_utc(offset: int, zone: str) -> None:
    assert wording.zone(offset) == zone


def test_settings_are_shown_with_what_is_chosen() -> None:
    assert wording.setting(ENGLISH.setting_sources, wording.sources(None, 7, ENGLISH)) == "Sources: all"
    assert wording.sources(2, 7, ENGLISH) == "2 of 7"
    assert wording.quiet(22 * 60, 7 * 60 + 30, ENGLISH) == "22:00–07:30"
    assert wording.quiet(None, None, ENGLISH) == "none"
    assert [wording.choice("Deutsch", chosen=chosen) for chosen in (True, False)] == ["✓ Deutsch", "Deutsch"]


@in_each_language
def test_buttons_that_stand_in_one_menu_have_different_labels(each: Texts) -> None:
    menus = [
        [each.context, each.back, each.more, each.fewer, each.copy, each.share, each.whole_article, each.open_article],
        [each.previous_page, each.next_page, each.back, each.all_settings, each.done],
        [each.near, each.tell_me, each.tell_me_not],
        [each.setting_mode, each.setting_language, each.setting_sources, each.setting_quotes, each.setting_feedback],
        [each.mode_mention, each.mode_auto],
        [each.on, each.off],
        [each.enable, each.refresh, each.delete, each.all_sources, each.delete_surely, each.keep],
        [each.disable, each.refresh, each.delete, each.all_sources],
    ]
    for menu in menus:
        assert all(one != other for one, other in pairwise(sorted(menu)))


def test_a_gap_tells_how_often_and_when_last() -> None:
    said = wording.gap("who {sings}?", 3, date(2026, 11, 23), ENGLISH)
    assert said == "who {sings}?\nAsked: 3 · last on 23 November 2026"
