#!/usr/bin/python3
"""playground/build_page.py LIBRARY PAGE: with the library compiled to LIBRARY.js and LIBRARY.wasm, writes the page with its style, scripts and texts, and the library, in it.

The modules of page/ become one, each after those that it imports. The page's Content-Security-Policy names what is in the page by its hash and allows nothing else:
no request, no script or style from elsewhere, no text evaluated as code.
"""
import base64
import hashlib
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "page"
IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.MULTILINE)


def modules_from(name: str, taken: list) -> list:
    """The texts of a module and of those that it imports, those first. Each but main is a function that is called at
    once and returns what the module exports."""
    if name in taken:
        return []
    taken.append(name)
    text = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    before = [part for _, other in IMPORT.findall(text) for part in modules_from(other, taken)]
    exported = ", ".join(EXPORT.findall(text))
    text = EXPORT.sub("", IMPORT.sub(r"const \1 = \2_module;", text))
    if name != "main":
        text = f"const {name}_module = (() => {{\n{text}return {{ {exported} }};\n}})();\n"
    return [*before, text]


def source_hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def main() -> None:
    library, page = Path(sys.argv[1]), Path(sys.argv[2])
    texts = json.loads((FOLDER / "texts.json").read_text(encoding="utf-8"))
    for language, of_language in texts.items():
        if of_language.keys() != texts["en"].keys():
            differ = ", ".join(sorted(of_language.keys() ^ texts["en"].keys()))
            sys.exit(f"texts.json: expected the same texts in en and {language}; these are in one of them: {differ}")

    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    loader = library.with_suffix(".js").read_text(encoding="utf-8")
    wasm = base64.b64encode(library.with_suffix(".wasm").read_bytes()).decode()
    script = f'const softwarpBytes = "{wasm}";\n'
    script += f"const texts = {json.dumps(texts, ensure_ascii=False)};\n" + "\n".join(modules_from("main", []))
    for text in (loader, script):
        if "</script" in text:
            sys.exit("expected scripts without </script, found one")
    policy = (f"default-src 'none'; style-src {source_hash(style)}; "
              f"script-src {source_hash(loader)} {source_hash(script)} 'wasm-unsafe-eval'; "
              "base-uri 'none'; form-action 'none'")
    html = (FOLDER / "index.html").read_text(encoding="utf-8")
    html = html.replace('<meta charset="utf-8">',
                        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">')
    html = html.replace("<!-- style -->", f"<style>{style}</style>")
    html = html.replace("<!-- script -->", f'<script>{loader}</script>\n<script type="module">{script}</script>')
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(html, encoding="utf-8")
    print(f"{page}: {page.stat().st_size / 1000:.0f} KB")


main()
