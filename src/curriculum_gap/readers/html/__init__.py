"""What reading a web page takes: its elements, what on it is no content, and its blocks.

The way of a page: `parsing` makes text of its bytes and a tree of its text, within limits on depth
and attributes. `blocks` walks once over the tree and gives blocks in reading order. For every
element it asks `context` what the elements around a text make of it (a heading, a list entry, bold,
hidden), and `page_chrome` whether the element is navigation, a banner or a control.

Markdown is rendered as HTML and takes the same walk, so that both have one reader of headings,
lists, tables and notes. `from_html` puts the parts together and chooses the title.
"""
