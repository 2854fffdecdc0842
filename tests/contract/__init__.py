"""The simulator against the published descriptions and the official SDKs."""
