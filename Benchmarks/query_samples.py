"""A million samples in a hundred series: what a service of twenty tools would have sent in 41.7 hours, every 15 s.

Sixty counters and four histograms of ten series each. Counters begin anew twice, when the service was started again;
in one hour much failed. The same samples each time, but for when they end.
"""

import json
import random

STEP = 15
COUNT = 10_000
BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0]
TOOLS = [f"tool_{number:02}" for number in range(20)]
OUTCOMES = {"success": 6, "tool_error": 0.4, "error": 0.1}
METHODS = {"tools/call": 0.3, "tools/list": 0.02, "resources/read": 0.08, "prompts/get": 0.04}
RESTARTS = [3217, 7411]
INCIDENT = range(5200, 5440)
JOB = "bench"


class Set:
    """The samples, by the place of their series; `end` is the time of the last, in seconds since 1970."""

    def __init__(self, end):
        self.times = [end - (COUNT - 1 - place) * STEP for place in range(COUNT)]
        self.labels = []
        self.values = []
        rng = random.Random(11)
        for tool in TOOLS:
            weight = rng.uniform(0.2, 2)
            for outcome, rate in OUTCOMES.items():
                self._add("calls_total", {"tool": tool, "outcome": outcome}, counter(rng, weight * rate, outcome))
        for method, seconds in METHODS.items():
            self._add_histogram(method, *histogram(rng, seconds))

    def _add(self, name, labels, values):
        self.labels.append({"__name__": name, "job": JOB, **labels})
        self.values.append(values)

    def _add_histogram(self, method, buckets, sums, counts):
        for bound, values in zip([f"{bound:g}" for bound in BOUNDS] + ["+Inf"], buckets):
            self._add("call_duration_seconds_bucket", {"method": method, "le": bound}, values)
        self._add("call_duration_seconds_sum", {"method": method}, sums)
        self._add("call_duration_seconds_count", {"method": method}, counts)

    def openmetrics(self, path):
        """For promtool."""
        with path.open("w") as file:
            for labels, values in zip(self.labels, self.values):
                pairs = ",".join(f'{name}="{value}"' for name, value in labels.items() if name != "__name__")
                head = f"{labels['__name__']}{{{pairs}}} "
                file.writelines(f"{head}{value!r} {time}\n" for time, value in zip(self.times, values))
            file.write("# EOF\n")

    def lines(self):
        """For VictoriaMetrics' import."""
        times = [1000 * time for time in self.times]
        return [json.dumps({"metric": labels, "timestamps": times, "values": values}).encode()
                for labels, values in zip(self.labels, self.values)]

    def exports(self):
        """OTLP's JSON, an export for each time."""
        for place, time in enumerate(self.times):
            yield json.dumps({"resourceMetrics": [{
                "resource": {"attributes": [attribute("service.name", JOB)]},
                "scopeMetrics": [{"metrics": self._metrics(place, f"{time}000000000")}]}]}).encode()

    def _metrics(self, place, nanoseconds):
        counters, series = [], 3 * len(TOOLS)
        for labels, values in zip(self.labels[:series], self.values):
            counters.append({"attributes": [attribute(name, labels[name]) for name in ("tool", "outcome")],
                             "timeUnixNano": nanoseconds, "asDouble": values[place]})
        histograms = []
        for method in METHODS:
            *buckets, total, count = [values[place] for values in self.values[series:series + len(BOUNDS) + 3]]
            series += len(BOUNDS) + 3
            each = [int(more - less) for less, more in zip([0, *buckets], buckets)]
            histograms.append({
                "attributes": [attribute("method", method)], "timeUnixNano": nanoseconds, "count": str(int(count)),
                "sum": total, "explicitBounds": BOUNDS, "bucketCounts": [str(one) for one in each]})
        return [
            {"name": "calls", "sum": {"aggregationTemporality": 2, "isMonotonic": True, "dataPoints": counters}},
            {"name": "call_duration", "unit": "s", "histogram": {"aggregationTemporality": 2, "dataPoints": histograms}}]


def attribute(name, value):
    return {"key": name, "value": {"stringValue": value}}


def counter(rng, rate, outcome):
    """A total that grows by about `rate` a step."""
    values, total = [], 0.0
    for place in range(COUNT):
        if place in RESTARTS:
            total = 0.0
        usual = rate * 25 if outcome == "error" and place in INCIDENT else rate
        total += max(0, round(rng.gauss(usual, usual ** 0.5)))
        values.append(total)
    return values


def histogram(rng, seconds):
    """The cumulative buckets, the sum and the count of durations around `seconds`."""
    buckets, sums, counts = [[] for _ in range(len(BOUNDS) + 1)], [], []
    totals, total = [0.0] * len(buckets), 0.0
    for place in range(COUNT):
        if place in RESTARTS:
            totals, total = [0.0] * len(buckets), 0.0
        for _ in range(rng.randint(0, 6)):
            duration = rng.lognormvariate(0, 0.8) * seconds * (6 if place in INCIDENT else 1)
            total += duration
            for number, bound in enumerate([*BOUNDS, float("inf")]):
                totals[number] += duration <= bound
        for number, values in enumerate(buckets):
            values.append(totals[number])
        sums.append(round(total, 6))
        counts.append(totals[-1])
    return buckets, sums, counts
