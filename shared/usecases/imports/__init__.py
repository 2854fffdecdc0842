"""Invite many at once: preview a file, confirm it, accept it lot by lot."""
