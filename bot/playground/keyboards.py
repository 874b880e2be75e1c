"""Keyboards below messages: what Telegram checks, and the buttons that a person sees."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.entities import units
from bot.playground.model import Json
from bot.playground.parameters import Fields, as_object
from bot.playground.refusals import bad_request
from bot.playground.urls import checked

MOST_BUTTONS = 100
MOST_BUTTONS_IN_A_ROW = 8
MOST_DATA_BYTES = 64
MOST_COPY_UNITS = 256
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_STYLES = ("", "danger", "success", "primary")
_BUTTON = "can't parse inline keyboard button"


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard: `action` is the field that says what it does, `value` what stands there."""

    text: str
    action: str
    value: object


def read_markup(field: Fields | None) -> Json | None:
    """The `reply_markup` of a request, checked; None where there is none."""
    if field is None or not field.values:
        return None
    if "inline_keyboard" in field:
        return read_inline_keyboard(field)
    if "keyboard" in field:
        return _read_reply_keyboard(field)
    if field.boolean("remove_keyboard"):
        return {"remove_keyboard": True, "selective": field.boolean("selective")}
    if field.boolean("force_reply"):
        placeholder = field.string("input_field_placeholder")
        if units(placeholder) > 64:
            raise bad_request("reply keyboard placeholder must not exceed 64 characters")
        markup = {"force_reply": True, "selective": field.boolean("selective")}
        return markup | ({"input_field_placeholder": placeholder} if placeholder else {})
    raise bad_request("object expected as reply markup")


def read_inline_keyboard(field: Fields) -> Json | None:
    """An inline keyboard, checked; None if it has no buttons, which takes a keyboard away."""
    rows = []
    for row in field.array("inline_keyboard"):
        if not isinstance(row, list):
            raise bad_request('field "inline_keyboard" must be an Array of Arrays')
        if len(row) > MOST_BUTTONS_IN_A_ROW:
            raise bad_request("reply markup is too long")
        rows.append([_read_button(as_object(button, "button", where=_BUTTON)) for button in row])
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _read_button(button: Fields) -> Json:
    text = button.required("text")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    # An empty inline query is an action all the same: it only inserts the bot's name.
    given = [action for action in _ACTIONS if action in button]
    actions = [name for name in given if name.startswith("switch_") or button.values[name] not in ("", False)]
    if not actions:
        raise bad_request(f"{_BUTTON}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{_BUTTON}: exactly one action is allowed, found {' and '.join(actions)}")
    if button.string("style") not in _STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    style = {"style": button.string("style")} if "style" in button else {}
    return {"text": text, actions[0]: _read_action(button, actions[0])} | style


def _read_action(button: Fields, action: str) -> object:
    if action == "url":
        return checked(button.string("url"), "inline keyboard button URL")
    if action == "callback_data":
        data = button.string("callback_data")
        if len(data.encode()) > MOST_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return data
    if action == "copy_text":
        copy = button.structure("copy_text", where=_BUTTON)
        text = copy.string("text") if copy else ""
        if not 1 <= units(text) <= MOST_COPY_UNITS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"text": text}
    if action == "switch_inline_query_chosen_chat":
        return _read_chosen_chat(button)
    if action.startswith("switch_inline_query"):
        return _short_query(button.string(action))
    if action in ("web_app", "login_url"):
        place = button.structure(action, where=_BUTTON)
        url = place.string("url") if place else ""
        if not url.startswith("https://"):
            what = "Web App URL" if action == "web_app" else "login URL"
            raise bad_request(f"inline keyboard button {what} '{url}' is invalid: Only HTTPS links are allowed")
        return dict(place.values) if place else {}
    raise bad_request("BUTTON_TYPE_INVALID")


def _read_chosen_chat(button: Fields) -> Json:
    chosen = button.structure("switch_inline_query_chosen_chat", where=_BUTTON) or Fields({})
    kinds = [f"allow_{kind}_chats" for kind in ("user", "bot", "group", "channel")]
    allowed = {kind: True for kind in kinds if chosen.boolean(kind)}
    if not allowed:
        raise bad_request(f"{_BUTTON}: At least one chat type must be allowed")
    return {"query": _short_query(chosen.string("query"))} | allowed


def _short_query(query: str) -> str:
    if units(query) > 256:
        raise bad_request("BUTTON_SWITCH_INLINE_QUERY_INVALID")
    return query


def _read_reply_keyboard(field: Fields) -> Json:
    rows = []
    for row in field.array("keyboard"):
        if not isinstance(row, list):
            raise bad_request('field "keyboard" must be an Array of Arrays')
        texts = [
            button if isinstance(button, str) else as_object(button, "keyboard button").required("text")
            for button in row
        ]
        rows.append([{"text": text} for text in texts])
    flags = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
    return {"keyboard": rows} | {flag: True for flag in flags if field.boolean(flag)}


def buttons(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    """The rows of an inline keyboard; none for another kind of markup."""
    rows = (markup or {}).get("inline_keyboard", ())
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Json) -> Button:
    action = next(action for action in _ACTIONS if action in button)
    return Button(button["text"], action, button[action])
