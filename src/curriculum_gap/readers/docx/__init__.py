"""Reads Word documents.

`package` opens the file with python-docx, within budgets. `styles` resolves what styles, numbering
and direct formatting make of text. `paragraphs` reads the runs of one paragraph into blocks; `body`
walks over everything that holds paragraphs and tables.
"""
