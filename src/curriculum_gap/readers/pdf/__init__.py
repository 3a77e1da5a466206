"""What reading a PDF takes: letters and lines as PDFium gives them, columns, tables, headings."""
