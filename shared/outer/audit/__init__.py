"""The audit trail in table storage: an index of all events by time, and what keeps it whole.

Events stand in the partitions of their invitations, thousands of them, so that no query gives the
newest of all. The table `Audit` has one small row for each event, its time, place and kind: a
partition a day, in an order that has the newest first. It is written right after the event, beside
the note to the list; what a crash in between leaves out, a comparison finds within the hour.
"""
