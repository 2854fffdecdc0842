"""A setting: what it is for, whether it is required, what it may hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared import setting_checks as checks
from shared import transport

Check = Callable[[str], str]  # returns what is wrong, or nothing


@dataclass(frozen=True)
class Setting:
    """One environment variable. Without `required`, an empty one means `default`.

    `transport` is the EMAIL_TRANSPORT that a setting is required with.
    """

    name: str
    purpose: str
    check: Check = checks.anything
    required: bool = False
    transport: str = ""
    default: str = ""
    example: str = ""

    def problem(self, environment: Mapping[str, str]) -> str:
        """Return a sentence on what is wrong with the setting, or nothing."""
        text = environment.get(self.name, "").strip()
        if not text:
            missing = self.required or self.transport == transport.chosen(environment)
            return f"{self.name} is missing: {self.purpose}" if missing else ""
        wrong = self.check(text)
        return f"{self.name} {wrong}: {self.purpose}" if wrong else ""
