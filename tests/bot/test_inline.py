"""@bot and a question, in any chat: quotes to choose from, and to send there."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from bot.inline import choices
from bot.playground import NotPossible, Playground
from bot.playground.model import InlineQuery
from retrieval import Answer, Quote
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, link, no_buttons, polling, quote, reply_to

RETOOK = "Government forces retook Palmyra on Sunday."
WHO = "who retook Palmyra?"
NOBODY = "who repaired the lighthouse?"
LONG = f"{NOBODY} and who {'really ' * 20}paid for it?"
HELP = {"text": "Type your question, or tap here for help", "start_parameter": "help"}
NOTHING = "No answer found. Tap here to ask me in private"


def answer(asked: InlineQuery) -> dict[str, Any]:  # Any: JSON, as the playground has it
    assert asked.answer is not None
    return asked.answer


def titles(asked: InlineQuery) -> list[str]:
    return [result["title"] for result in answer(asked)["results"]]


def payload(asked: InlineQuery) -> str:
    """Where the button above the results leads; there are none."""
    given = answer(asked)
    assert (given["results"], given["next_offset"]) == ([], "")
    return str(given["button"]["start_parameter"])


def start(asked: InlineQuery) -> str:
    return f"https://t.me/verbatim_bot?start={payload(asked)}"


def rows(desk: Desk, table: str) -> int:
    with sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3") as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(count)


def lighthouses(desk: Desk, count: int) -> None:
    """So many articles which say the same of lighthouses with different names."""
    for number in range(count):
        name = f"L{'aeiou'[number % 5]}{'bdfgklmnprst'[number // 5]}a"
        story = (
            f"The lighthouse at {name} was repaired by Vera Holt in {1900 + number}. The sea at {name} was calm. "
            f"Ships from {name} carry salt.\n"
        )
        (desk.sources / f"{number}.txt").write_text(f"The lighthouse at {name}\n\n{story}", "utf-8")
    desk.library.update()


async def test_what_is_typed_finds_quotes_with_title_and_date(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        asked = await ann.at(scene.group("Friends", ann, bot="left")).asks_inline(WHO)

        best, *_ = answer(asked)["results"]
        assert best["title"] == "Palmyra is retaken"
        assert best["description"] == f"27 March 2016 · {RETOOK}"
        assert not {"thumbnail_url", "url"} & set(best)
        assert answer(asked)["button"] is None


async def test_the_quote_arrives_where_it_is_chosen_and_leads_back_to_the_bot(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        friends = scene.group("Friends", ann, ben, bot="left")
        asked = await ann.at(friends).asks_inline(WHO)
        await ann.at(friends).chooses(asked, answer(asked)["results"][0]["id"])

        seen = await ben.at(friends).sees(quote(RETOOK), link("Palmyra is retaken", "https://example.org/palmyra"))
        assert seen.text == f"{RETOOK}\nPalmyra is retaken · 27 March 2016"
        assert seen.message.via_bot and set(seen.bold) == {"retook", "Palmyra"}
        assert seen.message.link_preview == {"is_disabled": True}
        assert seen.buttons == (("Context",),)

        await ben.follows(str(seen.button("Context").value))
        await ben.sees(quote(RETOOK), button("Context"), button("👍"))
        await ben.presses("Context")
        await ben.sees(containing("The desert was quiet."))


async def test_an_empty_query_offers_help_and_nothing_else(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        for typed in ("", "  "):
            asked = await ann.asks_inline(typed)
            assert (payload(asked), answer(asked)["button"]) == ("help", HELP)
        await ann.follows(start(asked))
        await ann.sees(containing("Write a question in your own words"))


@pytest.mark.parametrize("typed", ["hello", "thanks!", "who", "who is it?", "???", "help"])
async def test_what_asks_for_nothing_yet_offers_help(
    desk: Desk, playground: Playground, scene: Scenario, typed: str
) -> None:
    async with polling(desk.application(playground), scene):
        asked = await scene.person("Ann").asks_inline(typed)
        assert (payload(asked), answer(asked)["button"]) == ("help", HELP)


async def test_where_nothing_answers_the_button_takes_the_question_along(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        asked = await ann.asks_inline(NOBODY)
        assert answer(asked)["button"]["text"] == NOTHING

        said = await ann.follows(start(asked))
        await ann.sees(containing("lighthouse"), reply_to(said), button("Tell me when answered"))
        assert rows(desk, "bot_links") == 0


@pytest.mark.parametrize(
    "question",
    [LONG, "кто отремонтировал старый маяк на острове Орла?"],
    ids=["long", "russian"],
)
async def test_a_long_question_is_taken_along_too(
    desk: Desk, playground: Playground, scene: Scenario, question: str
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        asked = await ann.asks_inline(question)

    # Another process knows it, too.
    async with polling(desk.application(playground), scene):
        said = await ann.follows(start(asked))
        seen = await ann.sees(containing("I found no answer"), reply_to(said), button("Tell me when answered"))
        assert seen.text.startswith(f"“{question}”")


async def test_nothing_is_kept_of_a_long_question_while_it_is_typed(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground, typing_seconds=600.0), scene):
        ann = scene.person("Ann")
        for end in range(60, len(LONG) + 1, 20):
            asked = await ann.asks_inline(LONG[:end])
        await scene.idle()
        assert rows(desk, "bot_links") == 0
        # However soon they follow it, their link is good.
        await ann.follows(start(asked))
        await ann.sees(containing(f"“{LONG[:end]}”"))


async def test_a_long_question_that_is_typed_on_is_not_kept(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground, typing_seconds=600.0), scene):
        ann = scene.person("Ann")
        asked = await ann.asks_inline(LONG)
        assert titles(await ann.asks_inline(WHO))
        await ann.follows(start(asked))
        await ann.sees("This link no longer works. Just write your question.")


async def test_of_each_person_the_last_long_question_is_kept_for_them_alone(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        first = await ann.asks_inline(LONG)
        await ben.asks_inline(f"{LONG} And when?")
        last = await ann.asks_inline(f"{LONG} And why?")
        await scene.idle()
        assert rows(desk, "bot_links") == 2

        for person, link_of in ((ann, first), (ben, last), (ben, first)):
            await person.follows(start(link_of))
            await person.sees("This link no longer works. Just write your question.")
        await ann.follows(start(last))
        await ann.sees(containing(f"“{LONG} And why?”"))
        # Who comes back to the first one has Telegram ask the bot again.
        assert answer(first)["cache_time"] == 0


async def test_results_come_in_pages_of_ten(desk: Desk, playground: Playground, scene: Scenario) -> None:
    lighthouses(desk, 40)
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        found: list[str] = []
        offset, pages = "", 0
        while pages == 0 or offset:
            asked = await ann.asks_inline("which lighthouse was repaired by Vera Holt?", offset=offset)
            page = [result["id"] for result in answer(asked)["results"]]
            assert 1 <= len(page) <= 10
            assert answer(asked)["button"] is None
            found += page
            offset, pages = answer(asked)["next_offset"], pages + 1
        assert pages == 3
        assert len(set(found)) == len(found) == 30


@pytest.mark.parametrize("offset", ["10", "999", "-1", "x", "²", "1" * 64])
async def test_an_offset_that_leads_nowhere_is_no_error(
    desk: Desk, playground: Playground, scene: Scenario, offset: str
) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        asked = await scene.person("Ann").asks_inline(WHO, offset=offset)
        assert (answer(asked)["next_offset"], answer(asked)["button"]) == ("", None)
        await admin.sees_nothing()


async def test_share_sends_exactly_that_quote_elsewhere(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        friends, news = scene.group("Friends", ann, ben, bot="left"), scene.channel("News", ann, bot="left")
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        for place in (friends, news):
            await ann.shares("Share", ann.at(place))
            seen = await ann.at(place).sees(quote(RETOOK), containing("Palmyra is retaken"))
            assert seen.buttons == (("Context",),)


@pytest.mark.parametrize("typed", ["#aaaaaaaaaaaa0", "#aaaaaaaaaaaafffffff+"])
async def test_a_quote_that_is_gone_is_said_to_be_gone(
    desk: Desk, playground: Playground, scene: Scenario, typed: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        asked = await ann.asks_inline(typed)
        assert answer(asked)["button"]["text"] == NOTHING
        await ann.follows(start(asked))
        await ann.sees(containing("This article is no longer there"), no_buttons())


@pytest.mark.parametrize(
    "typed",
    ["#", "#news", "#aaaaaaaaaaaa", f"#{'+' * 255}", "/start", "ك" * 256, "🏳️" * 85, "half \ud83c of a flag", "\0"],
)
async def test_whatever_is_typed_is_answered(desk: Desk, playground: Playground, scene: Scenario, typed: str) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        asked = await scene.person("Ann").asks_inline(typed)
        assert answer(asked)["results"] or answer(asked)["button"]
        await admin.sees_nothing()


async def test_dates_and_buttons_are_in_the_language_of_who_types(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        described = {}
        for code in ("en", "ru", "de"):
            asked = await scene.person("Ann", language_code=code).asks_inline(WHO)
            described[code] = answer(asked)["results"][0]["description"].partition(" · ")[0]
            # Telegram must not show one person's results to another.
            assert answer(asked)["is_personal"]
            assert answer(asked)["cache_time"] <= 10
        assert described == {"en": "27 March 2016", "ru": "27 марта 2016", "de": "27. März 2016"}


async def test_nothing_of_what_is_typed_is_counted_or_kept(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        for end in range(len(WHO)):
            await ann.asks_inline(WHO[: end + 1])
        for _ in range(40):
            await ann.asks_inline(NOBODY)
        await scene.idle()
        for table in ("bot_questions", "bot_windows", "bot_answers", "bot_links"):
            assert rows(desk, table) == 0, table
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))


async def test_what_was_found_is_remembered_until_an_article_changes(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        assert titles(await ann.asks_inline(NOBODY)) == []
        lighthouses(desk, 1)
        assert set(titles(await ann.asks_inline(NOBODY))) == {"The lighthouse at Laba"}
        desk.break_database()
        assert set(titles(await ann.asks_inline(NOBODY))) == {"The lighthouse at Laba"}


async def test_a_failure_is_said_above_the_results_and_told_to_admins(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        desk.break_database()
        asked = await scene.person("Ann", language_code="de").asks_inline(WHO)
        assert payload(asked) == "help"
        assert answer(asked)["button"]["text"] == "Etwas ist schiefgegangen. Bitte versuch es noch einmal"
        assert answer(asked)["cache_time"] == 0
        await admin.sees(containing("CatalogueError: the database failed: no such table: sentences"))


async def test_a_query_that_is_too_old_is_no_error(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        sender = {"id": admin.id, "is_bot": False, "first_name": "Dora"}
        playground.push({"inline_query": {"id": "1", "from": sender, "query": WHO, "offset": ""}})
        await admin.sees_nothing()
        assert [call.method for call in playground.calls if call.refused] == ["answerInlineQuery"]


async def test_what_is_chosen_in_the_bots_own_chat_is_no_question(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        friends = scene.group("Friends", ann)
        for place in (ann, ann.at(friends)):
            asked = await place.asks_inline(WHO)
            sent = await place.chooses(asked, answer(asked)["results"][0]["id"])
            seen = await place.sees(quote(RETOOK))
            assert seen.message.id == sent.id
            await place.sees_nothing()


def test_quotes_of_other_days_that_disagree_stand_next_to_the_best() -> None:
    best, likely, older, oldest = (
        Quote(
            "a" * 12, number, number + 1, 10 * number, 10 * number + 9, "A sentence", "Title", "a.txt", None, None, 0.5
        )
        for number in range(4)
    )
    found = Answer("?", (best, likely, older), 0.5, dated=(oldest, older, best))
    assert choices(found) == (best, older, oldest, likely)


async def test_a_bot_without_inline_mode_is_only_mentioned(desk: Desk, playground: Playground, scene: Scenario) -> None:
    playground.state.inline = False
    async with polling(desk.application(playground), scene):
        with pytest.raises(NotPossible):
            await scene.person("Ann").asks_inline(WHO)


async def test_what_needs_inline_mode_is_not_offered_without_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    playground.state.inline = False
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        seen = await ann.sees(quote(RETOOK))
        assert seen.buttons[-1] == ("Copy", "👍", "👎")
        await ann.presses("Context")
        await ann.sees(containing("The desert was quiet."))
        await ann.presses("Back to the quote")
        assert (await ann.sees(quote(RETOOK))).buttons == seen.buttons
