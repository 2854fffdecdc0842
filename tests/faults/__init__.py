"""Crashes and outages: nothing accepted is lost, nothing is done twice."""
