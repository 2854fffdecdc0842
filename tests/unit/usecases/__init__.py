"""Each step of an invitation, with hand-written fakes around it."""
