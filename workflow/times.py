"""The time that the jobs took, from the files that the workflow writes beside the results."""
from report import Section, Table


def times_section(folder):
    """A line per kind of job; None if no times are recorded."""
    rows, total = [], 0.0
    for job in sorted(path for path in folder.glob("*") if path.is_dir()):
        seconds = {path.stem: _seconds(path) for path in sorted(job.glob("*.tsv"))}
        if not seconds:
            continue
        longest = max(seconds, key=seconds.get)
        rows.append([job.name, str(len(seconds)), f"{sum(seconds.values()):.1f}",
                     f"{seconds[longest]:.1f} ({longest})"])
        total += sum(seconds.values())
    if not rows:
        return None
    return Section("Times", 1, ["Wall time of the jobs in seconds; each job runs on one core. Total: "
                                f"{total:.1f} s.", Table(["job", "sets", "sum", "longest"], rows)])


def _seconds(path):
    header, values = [line.split("\t") for line in path.read_text().splitlines()[:2]]
    return float(values[header.index("s")])
