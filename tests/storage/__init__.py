"""The stores and queues against a real Azurite."""
