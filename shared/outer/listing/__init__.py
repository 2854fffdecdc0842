"""The list of invitations in table storage: a tree of blocks, and notes of what changed since.

A block (`blocks.py`) is a row with up to 200 lines, newest first; it never changes once written.
Above the blocks lie blocks of summaries (`zones.py`), and on top of each organisation's tree a root
row. A change of an invitation is one new row beside the root, a note (`notes.py`). Folding
(`folding.py`) puts the notes into new blocks and turns the root to them in one transaction. So a
page reads the root and the notes in one query, and then the blocks that it shows, however many
there are; a summary tells which blocks cannot hold what is asked for.
"""
