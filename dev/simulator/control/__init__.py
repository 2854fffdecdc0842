"""The simulator's own control URLs: reset, seed, state, faults."""

from dev.simulator.control.routes import add_routes

__all__ = ["add_routes"]
