"""Links to the bot: a question, a quote, an article; and payloads that nobody meant well with."""

from __future__ import annotations

import base64
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import QuoteRef
from bot.deep_links import LONGEST, Asking, Quoting, Reading, Stored, Target, decode, encode
from bot.playground import Playground
from bot.store.links import Links
from bot.typed import mark_of
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, link, no_buttons, polling, quote, reply_to

RETOOK = "Government forces retook Palmyra on Sunday."
WHO = "who retook Palmyra?"
QUIET = "The desert was quiet."
WELCOME = containing("Just write your question.")

IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12)
QUESTIONS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).map(str.strip).filter(bool)
REFS = st.builds(QuoteRef, IDS, st.integers(0, 0xFFFFFFF), st.integers(1, 9))
TARGETS = st.one_of(
    QUESTIONS.map(Asking),
    st.text("abcXYZ019-_", min_size=1, max_size=63).map(Stored),
    REFS.map(Quoting),
    IDS.map(Reading),
)


@given(TARGETS)
def test_what_a_link_leads_to_comes_back(target: Target) -> None:
    payload = encode(target)
    if payload is None:
        assert isinstance(target, Asking)
        assert len(target.question.encode()) > 47
    else:
        assert len(payload) <= LONGEST
        assert decode(payload) == target


@given(st.text(max_size=70))
def test_any_payload_leads_somewhere_or_nowhere(payload: str) -> None:
    target = decode(payload)
    # What is read from a payload makes no other payload than one that leads to the same.
    assert target is None or decode(encode(target) or "") == target


def the_quote(desk: Desk, words: str = WHO) -> QuoteRef:
    return QuoteRef.of(desk.library.answerer.answer(words).quotes[0])


def payload_of(target: Target) -> str:
    payload = encode(target)
    assert payload
    return payload


async def test_a_question_in_a_link_is_answered(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        said = await ann.says(f"/start {payload_of(Asking(WHO))}")
        seen = await ann.sees(quote(RETOOK), reply_to(said), button("Context"))
        # Telegram shows nothing of what comes after /start.
        assert seen.text.startswith(f"“{WHO}”\n\n{RETOOK}")


async def test_a_question_in_a_link_is_not_read_together_with_what_was_asked_before(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.says(f"/start {payload_of(Asking('and when?'))}")
        await ann.sees(containing("I need a word to look for"))


async def test_after_a_restart_the_question_of_a_link_is_known_still(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says(f"/start {payload_of(Asking('who repaired the lighthouse?'))}")
        await ann.sees(button("Tell me when answered"))
    async with polling(desk.application(playground), scene):
        await ann.presses("Tell me when answered")
        await scene.idle()
        with sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3") as connection:
            waiting = connection.execute("SELECT user_id, question FROM bot_waiting").fetchall()
        connection.close()
        assert waiting == [(ann.id, "who repaired the lighthouse?")]


async def test_a_stored_question_is_answered_for_ten_minutes(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    application = desk.application(playground)
    async with polling(application, scene):
        ann = scene.person("Ann")
        asked = await ann.asks_inline(f"{'please ' * 20}who repaired the lighthouse?")
        assert asked.answer
        start = f"/start {asked.answer['button']['start_parameter']}"
        await ann.says(start)
        await ann.sees(containing("I found no answer"), button("Tell me when answered"))
        # Until it is put down it is known without its age.
        await scene.idle()

        with sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3") as connection:
            assert connection.execute("UPDATE bot_links SET made_at = made_at - 601").rowcount == 1
        connection.close()
        await ann.says(start)
        await ann.sees("This link no longer works. Just write your question.", no_buttons())


async def test_a_link_to_a_quote_shows_it(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        said = await ann.says(f"/start {payload_of(Quoting(the_quote(desk)))}")
        seen = await ann.sees(quote(RETOOK), link("Palmyra is retaken", "https://example.org/palmyra"), reply_to(said))
        assert seen.buttons == (("Context",), ("Copy", "Share", "👍", "👎"))
        await ann.presses("Context")
        await ann.sees(edited(seen), containing(QUIET))
        await ann.presses("Back to the quote")
        await ann.sees(edited(seen), quote(RETOOK))


async def test_a_link_to_several_sentences_shows_them_all(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        ref = QuoteRef(the_quote(desk).article_id, 0, 2)
        await ann.says(f"/start {payload_of(Quoting(ref))}")
        await ann.sees(quote(f"{QUIET} {RETOOK}"))


async def test_a_link_to_an_article_shows_how_it_begins(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(f"/start {payload_of(Reading(the_quote(desk).article_id))}")
        await ann.sees(quote(QUIET), button("Context"))
        await ann.presses("Context")
        await ann.sees(edited(), button("Whole article"))
        await ann.presses("Whole article")
        await ann.sees(edited(), containing("Palmyra was retaken after three weeks"))


@pytest.mark.parametrize(
    "target",
    [
        Quoting(QuoteRef("a" * 12, 0)),
        Quoting(QuoteRef("a" * 12, 0xFFFFFFF, 44)),
        Reading("a" * 12),
    ],
    ids=["quote", "far", "article"],
)
async def test_what_is_there_no_more_is_said_to_be_gone(
    desk: Desk, playground: Playground, scene: Scenario, target: Target
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(f"/start {payload_of(target)}")
        await ann.sees(containing("This article is no longer there"), no_buttons())


async def test_a_link_into_the_middle_of_a_sentence_shows_nothing(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        ref = the_quote(desk)
        for start, sentences in ((ref.start + 1, 1), (ref.start, 44), (10_000_000, 1)):
            await ann.says(f"/start {payload_of(Quoting(QuoteRef(ref.article_id, start, sentences)))}")
            await ann.sees(containing("This article is no longer there"), no_buttons())


async def test_a_long_question_stands_above_its_answer(desk: Desk, playground: Playground, scene: Scenario) -> None:
    for year, word in ((2014, "twelve"), (2016, "thirty"), (2019, "forty")):
        head = f"---\ntitle: Orla in {year}\ndate: {year}-05-01\n---\n\n"
        (desk.sources / f"{year}.md").write_text(f"{head}The harbour at Orla has {word} cranes.\n", "utf-8")
    desk.library.update()
    question = "how many cranes does the harbour at Orla have, " + "which I would like to know, " * 7 + "now?"
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        Links(desk.database).put(ann.id, question)
        await ann.says(f"/start {payload_of(Stored(mark_of(question)))}")
        assert (await ann.sees(button("Context"))).text.startswith(f"“{question}”\n\n")


async def test_the_link_to_help_leads_there(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann", language_code="es")
        await ann.says("/start help")
        await ann.sees(containing("/privacy"))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "q",
        "q====",
        "qA",
        "t",
        "s",
        "a",
        "x" * 64,
        "s" + "_" * 63,
        f"s{'a' * 12}0' OR 1=1",
        "../../etc/passwd",
        "%00",
        "q" + base64.urlsafe_b64encode(b"\xff\xfe\xfd").decode().rstrip("="),
        "q" + base64.urlsafe_b64encode(b"   ").decode().rstrip("="),
        "😀",
        "q\u0661",
        "HELP",
        "q" * 4_000,
    ],
)
async def test_payloads_that_are_none_of_ours_are_welcomed(
    desk: Desk, playground: Playground, scene: Scenario, payload: str
) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = scene.person("Ann")
        await ann.says(f"/start {payload}")
        await ann.sees(WELCOME)
        await admin.sees_nothing()


@pytest.mark.parametrize("token", ["unknown", "-", "_" * 63, "a' OR '1'='1"[:3] + "x"])
async def test_a_token_that_nobody_was_given_is_a_link_that_works_no_more(
    desk: Desk, playground: Playground, scene: Scenario, token: str
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(f"/start {payload_of(Stored(token.replace(chr(39), '-').replace(' ', '-')))}")
        await ann.sees("This link no longer works. Just write your question.")


@pytest.mark.parametrize(
    "question", ["/privacy", "@verbatim_bot", "\u202egnihton", "hello", "a\x00b", "<b>who</b>", "?"]
)
async def test_a_question_that_is_none_is_answered_kindly(
    desk: Desk, playground: Playground, scene: Scenario, question: str
) -> None:
    admin = scene.person("Dora", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = scene.person("Ann")
        await ann.says(f"/start {payload_of(Asking(question))}")
        await ann.sees()
        await admin.sees_nothing()


async def test_links_count_as_questions_for_the_limit(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        for _ in range(30):
            await ann.says(f"/start {payload_of(Asking(WHO))}")
            await ann.sees(quote(RETOOK))
        await ann.says(f"/start {payload_of(Asking(WHO))}")
        await ann.sees(containing("That is a little fast for me."))


async def test_in_a_group_a_link_only_says_how_to_ask(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        friends = ann.at(scene.group("Friends", ann))
        await friends.says(f"/start@verbatim_bot {payload_of(Asking(WHO))}")
        await friends.sees(containing("mention @verbatim_bot"))
