"""Published figures: tab-separated files with one row per data set, below a line that names their source."""

from runs import DataError


def read_reference(path):
    """{set: {column: number, or None where the source has none}}; numbers may be infinite."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    header = lines[0]
    rows = {}
    for fields in lines[1:]:
        if len(fields) != len(header):
            raise DataError(f"{path}: expected {len(header)} fields for {fields[0]}, found {len(fields)}")
        # The first two columns are the set's name in the 2018 edition of the archive and its name as printed.
        rows[fields[0]] = {column: None if text in ("", "NA") else float(text)
                           for column, text in zip(header[2:], fields[2:])}
    return rows
