"""scripts/fetch-ucr against a server on loopback: resuming, checksums, errors."""
import hashlib
import http.server
import io
import re
import socket
import subprocess
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path

from packages import need

need(programs=("curl", "unzip"))
PROGRAM = Path(__file__).resolve().parents[2] / "scripts" / "fetch-ucr"
ZIP = "UCRArchive_2018.zip"


def archive_zip():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in ("Tiny", "Small"):
            for part in ("TRAIN", "TEST"):
                rows = "".join(f"{i % 2}\t{i}\t{i * i}\t{part}\n" for i in range(4000))
                file.writestr(f"UCRArchive_2018/{name}/{name}_{part}.tsv", rows)
    return content.getvalue()


ARCHIVE = archive_zip()


class Server(http.server.ThreadingHTTPServer):
    """Serves bytes; breaks the first connection after `cut` of them."""

    def __init__(self, content, cut=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.cut, self.ranges = content, cut, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != f"/{ZIP}":
            self.send_error(404)
            return
        content, first = self.server.content, 0
        self.server.ranges.append(self.headers.get("Range"))
        if wanted := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
            first = int(wanted[1])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content) - first))
        self.end_headers()
        cut, self.server.cut = self.server.cut, None
        self.wfile.write(content[first:cut])

    def log_message(self, *_):
        pass


class FetchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name)
        self.archive = self.out / "UCRArchive_2018"

    def serve(self, content, cut=None):
        server = Server(content, cut)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def fetch(self, *arguments):
        return subprocess.run([PROGRAM, "--out", self.out, *arguments], capture_output=True, text=True, check=False)

    def test_downloads_and_unpacks_then_verifies_without_the_network(self):
        server = self.serve(ARCHIVE)
        first = self.fetch("--url", server.url)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("2 data sets", first.stdout)
        self.assertIn(hashlib.sha256(ARCHIVE).hexdigest(), first.stdout)
        self.assertEqual((self.archive / "Tiny" / "Tiny_TEST.tsv").read_text().splitlines()[3], "1\t3\t9\tTEST")
        self.assertEqual([path.name for path in self.out.iterdir()], ["UCRArchive_2018"])
        second = self.fetch("--url", server.url)
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertIn("is complete; 2 data sets", second.stdout)
        self.assertEqual(len(server.ranges), 1)

    def test_a_broken_download_continues_where_it_stopped(self):
        server = self.serve(ARCHIVE, cut=10000)
        broken = self.fetch("--url", server.url)
        self.assertEqual(broken.returncode, 1)
        self.assertIn("the same command continues", broken.stderr)
        self.assertFalse(self.archive.exists())
        self.assertEqual((self.out / f"{ZIP}.part").read_bytes(), ARCHIVE[:10000])
        whole = self.fetch("--url", server.url, "--sha256", hashlib.sha256(ARCHIVE).hexdigest())
        self.assertEqual(whole.returncode, 0, whole.stderr)
        self.assertEqual(server.ranges, [None, "bytes=10000-"])
        self.assertTrue((self.archive / "Small" / "Small_TRAIN.tsv").is_file())

    def test_a_whole_download_without_its_name_is_not_fetched_again(self):
        server = self.serve(ARCHIVE)
        (self.out / f"{ZIP}.part").write_bytes(ARCHIVE)
        whole = self.fetch("--url", server.url)
        self.assertEqual(whole.returncode, 0, whole.stderr)
        self.assertEqual(server.ranges, [])

    def test_a_changed_file_is_named(self):
        server = self.serve(ARCHIVE)
        self.fetch("--url", server.url)
        (self.archive / "Tiny" / "Tiny_TRAIN.tsv").write_text("1\t2\n")
        changed = self.fetch("--url", server.url)
        self.assertEqual(changed.returncode, 1)
        self.assertIn("Tiny_TRAIN.tsv: FAILED", changed.stderr)

    def test_anything_but_the_archive_is_rejected_and_removed(self):
        server = self.serve(ARCHIVE)
        wrong = self.fetch("--url", server.url, "--sha256", "0" * 64)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn(f"expected SHA-256 {'0' * 64}, found {hashlib.sha256(ARCHIVE).hexdigest()}", wrong.stderr)
        page = self.fetch("--url", self.serve(b"<html>moved</html>").url)
        self.assertEqual(page.returncode, 1)
        self.assertIn("expected a whole zip file", page.stderr)
        spoilt = bytearray(ARCHIVE)
        spoilt[len(spoilt) // 2] ^= 1
        flipped = self.fetch("--url", self.serve(bytes(spoilt)).url)
        self.assertEqual(flipped.returncode, 1)
        self.assertIn("expected a whole zip file", flipped.stderr)
        self.assertEqual(list(self.out.iterdir()), [])

    def test_reports_that_nobody_answers(self):
        with socket.socket() as unused:  # bound but not listening: connections are refused
            unused.bind(("127.0.0.1", 0))
            silent = self.fetch("--url", f"http://127.0.0.1:{unused.getsockname()[1]}")
        self.assertEqual(silent.returncode, 1)
        self.assertIn("is there a network?", silent.stderr)
        missing = self.fetch("--url", self.serve(ARCHIVE).url + "/elsewhere")
        self.assertEqual(missing.returncode, 1)
        self.assertIn("404", missing.stderr)

    def test_wrong_usage(self):
        for arguments in (["--sha256", "12"], ["--out"], ["--where", "x"]):
            result = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertEqual(len(result.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
