"""The outer services by which an operator looks after the app, a part of `shared/services.py`."""

from functools import cached_property
from typing import TYPE_CHECKING

from shared.record_services import RecordServices

if TYPE_CHECKING:
    from shared.outer.key_table import KeyTable
    from shared.outer.switch_table import SwitchTable
    from shared.usecases.halting import Brake


class OperatingServices(RecordServices):
    """That part of `Services`."""

    @cached_property
    def switch(self) -> "SwitchTable":
        """Return the operator's switch of all sending."""
        from shared.outer.switch_table import SwitchTable

        return SwitchTable(self.clients.table("Pace"))

    @cached_property
    def brake(self) -> "Brake":
        """Return what holds sending back while the switch says so."""
        from shared.usecases.halting import Brake

        return Brake(self.switch, self.clock)

    @cached_property
    def key_sightings(self) -> "KeyTable":
        """Return since when each of SESSION_KEYS is known."""
        from shared.outer.key_table import KeyTable

        return KeyTable(self.clients.table("Pace"))
