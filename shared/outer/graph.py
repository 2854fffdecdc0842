"""Microsoft Entra through Microsoft Graph (msgraph-sdk).

Imported where first used: a guest's click must not pay for msgraph (functions-host.md).
"""

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, cast

import httpx
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_option import RequestOption
from kiota_abstractions.serialization import ParsableFactory
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.invitation import Invitation as GraphInvitation
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.user import User
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from shared.domain.company import CompanyData
from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.invitation import Invitation
from shared.outer.graph_answers import InvitationAnswer
from shared.outer.graph_errors import already_done, verdict
from shared.usecases.ports import DirectoryGuest

# The longest that Graph takes for a user (the SDK's property descriptions).
_COMPANY_NAME = 64
_PLACE = 128
_ERRORS: dict[str, type[ParsableFactory]] = {"XXX": ODataError}
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


class GraphDirectory:
    """The Directory of `shared/usecases/ports.py`. Pacing is ours: SDK retries are off."""

    def __init__(self, url: str, credential: AsyncTokenCredential, return_url: str) -> None:
        provider = AzureIdentityAuthenticationProvider(credential, scopes=[SCOPE])
        adapter = GraphRequestAdapter(provider)
        # Before the client is made, else the SDK's own address stays (facts.md section 7).
        adapter.base_url = url
        self._url = url
        self._adapter = adapter
        self._client = GraphServiceClient(request_adapter=adapter)
        self._return_url = return_url

    @_told
    async def invite(self, invitation: Invitation) -> DirectoryGuest:
        """Create the guest; Graph answers a repeat with the same guest and a new ticket."""
        body = GraphInvitation(
            invited_user_email_address=invitation.guest.email,
            invited_user_display_name=invitation.guest.name,
            invite_redirect_url=f"{self._return_url}?invitationId={invitation.id}",
            send_invitation_message=False,
        )
        request = self._client.invitations.to_post_request_information(body, _once())
        made = await self._adapter.send_async(request, InvitationAnswer, _ERRORS)
        if made is None or made.invited_user is None or not made.invited_user.id:
            raise GuestRefused("empty", "Microsoft Graph answered without a guest.")
        return DirectoryGuest(made.invited_user.id, made.redeem_url or "")

    @_told
    async def add_to_group(self, guest_id: str, group_id: str) -> None:
        """Make the guest a member of a group."""
        body = ReferenceCreate(odata_id=f"{self._url}/directoryObjects/{guest_id}")
        members = self._client.groups.by_group_id(group_id).members
        with already_done():
            await members.ref.post(body, request_configuration=_once())

    @_told
    async def assign_app_role(self, guest_id: str, resource_id: str, app_role_id: str) -> None:
        """Give the guest an application role."""
        body = AppRoleAssignment(
            principal_id=cast("Any", guest_id),
            resource_id=cast("Any", resource_id),
            app_role_id=cast("Any", app_role_id),
        )
        assignments = self._client.users.by_user_id(guest_id).app_role_assignments
        request = assignments.to_post_request_information(body, _once())
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
        request = user.to_patch_request_information(body, _once())
        await self._adapter.send_no_response_content_async(request, _ERRORS)


def _once() -> RequestConfiguration[Any]:
    options: list[RequestOption] = [RetryHandlerOption(max_retries=0, should_retry=False)]
    return RequestConfiguration(options=options)
