"""Microsoft Entra through Microsoft Graph (msgraph-sdk).

Imported where first used: a guest's click must not pay for msgraph (functions-host.md).
"""

import functools
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, cast

import httpx
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError
from kiota_abstractions.serialization import ParsableFactory
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.invitation import Invitation as GraphInvitation
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.user import User
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from shared.domain.company import CompanyData
from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import Invitation
from shared.outer.graph_answers import InvitationAnswer, UserAnswer
from shared.outer.graph_errors import already_done, verdict
from shared.outer.graph_users import GraphUsers, once
from shared.outer.graph_watching import watched_client
from shared.usecases.ports import Consent, DirectoryGuest

# The longest that Graph takes for a user (the SDK's property descriptions).
_COMPANY_NAME = 64
_PLACE = 128
_ERRORS: dict[str, type[ParsableFactory]] = {"XXX": ODataError}
# The address belongs to an account that needs no invitation: a member, or a guest made otherwise.
_OWN_ACCOUNT = {"own-domain", "already-in-directory"}
SCOPE = "https://graph.microsoft.com/.default"


def _told[**P, T](call: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Turn what Graph, the network and the identity endpoint answer into our errors."""

    @functools.wraps(call)
    async def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await call(*args, **kwargs)
        except ODataError as error:
            raise verdict(error) from error
        except (httpx.HTTPError, ClientAuthenticationError, ServiceRequestError) as error:
            raise Unavailable("Microsoft Graph") from error

    return told


def _consent(user: UserAnswer) -> Consent:
    return Consent(user.state or "", user.state_changed or "", guest=user.kind != "Member")


class GraphDirectory:
    """The Directory of `shared/usecases/ports.py`. Pacing is ours: SDK retries are off."""

    def __init__(
        self,
        url: str,
        credential: AsyncTokenCredential,
        return_url: str,
        *,
        look_first: bool = False,
    ) -> None:
        """Take `look_first` to find out, with one more call, whether an invitation makes a guest.

        Graph's answer does not tell a new guest from one who was there.
        """
        provider = AzureIdentityAuthenticationProvider(credential, scopes=[SCOPE])
        adapter = GraphRequestAdapter(provider, watched_client())
        # Before the client is made, else the SDK's own address stays (facts.md section 7).
        adapter.base_url = url
        self._url = url
        self._adapter = adapter
        self._client = GraphServiceClient(request_adapter=adapter)
        self._return_url = return_url
        self._look_first = look_first
        self._users = GraphUsers(self._client, adapter)

    @_told
    async def invite(self, invitation: Invitation) -> DirectoryGuest:
        """Create the guest; Graph answers a repeat with the same guest and a new ticket.

        A member of the tenant, whom Graph refuses to invite, is taken as is: such a person has
        nothing to redeem and goes straight to the sign-in. Only where nobody asked for a language
        does it cost a call of its own to read which the guest prefers.
        """
        address = invitation.guest.email
        created, before = await self._users.look(address) if self._look_first else (False, None)
        try:
            made = await self._post(self._body(invitation))
        except ODataError as error:
            refused = verdict(error)
            if not (isinstance(refused, GuestRefused) and refused.failure.kind in _OWN_ACCOUNT):
                raise
            known = await self._users.of_address(address)
            if known is None or not known.id or known.blocked:
                raise
            back = self._return_to(invitation)
            return DirectoryGuest(known.id, back, language=known.language or "")
        language = (before.language if before else "") or ""
        if invitation.language_open and not self._look_first:
            language = await self._users.language_of(made.id)
        return DirectoryGuest(made.id, made.redeem_url, created, language)

    @_told
    async def consent_of(self, guest_id: str) -> Consent | None:
        """Return externalUserState and its time (facts.md section 1)."""
        user = await self._users.of_id(guest_id)
        return _consent(user) if user is not None else None

    @_told
    async def consents_of(self, guest_ids: Sequence[str]) -> dict[str, Consent]:
        """Return the same of several guests by their ids; who is not there is missing."""
        return {user.id: _consent(user) for user in await self._users.of_ids(guest_ids) if user.id}

    @_told
    async def reset(self, invitation: Invitation) -> DirectoryGuest:
        """Reset the redemption (facts.md section 4): the new address must be the guest's first."""
        body = self._body(invitation)
        body.reset_redemption = True
        body.invited_user = User(id=invitation.guest_id)
        try:
            async with self._users.knowing(invitation.guest_id, invitation.guest.email):
                return await self._post(body)
        except ODataError as error:
            raise verdict(error, "reset") from error

    @_told
    async def delete_guest(self, guest_id: str) -> None:
        """Delete the guest, who stays restorable for 30 days."""
        await self._users.delete(guest_id)

    def _return_to(self, invitation: Invitation) -> str:
        return f"{self._return_url}?invitationId={invitation.id}"

    def _body(self, invitation: Invitation) -> GraphInvitation:
        return GraphInvitation(
            invited_user_email_address=invitation.guest.email,
            invited_user_display_name=invitation.guest.name,
            invite_redirect_url=self._return_to(invitation),
            send_invitation_message=False,
        )

    async def _post(self, body: GraphInvitation) -> DirectoryGuest:
        request = self._client.invitations.to_post_request_information(body, once())
        made = await self._adapter.send_async(request, InvitationAnswer, _ERRORS)
        if made is None or made.invited_user is None or not made.invited_user.id:
            raise GuestRefused(Failure("empty", "Microsoft Graph answered without a guest."))
        return DirectoryGuest(made.invited_user.id, made.redeem_url or "")

    @_told
    async def add_to_group(self, guest_id: str, group_id: str) -> None:
        """Make the guest a member of a group."""
        body = ReferenceCreate(odata_id=f"{self._url}/directoryObjects/{guest_id}")
        members = self._client.groups.by_group_id(group_id).members
        with already_done():
            await members.ref.post(body, request_configuration=once())

    @_told
    async def assign_app_role(self, guest_id: str, resource_id: str, app_role_id: str) -> None:
        """Give the guest an application role."""
        body = AppRoleAssignment(
            principal_id=cast("Any", guest_id),
            resource_id=cast("Any", resource_id),
            app_role_id=cast("Any", app_role_id),
        )
        assignments = self._client.users.by_user_id(guest_id).app_role_assignments
        request = assignments.to_post_request_information(body, once())
        with already_done():
            await self._adapter.send_no_response_content_async(request, _ERRORS)

    @_told
    async def describe(self, guest_id: str, company: CompanyData) -> None:
        """Write the company's name and address to the guest."""
        body = User(
            company_name=company.legalName[:_COMPANY_NAME],
            street_address=company.streetAddress or None,
            city=company.city[:_PLACE] or None,
            state=company.countryArea[:_PLACE] or None,
            postal_code=company.postalCode or None,
            country=company.country,
        )
        user = self._client.users.by_user_id(guest_id)
        request = user.to_patch_request_information(body, once())
        await self._adapter.send_no_response_content_async(request, _ERRORS)
