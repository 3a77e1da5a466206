"""``gapcheck rubric``: what people do with rubrics. Each command is a module of its own, with a
function of the same name."""
