"""What the terminal shows while the workflow runs; Snakemake calls log_handler with each of its messages."""
import os
import time
from pathlib import Path

_SECONDS = 10  # between two lines of progress
_last = 0.0
NAME = os.environ.get("WORKFLOW_NAME", "workflow")


def log_handler(message):
    global _last
    if message["level"] == "progress":
        finished = message["done"] == message["total"]
        if finished or time.monotonic() - _last >= _SECONDS:
            _last = time.monotonic()
            # One of the total is the rule that requires all others.
            print(f"{NAME}: {message['done'] - finished} of {message['total'] - 1} jobs", flush=True)
    elif message["level"] == "job_error":
        # The job's own log comes first, followed by that of a cluster.
        logs = [Path(path).read_text().splitlines() for path in message["log"] if Path(path).is_file()]
        why = next((lines[-1] for lines in logs if lines), "no message")
        print(f"{NAME}: failed: {', '.join(message['output'])}: {why}", flush=True)
