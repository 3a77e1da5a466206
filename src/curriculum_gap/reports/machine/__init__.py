"""Reports for programs: JSON, rows, and what build servers and code hosts show beside files."""
