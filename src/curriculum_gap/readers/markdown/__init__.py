"""What reading Markdown takes: rules for tables that markdown-it lacks, and a rendering as HTML."""
