"""The mean ranks printed in the paper's Table 3, beside those that its appendices give and ours."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "paper"), str(ROOT / "workflow")]

from comparison import mean_ranks  # noqa: E402
from reference import read_reference  # noqa: E402

COLUMNS = ("euclid", "sdtw_g1", "sdtw_g0.1", "sdtw_g0.01", "sdtw_g0.001")
NAMES = ("Euclidean", "gamma 1", "gamma 0.1", "gamma 0.01", "gamma 0.001")
# M. Cuturi, M. Blondel, arXiv 1703.01541v2, Table 3: ranks by DTW and by Euclidean error, over 76 sets.
PRINTED = {"K": ((3.46, 3.55, 3.33, 2.79, 1.87), (1.05, 2.41, 3.42, 4.13, 3.99)),
           "L": ((4.21, 3.96, 3.42, 2.12, 1.29), (1.70, 2.99, 3.38, 3.64, 3.29))}
STARTS = {"K": "random start", "L": "start from the Euclidean network"}


def from_page(appendix):
    """Ours of docs/paper/tables.md, over 40 sets, by DTW and by Euclidean error, and theirs of the same sets by DTW."""
    text = (ROOT / "docs" / "paper" / "tables.md").read_text(encoding="utf-8")
    section = re.search(rf"^## [^\n]*\(appendix {appendix}\)\n(.*?)(?=^## |\Z)", text, re.S | re.M)[1]

    def row(name):
        line = re.search(rf"^\| {name} \(40 sets\) \|(.*)\|$", section, re.M)[1]
        *soft, euclidean = [[float(number) for number in cell.split("/")] for cell in line.split("|")]
        return [euclidean, *soft]
    by_dtw, by_euclidean = row("mean rank"), row("mean rank by Euclidean error")
    return [cell[0] for cell in by_dtw], [cell[1] for cell in by_dtw], [cell[0] for cell in by_euclidean]


def measure():
    found = {}
    for appendix in STARTS:
        rows = read_reference(ROOT / "paper" / "reference" / f"appendix_{appendix}.tsv")
        ranks, count = mean_ranks(rows, COLUMNS, higher=False)
        ours, theirs, ours_euclidean = from_page(appendix)
        found[appendix] = {"count": count, "appendix": [ranks[column] for column in COLUMNS], "ours": ours,
                           "theirs": theirs, "ours_euclidean": ours_euclidean}
    return found


def lines(found):
    for appendix, start in STARTS.items():
        row = found[appendix]
        yield f"{start:36}" + "".join(f"{name:>12}" for name in NAMES)
        for name, ranks in (("by DTW: printed in Table 3", PRINTED[appendix][0]),
                            (f"  from appendix {appendix}, {row['count']} sets", row["appendix"]),
                            (f"  from appendix {appendix}, our 40 sets", row["theirs"]),
                            ("  ours, 40 sets", row["ours"]),
                            ("by Euclidean error: printed", PRINTED[appendix][1]),
                            ("  ours, 40 sets", row["ours_euclidean"])):
            yield f"{name:36}" + "".join(f"{rank:12.2f}" for rank in ranks)
