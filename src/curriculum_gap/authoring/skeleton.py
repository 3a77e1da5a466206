"""The first file of a rubric: one topic that works, with a comment at every key."""

from __future__ import annotations

import json

__all__ = ["PLACEHOLDER", "skeleton"]

PLACEHOLDER = "REPLACE"
"""Stands in every text that an author has to write; ``gapcheck rubric check`` finds it."""

_TEXT = """\
# A list of topics for gapcheck (a "rubric"). Its keys: docs/rubrics.md of gapcheck.
#   gapcheck rubric check FILE   looks for entries that mislead or do nothing
#   gapcheck rubric test FILE    runs the passages in 'covers' and 'ignores'
#   gapcheck check COURSES --rubric FILE
# Replace what says REPLACE, and the example topic below, whose words are of food justice.
format: 1
id: {id}
version: "0.1"
title: {title}
language: en

# Groups of topics, in the order of reports. Every topic names one.
domains:
  - id: first-group
    title: REPLACE by the title of a group of topics

topics:
  - id: food-insecurity  # lower-case words with hyphens, unique in this file
    domain: first-group
    title: REPLACE by what reports call the topic (Food insecurity)
    definition: REPLACE by what a careful reader counts as this topic, in a sentence or two.
    expected: taught  # mentioned, taught or assessed: the level that a course should reach

    # Phrases that are about the topic wherever they stand. Plurals, hyphens, accents and UK or US
    # spelling match by themselves.
    strong:
      - food insecurity
      - food desert

    # Words with other meanings too: each counts only beside another word of the topic.
    contextual:
      - hunger
      - {{term: access, partners: [food, groceries]}}

    # Further words that make the ambiguous ones count.
    partners:
      - pantry
      - neighbourhood

    # Authors and instruments; they support other words and never count alone.
    # names:
    #   - Given Family

    # The topic's words where they are about something else.
    false_friends:
      - hunger for knowledge
      - {{phrase: hunger, near: [games, novel]}}

    # What a course without the topic could do.
    suggestions:
      - REPLACE by a session, reading or task (Map the food sources of one neighbourhood)

    # Subjects that courses teach beside the topic: where it would fit in a course without it.
    # hosts:
    #   - nutrition
    #   - public health

    # Passages that must be found, as syllabi write them: a week, an objective, a task. Half of
    # them should do without the strong phrases.
    covers:
      - "Week 4: Why some neighbourhoods are food deserts"
      - Explain how food insecurity comes about in one county
      - Families without a grocer, and what they do about hunger in their neighbourhood
      - "Paper: access to food in two parts of the city"

    # Passages with the topic's words that must not be found.
    ignores:
      - Hunger for knowledge drives good research
      - The Hunger Games as a novel of war
      - Access to the computer laboratory ends at ten
      - Students read a novel about the sea
"""


def skeleton(id: str, title: str = "") -> str:
    """The text of a new rubric with this id. Without a title its place is marked too."""
    shown = title or f"{PLACEHOLDER} by the title of your list"
    return _TEXT.format(id=id, title=json.dumps(shown, ensure_ascii=False))
