"""The workloads that Python can do the same way, timed as a whole: nanoseconds per item, as JSON."""

import json
import sys
import time


def range_filter(n):
    for i in range(n):
        if i % 3 == 0:
            yield i


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, (a + b) & 0xFFFF_FFFF_FFFF_FFFF


def triples(limit):
    for z in range(1, limit):
        for x in range(1, z):
            for y in range(x, z):
                if x * x + y * y == z * z:
                    yield x * y * z


def few():
    for i in range(4):
        yield i


def make_few(n):
    for _ in range(n // 4):
        yield from few()


def stage(items, add):
    for item in items:
        if item % 7 != add:
            yield item + add


def pipeline(n):
    items = iter(range(n))
    for add in range(1, 6):
        items = stage(items, add)
    return items


class Node:
    def __init__(self, value, left, right):
        self.value, self.left, self.right = value, left, right


def balanced(start, end):
    if start >= end:
        return None
    middle = (start + end) // 2
    return Node(middle, balanced(start, middle), balanced(middle + 1, end))


def walk(node):
    if node.left:
        yield from walk(node.left)
    yield node.value
    if node.right:
        yield from walk(node.right)


def deep(levels, n):
    if levels:
        yield from deep(levels - 1, n)
    else:
        yield from range(n)


def average():
    total, count = 0.0, 0.0
    value = yield 0.0
    while True:
        total += value
        count += 1.0
        value = yield total / count


def averages(n):
    generator = average()
    next(generator)
    for i in range(n):
        yield generator.send(float(i))


def timed(make):
    items = make()
    begin = time.perf_counter_ns()
    count = sum(1 for _ in items)
    return (time.perf_counter_ns() - begin) / count


sys.setrecursionlimit(3_000)
TREE = balanced(0, 100_000)
WORKLOADS = {
    "range and filter": lambda: range_filter(300_000),
    "fib": lambda: fib(300_000),
    "triples": lambda: triples(150),
    "make, 4 items, drop": lambda: make_few(100_000),
    "pipeline of 5": lambda: pipeline(100_000),
    "tree, 100,000 nodes": lambda: walk(TREE),
    "delegation, 1 deep": lambda: deep(1, 100_000),
    "delegation, 2 deep": lambda: deep(2, 100_000),
    "delegation, 3 deep": lambda: deep(3, 100_000),
    "delegation, 10 deep": lambda: deep(10, 100_000),
    "delegation, 1,000 deep": lambda: deep(1_000, 10_000),
    "send, running average": lambda: averages(300_000),
}

print(json.dumps({name: min(timed(make) for _ in range(3)) for name, make in WORKLOADS.items()}))
