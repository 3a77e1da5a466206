"""What reading a web page takes: its tree, its tables, and what on it is furniture."""
