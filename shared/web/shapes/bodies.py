"""The bodies of requests about an invitation or a person that are there already."""

from typing import Annotated

import msgspec

from shared.domain.invitation import LONGEST_DAYS

Days = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DAYS)]
Text = Annotated[str, msgspec.Meta(max_length=254)]
Name = Annotated[str, msgspec.Meta(max_length=120)]
Tag = Annotated[str, msgspec.Meta(max_length=35)]


class RevokeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who withdraws the invitation, for the history."""

    by: Text = ""


class ResendBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different, and who sends it again."""

    by: Text = ""
    email: Text = ""
    name: Name = ""
    language: Tag = ""
    resetRedemption: bool = False  # noqa: N815 - the name of the wire


class AddressBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The right address, and who puts it right."""

    email: Text
    by: Text = ""
    name: Name = ""
    language: Tag = ""


class ExtendBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many days from now it runs, and who gives it the time."""

    days: Days
    by: Text = ""


class AddressedBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom it is about, and who asks."""

    address: Text
    by: Text = ""
