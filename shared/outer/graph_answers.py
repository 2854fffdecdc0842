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


class UserAnswer(Parsable):
    """What is read of a user (facts.md section 1); `kind` is Member or Guest."""

    id: str | None = None
    kind: str | None = None
    state: str | None = None
    state_changed: str | None = None
    mail: str | None = None
    language: str | None = None
    blocked = False

    def __init__(self) -> None:
        self.other_mails: list[str] = []

    @classmethod
    def create_from_discriminator_value(cls, parse_node: ParseNode | None) -> Self:  # noqa: ARG003
        """Return an empty one for the parser to fill."""
        return cls()

    def get_field_deserializers(self) -> dict[str, Callable[[ParseNode], None]]:
        """Return what reads each member."""

        def text(name: str) -> Callable[[ParseNode], None]:
            return lambda node: setattr(self, name, node.get_str_value())

        def read_others(node: ParseNode) -> None:
            self.other_mails = node.get_collection_of_primitive_values(str) or []

        def read_enabled(node: ParseNode) -> None:
            self.blocked = node.get_bool_value() is False

        return {
            "id": text("id"),
            "userType": text("kind"),
            "externalUserState": text("state"),
            "externalUserStateChangeDateTime": text("state_changed"),
            "mail": text("mail"),
            "preferredLanguage": text("language"),
            "otherMails": read_others,
            "accountEnabled": read_enabled,
        }

    def serialize(self, writer: SerializationWriter) -> None:
        """Raise: an answer is read, never sent."""
        raise NotImplementedError


class UsersAnswer(Parsable):
    """A page of users."""

    def __init__(self) -> None:
        self.value: list[UserAnswer] = []

    @classmethod
    def create_from_discriminator_value(cls, parse_node: ParseNode | None) -> Self:  # noqa: ARG003
        """Return an empty one for the parser to fill."""
        return cls()

    def get_field_deserializers(self) -> dict[str, Callable[[ParseNode], None]]:
        """Return what reads each member."""

        def read_value(node: ParseNode) -> None:
            self.value = node.get_collection_of_object_values(UserAnswer) or []

        return {"value": read_value}

    def serialize(self, writer: SerializationWriter) -> None:
        """Raise: an answer is read, never sent."""
        raise NotImplementedError
