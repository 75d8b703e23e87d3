"""A report of headings, texts, tables and pictures, written as Markdown and HTML."""
import base64
import html
import textwrap
from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of text below a header; the first column names the row."""
    header: list
    rows: list


@dataclass
class Picture:
    """An SVG file and what it shows."""
    file: str
    text: str


@dataclass
class Section:
    title: str
    level: int = 2
    parts: list = field(default_factory=list)  # texts, tables, pictures


def to_markdown(sections):
    lines = []
    for section in sections:
        lines += ["#" * section.level + " " + section.title, ""]
        for part in section.parts:
            if isinstance(part, Table):
                lines += ["| " + " | ".join(part.header) + " |", "| --- |" + " ---: |" * (len(part.header) - 1)]
                lines += ["| " + " | ".join(row) + " |" for row in part.rows]
            elif isinstance(part, Picture):
                lines += _wrapped(f"![{part.text}]({part.file})")
            else:
                lines += _wrapped(part)
            lines += [""]
    return "\n".join(lines)


def _wrapped(text):
    """Lines of at most 120 columns; no name is broken."""
    return textwrap.wrap(text, 120, break_long_words=False, break_on_hyphens=False)


_STYLE = """body { font: 15px/1.5 sans-serif; max-width: 75em; margin: 2em auto; padding: 0 1em; }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1em 0; font-size: 90%; }
th, td { padding: .15em .6em; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 12em; }
img { max-width: 100%; }"""


def to_html(sections, folder):
    """A single, self-contained file; the pictures are read from the folder."""
    body = []
    for section in sections:
        body.append(f"<h{section.level}>{html.escape(section.title)}</h{section.level}>")
        for part in section.parts:
            if isinstance(part, Table):
                body.append(_html_table(part))
            elif isinstance(part, Picture):
                data = base64.b64encode((folder / part.file).read_bytes()).decode()
                body.append(f"<img alt='{html.escape(part.text)}' src='data:image/svg+xml;base64,{data}'>")
            else:
                body.append(f"<p>{html.escape(part)}</p>")
    return ("<!doctype html>\n<html lang='en'>\n<meta charset='utf-8'>\n"
            "<meta name='viewport' content='width=device-width'>\n"
            f"<title>{html.escape(sections[0].title)}</title>\n<style>\n{_STYLE}\n</style>\n"
            + "\n".join(body) + "\n</html>\n")


def _html_table(table):
    def row(cells, tag):
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
    return "\n".join(["<table>", row(table.header, "th"), *(row(cells, "td") for cells in table.rows), "</table>"])


def write_whole(path, text):
    """Writes the file completely or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
