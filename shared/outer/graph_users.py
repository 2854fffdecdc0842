"""Users of the inviting tenant through Graph: found, read, given an address, deleted."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import Any

import httpx
from azure.core.exceptions import AzureError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_option import RequestOption
from kiota_abstractions.serialization import ParsableFactory
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.user import User
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from shared.domain.errors import GuestRefused
from shared.outer.graph_answers import UserAnswer, UsersAnswer
from shared.outer.graph_errors import verdict

log = logging.getLogger(__name__)
_LANGUAGE_TIMEOUT = 2.0  # seconds
ERRORS: dict[str, type[ParsableFactory]] = {"XXX": ODataError}
_READ = [
    "id",
    "userType",
    "accountEnabled",
    "externalUserState",
    "externalUserStateChangeDateTime",
    "mail",
    "otherMails",
    "preferredLanguage",
]
# Whether an address exists already, in the words of the docs (facts.md section 1, CUST).
_ADDRESS = (
    "userPrincipalName eq '{0}' or mail eq '{0}' or proxyAddresses/any(x:x eq 'SMTP:{0}') "
    "or otherMails/any(x:x eq '{0}')"
)


class GraphUsers:
    """Calls below /users. They raise ODataError; GraphDirectory turns it into our errors."""

    def __init__(self, client: GraphServiceClient, adapter: GraphRequestAdapter) -> None:
        self._client = client
        self._adapter = adapter

    async def look(self, address: str) -> tuple[bool, UserAnswer | None]:
        """Return whether certainly nobody has the address, and who has it.

        Where we may not look, nothing is certain.
        """
        try:
            found = await self.of_address(address)
        except ODataError as error:
            if isinstance(verdict(error), GuestRefused):
                return False, None
            raise
        return found is None, found

    async def language_of(self, user_id: str) -> str:
        """Return what language the user prefers (E9), nothing where that is not known at once.

        Never raises: an invitation does not wait for what only its words depend on. A guest who
        was just made is often not there to be read yet, and prefers nothing.
        """
        try:
            async with asyncio.timeout(_LANGUAGE_TIMEOUT):
                user = await self.of_id(user_id)
        except (TimeoutError, ODataError, httpx.HTTPError, AzureError) as error:
            log.warning("A guest's language is not known: %s", type(error).__name__)
            return ""
        return (user.language if user else "") or ""

    async def of_address(self, address: str) -> UserAnswer | None:
        """Return the user who has the address, or None."""
        found = await self._find(_ADDRESS.format(address.replace("'", "''")), 2)
        return found[0] if found else None

    async def of_ids(self, user_ids: Sequence[str]) -> list[UserAnswer]:
        """Return those of the users that there are; Graph takes 15 ids at most."""
        ids = ",".join(f"'{one}'" for one in user_ids)
        return await self._find(f"id in ({ids})", len(user_ids))

    async def _find(self, condition: str, top: int) -> list[UserAnswer]:
        from msgraph.generated.users.users_request_builder import UsersRequestBuilder

        query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
            filter=condition, select=_READ, top=top
        )
        request = self._client.users.to_get_request_information(once(query))
        page = await self._adapter.send_async(request, UsersAnswer, ERRORS)
        return list(page.value) if page is not None and page.value else []

    async def of_id(self, user_id: str) -> UserAnswer | None:
        """Return the user, or None for one that was deleted or is not visible yet."""
        from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder

        query = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=_READ)
        user = self._client.users.by_user_id(user_id)
        try:
            request = user.to_get_request_information(once(query))
            found: UserAnswer | None = await self._adapter.send_async(request, UserAnswer, ERRORS)
        except ODataError as error:
            if error.response_status_code == HTTPStatus.NOT_FOUND:
                return None
            raise
        return found

    @contextlib.asynccontextmanager
    async def knowing(self, user_id: str, address: str) -> AsyncIterator[None]:
        """Give the user the address as mail; take it back if Graph refuses what is then done.

        `mail` and not `otherMails` alone, as recommended for a reset (facts.md section 4); the
        address until now stays among the other mails.
        """
        user = await self.of_id(user_id) or UserAnswer()
        known = {one.casefold() for one in [user.mail or "", *user.other_mails]}
        if address.casefold() in known:
            yield
            return
        others = [*user.other_mails, *([user.mail] if user.mail else [])]
        await self._change(user_id, User(mail=address, other_mails=others))
        try:
            yield
        except ODataError as error:
            if isinstance(verdict(error, "reset"), GuestRefused):
                with contextlib.suppress(ODataError):
                    await self._change(user_id, User(mail=user.mail, other_mails=others))
            raise

    async def delete(self, user_id: str) -> None:
        """Delete the user; one that is gone already is fine."""
        user = self._client.users.by_user_id(user_id)
        request = user.to_delete_request_information(once())
        try:
            await self._adapter.send_no_response_content_async(request, ERRORS)
        except ODataError as error:
            if error.response_status_code != HTTPStatus.NOT_FOUND:
                raise

    async def _change(self, user_id: str, body: User) -> None:
        user = self._client.users.by_user_id(user_id)
        request = user.to_patch_request_information(body, once())
        await self._adapter.send_no_response_content_async(request, ERRORS)


def once(query: Any = None) -> RequestConfiguration[Any]:
    """Return the configuration of a request that the SDK does not repeat: pacing is ours."""
    options: list[RequestOption] = [RetryHandlerOption(max_retries=0, should_retry=False)]
    return RequestConfiguration(options=options, query_parameters=query)
