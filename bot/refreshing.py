"""Reloads that somebody waits for in a chat, in another process, beside the answers."""

from __future__ import annotations

import asyncio

from retrieval import Library, Report


async def refreshed(library: Library, by: str) -> Report:
    """Read what was just added or changed, and serve it unless that is held. Raises as `Library.update` does."""
    try:
        return await asyncio.to_thread(library.update, apart=True, joins=False, by=by)
    except asyncio.CancelledError:
        # The bot stops, and does not wait for it.
        library.stop_reloads()
        raise
