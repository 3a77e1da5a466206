"""Pieces of the reader of spreadsheets: lines and tables of a sheet (`parts`), and whether these
are of a course (`course_sheets`)."""
