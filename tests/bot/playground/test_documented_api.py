"""Everything that the playground accepts and shows is documented: names, types, required fields."""

from __future__ import annotations

import pytest

from bot.playground.bot_api import PARAMETERS, RECEIVING
from bot.playground.methods.editing import REACTIONS
from bot.playground.updates import KINDS
from tests.bot.playground.documented_api import PATH, DocumentedApi, load
from tests.bot.playground.session import Session

_API = load()
pytestmark = pytest.mark.skipif(_API is None, reason=f"the documented Bot API is not at {PATH}")


@pytest.fixture
def api() -> DocumentedApi:
    assert _API is not None
    return _API


def test_every_method_is_documented(api: DocumentedApi) -> None:
    assert PARAMETERS.keys() - api.methods.keys() == set()


@pytest.mark.parametrize("method", sorted(PARAMETERS))
def test_every_parameter_is_documented(api: DocumentedApi, method: str) -> None:
    documented = api.parameters(method)
    assert PARAMETERS[method] - documented.keys() == set()
    required = {name for name, needed in documented.items() if needed}
    assert required - PARAMETERS[method] == set()


def test_every_kind_of_update_is_documented(api: DocumentedApi) -> None:
    documented = {field["name"] for field in api.types["Update"]["fields"]} - {"update_id"}
    assert documented >= KINDS


def test_bots_react_with_the_documented_emoji(api: DocumentedApi) -> None:
    field = next(each for each in api.types["ReactionTypeEmoji"]["fields"] if each["name"] == "emoji")
    documented = field["description"].split('"')[1::2]
    assert {each.replace("\ufe0f", "") for each in documented} == {each.replace("\ufe0f", "") for each in REACTIONS}


async def test_every_result_and_update_is_shaped_as_documented(api: DocumentedApi) -> None:
    session = Session()
    await session.run()
    complaints = []
    for method, result in session.results:
        complaints += api.complaints(api.methods[method]["returns"], result, method)
    for update in session.state.updates.pending:
        complaints += api.complaints(["Update"], update, f"update {sorted(update)}")
    assert complaints == []


async def test_the_session_leaves_out_no_method_and_no_update() -> None:
    session = Session()
    await session.run()
    asked = {method for method, _ in session.results}
    assert PARAMETERS.keys() - asked == RECEIVING.keys() - {"getWebhookInfo"}
    kinds = {kind for update in session.state.updates.pending for kind in update} - {"update_id"}
    assert kinds == {
        "message", "edited_message", "channel_post", "edited_channel_post", "guest_message", "message_reaction",
        "inline_query", "chosen_inline_result", "callback_query", "my_chat_member", "chat_member",
    }  # fmt: skip
