"""Microsoft Graph v1.0: invitations, users, groups, app roles, tenants."""

from dev.simulator.graph.routes import add_routes

__all__ = ["add_routes"]
