"""The simulator's own pages: the start page, and how every page of its own is made."""

from dev.simulator.pages.routes import add_routes

__all__ = ["add_routes"]
