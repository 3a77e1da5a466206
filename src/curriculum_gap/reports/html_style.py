"""How the page looks: on paper and on screens of any width, light or dark. Tones repeat what words
and glyphs say; every text stands out from its ground by 4.5 : 1 or more."""

from __future__ import annotations

__all__ = ["STYLE"]

# A line that begins with two colons would be a command in a build log: selectors begin with names.
STYLE = """\
:root { color-scheme: light dark; --page: #fff; --text: #1d2125; --soft: #565d66; --line: #d5d9de;
  --tint: #f4f6f7; --link: #0b57a4; --mark: #fff0a3; --marked: #1d2125; --bad: #a3161b;
  --good: #14633a; --bar: #1a7a4b; --rest: #dfe3e7;
  --assessed: #17603c; --on-assessed: #fff; --taught: #cbe8d7; --on-taught: #0c3f25;
  --mentioned: #fbedbd; --on-mentioned: #4a3a00 }
@media (prefers-color-scheme: dark) { :root { --page: #15181b; --text: #e6e8ea; --soft: #a9b1b9;
  --line: #3a4047; --tint: #1e2226; --link: #8cc2ff; --mark: #5a4a00; --marked: #fff6d6;
  --bad: #ff9a94; --good: #7fd8a6; --bar: #58b985; --rest: #333940;
  --assessed: #86dcae; --on-assessed: #06270f; --taught: #1e4d35; --on-taught: #d3f4e1;
  --mentioned: #4b3f12; --on-mentioned: #fdeeb5 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 78rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .35rem }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.2rem 0 .5rem }
h3, h4 { font-size: 1rem; margin: 1.5rem 0 .35rem }
p { margin: .35rem 0 }
ul { margin: .35rem 0; padding-left: 1.25rem }
li { margin: .3rem 0 }
a { color: var(--link) }
code { font: .9em ui-monospace, monospace; background: var(--tint); padding: .1em .35em;
  border-radius: .25rem }
mark { background: var(--mark); color: var(--marked); font-weight: 600; padding: 0 .1em;
  border-radius: .15rem; text-decoration: underline; text-underline-offset: .15em }
.soft { color: var(--soft) }
th .soft { font-weight: 400 }
.small { font-size: .875rem }
.bad { color: var(--bad); font-weight: 600 }
.good { color: var(--good); font-weight: 600 }
td .bad, td .good { white-space: nowrap }
.bar { display: inline-block; width: 12rem; max-width: 50vw; height: .75rem;
  background: var(--rest); border-radius: .4rem; overflow: hidden; vertical-align: -.05rem; margin-right: .6rem }
.bar span { display: block; height: 100%; background: var(--bar) }
.level { display: inline-block; padding: .05rem .5rem; border-radius: .9rem; white-space: nowrap;
  font-size: .875rem }
.glyph { letter-spacing: .05em }
.assessed { background: var(--assessed); color: var(--on-assessed) }
.taught { background: var(--taught); color: var(--on-taught) }
.mentioned { background: var(--mentioned); color: var(--on-mentioned) }
.absent { color: var(--soft) }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding: .25rem 0 }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid var(--line); font-weight: 400 }
thead th { color: var(--soft); font-size: .875rem; vertical-align: bottom }
th[scope="row"] { font-weight: 600 }
th[scope="rowgroup"] { font-weight: 700; padding-top: 1.3rem }
.topics th:first-child, .topics td:first-child { width: 8.5rem }
.topics th[scope="row"] { width: 24% }
.topics td.where { width: 18% }
td > p:first-child { margin-top: 0 }
summary { cursor: pointer }
summary:focus-visible, a:focus-visible, .wide:focus-visible { outline: 2px solid var(--link);
  outline-offset: 2px }
details.evidence > summary { color: var(--link); font-size: .875rem; margin-top: .3rem }
main > details { margin-top: 1rem }
details.evidence ul { list-style: none; padding: 0 0 0 .75rem; border-left: 2px solid var(--line) }
details.document { border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0 }
details.document > summary { padding: .75rem 1rem; background: var(--tint); border-radius: .5rem }
details.document > summary h3 { display: inline; font-size: 1.05rem }
details.document > summary p { margin: .25rem 0 0 1rem }
details.document > div { padding: .25rem 1rem 1rem; scroll-margin-top: 8rem }
.wide { overflow-x: auto }
.grid { width: auto; font-size: .875rem; overflow-wrap: break-word }
.grid th, .grid td { padding: .35rem .5rem; min-width: 6rem; max-width: 11rem }
.grid td { line-height: 1.3 }
.grid td .glyph { display: block }
.grid td.absent .glyph { display: inline }
.grid td.level { display: table-cell; border-radius: 0; white-space: normal; font-size: inherit }
.grid th:first-child { position: sticky; left: 0; background: var(--page); min-width: 15rem;
  padding-left: 0; border-right: 1px solid var(--line) }
.grid th[scope="rowgroup"] { position: static; max-width: none; border-right: 0 }
.grid th[scope="rowgroup"] span { position: sticky; left: 0 }
.grid th:nth-child(4), .grid td:nth-child(4) { border-right: 1px solid var(--line) }
.grid thead th { font-size: inherit }
.grid tfoot td, .grid tfoot th { font-weight: 600 }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem }
@media (max-width: 45rem) {
  .topics, .topics caption, .topics tbody, .topics tr, .topics th, .topics td,
  .list, .list caption, .list tbody, .list tr, .list th, .list td { display: block; width: auto }
  .topics thead, .list thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%) }
  .topics th, .topics td, .list th, .list td { border: 0; padding: .15rem 0 }
  .topics th:first-child, .topics td:first-child, .topics th[scope="row"], .topics td.where {
    width: auto }
  .topics tr, .list tr { border-bottom: 1px solid var(--line); padding: .5rem 0 }
  .topics th[scope="rowgroup"] { padding-top: 1rem }
  .grid th:first-child { min-width: 8.5rem; max-width: 40vw; overflow-wrap: anywhere }
}
@page { margin: 15mm }
@page across { size: landscape }
@media print {
  :root { font-size: 9pt; color-scheme: light; --page: #fff; --text: #000; --soft: #444;
    --line: #bbb; --tint: #fff; --link: #000; --mark: #fff0a3; --marked: #000; --bad: #a3161b; --good: #14633a; --bar: #1a7a4b;
    --rest: #dfe3e7; --assessed: #17603c; --on-assessed: #fff; --taught: #cbe8d7;
    --on-taught: #0c3f25; --mentioned: #fbedbd; --on-mentioned: #4a3a00 }
  body { max-width: none; padding: 0 }
  .level, .bar, .bar span, mark { print-color-adjust: exact }
  tr, li, summary { break-inside: avoid }
  h2, h3, h4, thead { break-after: avoid }
  .across, body:has(.across) > header { page: across }
  .wide { overflow: visible }
  .grid { font-size: 7.5pt; width: 100%; table-layout: fixed; overflow-wrap: anywhere }
  .grid th, .grid td { min-width: 0; padding: .2rem }
  .grid th:first-child { position: static; min-width: 0; width: 18% }
  .grid tfoot { display: table-row-group }
  details.document::details-content { content-visibility: visible; block-size: auto }
}
"""
