"""/status and /log: those who run the bot see how it is, what went wrong, and who did what."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator

import pytest

from bot.logs import RedactingFormatter
from bot.playground import Playground
from bot.recent import Recent
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, containing, document, polling, quote

QUESTION = "who retook Palmyra?"


@pytest.fixture
def recent(playground: Playground) -> Iterator[Recent]:
    """What hears of everything that is logged."""
    listening = Recent.listening(RedactingFormatter(playground.token))
    yield listening
    logging.getLogger().removeHandler(listening)


def broken(playground: Playground, line: str) -> Recent:
    """What a process keeps in which something went wrong."""
    recent = Recent(RedactingFormatter(playground.token))
    recent.emit(logging.makeLogRecord({"name": "bot", "levelname": "ERROR", "levelno": logging.ERROR, "msg": line}))
    return recent


async def test_status_says_what_runs_what_is_served_and_how_it_is(
    desk: Desk, playground: Playground, scene: Scenario, recent: Recent
) -> None:
    admin = scene.person("Dora")
    desk.library.holdings.disable("museum.txt", by="42")
    for number in range(4):
        logging.getLogger("bot").error("fault %s", number)
    logging.getLogger("bot").warning("the weather is bad")
    async with polling(desk.application(playground, admin.id, recent=recent), scene):
        await admin.says("/status")
        shown = await admin.sees(containing(ENGLISH.status_title))

    title, _, versions, generation, passages, sources, database, memory, uptime, errors, *last = shown.text.splitlines()
    assert title == ENGLISH.status_title
    assert versions.startswith("Verbatim ")
    assert f" · Python {sys.version_info.major}.{sys.version_info.minor}" in versions
    assert re.fullmatch(r"Generation 1 · [\d-]+ [\d:]+ UTC · articles: 2", generation)
    assert passages == ENGLISH.status_passages.format(count=desk.library.answerer.passage_count)
    assert sources == ENGLISH.status_sources.format(count=2, failing=0, disabled=1)
    assert database == ENGLISH.status_database.format(address=desk.library.database)
    assert 20 < int(memory.split()[1]) < 10_000
    assert uptime == ENGLISH.status_uptime.format(time="0d 0h 0m")
    assert errors == ENGLISH.status_errors.format(errors=4, warnings=1)
    assert [line.partition(" UTC ")[2] for line in last] == ["bot: fault 3", "bot: fault 2", "bot: fault 1"]


async def test_the_log_has_errors_and_deeds_but_neither_token_nor_question(
    desk: Desk, playground: Playground, scene: Scenario, recent: Recent
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    desk.library.holdings.disable("museum.txt", by="42")
    logging.getLogger("bot").warning("no way to https://api/bot%s/getMe\nbelow: %s", playground.token, QUESTION)
    async with polling(desk.application(playground, admin.id, recent=recent), scene):
        try:
            raise ValueError(QUESTION)
        except ValueError:
            logging.getLogger("bot").exception("an update could not be handled")
        await ann.says(QUESTION)
        await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        await admin.says("/log")
        shown = await admin.sees(containing(ENGLISH.log_title))

    assert playground.token not in shown.text
    assert QUESTION not in shown.text
    lines = shown.text.splitlines()
    assert [line.partition(" UTC ")[2] for line in lines if " bot: " in line] == [
        "ERROR bot: an update could not be handled",
        "WARNING bot: no way to https://api/bot<token>/getMe",
    ]
    assert "    ValueError" in lines
    assert any(re.fullmatch(r"    test_condition\.py:\d+ test_the_log_has_\w+", line) for line in lines)
    assert re.search(r" UTC 42: disable museum\.txt \(done\)$", shown.text, re.MULTILINE)


async def test_a_long_log_comes_as_a_file_and_has_the_last_errors(
    desk: Desk, playground: Playground, scene: Scenario, recent: Recent
) -> None:
    admin = scene.person("Dora")
    for number in range(200):
        logging.getLogger("bot").error("fault %d %s", number, "x" * 5_000)
    async with polling(desk.application(playground, admin.id, recent=recent), scene):
        await admin.says("/log")
        shown = await admin.sees(document("log.txt"))

    attachment = shown.message.attachment
    assert attachment is not None
    content = playground.state.files[attachment.file_id].decode()
    assert re.findall(r"fault (\d+)", content) == [str(number) for number in range(199, 149, -1)]
    assert max(map(len, content.splitlines())) < 600
    assert recent.error_count == 200


async def test_the_log_knows_of_what_went_wrong_before_a_restart_and_in_other_processes(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    # Neither of which a database takes.
    first, second = broken(playground, "a \0 and a \udc80"), broken(playground, "a bad day")
    async with polling(desk.application(playground, admin.id, recent=first), scene):
        await admin.says("/log")
        await admin.sees(containing("ERROR bot: a \\0 and a \\udc80"))
    async with polling(desk.application(playground, admin.id, recent=second), scene):
        await admin.says("/log")
        shown = await admin.sees(containing("ERROR bot: a bad day"))

    assert shown.text.count("ERROR bot: a \\0 and a \\udc80") == 1


async def test_without_errors_the_log_says_so(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/log")
        await admin.sees(containing(ENGLISH.log_none), containing(ENGLISH.audit_title))
