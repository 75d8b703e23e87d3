"""Made-up data sets for the workflow."""
import random


def write_set(archive, name, steps=20):
    numbers = random.Random(name)
    (archive / name).mkdir(parents=True)
    for part in ("TRAIN", "TEST"):
        rows = [[i % 2] + [numbers.gauss(i % 2 * t % 5, 1) for t in range(steps)] for i in range(12)]
        (archive / name / f"{name}_{part}.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
