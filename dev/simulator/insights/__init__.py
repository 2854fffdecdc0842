"""Application Insights: the ingestion endpoint, and what it was told."""

from dev.simulator.insights.routes import add_routes

__all__ = ["add_routes"]
