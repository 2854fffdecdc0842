"""Every function of the app is an operation: this wraps them all in one place.

What a function is about is read from its trigger: the invitation of a link, the message of a queue.
Whatever else touches an invitation says so where the outer services are composed.
"""

import functools
import inspect
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import azure.functions as func

from shared.domain.keys import invitation_id
from shared.telemetry import names, trace
from shared.telemetry.operation import Operation, begin
from shared.telemetry.recorder import Recorder
from shared.telemetry.records import Thrown, Value
from shared.telemetry.thrown import thrown

Handler = Callable[..., Awaitable[Any]]
_CONTEXT = "context"
_TIMER = "timer"
_SAFE = {"GET", "HEAD"}  # RFC 9110, section 9.2.1
_OF_MANY = {"invitations", "import"}  # members of messages about many invitations


def watch(function: Any, recorder: Recorder, share: float, ended: Callable[[], None]) -> None:
    """Have the function recorded; `ended` is called when it has, and its answer is ready."""
    handler: Handler = function.get_user_function()
    name: str = function.get_function_name()
    trigger = str(function.get_trigger().get_binding_name()).removesuffix("Trigger")
    [parameter] = inspect.signature(handler).parameters

    @functools.wraps(handler)
    async def watched(context: func.Context, **bound: Any) -> Any:
        given = bound[parameter]
        operation = _operation(name, trigger, given, context)
        begin(operation)
        if isinstance(given, func.QueueMessage) and given.insertion_time is not None:
            waited = (datetime.now(UTC) - _aware(given.insertion_time)).total_seconds()
            recorder.metrics.add(names.WAITS, {names.FUNCTION: name}, max(waited, 0))
        outcome, what = "failed", None
        try:
            answer = await handler(given)
        except Exception as error:
            what = thrown(error)
            raise
        else:
            outcome = str(getattr(answer, "status_code", "done"))
            return answer
        finally:
            _finish(operation, recorder, given, outcome, what, share)
            ended()

    # The worker looks here for what it may pass on.
    del watched.__wrapped__
    watched.__signature__ = _signature(handler)  # type: ignore[attr-defined]
    watched.__annotations__ = {**handler.__annotations__, _CONTEXT: func.Context}
    function._func = watched


def _signature(handler: Handler) -> inspect.Signature:
    given = inspect.signature(handler)
    context = inspect.Parameter(_CONTEXT, inspect.Parameter.KEYWORD_ONLY, annotation=func.Context)
    return given.replace(parameters=[*given.parameters.values(), context])


def _operation(name: str, trigger: str, given: Any, context: func.Context) -> Operation:
    host = trace.parse(context.trace_context.trace_parent)
    attributes: dict[str, Value] = {names.FUNCTION: name, names.TRIGGER: trigger}
    if isinstance(given, func.QueueMessage):
        return _of_message(name, given, attributes, host)
    looks = isinstance(given, func.HttpRequest) and given.method in _SAFE
    operation = Operation(name, attributes, host=host, many=trigger == _TIMER, spare=looks)
    if isinstance(given, func.HttpRequest):
        id_ = invitation_id(given.params.get("invitationId", ""))
        if id_:
            operation.about(trace.of_invitation(id_).trace_id)
    return operation


def _of_message(
    name: str, message: func.QueueMessage, attributes: dict[str, Value], host: trace.Trace | None
) -> Operation:
    attributes[names.ATTEMPT] = message.dequeue_count or 1
    body = _body(message)
    come_from = trace.parse(body.get("traceparent"))
    many = not _OF_MANY.isdisjoint(body)
    operation = Operation(name, attributes, host=host, message=come_from, many=many)
    event = body.get("event")
    subject = event.get("subject") if isinstance(event, dict) else None
    if trace.is_reference(subject):
        operation.about(str(subject))
    ids = body.get("invitations")
    for text in [body.get("invitation"), *(ids if isinstance(ids, list) else [])]:
        id_ = invitation_id(text) if isinstance(text, str) else None
        if id_:
            operation.about(trace.of_invitation(id_).trace_id)
    return operation


def _body(message: func.QueueMessage) -> dict[str, Any]:
    try:
        read = json.loads(message.get_body())
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _finish(
    operation: Operation,
    recorder: Recorder,
    given: Any,
    outcome: str,
    what: Thrown | None,
    share: float,
) -> None:
    if isinstance(given, func.HttpRequest):
        seen = _seen(operation.name, given, outcome)
        if seen:
            place = operation.place if operation.reference else None
            why = operation.reason or ("" if outcome.startswith(("2", "3")) else outcome)
            told: dict[str, Value] = {names.FUNCTION: operation.name}
            recorder.step(seen, place, told, reason=why, spare=operation.name)
    operation.end(recorder, outcome, what, share)


def _seen(name: str, request: func.HttpRequest, outcome: str) -> str:
    """Return the step of the guest's that a request is, or nothing."""
    match name:
        case "FollowInvitation":
            return names.FOLLOWED
        case "RedeemInvitation":
            if outcome.startswith("3"):
                return names.SIGN_IN_STARTED if "state" not in request.params else ""
            return names.SIGN_IN_FAILED
        case "CreateCompany" if request.method == "GET" and outcome == "200":
            return names.COMPANY_SHOWN
        case _:
            return ""


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
