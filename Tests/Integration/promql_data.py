"""Series with everything that a query language can stumble over, the same ones each time."""

import math
import random

START = 1_700_000_000_000  # a multiple of no scrape interval
STEP = 15_000
COUNT = 960  # four hours


class Series:
    """Labels, and samples as (milliseconds, value); the value "stale" ends the series there."""

    def __init__(self, name, labels, samples):
        self.labels = {"__name__": name, **labels}
        self.samples = samples


def times(chance, jitter=0, step=STEP, count=COUNT):
    return [START + index * step + chance.randint(-jitter, jitter) for index in range(count)]


def counter(chance, mean, resets=0.0, scale=1.0):
    value = 0.0
    while True:
        value += max(0.0, chance.gauss(mean, mean / 2)) * scale
        if chance.random() < resets:
            value = chance.random() * mean
        yield round(value, 3)


def walk(chance, value, width):
    while True:
        value += chance.gauss(0, width)
        yield value


def zoo(seed=7):
    """About fifty series of four hours."""
    chance = random.Random(seed)
    series = []

    def add(name, labels, values, jitter=0, keep=1.0):
        samples = [(time, value) for time, value in zip(times(chance, jitter), values) if chance.random() <= keep]
        series.append(Series(name, labels, samples))

    places = [(job, instance) for job in ("api", "worker") for instance in ("a:80", "b:80")]
    for job, instance in places:
        for code in ("200", "404", "500"):
            labels = {"job": job, "instance": instance, "code": code}
            add("http_requests_total", labels, counter(chance, 40 / int(code[0]), resets=0.01), jitter=900)
        add("memory_bytes", {"job": job, "instance": instance}, walk(chance, 5e8, 1e6))
        add("up", {"job": job, "instance": instance}, iter(lambda: float(chance.random() > 0.1), None))
        add("build_info", {"job": job, "instance": instance, "version": f"1.{len(instance)}.{job[0]}"}, iter(lambda: 1.0, None))
    for room, value in (("cellar", -3.0), ("attic", 31.5), ("kitchen", 0.0)):
        add("temperature_celsius", {"room": room}, walk(chance, value, 0.3), jitter=5000, keep=0.8)
    for job in ("api", "worker"):
        histogram(add, chance, job)
    add("special", {"kind": "nan"}, iter(lambda: math.nan if chance.random() < 0.3 else chance.random(), None))
    add("special", {"kind": "inf"}, iter(lambda: chance.choice([math.inf, 1.0, 2.5]), None))
    add("special", {"kind": "both"}, iter(lambda: chance.choice([math.inf, -math.inf, 0.0]), None))
    add("special", {"kind": "constant"}, iter(lambda: 42.0, None))
    add("special", {"kind": "large"}, iter(lambda: chance.choice([1e308, -1e308, 1e-300]), None))
    add("special", {"kind": "small"}, iter(lambda: chance.random() * 1e-12, None))
    add("special", {"kind": "few"}, iter(lambda: float(chance.randint(0, 3)), None))
    series += [flaky(chance, name) for name in ("x", "y", "z")]
    for gap in (250, 400):
        moments = times(chance, 3000, step=gap * 1000, count=COUNT * 15 // gap)
        series.append(Series("sparse", {"gap": str(gap)}, [(time, chance.random()) for time in moments]))
    return series


def histogram(add, chance, job):
    """Cumulative buckets, a sum and a count that fit each other."""
    bounds = ["0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"]
    rows, totals, seconds = [[] for _ in bounds], [0] * len(bounds), 0.0
    sums = []
    for _ in range(COUNT):
        for _ in range(chance.randint(0, 5)):
            value = chance.expovariate(3)
            seconds += value
            for place, bound in enumerate(bounds):
                totals[place] += value <= float(bound.replace("+Inf", "inf"))
        sums.append(seconds)
        for place, row in enumerate(rows):
            row.append(float(totals[place]))
    for bound, row in zip(bounds, rows):
        add("request_duration_seconds_bucket", {"job": job, "le": bound}, row)
    add("request_duration_seconds_count", {"job": job}, rows[-1])
    add("request_duration_seconds_sum", {"job": job}, sums)


def flaky(chance, name):
    """A series that ends with stale markers and comes back."""
    samples, index = [], 0
    while index < COUNT:
        for _ in range(chance.randint(5, 60)):
            samples.append((START + index * STEP, chance.uniform(-10, 10)))
            index += 1
        samples.append((START + index * STEP, "stale"))
        index += chance.randint(1, 40)
    return Series("flaky", {"instance": name, "odd": 'quo"te\\ü'}, [s for s in samples if s[0] < START + COUNT * STEP])
