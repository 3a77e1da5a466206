"""The names that a document tells of who teaches it, assists, speaks as a guest or is to be written
to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curriculum_gap.lexicon import PersonalWords, load_lexicon
from curriculum_gap.nouns import Block, Document
from curriculum_gap.patterns import lazy_pattern
from curriculum_gap.personal_details.name_shapes import (
    can_be_name,
    plain_letters,
    titled_names,
    without_labels,
)

__all__ = ["names_in_text", "people_in"]

_FIRST_BLOCKS = 60
"""A name beside a degree or a telephone number is looked for so far: contacts stand at the top."""
_NEAR = 3
"""So many blocks lie between a name and its e-mail address at most."""
_MOST_PEOPLE = 40
"""More names than these are no teachers, but a list of something else."""
_LABEL_CHARACTERS = 60
"""A longer line is no label that stands alone."""
_SHORTEST = 3
"""A surname of fewer letters says nothing where it is part of an address."""
_ADDRESS_SIGNS = ("@", "at]", "at)")
"""One of these stands in an address; " at " alone is too frequent to look at every one."""
_IN_PARENTHESES = lazy_pattern(r"(?<=\w)\s*\([^()]*\)")
_BEFORE_ADDRESS = lazy_pattern(r"\W{0,4}(?:(?i:e-?mail)\W{0,3})?")


def people_in(document: Document, language: str) -> tuple[str, ...]:
    """The names of people in a document, sorted.

    They stand behind a label ("Instructor: …"), below or beside one, behind a title ("Dr. …"),
    before a degree or a telephone number at the top, or beside an e-mail address.
    """
    words = load_lexicon(language).personal
    found = set(_at_the_top(document.blocks[:_FIRST_BLOCKS], words))
    after_label = False
    for block in document.blocks:
        text = block.text
        if after_label:
            found |= set(_listed_names(text, words))
        after_label = len(text) < _LABEL_CHARACTERS and bool(words.label_alone.match(text))
        found |= names_in_text(text, language)
    found |= set(_beside_addresses(document.blocks, words))
    return tuple(sorted(found)[:_MOST_PEOPLE])


def names_in_text(text: str, language: str) -> set[str]:
    """The names behind labels, titles and words that ask to write to somebody, in one text."""
    words = load_lexicon(language).personal
    lowered = text.lower()
    found: set[str] = set()
    if words.labelled.may_stand_in(lowered):
        for label in words.labelled.expression.finditer(text):
            found |= set(_listed_names(label["names"], words))
    if words.to_be_asked.may_stand_in(lowered):
        for asked in words.to_be_asked.expression.finditer(text):
            found.add(without_labels(asked["name"], words))
    titled = (text[start:end] for start, end in titled_names(text, words))
    found |= {name for name in titled if " " in name}
    return found - {""}


# Behind labels


def _listed_names(text: str, words: PersonalWords) -> Iterator[str]:
    """The names at the start of ``text``, up to the first piece that is neither name nor degree."""
    text = _IN_PARENTHESES.sub("", text)  # pronouns, parts in the course, nations
    pieces = [piece.strip() for piece in words.separator.expression.split(text)]
    surname = ""
    for piece in filter(None, pieces):
        title = words.with_title.match(piece)
        name = without_labels(title["name"], words) if title else piece.rstrip(".:")
        if words.credential.expression.fullmatch(piece):
            continue
        if surname and _can_be_word_of_name(name, words):
            yield f"{name} {surname}"
            surname = ""
            continue
        whole = words.name.expression.match(name)
        is_whole = whole is not None and can_be_name(whole[0], words)
        if title or (whole and is_whole and len(whole[0]) == len(name)):
            yield without_labels(name, words)
        elif whole and is_whole and _ends_with_degree(name[whole.end() :], words):
            yield whole[0]
        elif not surname and _can_be_word_of_name(name, words):
            surname = name  # "Rivera, Jane"
        else:
            return


def _ends_with_degree(rest: str, words: PersonalWords) -> bool:
    """Whether what stands behind a name is a degree, or the end of its sentence."""
    return bool(words.credential.match(rest.lstrip(" ,"))) or rest.lstrip().startswith(".")


def _can_be_word_of_name(word: str, words: PersonalWords) -> bool:
    """Whether it is one word with a capital letter and none of ``not_names``."""
    plain = word.rstrip(".").replace(".", "")
    is_initials = len(plain) <= 2 and plain.isupper()
    return " " not in word and word[:1].isupper() and (is_initials or can_be_name(word, words))


# At the top, and beside addresses


def _at_the_top(blocks: Sequence[Block], words: PersonalWords) -> Iterator[str]:
    """Names at the start of a block, before a degree or before how to reach somebody, which may
    stand in the next block."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        degree = words.with_credential.match(block.text)
        if degree and can_be_name(degree["name"], words):
            yield degree["name"]
        match = words.name.match(block.text)
        name = without_labels(match[0], words) if match else ""
        if " " not in name:
            continue
        rest = block.text[len(name) :] or (following.text if following else "")
        if words.contact_line.match(rest):
            yield name


def _beside_addresses(blocks: Sequence[Block], words: PersonalWords) -> Iterator[str]:
    """Names right before an e-mail address, and names near one that holds their surname or is made
    of their initials."""
    for index, block in enumerate(blocks):
        if not any(sign in block.text for sign in _ADDRESS_SIGNS):
            continue
        for address in words.email.expression.finditer(block.text):
            account = address[0].partition("@")[0]
            for name, end in _names(block.text, words):
                between = block.text[end : address.start()] if end <= address.start() else None
                is_before = between is not None and _BEFORE_ADDRESS.fullmatch(between)
                if is_before or _is_made_of_initials(account, name):
                    yield name
            letters = plain_letters(account)
            for near in blocks[max(0, index - _NEAR) : index + _NEAR + 1]:
                for name, _ in _names(near.text, words):
                    last = plain_letters(name.split()[-1])
                    if len(last) >= _SHORTEST and last in letters:
                        yield name


def _names(text: str, words: PersonalWords) -> Iterator[tuple[str, int]]:
    """All that can be names in a text, and where they end."""
    for match in words.name.expression.finditer(text):
        name = without_labels(match[0], words)
        if " " in name:
            yield name, match.start() + len(name)


def _is_made_of_initials(account: str, name: str) -> bool:
    """Whether an account like ``jr15`` is that of Jane Roe."""
    initials = "".join(part[0] for part in name.split()).lower()
    return re.fullmatch(rf"{re.escape(initials)}\d+\w*", account) is not None
