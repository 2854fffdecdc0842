"""The web inbox: every e-mail that the app or Microsoft sent, readable in a browser."""

from dev.simulator.inbox.routes import add_routes

__all__ = ["add_routes"]
