"""The rules, free of storage and web."""
