"""The app's parts by themselves: no network, no storage, no waiting."""
