"""What the LaTeX commands of syllabi take and mean: tables, apart from those that are letters.

A command that is not listed keeps the text in its braces.
"""

from __future__ import annotations

__all__ = [
    "ARGUMENTS",
    "DEFINITIONS",
    "DROPPED",
    "DROPPED_ENVIRONMENTS",
    "ENVIRONMENT_ARGUMENTS",
    "FILES",
    "PAUSES",
    "RANKS",
    "RULES",
    "TABLES",
]

# Heading commands and their rank; the title of the document has rank 1.
RANKS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
    "frametitle": 3,
    "framesubtitle": 4,
    "addsec": 2,
    "minisec": 4,
}

DEFINITIONS = frozenset(
    {"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "def", "gdef", "edef",
     "newcommandx", "NewDocumentCommand", "RenewDocumentCommand", "let", "newenvironment",
     "renewenvironment", "DeclareMathOperator", "newtheorem"}
)  # fmt: skip

# Leading brace arguments that are settings; what follows them is text.
ARGUMENTS = {
    "href": 1, "textcolor": 1, "colorbox": 1, "fcolorbox": 2, "multicolumn": 2, "multirow": 2,
    "resizebox": 2, "scalebox": 1, "rotatebox": 1, "parbox": 1, "raisebox": 1, "makebox": 0,
    "foreignlanguage": 1, "hyperlink": 1, "hypertarget": 1, "texorpdfstring": 1, "adjustbox": 1,
    "fontsize": 2, "SetCell": 1, "markboth": 0,
}  # fmt: skip

# Commands that go with this many brace arguments.
DROPPED = {
    name: count
    for count, names in (
        (0, "maketitle tableofcontents noindent centering newpage clearpage pagebreak hline toprule "
            "midrule bottomrule endhead endfirsthead endfoot endlastfoot bigskip medskip smallskip "
            "hfill vfill raggedright raggedleft appendix makeatletter makeatother small large Large "
            "LARGE huge Huge tiny footnotesize scriptsize normalsize onehalfspacing doublespacing "
            "singlespacing frontmatter mainmatter backmatter protect relax null strut today"),
        (1, "usepackage RequirePackage documentclass vspace hspace label ref pageref autoref cref "
            "Cref eqref nameref cite citep citet citealp parencite textcite autocite footcite "
            "fullcite nocite "
            "includegraphics input include subfile import bibliography bibliographystyle "
            "addbibresource pagestyle thispagestyle pagenumbering geometry hypersetup setlist "
            "setlistdepth color pagecolor index vphantom hphantom phantom cline cmidrule "
            "fancyhead fancyfoot fancyhf lhead rhead chead lfoot rfoot cfoot DocumentMetadata "
            "setmainfont setsansfont setmonofont setromanfont usetheme usecolortheme "
            "usetikzlibrary tikzset lstset captionsetup urlstyle hyphenation hyphenpenalty "
            "rowcolor cellcolor columncolor rowcolors arrayrulecolor bookmarksetup tagpdfsetup "
            "UseTblrLibrary graphicspath theoremstyle allowdisplaybreaks linespread stepcounter "
            "refstepcounter newcounter newlength newsavebox usebox fontfamily fontseries fontshape "
            "selectlanguage setdefaultlanguage setotherlanguage sisetup pdfinfo special write "
            "setstretch enlargethispage RaggedRight hypertargetx titlespacing includepdf"),
        (2, "setlength addtolength setcounter addtocounter rule settowidth definecolorset "
            "addcontentsline numberwithin colorlet DeclareGraphicsExtensions newlist "
            "SetTblrInner NewTblrTheme titleformat"),
        (3, "definecolor addtocontents newcolumntype"),
    )
    for name in names.split()
}  # fmt: skip
DROPPED["newlist"] = 3
DROPPED["titleformat"] = 5
DROPPED["titlespacing"] = 4
DROPPED["newcolumntype"] = 2

# Of these, what ends a paragraph, what draws a line below a row, and what names a file.
PAUSES = frozenset({"newpage", "clearpage", "pagebreak", "bigskip", "medskip", "vspace"})
RULES = frozenset({"hline", "midrule", "cmidrule", "cline", "endhead", "endfirsthead"})
FILES = frozenset({"input", "include", "subfile", "import"})

# Table environments and the brace arguments before their first row.
TABLES = {
    "tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "longtabu": 1,
    "xltabular": 2, "tabu": 1, "tblr": 1, "longtblr": 1, "talltblr": 1, "supertabular": 1,
    "xtabular": 1, "NiceTabular": 1, "ltablex": 2, "tabbing": 0,
}  # fmt: skip

ENVIRONMENT_ARGUMENTS = {
    "minipage": 1, "multicols": 1, "multicols*": 1, "adjustbox": 1, "spacing": 1, "list": 2,
    "wrapfigure": 2, "wraptable": 2, "thebibliography": 1, "adjustwidth": 2, "column": 1,
    "textblock": 1, "textblock*": 1, "tcolorbox": 0, "otherlanguage": 1,
}  # fmt: skip

# Formulas, drawings and code: no content of a course in words.
DROPPED_ENVIRONMENTS = frozenset(
    {"comment", "equation", "equation*", "align", "align*", "gather", "gather*", "displaymath",
     "math", "eqnarray", "eqnarray*", "multline", "multline*", "tikzpicture", "pgfpicture",
     "lstlisting", "minted", "filecontents", "filecontents*", "picture"}
)  # fmt: skip
