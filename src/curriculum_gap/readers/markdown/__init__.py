"""What reading Markdown takes beside its parser: inline text, and tables of every kind."""
