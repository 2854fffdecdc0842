"""The managed identity endpoint of App Service and Functions, api-version 2019-08-01."""

from dev.simulator.identity.routes import add_routes

__all__ = ["add_routes"]
