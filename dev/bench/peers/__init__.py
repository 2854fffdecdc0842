"""Other makers' invitations, run as they say, to measure this app's against."""
