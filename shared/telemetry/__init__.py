"""What the app tells its operator: traces, steps of invitations, metrics (docs/telemetry.md).

Everything here but `azure_monitor` is plain Python, so that a click pays nothing for it.
"""
