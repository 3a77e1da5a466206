"""What LaTeX commands of syllabi take and mean. Data only, for `parser`.

A command that is not listed gives no text itself; options behind it are dropped, and the text in
its braces stays. Listed are therefore only commands whose braces hold no text, or whose text is
special. tests/test_from_latex.py tries each of them.
"""

from __future__ import annotations

from curriculum_gap.readers.text_cleanup import word_set

__all__ = [
    "ACCENTS",
    "COLOURED",
    "DEFINITIONS",
    "DROPPED",
    "DROPPED_ENVIRONMENTS",
    "ENVIRONMENT_ARGUMENTS",
    "ENVIRONMENT_DEFINITIONS",
    "FILES",
    "HIDING",
    "LETTERS",
    "LOOKS",
    "PAUSES",
    "RANKS",
    "RULES",
    "SETTINGS",
    "TABLES",
    "TYPED",
]


def _by_count(table: str) -> dict[str, int]:
    """Name → count, from lines of a count and the names that it belongs to."""
    counts: dict[str, int] = {}
    for line in table.strip().splitlines():
        count, *names = line.split()
        counts.update(dict.fromkeys(names, int(count)))
    return counts


# Heading commands by rank. The title of the document has rank 1.
RANKS = _by_count("""
1 part chapter
2 section addsec
3 subsection frametitle
4 subsubsection framesubtitle minisec
5 paragraph
6 subparagraph
""")

# Commands by which authors define commands of their own.
DEFINITIONS = word_set("""
newcommand renewcommand providecommand DeclareRobustCommand DeclareMathOperator def gdef edef
NewDocumentCommand RenewDocumentCommand newenvironment renewenvironment newtheorem
""")
# Of these: what defines an environment, with its arguments. The environment itself is read through.
ENVIRONMENT_DEFINITIONS = _by_count("""
2 newtheorem
3 newenvironment renewenvironment
""")

# Commands that are dropped with so many arguments in braces.
DROPPED = _by_count("""
0 hline midrule endhead endfirsthead newpage clearpage pagebreak bigskip medskip
1 usepackage documentclass geometry hypersetup pagestyle thispagestyle pagenumbering urlstyle
1 vspace hspace vphantom hphantom phantom enlargethispage setstretch linespread
1 label ref pageref autoref cref Cref eqref nameref index
1 cite citep citet citealp parencite textcite autocite footcite fullcite nocite
1 bibliography bibliographystyle addbibresource
1 includegraphics write read openin openout special
1 pagecolor rowcolor cellcolor columncolor arrayrulecolor cline cmidrule captionsetup
1 fancyhead fancyfoot fancyhf lhead rhead chead lfoot rfoot cfoot setlist
1 excludecomment includecomment stepcounter refstepcounter
1 newcounter newlength fontfamily fontseries fontshape selectlanguage
2 setlength addtolength setcounter addtocounter settowidth rule addcontentsline newcolumntype
3 definecolor addtocontents newlist
4 titlespacing
5 titleformat
""")
# Of these: what ends a paragraph, and what draws a line below a row.
PAUSES = word_set("newpage clearpage pagebreak bigskip medskip vspace")
RULES = word_set("hline midrule cmidrule cline endhead endfirsthead")
# Commands that put another file in.
FILES = word_set("""
input include subfile subfileinclude includepdf import subimport includefrom subincludefrom
markdownInput includestandalone @input verbatiminput lstinputlisting inputminted VerbatimInput
csvautotabular csvautolongtable csvreader DTLloaddb
""")

# Commands with so many arguments of settings before the text in braces.
SETTINGS = _by_count("""
1 href textcolor colorbox scalebox rotatebox parbox raisebox foreignlanguage hyperlink hypertarget
1 texorpdfstring adjustbox SetCell
2 fcolorbox multicolumn multirow resizebox fontsize
""")

# Commands whose braces hold text that is struck through, or not shown to the reader.
HIDING = word_set("""
sout xout st soutthick strike cancel xcancel bcancel deleted hideme invisible note todo
pdfcomment
""")
# Commands that only change how the text in their braces looks.
LOOKS = word_set("""
emph textit textsl textsc textsf texttt textrm textmd textup textnormal underline uline uwave
dotuline dashuline hl mbox makebox fbox framebox enquote uppercase MakeUppercase lowercase
MakeLowercase centerline small large Large footnotesize
""")
# What puts colour behind text, by the name of a command or an environment.
COLOURED = word_set("colorbox fcolorbox tcbox tcolorbox mdframed shaded shaded* snugshade")

# Environments that are tables, with so many arguments before their first row.
TABLES = _by_count("""
0 tabbing
1 tabular longtable longtabu tabu tblr longtblr talltblr supertabular xtabular NiceTabular
2 tabular* tabularx tabulary xltabular ltablex
""")

# Other environments, with so many arguments of settings.
ENVIRONMENT_ARGUMENTS = _by_count("""
1 minipage multicols multicols* adjustbox spacing thebibliography column textblock textblock*
1 otherlanguage
2 list wrapfigure wraptable adjustwidth
""")

# Formulas, drawings and code: no content of a course in words.
DROPPED_ENVIRONMENTS = word_set("""
comment equation equation* align align* gather gather* displaymath math eqnarray eqnarray*
multline multline* tikzpicture pgfpicture picture lstlisting minted filecontents filecontents*
""")

# Pairs of a command and the text that is printed for it …
_LETTERS = """
ss ß  ae æ  AE Æ  oe œ  OE Œ  o ø  O Ø  aa å  AA Å  l ł  L Ł  i ı  j ȷ  dh ð  DH Ð  th þ  TH Þ
ldots …  dots …  textellipsis …  textendash –  textemdash —  textquoteright ’  textquoteleft ‘
textquotedblleft “  textquotedblright ”  textquotesingle '  textbullet •  bullet •  cdot ·
texttrademark ™  textregistered ®  copyright ©  textcopyright ©  S §  S* §  P ¶  dag †  ddag ‡
pounds £  euro €  texteuro €  textdollar $  textdegree °  degree °  checkmark ✓
textbackslash \\  textasciitilde ~  textunderscore _  slash /  textbar |  textless <  textgreater >
LaTeX LaTeX  TeX TeX  alpha α  beta β  gamma γ  delta δ  mu μ  pi π  sigma σ  lambda λ
"""
# … with a blank on both sides …
_SIGNS_BETWEEN_WORDS = """
geq ≥  ge ≥  leq ≤  le ≤  times ×  rightarrow →  to →  sim ~  approx ≈  pm ±
"""
# … and commands for a blank.
_SPACES = "quad qquad enspace thinspace space nobreakspace newline linebreak"


def _letters() -> dict[str, str]:
    """Command → the text that is printed for it."""
    names = _LETTERS.split()
    letters = dict(zip(names[::2], names[1::2], strict=True))
    names = _SIGNS_BETWEEN_WORDS.split()
    for name, sign in zip(names[::2], names[1::2], strict=True):
        letters[name] = f" {sign} "
    return letters | dict.fromkeys(_SPACES.split(), " ")


LETTERS = _letters()

# Accent command → combining character.
ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "r": "\u030a",
    "k": "\u0328",
    "d": "\u0323",
    "b": "\u0331",
}

# What is typed for what is printed.
TYPED = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "‘", "~": " "}
