"""What reading a web page takes: its elements, what on it is no content, and its blocks."""
