"""A sample app with an Event Grid trigger."""

import azure.functions as func

app = func.FunctionApp()
seen: list[func.EventGridEvent] = []


@app.function_name("Note")
@app.event_grid_trigger("event")
async def note(event: func.EventGridEvent) -> None:
    """Keep the event; fail for one that says so."""
    if event.get_json().get("fail"):
        raise ValueError
    seen.append(event)
