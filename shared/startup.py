"""What happens when the host starts the app, and not before."""

import os
from typing import Any

import azure.functions as func


class App(func.FunctionApp):
    """A function app that refuses to start with wrong settings.

    The worker asks for the functions once, at start; importing the app reads nothing.
    """

    def get_functions(self) -> list[Any]:
        """Return the functions; raise WrongSettings, which names each wrong setting."""
        from shared.settings import read_settings

        read_settings(os.environ)
        functions: list[Any] = super().get_functions()
        return functions
