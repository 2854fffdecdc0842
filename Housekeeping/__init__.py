"""Timers: what has to be looked after from time to time."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("LookAfterGuests")
@blueprint.timer_trigger("timer", "0 */5 * * * *")
async def guests(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Note which expected guests have redeemed, and which were deleted."""
    from Housekeeping.guests import look

    await look()


@blueprint.function_name("RemindGuests")
@blueprint.timer_trigger("timer", "0 7 * * * *")
async def reminders(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Remind guests who have not answered yet."""
    from Housekeeping.reminders import remind

    await remind()


@blueprint.function_name("EraseEnded")
@blueprint.timer_trigger("timer", "0 37 * * * *")
async def retention(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Erase who is named in invitations that ended long ago."""
    from Housekeeping.retention import erase

    await erase()


@blueprint.function_name("MigrateRows")
@blueprint.timer_trigger("timer", "0 52 3 * * *")
async def migrate_rows(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Rewrite what older versions of the app have written, in today's shape."""
    from Housekeeping.migration import migrate

    await migrate()


@blueprint.function_name("KeepList")
@blueprint.timer_trigger("timer", "30 * * * * *")
async def keep_list(timer: func.TimerRequest) -> None:  # noqa: ARG001 - the trigger gives one
    """Put what was changed into the list of invitations."""
    from Housekeeping.listing import keep

    await keep()
