"""Commands for those who look after a deployed app."""
