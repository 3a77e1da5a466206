"""What reading a course export takes: Common Cartridge (``imsmanifest.xml``) and Canvas's files.

The way of a course: `contents` opens the archive and hands out its members under one budget.
`manifest` knows what there is and in which order, `canvas` what Canvas says beside it (modules,
groups of assignments, outcomes, what is published), `activities` what assignments, discussions and
quizzes ask for. `course_text` puts it all into one sequence of blocks, `documents` has the files in
it read by their own readers. `folder` is for folders that a person has declared one course.
"""
