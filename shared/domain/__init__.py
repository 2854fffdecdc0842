"""The rules of an invitation, free of storage, web and outer services."""
