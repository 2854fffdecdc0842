"""Files that the console hands out."""

import azure.functions as func

from shared.web.headers import PRIVATE


def download(content: bytes, kind: str, name: str) -> func.HttpResponse:
    """Return a file that the browser saves under that name."""
    return func.HttpResponse(
        content,
        headers=PRIVATE
        | {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'},
    )
