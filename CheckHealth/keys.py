"""The timer NoteKeys."""

from shared.services import services


async def note() -> None:
    """Note the keys that were not seen before."""
    outer = services()
    await outer.key_sightings.since(outer.settings.session_keys, outer.clock())
