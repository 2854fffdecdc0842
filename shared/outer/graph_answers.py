"""The part of Graph's answers that the app reads.

The SDK's own models know every kind of entity: reading one answer with them imports 1,200 modules,
a second and more during which a guest's click would wait. These read what is needed.
"""

from collections.abc import Callable
from typing import Self

from kiota_abstractions.serialization import Parsable, ParseNode, SerializationWriter


class GuestUser(Parsable):
    """The `invitedUser` of an invitation."""

    id: str | None = None

    @classmethod
    def create_from_discriminator_value(cls, parse_node: ParseNode | None) -> Self:  # noqa: ARG003
        """Return an empty one for the parser to fill."""
        return cls()

    def get_field_deserializers(self) -> dict[str, Callable[[ParseNode], None]]:
        """Return what reads each member."""

        def read_id(node: ParseNode) -> None:
            self.id = node.get_str_value()

        return {"id": read_id}

    def serialize(self, writer: SerializationWriter) -> None:
        """Raise: an answer is read, never sent."""
        raise NotImplementedError


class InvitationAnswer(Parsable):
    """What POST /invitations answers (facts.md section 1)."""

    redeem_url: str | None = None
    invited_user: GuestUser | None = None

    @classmethod
    def create_from_discriminator_value(cls, parse_node: ParseNode | None) -> Self:  # noqa: ARG003
        """Return an empty one for the parser to fill."""
        return cls()

    def get_field_deserializers(self) -> dict[str, Callable[[ParseNode], None]]:
        """Return what reads each member."""

        def read_url(node: ParseNode) -> None:
            self.redeem_url = node.get_str_value()

        def read_user(node: ParseNode) -> None:
            self.invited_user = node.get_object_value(GuestUser)

        return {"inviteRedeemUrl": read_url, "invitedUser": read_user}

    def serialize(self, writer: SerializationWriter) -> None:
        """Raise: an answer is read, never sent."""
        raise NotImplementedError
