"""Timers: what has to be looked after from time to time."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("LookAfterGuests")
@blueprint.timer_trigger("timer", "0 */5 * * * *")
async def guests(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Note which expected guests have redeemed, and which were deleted."""
    from Housekeeping.guests import look

    await look()
