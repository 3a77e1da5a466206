"""The pieces of the RTF reader (`readers.from_rtf`).

Bytes are cut into tokens (`tokens`) and decoded (`code_pages`); one pass over them (`interpreter`)
keeps what holds for the text (`looks`) and sends it to paragraphs and tables (`flow`).
"""
