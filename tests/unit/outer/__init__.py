"""The adapters, without the network."""
