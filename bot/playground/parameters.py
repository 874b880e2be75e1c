"""Reading what a request carries: from a query string, a form or JSON, with Telegram's complaints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.model import Json
from bot.playground.refusals import bad_request

# The parameters that are objects or arrays.
STRUCTURED = frozenset({
    "allowed_updates", "button", "caption_entities", "commands", "entities", "link_preview_options", "message_ids",
    "reaction", "reply_markup", "reply_parameters", "result", "results", "scope",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    file_name: str
    mime_type: str
    content: bytes


class Fields:
    """The fields of a JSON object, or of a whole request.

    Requests send everything as text where they are forms, so numbers, truth values and objects are read from text too.
    `where` opens complaints about this object, such as `can't parse inline keyboard button`.
    """

    def __init__(
        self, values: Mapping[str, object], *, where: str = "", files: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = values
        self.files = files or {}
        self._where = where

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def string(self, name: str, default: str = "") -> str:
        """A text as it is."""
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self._wrong_type(name, "String")
        return value

    def required(self, name: str) -> str:
        """A text that must be there."""
        if name not in self:
            raise self._missing(name)
        return self.string(name)

    def integer(self, name: str) -> int | None:
        """A whole number, or None where there is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self._wrong_type(name, "Number")
        try:
            return int(value)
        except ValueError:
            raise self._wrong_type(name, "Number") from None

    def boolean(self, name: str) -> bool:
        """True or false; false where there is none."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        if value is None or value in ("", "0", 0, "false", "False"):
            return False
        if value in ("1", 1, "true", "True"):
            return True
        raise self._wrong_type(name, "Boolean")

    def structure(self, name: str, *, where: str = "") -> Fields | None:
        """An object, or None where there is none."""
        value = self._json(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong_type(name, "Object")
        return Fields(value, where=where)

    def array(self, name: str) -> list[object]:
        """An array; empty where there is none."""
        value = self._json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong_type(name, "Array")
        return value

    def structures(self, name: str, *, where: str = "") -> list[Fields]:
        """An array of objects."""
        return [as_object(item, name, where=where) for item in self.array(name)]

    def decoded(self) -> Json:
        """The fields with the objects and arrays that forms carry as text."""
        return {name: self._json(name) if name in STRUCTURED else value for name, value in self.values.items()}

    def _json(self, name: str) -> object:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
        return parsed

    def _missing(self, name: str) -> Exception:
        return self._complaint(f'Can\'t find field "{name}"')

    def _wrong_type(self, name: str, wanted: str) -> Exception:
        return self._complaint(f'Field "{name}" must be of type {wanted}')

    def _complaint(self, reason: str) -> Exception:
        return bad_request(f"{self._where}: {reason}" if self._where else reason[0].lower() + reason[1:])


def as_object(value: object, name: str, *, where: str = "") -> Fields:
    """A part of an array that must be an object."""
    if not isinstance(value, dict):
        raise bad_request(f"{where or f'can’t parse {name}'}: expected an Object")
    return Fields(value, where=where)


def without_nothing(**fields: object) -> Json:
    """A JSON object of the fields that are not None."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None}
