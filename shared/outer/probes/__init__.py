"""Harmless looks at the outer services, for whoever looks after the deployment."""
