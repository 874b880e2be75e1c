"""The documented Bot API, machine-readable, to hold the playground against.

The description is no part of the project: `TELEGRAM_BOT_API_JSON` names the file (the format is that of
github.com/PaulSonOfLars/telegram-bot-api-spec), or it lies beside the checkout, in `shared/botapi/`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
PATH = Path(os.environ.get("TELEGRAM_BOT_API_JSON") or ROOT.parent / "shared" / "botapi" / "api.min.json")

_PLAIN: dict[str, type | tuple[type, ...]] = {"String": str, "Integer": int, "Boolean": bool, "Float": (int, float)}
_ARRAY = "Array of "


@dataclass(frozen=True, slots=True)
class DocumentedApi:
    """Methods and types by name, as the file has them (Any: it is somebody else's JSON)."""

    methods: dict[str, Any]
    types: dict[str, Any]

    def parameters(self, method: str) -> dict[str, bool]:
        """The names of a method's parameters, and whether they are required."""
        return {field["name"]: field["required"] for field in self.methods[method].get("fields", ())}

    def complaints(self, kinds: list[str], value: object, where: str) -> list[str]:
        """What is wrong with a value that should be of one of these types; nothing if it is as documented."""
        tries = [list(self._complaints(kind, value, where)) for kind in kinds]
        return min(tries, key=len)

    def _complaints(self, kind: str, value: object, where: str) -> Iterator[str]:
        if kind.startswith(_ARRAY):
            if not isinstance(value, list):
                yield f"{where}: not an array"
                return
            for number, item in enumerate(value):
                yield from self.complaints([kind.removeprefix(_ARRAY)], item, f"{where}[{number}]")
        elif kind in _PLAIN:
            if not isinstance(value, _PLAIN[kind]) or (kind != "Boolean" and isinstance(value, bool)):
                yield f"{where}: {value!r} is no {kind}"
        elif subtypes := self.types[kind].get("subtypes"):
            yield from self.complaints(subtypes, value, where)
        elif not isinstance(value, dict):
            yield f"{where}: {value!r} is no {kind}"
        else:
            yield from self._object_complaints(kind, value, where)

    def _object_complaints(self, kind: str, value: dict[str, object], where: str) -> Iterator[str]:
        fields = {field["name"]: field for field in self.types[kind].get("fields", ())}
        for name in value.keys() - fields.keys():
            yield f"{where}: {kind} has no field {name}"
        for name, field in fields.items():
            if name in value:
                yield from self.complaints(field["types"], value[name], f"{where}.{name}")
                yield from _fixed(field["description"], value[name], f"{where}.{name}")
            elif field["required"]:
                yield f"{where}: {kind} without {name}"


def _fixed(description: str, value: object, where: str) -> Iterator[str]:
    """What tells subtypes apart is documented in words: 'always "member"'."""
    _, always, rest = description.partition('always "')
    wanted = rest.partition('"')[0]
    if always and value != wanted:
        yield f"{where}: {value!r} instead of {wanted!r}"


def load() -> DocumentedApi | None:
    """The documented API, or None where there is no file."""
    if not PATH.is_file():
        return None
    content = json.loads(PATH.read_text(encoding="utf-8"))
    return DocumentedApi(content["methods"], content["types"])
