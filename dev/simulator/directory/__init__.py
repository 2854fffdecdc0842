"""The inviting tenant's directory, readable in a browser."""

from dev.simulator.directory.routes import add_routes

__all__ = ["add_routes"]
