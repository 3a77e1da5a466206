"""gapcheck: which equity topics a syllabus teaches, how deeply, where, and which are missing."""

