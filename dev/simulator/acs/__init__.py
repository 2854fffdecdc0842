"""Azure Communication Services Email, data plane 2025-09-01."""

from dev.simulator.acs.routes import add_routes

__all__ = ["add_routes"]
