"""Threads, processes, interrupts and memory. What ends or changes a process runs in one of its own."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest

import softwarp
from softwarp import _library

X, Y = np.random.default_rng(0).normal(size=(2, 8, 60, 2))

# 2000 · 2000/2 pairs of 256 · 256 cells: a call that would take minutes on any machine.
LONG_CALL = "softwarp.cdist(numpy.random.default_rng(0).normal(size=(2000, 256)))"


def run(program, timeout=60):
    """The output of a Python program, and its exit status."""
    # Newer versions of Python warn of fork() in a process of several threads, which is what is tested here.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", textwrap.dedent(program)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
    return done.stdout.decode(), done.returncode


def everything():
    """Results of all kinds of calls, as bytes."""
    value, dx, dy = softwarp.sharp_with_grad(X, Y, 0.1, grad_y=True)
    distances = softwarp.cdist(X, Y, "softdtw-divergence", 0.5)
    average = softwarp.barycenter(X, gamma=0.5, max_iter=5)
    labels = softwarp.kmeans(X[:, :20], 3, gamma=0.5, max_iter=3, max_rounds=3).labels
    arrays = (value, dx, dy, distances, average, labels, softwarp.alignment(X, Y, 0.2))
    return b"".join(array.tobytes() for array in arrays)


@pytest.fixture
def short_calls_are_long(monkeypatch):
    """Makes each call one that can be interrupted."""
    monkeypatch.setattr(_library, "LONG_CALL", -1)


def test_numbers_of_threads_give_the_same_bits():
    before = softwarp.get_num_threads()
    try:
        results = set()
        for count in (1, 2, 5):
            softwarp.set_num_threads(count)
            assert softwarp.get_num_threads() == count
            results.add(everything())
        assert len(results) == 1
    finally:
        softwarp.set_num_threads(before)


@pytest.mark.parametrize("count, error", ((0, ValueError), (-1, ValueError), (1 << 31, ValueError), (1.5, TypeError)))
def test_wrong_number_of_threads_is_named(count, error):
    with pytest.raises(error, match="count: expected"):
        softwarp.set_num_threads(count)


def test_eight_python_threads_give_the_bits_of_one():
    expected, found = everything(), []

    def work():
        for _ in range(3):
            found.append(everything())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 24


def test_interruptible_calls_give_the_same_bits_and_errors(short_calls_are_long, monkeypatch):
    long = everything()
    with pytest.raises(softwarp.NotFiniteError, match="finite"):
        softwarp.soft_dtw(X * np.inf, Y)
    monkeypatch.undo()
    assert everything() == long


@pytest.mark.parametrize("end", ("os._exit(0)", "sys.exit(0)", "pass"))
def test_a_forked_child_computes_and_ends(end):
    output, status = run(
        f"""
        import os, sys, numpy, softwarp
        softwarp.set_num_threads(4)
        x = numpy.random.default_rng(0).normal(size=(40, 100))
        expected = softwarp.cdist(x)
        child = os.fork()
        if child == 0:
            same = (softwarp.cdist(x) == expected).all() and (softwarp.barycenter(x).shape == (100,))
            print("same" if same else "different", flush=True)
            {end}
        else:
            print("ended" if os.waitpid(child, 0)[1] == 0 else "failed", flush=True)
            print("parent" if (softwarp.cdist(x) == expected).all() else "different")
        """
    )
    assert (output, status) == ("same\nended\nparent\n", 0)


def distances_of(x):
    return softwarp.cdist(x)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", ("fork", "spawn", "forkserver"))
def test_pools_of_processes(method):
    x = X[:, :, 0].copy()
    expected = softwarp.cdist(x)
    with multiprocessing.get_context(method).Pool(2) as pool:
        for distances in pool.map(distances_of, [x] * 4):
            np.testing.assert_array_equal(distances, expected)


# Makes a long call, sends itself a signal after 0.2 s, and reports how the call ended.
INTERRUPTED = """
import os, signal, sys, threading, time, numpy, softwarp
{before}
try:
    threading.Timer(0.2, lambda: (print("signal", flush=True), os.kill(os.getpid(), signal.SIGINT))).start()
    {call}
    print("done")
except KeyboardInterrupt as error:
    print("interrupted")
print("took", time.monotonic() - start)
"""


# Seconds. It is a tenth of one on a machine that has nothing else to do; uninterrupted, the calls take minutes.
SOON = 5


def interrupted(before="start = time.monotonic()", call=LONG_CALL):
    output, status = run(INTERRUPTED.format(before=before, call=call))
    *said, took = output.splitlines()
    assert status == 0, output
    return said, float(took.split()[1])


def test_an_interrupt_ends_a_long_call_at_once():
    said, took = interrupted()
    assert said == ["signal", "interrupted"]
    assert took < SOON


@pytest.mark.parametrize(
    "call",
    (
        "softwarp.kmeans(numpy.random.default_rng(0).normal(size=(300, 256)), 5, max_iter=1000, tol=0)",
        "softwarp.barycenter(numpy.random.default_rng(0).normal(size=(500, 512)), max_iter=100000, tol=0)",
        "softwarp.soft_dtw(*numpy.random.default_rng(0).normal(size=(2, 60000)))",
        "[softwarp.cost_matrix(*numpy.ones((2, 900, 1500))) for _ in range(100)]",
    ),
)
def test_an_interrupt_ends_other_long_calls(call):
    said, took = interrupted(call=call)
    assert said == ["signal", "interrupted"]
    assert took < SOON


def test_a_second_interrupt_changes_nothing():
    before = """start = time.monotonic()
threading.Timer(0.2001, lambda: os.kill(os.getpid(), signal.SIGINT)).start()"""
    output, status = run(INTERRUPTED.format(before=before, call=LONG_CALL))
    assert "interrupted" in output or "KeyboardInterrupt" in output
    assert status in (0, 1, -signal.SIGINT)


def test_interrupts_at_any_moment():
    output, status = run(
        """
        import random, signal, sys, time, numpy, softwarp
        from softwarp import _library

        class Interrupt(Exception):
            pass

        def interrupt(*_):
            raise Interrupt

        _library.LONG_CALL = -1
        signal.signal(signal.SIGALRM, interrupt)
        x, y = numpy.random.default_rng(0).normal(size=(2, 30))
        expected, done, interrupted = softwarp.dtw(x, y), 0, 0
        start = time.perf_counter()
        for _ in range(100):
            softwarp.dtw(x, y)
        each = (time.perf_counter() - start) / 100
        for _ in range(4000):
            try:
                signal.setitimer(signal.ITIMER_REAL, max(1e-6, random.uniform(0.2, 1.2) * each))
                assert softwarp.dtw(x, y) == expected
                done += 1
                signal.setitimer(signal.ITIMER_REAL, 0)
                time.sleep(0)
            except Interrupt:
                interrupted += 1
        print(done > 0, interrupted > 0)
        """
    )
    assert (output, status) == ("True True\n", 0)


def test_a_handler_that_raises_nothing_lets_the_call_finish():
    before = """start = time.monotonic()
signal.signal(signal.SIGINT, lambda *_: print("handled", flush=True))
x = numpy.random.default_rng(0).normal(size=(40, 256))
expected = softwarp.cdist(x)
once = time.monotonic() - start"""
    call = """while time.monotonic() - start < once + 0.3:
        assert (softwarp.cdist(x) == expected).all()"""
    said, _ = interrupted(before=before, call=call)
    assert said == ["signal", "handled", "done"]


def test_another_exception_of_a_handler_comes_through():
    before = """start = time.monotonic()
def late(*_):
    raise TimeoutError("late")
signal.signal(signal.SIGINT, late)"""
    output, status = run(INTERRUPTED.format(before=before, call=LONG_CALL))
    assert status == 1 and "TimeoutError: late" in output


def test_another_thread_goes_on_when_the_main_one_is_interrupted():
    before = """start = time.monotonic()
softwarp.set_num_threads(1)
x = numpy.random.default_rng(1).normal(size=(70, 256))
other = threading.Thread(target=lambda: print("other", softwarp.cdist(x).shape))
other.start()"""
    program = INTERRUPTED.format(before=before, call=LONG_CALL) + "other.join()\n"
    output, status = run(program)
    assert status == 0 and output.count("interrupted") == 1
    assert "other (70, 70)" in output


def test_calls_work_while_the_interpreter_ends():
    output, status = run(
        """
        import atexit, numpy, softwarp
        from softwarp import _library
        _library.LONG_CALL = -1
        atexit.register(lambda: print(softwarp.dtw([0.0, 1, 2], [0.0, 2, 2])))
        class Late:
            def __del__(self):
                print(softwarp.dtw([0.0, 1, 2], [0.0, 2, 2]))
        late = Late()
        """
    )
    assert (output, status) == ("1.0\n1.0\n", 0)


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_a_call_keeps_its_loss_while_others_push_it_out_of_the_cache():
    output, status = run(
        """
        import threading, numpy, softwarp
        from softwarp import _library

        x = numpy.zeros((1, 1500, 1))
        y, value = x + 1, numpy.empty(1)

        def long_call():
            handle = _library.loss_handle("softdtw(gamma=0.5, cost=huber)", x.dtype)
            arguments = [handle, *map(_library.byref, map(_library.batch_of, (x, y)))]
            del handle
            _library.call(_library.lib.softwarp_loss_pairs, *arguments, _library.pointer(value), None, None)

        thread = threading.Thread(target=long_call)
        thread.start()
        gamma = 1.0
        while thread.is_alive():
            gamma += 1e-6
            softwarp.soft_dtw([0.0], [0.0], gamma)
        print(gamma > 1.0003, value[0] == softwarp.soft_dtw(x, y, 0.5, cost="huber")[0])
        """
    )
    assert (output, status) == ("True True\n", 0)


def test_calls_leave_no_memory_behind(short_calls_are_long):
    x, y = X[:1, :5], Y[:1, :5]

    def calls(count, first):
        for i in range(first, first + count):
            softwarp.soft_dtw_with_grad(x, y, grad_y=True)
            if i % 100 == 0:
                softwarp.soft_dtw(x, y, gamma=1 + i)  # a loss of its own: more than are kept
                softwarp.cdist(x, y)
                softwarp.alignment(x, y)
                with pytest.raises(ValueError):
                    softwarp.soft_dtw(x, y, gamma=-1)
        gc.collect()

    _library.LONG_CALL = 1e9
    calls(5_000, 1)
    before = resident()
    calls(100_000, 10_000)
    # 100 000 calls that each forgot 16 bytes would add 1.6 MB.
    assert resident() - before < 1 << 20
    _library.LONG_CALL = -1
    calls(1_000, 200_000)
    before = resident()
    calls(3_000, 210_000)
    assert resident() - before < 1 << 20


def test_what_the_library_is():
    assert softwarp.__version__.count(".") == 2
    assert softwarp.simd()
    assert softwarp.get_num_threads() >= 1


def test_wrong_simd_and_library_are_named():
    for variable, value, said in (
        ("SOFTWARP_SIMD", "MMX", "SIMD"),
        ("SOFTWARP_LIBRARY", "/nowhere/libsoftwarp.so.0", "ImportError: softwarp: cannot load its library: /nowhere"),
        ("SOFTWARP_LIBRARY", sys.executable, "ImportError: softwarp: cannot load its library: "),
    ):
        done = subprocess.run(
            [sys.executable, "-c", "import softwarp; softwarp.simd()"],
            env={**os.environ, variable: value},
            stderr=subprocess.PIPE,
            timeout=60,
        )
        assert done.returncode == 1 and said in done.stderr.decode().splitlines()[-1]
