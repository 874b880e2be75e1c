"""Methods that answer queries: pressed buttons, inline mode, guest mode."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from bot.playground.entities import units
from bot.playground.formatting import read_text
from bot.playground.keyboards import read_markup
from bot.playground.methods.sending import read_preview
from bot.playground.model import CallbackAnswer, Event, Json
from bot.playground.parameters import Fields, as_object
from bot.playground.pressing import post_result
from bot.playground.refusals import bad_request
from bot.playground.state import State

# How long Telegram waits for an answer is not documented; for buttons it is known to be longer than this.
ANSWER_SECONDS = 60
LONGEST_ANSWER = 200
MOST_RESULTS = 50
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback_query(state: State, fields: Fields) -> bool:
    """answerCallbackQuery: once, and soon."""
    query = state.callbacks.get(fields.string("callback_query_id"))
    if query is None or query.answer or state.now() - query.date > ANSWER_SECONDS:
        raise bad_request(_TOO_OLD)
    text = fields.string("text")
    if units(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    url = fields.string("url")
    if url and not url.lower().startswith((f"t.me/{state.bot.username}", f"https://t.me/{state.bot.username}")):
        raise bad_request("URL_INVALID")
    state.callbacks[query.id] = replace(query, answer=CallbackAnswer(text, fields.boolean("show_alert")))
    state.emit(Event("callback", query.chat_id, query.message_id, query.user_id, detail=query.id))
    return True


def answer_inline_query(state: State, fields: Fields) -> bool:
    """answerInlineQuery. Only results of type article with a text are emulated."""
    query = state.inline_queries.get(fields.string("inline_query_id"))
    if query is None or query.answer is not None or state.now() - query.date > ANSWER_SECONDS:
        raise bad_request(_TOO_OLD)
    given = fields.structures("results")
    if len(given) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = [read_result(state, result) for result in given]
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    next_offset = fields.string("next_offset")
    if len(next_offset.encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    cache_time = fields.integer("cache_time")
    answer: Json = {
        "results": results,
        "cache_time": 300 if cache_time is None else cache_time,
        "is_personal": fields.boolean("is_personal"),
        "next_offset": next_offset,
        "button": _read_button(fields),
    }
    state.inline_queries[query.id] = replace(query, answer=answer)
    state.emit(Event("inline", user_id=query.user_id, detail=query.id))
    return True


def answer_guest_query(state: State, fields: Fields) -> Json:
    """answerGuestQuery: one message into a chat that the bot is not in."""
    query = state.guest_queries.get(fields.string("guest_query_id"))
    if query is None or query.answered or state.now() - query.date > ANSWER_SECONDS:
        raise bad_request(_TOO_OLD)
    result = fields.structure("result")
    if result is None:
        raise bad_request('can\'t find field "result"')
    read = read_result(state, result)
    state.guest_queries[query.id] = replace(query, answered=True)
    asked = state.message(query.chat_id, query.message_id)
    caller = asked.sender if asked else None
    posted = post_result(
        state, read, query.chat_id, sender=state.bot.id, guest_caller=caller, reply_to=query.message_id
    )
    return {"inline_message_id": posted.inline_id}


def read_result(state: State, result: Fields) -> Json:
    """One inline result, checked; its message is finished, its keyboard read."""
    if result.string("type") != "article":
        raise bad_request("can't parse inline query result: the playground knows articles only")
    result_id = result.required("id")
    if not 1 <= len(result_id.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not result.required("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.structure("input_message_content")
    if content is None:
        raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
    text = read_text(content, state, name="message_text")
    read: Json = {
        "type": "article",
        "id": result_id,
        "title": result.required("title"),
        "input_message_content": {
            "message_text": text.text,
            "entities": [asdict(entity) for entity in text.entities],
            "link_preview_options": read_preview(content),
        },
    }
    markup = read_markup(result.structure("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    extras = {name: result.string(name) for name in ("url", "description", "thumbnail_url") if name in result}
    return read | extras | ({"reply_markup": markup} if markup else {})


def _read_button(fields: Fields) -> Json | None:
    button = fields.structure("button")
    if button is None:
        return None
    text = button.required("text")
    if "web_app" in button:
        return {"text": text, "web_app": dict(as_object(button.values["web_app"], "web_app").values)}
    start = button.string("start_parameter")
    if not _START_PARAMETER.fullmatch(start):
        raise bad_request("START_PARAM_INVALID" if start else "START_PARAM_EMPTY")
    return {"text": text, "start_parameter": start}
