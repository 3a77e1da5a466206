"""What reading LaTeX takes: commands, arguments, the author's macros, and the pass over it all."""
