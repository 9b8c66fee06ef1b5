"""What every program of a batch uses, written here. The same in Rust is in `prelude.rs`."""

import functools
import gc
import inspect
import os
import sys
import types

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed to compare with")

# What is dropped is dropped by its count of references, or not at all.
gc.disable()

trace = []  # of the program that runs
FUEL = 400
fuel = FUEL  # how many more loops and calls a script may do
ignored = []  # generators that ignored a close: kept, so that they do not answer to a second one later


class Thrown(Exception):
    def __init__(self, value):
        self.value = value


class Ignored(Exception):
    """A close was ignored."""


def log(*values):
    trace.append("    " + " ".join(map(str, values)))


def spent():
    global fuel
    fuel = max(fuel - 1, 0)
    return fuel == 0


def exhausted(depth):
    return spent() or depth < 0


def modulo(number):
    return number % 1000


def value(given):
    return -1 if given is None else given


def nothing(_given):
    return -1


class ignore_sent:
    """An iterator that takes what it is sent."""

    def __init__(self, iterable):
        self.iterator = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.iterator)

    def send(self, _value):
        return next(self.iterator)


def status(generator):
    if inspect.isgenerator(generator):
        frame, suspended = generator.gi_frame, generator.gi_suspended
    else:
        frame = generator.ag_frame
        # Before 3.12 only the line tells: a created one stands where it is defined.
        suspended = frame is not None and frame.f_lineno != generator.ag_code.co_firstlineno
    return "finished" if frame is None else "suspended" if suspended else "created"


def goes_on(generator, has_nothing):
    return status(generator) in (("created", "suspended") if has_nothing else ("created",))


def attempt(generator, resume, *arguments):
    finished = status(generator) == "finished"
    try:
        return f"yielded {resume(*arguments)}"
    except StopIteration as end:
        return "finished" if finished else f"returned {end.value}"
    except Thrown as error:
        return f"raised {error.value}"


def start(generator):
    return "refused" if status(generator) == "suspended" else attempt(generator, next, generator)


def next_(generator):
    return attempt(generator, next, generator)


def send(generator, given):
    try:
        return attempt(generator, generator.send, given)
    except TypeError as error:
        assert "just-started" in str(error), error
        return "refused"


def resume(generator, given):
    return attempt(generator, generator.send, None if status(generator) == "created" else given)


def throw(generator, error):
    return attempt(generator, generator.throw, Thrown(error))


def close(generator):
    # What a body returns on `close` is lost before 3.13, so this does by hand what `close` does.
    try:
        generator.throw(GeneratorExit())
    except GeneratorExit:
        return "closed"
    except StopIteration as end:
        return f"returned {end.value}"
    except Thrown as error:
        return f"raised {error.value}"
    except RuntimeError as error:
        assert "ignored GeneratorExit" in str(error), error
        ignored.append(error)
    ignored.append(generator)
    raise Ignored


async def aattempt(generator, resume, *arguments):
    finished = status(generator) == "finished"
    try:
        given = await resume(*arguments)
        # What `athrow` gives after the end in some versions.
        if finished and given is None:
            return f"raised {arguments[0].value}"
        return f"yielded {given}"
    except StopAsyncIteration:
        return "finished" if finished else "returned None"
    except Thrown as error:
        return f"raised {error.value}"


async def astart(generator):
    return "refused" if status(generator) == "suspended" else await anext_(generator)


async def anext_(generator):
    return await aattempt(generator, generator.__anext__)


async def asend(generator, given):
    try:
        return await aattempt(generator, generator.asend, given)
    except TypeError as error:
        assert "just-started" in str(error), error
        return "refused"


async def aresume(generator, given):
    return await aattempt(generator, generator.asend, None if status(generator) == "created" else given)


async def athrow(generator, error):
    return await aattempt(generator, generator.athrow, Thrown(error))


async def aclose(generator):
    if status(generator) == "finished":
        return "closed"
    try:
        await generator.athrow(GeneratorExit())
    except GeneratorExit:
        return "closed"
    except StopAsyncIteration:
        return "returned None"
    except Thrown as error:
        return f"raised {error.value}"
    except RuntimeError as error:
        assert "ignored GeneratorExit" in str(error), error
        ignored.append(error)
    ignored.append(generator)
    raise Ignored


@types.coroutine
def pause(polls):
    for _ in range(polls):
        yield
    return polls


def finish(operation):
    pending = 0
    while True:
        try:
            operation.send(None)
            pending += 1
        except StopIteration as end:
            return f"{end.value}, {pending} pending"


def run(number, program):
    """Runs a program and prints its trace."""
    global fuel
    trace.clear()
    try:
        fuel = FUEL
        for generator, operations in program():
            script(generator, operations)
            fuel = FUEL
    except BaseException as error:
        trace.append(f"panicked: {error}")
    print(f"== {number}", *trace, sep="\n")


def script(generator, operations):
    for words, operation, *arguments in operations:
        compared = len(trace)
        try:
            outcome = operation(generator, *arguments)
            if inspect.iscoroutine(outcome):
                outcome = finish(outcome)
        except Ignored:
            # Python's generator lives on, so nothing more can be compared (rule G28).
            trace[compared:] = [f"{words}: ignored"]
            return
        trace.append(f"{words}: {outcome}, {status(generator)}")
    # What CPython does with a generator that is dropped.
    if inspect.isgenerator(generator):
        generator.close()
    else:
        finish(generator.aclose())
    trace.append("dropped")
