"""What the workflow is to do: plan.json, which its Snakefile reads, and links to the data."""
import json
import os


def write_plan(folder, data, jobs, drawings=(), options=""):
    """data: {set: path}; jobs: (name, set, program, arguments); drawings likewise; options: what a result depends on
    besides its arguments. Arguments are one text, and names are of letters, digits, dots, - and _."""
    links = folder / "data"
    links.mkdir(parents=True, exist_ok=True)
    for name, path in data.items():
        new = links / f".{name}.new"
        new.unlink(missing_ok=True)
        os.symlink(path, new)
        new.replace(links / name)
    keys = ("name", "set", "program", "arguments")
    plan = {"options": options, "jobs": [dict(zip(keys, job)) for job in jobs],
            "drawings": [dict(zip(keys, drawing)) for drawing in drawings]}
    new = folder / "plan.json.new"
    new.write_text(json.dumps(plan, indent=1) + "\n", encoding="utf-8")
    new.replace(folder / "plan.json")
