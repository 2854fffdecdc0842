"""Every e-mail and every page in every language, to be looked at: `python3 -m dev gallery`."""
