"""Reads the text of a Word 97–2003 file as kreuzberg gives it: one long text of paragraphs.

`drawn_tables` finds the rows of tables in it, which are told by tabs alone. `from_doc` reads the
rest as plain text.
"""
