"""Names of people and how to reach them, in a document or a text.

``people_in`` takes a document and gives the names that it tells of who teaches it or is to be
written to; ``personal_spans`` takes a text and such names, and gives the characters that posted
reports replace. Authors of readings are none of these: a name that is cited stays.
"""

from curriculum_gap.personal_details.people import names_in_text, people_in
from curriculum_gap.personal_details.spans import (
    NameIndex,
    PersonalSpan,
    index_names,
    names_in_file_name,
    personal_spans,
)

__all__ = [
    "NameIndex",
    "PersonalSpan",
    "index_names",
    "names_in_file_name",
    "names_in_text",
    "people_in",
    "personal_spans",
]
