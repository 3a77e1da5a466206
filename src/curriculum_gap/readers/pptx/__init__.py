"""Pieces of the reader of PowerPoint files: the parts of a presentation (`package`), what
placeholders inherit (`placeholders`), and the text on one slide or page of notes (`slides`)."""
