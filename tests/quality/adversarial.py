"""Passages written to mislead a keyword model, or to be missed by one. All of our own writing.

Every passage stands in a small syllabus (:func:`syllabus`) that goes through the whole pipeline.
Nobody tunes to a single sentence: what fails here is mended by what it is an example of.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BOILERPLATE",
    "BROKEN",
    "CAREFUL_WORDING",
    "HEADINGS",
    "HOMONYMS",
    "NEGATED",
    "SPELLING",
    "STUFFING",
    "SYNONYMS",
    "VOCABULARY",
    "Said",
    "schedule",
    "syllabus",
]


@dataclass(frozen=True, slots=True)
class Said:
    """A passage, the topic it is about or only seems to be about, and the part it plays."""

    topic: str
    text: str
    part: str = "session"


def syllabus(text: str = "", part: str = "session") -> str:
    """A short course on helping conversations with ``text`` as one of its parts."""
    parts = dict.fromkeys(
        ("description", "objective", "session", "reading", "assignment", "policy", "end"), ""
    )
    parts[part] = text
    # A line break inside of a list entry is indented, as people do it.
    objective = "- {}\n".format(parts["objective"].replace("\n", "\n  "))
    objective = objective if parts["objective"] else ""
    session = f"| 3 | {parts['session']} | Chapter 3 |\n" if parts["session"] else ""
    reading = f"- {parts['reading']}\n" if parts["reading"] else ""
    assignment = f"- Second paper (20 %): {parts['assignment']}\n" if parts["assignment"] else ""
    return f"""\
# COUN 560: Helping Conversations

Autumn term, Room 12, Tuesdays at ten

## Course Description

This course introduces the phases of a helping conversation, from first contact to ending.
{parts["description"]}

## Learning Outcomes

By the end of the course students will be able to:

- Describe the phases of a helping conversation
- Write a clear session summary
{objective}
## Weekly Schedule

| Week | Topic | Reading |
|---|---|---|
| 1 | Introduction and overview | Chapter 1 |
| 2 | Opening a conversation | Chapter 2 |
{session}| 4 | Summaries | Chapter 4 |
| 5 | Endings | Chapter 5 |

## Readings

- Okonjo-Reyes, T. (2015). *The practice of talking*. Fernhill Press.
{reading}
## Assignments

- First paper (30 %): summarise one recorded conversation
{assignment}- Final exam (50 %)

## Policies

Late work loses one mark a day.

{parts["policy"]}
{parts["end"]}
"""


def schedule(heading: str, text: str) -> str:
    """The same course with a heading of its own for each week."""
    before, _, _ = syllabus().partition("## Weekly Schedule")
    return f"""{before}
## Weekly Schedule

### Week 1: Opening a conversation

Chapter 1.

### Week 2: {heading}

{text}

### Week 3: Endings

Chapter 5.

## Assignments

- Final exam (50 %)
"""


#: Institutional text under usual and unusual headings, or under none: at most the policy flag.
BOILERPLATE = (
    "### Disability accommodations\n\nStudents with documented disabilities who need academic "
    "adjustments should contact the Access Office in the first two weeks.",
    "### Non-discrimination\n\nThe university does not discriminate on the basis of race, colour, "
    "national origin, sex, sexual orientation, gender identity, religion, age, disability or "
    "veteran status in admissions, employment or programmes.",
    "### Title IX\n\nSexual harassment and gender-based violence are prohibited. All instructors "
    "are mandatory reporters and must tell the Title IX coordinator what they learn.",
    "### Religious observance\n\nStudents who miss class for a religious holiday may make up the "
    "work; tell the instructor a week ahead.",
    "### Names and pronouns\n\nPlease let me know the name and pronouns you use. Transgender and "
    "non-binary students may update their chosen name in the registrar's system.",
    "### Land acknowledgement\n\nWe acknowledge that the campus stands on the unceded ancestral "
    "territory of Indigenous peoples, and we pay respect to elders past and present.",
    "### Diversity statement\n\nThe department values diversity, equity and inclusion and is "
    "committed to a campus that is free from racism, sexism and homophobia.",
    "### Counselling services\n\nIf stress, anxiety or stigma keep you from your work, the student "
    "counselling centre offers free and confidential appointments; asking for help is a strength.",
    "### Basic needs\n\nStudents who face food or housing insecurity or poverty may visit the food "
    "pantry or apply to the emergency fund.",
    "### Academic integrity\n\nPlagiarism is the use of another's words without credit; cultural "
    "differences in citation are no excuse.",
    "### Use of artificial intelligence\n\nGenerated text must be declared. Be aware that such "
    "tools may repeat bias and stereotypes.",
    "### Technical support\n\nThe learning platform meets accessibility standards; for screen "
    "readers or captions write to the help desk.",
    "### Veterans and military students\n\nStudents called to active duty receive accommodations; "
    "contact the veterans' office.",
    "### Classroom conduct\n\nWe treat one another with respect whatever our background, race, "
    "gender, religion or political view. Harassment will not be tolerated.",
    "### Pregnant and parenting students\n\nUnder federal law, pregnant students may not be "
    "discriminated against and can ask for adjustments through the equity office.",
    "### Equal opportunity\n\nThe college is an equal opportunity and affirmative action "
    "institution. Complaints of discrimination go to the Office of Institutional Equity.",
    "### Bias incidents\n\nAnyone who sees or suffers a bias incident or hate crime may report it "
    "to the Bias Response Team by telephone or on its web page.",
    "### Undocumented students\n\nThe Immigrant Student Centre offers confidential legal advice to "
    "undocumented students and those with DACA status; call for an appointment.",
)

#: The words of a topic in another trade.
HOMONYMS = (
    Said("racism-and-anti-racism", "Race conditions and deadlocks in threaded programs"),
    Said("racism-and-anti-racism", "The space race and the arms race, 1957 to 1969"),
    Said("systemic-oppression", "Statistical power and sample size for a two-group design"),
    Said("systemic-oppression", "Privilege escalation: how an attacker becomes root"),
    Said("systemic-oppression", "Electric power, resistance and heat"),
    Said("systemic-oppression", "Attorney-client privilege and the duty of confidentiality"),
    Said(
        "bias-and-microaggressions", "Selection bias, recall bias and confounding in cohort studies"
    ),
    Said("bias-and-microaggressions", "The bias-variance trade-off in regression models"),
    Said("bias-and-microaggressions", "Price discrimination by a monopolist"),
    Said("bias-and-microaggressions", "Discriminant validity of a scale and factor analysis"),
    Said("bias-and-microaggressions", "Forward bias and reverse bias of a diode"),
    Said("disparities-and-access", "Memory access, caches and access control lists"),
    Said("disparities-and-access", "Home equity loans and the cost of private equity"),
    Said("social-determinants-and-class", "Class diagrams, abstract classes and inheritance"),
    Said("racial-ethnic-communities", "Minority carriers and holes in doped silicon"),
    Said("racial-ethnic-communities", "Rights of minority shareholders in a takeover"),
    Said("immigration-and-language-access", "Bird migration and the magnetic field"),
    Said("immigration-and-language-access", "Migration of a database to a new server"),
    Said("decolonial-and-indigenous", "Bacterial colonies and the colonization of the gut"),
    Said("decolonial-and-indigenous", "Native code, native apps and native speakers of C"),
    Said("gender-and-sexism", "Grammatical gender of nouns in German and French"),
    Said("disability-and-neurodiversity", "Disabling interrupts in the kernel"),
    Said("trauma-and-racial-trauma", "Blunt trauma of the abdomen: imaging and surgery"),
    Said(
        "religion-and-spirituality", "Good faith in contracts and the full faith and credit clause"
    ),
    Said(
        "cultural-competence-and-humility", "Cell culture, bacterial culture and sterile technique"
    ),
    Said("social-justice-education", "Equity, debt and the justice of a fair price in valuation"),
    Said("reflective-journaling", "Reflection and refraction of light; journal bearings"),
    Said("advocacy-and-policy-change", "Monetary policy and the policy iteration algorithm"),
    Said("stigma-and-help-seeking", "Pollination: stigma, style and ovary of a flower"),
    Said("supportive-environment", "Safety valves and the support of a bridge in a windy climate"),
)

#: Said not to be taught here, or asked for from before.
NEGATED = (
    Said("racism-and-anti-racism", "This course will not cover racism.", "description"),
    Said("lgbtq-affirming-care", "LGBTQ affirming therapy is beyond the scope of this course.", "description"),
    Said("religion-and-spirituality", "We do not discuss spirituality in counselling.", "description"),
    Said("gender-and-sexism", "Feminist therapy is not covered this term.", "description"),
    Said("immigration-and-language-access", "Work with refugees and interpreters is outside the scope of the module.", "description"),
    Said("trauma-and-racial-trauma", "Historical trauma won't be addressed until the advanced course.", "description"),
    Said("stigma-and-help-seeking", "Stigma is no longer taught in this course.", "description"),
    Said("intersectionality-and-identity", "Prerequisite: a course on racial identity development.", "description"),
    Said("cultural-competence-and-humility", "Prerequisites: COUN 410 Multicultural Counselling.", "description"),
    Said("social-justice-education", "Social justice theory is not included in the exam or the course.", "description"),
    Said("decolonial-and-indigenous", "Indigenous psychologies are not part of this course.", "description"),
    Said("disability-and-neurodiversity", "The course does not deal with ableism or neurodiversity.", "description"),
    Said("bias-and-microaggressions", "Implicit bias will not be examined here.", "description"),
    Said("disparities-and-access", "Mental health disparities are excluded from this course.", "description"),
    Said("social-determinants-and-class", "Social determinants of health are never covered in this class.", "description"),
    Said("advocacy-and-policy-change", "Legislative advocacy isn't addressed in this course.", "description"),
    Said("systemic-oppression", "Theories of oppression are not treated in this course.", "description"),
    Said("racial-ethnic-communities", "Co-requisite: AFAM 220 African American Families.", "description"),
)  # fmt: skip

#: About a topic without any word that a list would hold.
SYNONYMS = (
    Said("systemic-oppression", "Who writes the rules, and who pays for them: how agencies were built for some and against others"),
    Said("systemic-oppression", "The invisible knapsack that some of us carry and others never get"),
    Said("racism-and-anti-racism", "What skin colour still decides in a waiting room, and what a clinic can do about it"),
    Said("intersectionality-and-identity", "Being several things at once: when one person stands in many crossroads"),
    Said("bias-and-microaggressions", "Small slights, long shadows: the daily remarks that wear people down"),
    Said("bias-and-microaggressions", "What we assume about a client before the first word is spoken"),
    Said("decolonial-and-indigenous", "Whose psychology? Knowledge that was here before the ships came"),
    Said("disparities-and-access", "Why the next county has no therapist and what a visit costs there"),
    Said("social-determinants-and-class", "Rent, wages and sleepless nights: distress that no pill will lift"),
    Said("stigma-and-help-seeking", "What will the neighbours say? Why people hide their suffering from a doctor"),
    Said("immigration-and-language-access", "When the client's first tongue is not yours and home is an ocean away"),
    Said("gender-and-sexism", "What boys are told about tears and girls about anger"),
    Said("lgbtq-affirming-care", "Coming out to one's parents, and the counsellor's part in it"),
    Said("disability-and-neurodiversity", "Nothing about us without us: bodies and minds that the world was not built for"),
    Said("religion-and-spirituality", "When a client prays: God, doubt and the meaning of suffering in the room"),
    Said("cultural-competence-and-humility", "Not knowing as a stance: letting the client teach you about their world"),
    Said("cultural-assessment-and-diagnosis", "When a test made in one country is given in another: what do the norms mean?"),
    Said("trauma-and-racial-trauma", "Wounds that grandparents pass on"),
    Said("advocacy-and-policy-change", "Writing to a legislator about a bill that touches your clients"),
    Said("self-reflection-and-positionality", "Where I come from and how it enters the room: a family map of one's own", "assignment"),
)  # fmt: skip

_EVERYTHING = (
    "racism, oppression, privilege, intersectionality, microaggressions, implicit bias, "
    "decolonization, health disparities, social determinants, stigma, refugees, Latinx, feminism, "
    "LGBTQ, disability, spirituality, cultural humility, culturally adapted treatment, historical "
    "trauma, social justice, advocacy, community partnership, positionality, lifelong learning"
)

#: Lists of words that teach nothing: at most mentioned. Whole documents, by name.
STUFFING = {
    "white-text.html": f'<h1>PHYS 101</h1><p>Waves.</p><p style="color:#fff;background:#fff">{_EVERYTHING}</p>',
    "display-none.html": f'<h1>PHYS 101</h1><p>Waves.</p><div style="display:none">{_EVERYTHING}</div>',
    "hidden-attribute.html": f"<h1>PHYS 101</h1><p>Waves.</p><div hidden>{_EVERYTHING}</div>",
    "meta-keywords.html": f'<html><head><meta name="keywords" content="{_EVERYTHING}"></head><body><h1>PHYS 101</h1><p>Waves and heat.</p></body></html>',
    "meta-description.html": f'<html><head><meta name="description" content="{_EVERYTHING}"></head><body><h1>PHYS 101</h1><p>Waves and heat.</p></body></html>',
    "comment.html": f"<h1>PHYS 101</h1><p>Waves.</p><!-- {_EVERYTHING} -->",
    "script.html": f"<h1>PHYS 101</h1><p>Waves.</p><script>var tags = '{_EVERYTHING}'</script>",
    "title-attribute.html": f'<h1>PHYS 101</h1><p title="{_EVERYTHING}">Waves and heat.</p>',
    "comment.md": f"# PHYS 101\n\nWaves and heat.\n\n<!-- {_EVERYTHING} -->\n",
    "front-matter.md": f"---\ntitle: PHYS 101\nkeywords: [{_EVERYTHING}]\n---\n\n# PHYS 101\n\nWaves and heat.\n",
    "link-target.md": f"# PHYS 101\n\nWaves and [heat](https://example.org/?q={_EVERYTHING.replace(', ', '+').replace(' ', '-')}).\n\nEvery week we measure how long a wave takes, how it turns at an edge, and what becomes of it in water, in glass and in air.\n",
    "one-line.md": syllabus(f"Keywords: {_EVERYTHING}", "end"),
    "one-line-first.md": f"Keywords: {_EVERYTHING}\n\n" + syllabus(),
    "one-line.txt": f"PHYS 101 Waves\n\nTags: {_EVERYTHING}\n\nWeek 1: Waves\nWeek 2: Heat\n",
    "comment.tex": f"\\documentclass{{article}}\\begin{{document}}\\section{{Waves}} Heat and light.\n% {_EVERYTHING}\n\\end{{document}}",
    "pdf-keywords.tex": f"\\documentclass{{article}}\\usepackage{{hyperref}}\\hypersetup{{pdfkeywords={{{_EVERYTHING}}}}}\\begin{{document}}\\section{{Waves}} Heat and light.\\end{{document}}",
}  # fmt: skip

#: The words that name the topic stand in the heading; the text below would be about anything.
HEADINGS = (
    ("racism-and-anti-racism", "Racism in the history of the profession", "What was done, who spoke up and what remains. Chapter 6."),
    ("stigma-and-help-seeking", "Mental health stigma", "Why do people wait ten years? Two short films and a conversation in threes."),
    ("lgbtq-affirming-care", "Affirming work with LGBTQ+ clients", "Guest: a clinician from the city. Read chapters 3 and 4 and bring a question."),
    ("immigration-and-language-access", "Working with interpreters", "We practise in groups of three and change seats. Read the handout first."),
    ("disability-and-neurodiversity", "Ableism and disability justice", "Two essays, one film. What would you change in your own placement?"),
    ("religion-and-spirituality", "Religion and spirituality in counselling", "When do you ask, and how? Role plays in pairs."),
    ("gender-and-sexism", "Feminist therapy", "Origins, main ideas and what is left of them. Demonstration in class."),
    ("decolonial-and-indigenous", "Decolonizing psychology", "Whose ideas are in the textbook? Read chapter 8."),
    ("social-determinants-and-class", "Poverty and mental health", "Rent, wages and sleep. Bring a newspaper article."),
    ("bias-and-microaggressions", "Microaggressions in the consulting room", "How they are said, how they are heard and what to do next."),
    ("cultural-assessment-and-diagnosis", "The Cultural Formulation Interview", "Practise the sixteen questions in pairs. Chapter 7."),
    ("trauma-and-racial-trauma", "Historical and intergenerational trauma", "What is handed down? Read the two case reports."),
    ("culturally-adapted-intervention", "Culturally adapted treatments", "What was changed, how, and did it help? Read the review."),
    ("intersectionality-and-identity", "Intersectionality", "Origins of the term and how it is used today. Read the two short papers."),
    ("systemic-oppression", "Power, privilege and oppression", "Four levels and where we find them on this campus."),
    ("advocacy-and-policy-change", "Legislative advocacy for clients", "We visit the state house. Bring a letter of one page."),
    ("racial-ethnic-communities", "Counselling African American families", "Strengths, history, pitfalls. Chapter 9 and a guest."),
    ("social-justice-education", "Social justice in counselling", "Where the idea comes from and who disagrees. Debate in class."),
)  # fmt: skip

#: Words that were usual once, and words that are new.
VOCABULARY = (
    Said("disability-and-neurodiversity", "Counseling the handicapped and their families"),
    Said("disability-and-neurodiversity", "Neurodivergent adults: autism from the inside"),
    Said("racial-ethnic-communities", "The Negro family in the American city"),
    Said("racial-ethnic-communities", "Counseling Hispanics and Chicanos"),
    Said("racial-ethnic-communities", "Mental health of BIPOC communities"),
    Said("racial-ethnic-communities", "Latine and Afro-Latine youth"),
    Said("racial-ethnic-communities", "Asian American and Pacific Islander clients"),
    Said("decolonial-and-indigenous", "American Indian healing and the medicine wheel"),
    Said("decolonial-and-indigenous", "Settler colonialism and Two-Eyed Seeing"),
    Said("lgbtq-affirming-care", "Homosexuality and the helping professions"),
    Said("lgbtq-affirming-care", "Gay and lesbian clients"),
    Said("lgbtq-affirming-care", "2SLGBTQIA+ affirming practice"),
    Said("lgbtq-affirming-care", "Nonbinary and gender-expansive young people"),
    Said("gender-and-sexism", "Sex roles and women's liberation"),
    Said("gender-and-sexism", "Toxic masculinity and men's help"),
    Said("cultural-competence-and-humility", "Cross-cultural counseling and ethnocentrism"),
    Said("cultural-competence-and-humility", "Cultural humility and cultural safety"),
    Said("immigration-and-language-access", "Aliens, exiles and acculturative stress"),
    Said("immigration-and-language-access", "Asylum seekers and undocumented families"),
    Said("social-determinants-and-class", "The culture of poverty and the working class"),
    Said("social-determinants-and-class", "Classism and structural competency"),
    Said("racism-and-anti-racism", "Prejudice and race relations: segregation and civil rights"),
    Said("racism-and-anti-racism", "Antiracist practice and anti-Blackness"),
)

#: The same passage in two spellings.
SPELLING = (
    ("decolonial-and-indigenous", "Decolonizing psychology", "Decolonising psychology"),
    ("decolonial-and-indigenous", "Colonization and its effects on wellbeing", "Colonisation and its effects on wellbeing"),
    ("cultural-competence-and-humility", "Cultural humility in programs for families", "Cultural humility in programmes for families"),
    ("cultural-competence-and-humility", "Multicultural counseling competence", "Multicultural counselling competence"),
    ("racism-and-anti-racism", "Anti-racist organizations and how they change", "Anti-racist organisations and how they change"),
    ("racial-ethnic-communities", "Counseling racialized communities", "Counselling racialised communities"),
    ("racial-ethnic-communities", "Clients of color and their families", "Clients of colour and their families"),
    ("systemic-oppression", "Marginalized groups and institutional oppression", "Marginalised groups and institutional oppression"),
    ("stigma-and-help-seeking", "Stigmatized behavior and help-seeking", "Stigmatised behaviour and help-seeking"),
    ("immigration-and-language-access", "Counseling immigrants in community centers", "Counselling immigrants in community centres"),
    ("racial-ethnic-communities", "African American neighborhoods and mental health", "African American neighbourhoods and mental health"),
    ("social-determinants-and-class", "Social class, labor and unemployment", "Social class, labour and unemployment"),
    ("cultural-assessment-and-diagnosis", "Culturally responsive assessment and judgment", "Culturally responsive assessment and judgement"),
    ("gender-and-sexism", "Gender socialization of women and men", "Gender socialisation of women and men"),
    ("bias-and-microaggressions", "Recognizing implicit bias in practice", "Recognising implicit bias in practise"),
    ("systemic-oppression", "Analyzing power and privilege", "Analysing power and privilege"),
)  # fmt: skip

#: The same passage as it is printed with line ends, hyphens and odd characters.
BROKEN = (
    ("racism-and-anti-racism", "Institutional racism in hospitals", "Institu\u00adtional rac\u00adism in hospitals"),
    ("bias-and-microaggressions", "Microaggressions in the clinic", "Micro-aggressions in the clinic"),
    ("bias-and-microaggressions", "Implicit bias in diagnosis", "Implicit\u00a0bias in diagnosis"),
    ("stigma-and-help-seeking", "Self-stigma and help-seeking", "Self\u2011stigma and help\u2011seeking"),
    ("racism-and-anti-racism", "Anti-racist practice in agencies", "Antiracist practice in agencies"),
    ("racism-and-anti-racism", "Anti-racist practice with families", "Anti\u2010racist practice with families"),
    ("social-determinants-and-class", "Social determinants of mental health", "Social\ndeterminants of\nmental health"),
    ("cultural-competence-and-humility", "Cultural humility as a lifelong stance", "Cultural\nhumility as a life\u00adlong stance"),
    ("gender-and-sexism", "Women's studies and feminist therapy", "Women’s studies and feminist therapy"),
    ("lgbtq-affirming-care", "LGBTQ-affirming therapy", "LGBTQ\u2011affirm\u00ading therapy"),
    ("culturally-adapted-intervention", "Culturally adapted interventions", "Culturally-adapted inter\u00adventions"),
    ("decolonial-and-indigenous", "Indigenous healing traditions", "Indigenous\nhealing\ntraditions"),
    ("trauma-and-racial-trauma", "Intergenerational trauma and healing", "Inter-generational trauma and healing"),
    ("immigration-and-language-access", "Refugees and asylum seekers", "Refu\u00adgees and asylum-seekers"),
    ("racial-ethnic-communities", "African-American families", "African American families"),
    ("systemic-oppression", "Systemic oppression and privilege", "Systemic op\u200bpression and privilege"),
    ("disability-and-neurodiversity", "Disability justice and ableism", "Disa\u00adbility justice and ableism"),
    ("bias-and-microaggressions", "Stereotype threat and stereotypes", "Stereotype\u2009threat and stereotypes"),
)  # fmt: skip

#: Programmes that must not write "diversity" or "equity" still teach; the meaning is all there.
CAREFUL_WORDING = (
    Said("disparities-and-access", "Who gets care and who does not: barriers to treatment in rural counties"),
    Said("disparities-and-access", "Serving underserved populations and closing gaps in treatment outcomes"),
    Said("social-determinants-and-class", "How income, housing and work shape health"),
    Said("social-determinants-and-class", "Economic hardship, poverty and the family"),
    Said("cultural-competence-and-humility", "Understanding the client's cultural background and context"),
    Said("cultural-competence-and-humility", "Respecting clients' cultural values in the counseling relationship"),
    Said("immigration-and-language-access", "Families new to the country: language barriers and interpreters"),
    Said("religion-and-spirituality", "Clients' religious beliefs and faith traditions in counseling"),
    Said("disability-and-neurodiversity", "Supporting clients with autism and physical disabilities"),
    Said("racial-ethnic-communities", "History and strengths of Black and Native American communities"),
    Said("gender-and-sexism", "Women's and men's experiences in work and family life"),
    Said("bias-and-microaggressions", "Clinical judgment: assumptions, stereotypes and how to correct for them"),
    Said("stigma-and-help-seeking", "Reluctance to seek help and the shame of mental illness"),
    Said("cultural-assessment-and-diagnosis", "Fair testing: norms, language and cultural influences on diagnosis"),
    Said("trauma-and-racial-trauma", "Trauma-informed care for veterans, survivors and displaced families"),
    Said("community-partnership-and-field", "Service learning with local community agencies", "assignment"),
    Said("advocacy-and-policy-change", "Advocating for clients with insurers, schools and lawmakers"),
    Said("social-determinants-and-class", "Unemployment, homelessness and mental health in the region"),
)  # fmt: skip
