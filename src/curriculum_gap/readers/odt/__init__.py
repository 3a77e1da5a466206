"""The pieces of the OpenDocument reader (`readers.from_odt`).

A file is opened (`package`), what styles and numberings make of its text is worked out (`styles`,
`numbering`), and one walk (`body`, `paragraphs`) makes blocks of it.
"""
