"""Thousands of invitations at once, in virtual time, against a provider at its worst."""
