"""What reading plain text takes: pages, wrapped lines, and tables set with blanks."""
