"""What reading a Word document takes: its package, styles and runs, and the walk over its body."""
