"""A function that reads an invitation's row with the bare SDK and does nothing else."""

import functools
import os
from typing import TYPE_CHECKING

import azure.functions as func

if TYPE_CHECKING:
    from azure.data.tables.aio import TableClient

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@functools.cache
def client() -> "TableClient":
    """Return the table's client, made once, on the first call, as the app does."""
    from azure.data.tables.aio import TableClient

    # As the app does it: with the environment's settings, aiohttp would spend more time on
    # looking for a proxy and .netrc than all else together, and any app would pass for fast.
    return TableClient.from_connection_string(
        os.environ["AzureWebJobsStorage"],  # noqa: SIM112 - the name is given
        "Invitations",
        use_env_settings=False,
    )


@app.function_name("PointRead")
@app.route("PointRead", methods=["GET"])
async def point_read(req: func.HttpRequest) -> func.HttpResponse:
    """Read the row and answer with a redirect to where it leads."""
    id_ = req.params["invitationId"]
    row = await client().get_entity(id_[:3], id_)
    return func.HttpResponse(status_code=302, headers={"Location": row["redeem_url"]})
