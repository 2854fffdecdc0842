"""What happens when the host starts the app, and not before."""

import logging
import os
from typing import Any

import azure.functions as func

# They tell every request at INFO, and a request for an invitation's row names its secret id.
_TALKATIVE = ("azure", "httpx", "msal", "urllib3")


class App(func.FunctionApp):
    """A function app that refuses to start with wrong settings.

    The worker asks for the functions once, at start; importing the app reads nothing.
    """

    def get_functions(self) -> list[Any]:
        """Return the functions; raise WrongSettings, which names each wrong setting."""
        from shared.observing import observe
        from shared.settings import read_settings

        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        settings = read_settings(os.environ)
        functions: list[Any] = super().get_functions()
        observe(functions, settings)
        return functions
