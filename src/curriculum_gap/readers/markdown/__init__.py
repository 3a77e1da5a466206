"""What reading Markdown takes beyond the reader of web pages.

`rendering` has markdown-it parse the text, and renders its tokens as HTML in which every block
stands on the line that it has in the Markdown file: the reader of web pages goes by lines, so the
blocks of both have correct numbers. Code in a programming language, attributes and shortcodes are
left out on the way.

`block_rules` adds what markdown-it has no rule for and syllabi in Quarto and R Markdown use:
Pandoc's tables of dashes and grids, HTML tables with blank lines in them, fences of divisions.

`bodies` puts these together: text in, blocks out. `from_markdown` and `from_ipynb` read with it.
"""
