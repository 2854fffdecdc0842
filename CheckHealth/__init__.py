"""Whether the app is up, how its parts stand, and what is wrong with them.

`health` is for anybody, so it costs one read of storage every few seconds, whoever asks. The rest
is for a function key or the master key, and under `entra/` for an admin's access token.
"""

import azure.functions as func

from shared.web.operations import Operation, register

OPERATIONS = (
    Operation("CheckParts", "GET", "health/parts", "parts", "parts"),
    Operation("CheckFindings", "GET", "health/findings", "parts", "findings"),
    Operation("SendTestMail", "POST", "health/test-mail", "trial_mail", "send"),
)
blueprint = func.Blueprint()
register(blueprint, __name__, OPERATIONS)


@blueprint.function_name("CheckHealth")
@blueprint.route("health", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
async def check_health(req: func.HttpRequest) -> func.HttpResponse:
    """Return whether the app is up."""
    from CheckHealth.health import health

    return await health(req)


@blueprint.function_name("NoteKeys")
@blueprint.timer_trigger("timer", "0 17 4 * * *")
async def note_keys(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Note since when the app has its session keys, which hold no date themselves."""
    from CheckHealth.keys import note

    await note()
