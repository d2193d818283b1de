"""Queries over the zoo: each kind of thing that the language can say, many times with other parts."""

import random
import re

from promql_data import COUNT, START, STEP

SELECTORS = [
    "http_requests_total", 'http_requests_total{job="api"}', 'http_requests_total{code=~"4..|5.."}',
    'http_requests_total{code!~"2.*",instance!="a:80"}', "memory_bytes", 'up{instance=~"a.+"}', "temperature_celsius",
    "flaky", "sparse", "special", 'special{kind=~"nan|inf"}', 'special{kind="few"}', "build_info",
    "request_duration_seconds_bucket", "request_duration_seconds_sum", '{__name__=~"up|build_info",job="api"}',
    'request_duration_seconds_bucket{le=~"0.5|1|[+]Inf"}', "nothing_here",
]
COUNTERS = ["http_requests_total", 'http_requests_total{job="worker"}', "request_duration_seconds_bucket",
            "request_duration_seconds_count", "request_duration_seconds_sum"]
RANGES = ["30s", "1m", "95s", "5m", "10m", "1h", "2h30m"]
WINDOWS = ["rate", "increase", "delta", "idelta", "irate", "deriv", "resets", "changes", "avg_over_time",
           "min_over_time", "max_over_time", "sum_over_time", "count_over_time", "last_over_time", "present_over_time",
           "stddev_over_time", "stdvar_over_time", "absent_over_time"]
EACH = ["abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh", "deg", "exp", "floor", "ln",
        "log10", "log2", "rad", "sgn", "sin", "sinh", "sqrt", "tan", "tanh"]
DATES = ["day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year"]
GROUPS = ["", "by (job) ", "by (job, instance) ", "without (instance) ", "by (nothing) ", "without () ", "by (__name__) "]
AGGREGATIONS = ["sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"]
ARITHMETIC = ["+", "-", "*", "/", "%", "^", "atan2"]
COMPARISONS = ["==", "!=", ">", "<", ">=", "<="]
MATCHING = ["", "on (job) ", "on (job, instance) ", "ignoring (code) ", "on () ", "ignoring (version) "]


def modifier(chance):
    at = f"@ {START // 1000 + chance.randint(0, 14_400)}"
    return chance.choice(["", "", "", "", " offset 5m", " offset -7m", " offset 1h", f" {at}", f" {at} offset 3m",
                          " @ start()", " @ end() offset 90s"])


def selector(chance):
    return chance.choice(SELECTORS) + modifier(chance)


def window(chance, of=SELECTORS):
    inner = chance.choice(of)
    if chance.random() < 0.25:
        step = chance.choice(["", "10s", "1m", "7m"])
        return f"{chance.choice([inner, f'sum by (job) ({inner})', f'-{inner}'])}[{chance.choice(RANGES)}:{step}]{modifier(chance)}"
    return f"{inner}[{chance.choice(RANGES)}]{modifier(chance)}"


def quantile(chance):
    return chance.choice(["0", "0.25", "0.5", "0.9", "0.99", "1", "-0.1", "1.5", "NaN"])


def windowed(chance):
    kind = chance.random()
    if kind < 0.7:
        name = chance.choice(WINDOWS)
        return f"{name}({window(chance, COUNTERS if name in ('rate', 'increase', 'irate') and chance.random() < 0.7 else SELECTORS)})"
    if kind < 0.8:
        return f"quantile_over_time({quantile(chance)}, {window(chance)})"
    if kind < 0.9:
        return f"predict_linear({chance.choice(SELECTORS)}[{chance.choice(RANGES)}], {chance.choice(['60', '3600', '-600'])})"
    return f"holt_winters({chance.choice(SELECTORS)}[{chance.choice(RANGES)}], 0.{chance.randint(1, 9)}, 0.{chance.randint(1, 9)})"


def aggregated(chance):
    inner = chance.choice([selector, windowed])(chance)
    kind = chance.random()
    if kind < 0.55:
        return f"{chance.choice(AGGREGATIONS)} {chance.choice(GROUPS)}({inner})"
    if kind < 0.75:
        return f"{chance.choice(['topk', 'bottomk'])} {chance.choice(GROUPS)}({chance.choice(['1', '2', '3', '0', '100'])}, {inner})"
    if kind < 0.9:
        return f"quantile {chance.choice(GROUPS)}({quantile(chance)}, {inner})"
    return f"count_values {chance.choice(GROUPS)}(\"value\", {chance.choice(['up', 'floor(flaky)', 'special', 'build_info'])})"


def joined(chance):
    kind = chance.random()
    if kind < 0.25:
        operator = chance.choice(ARITHMETIC + COMPARISONS + [f"{c} bool" for c in COMPARISONS])
        sides = [selector(chance), chance.choice(["2", "-0.5", "0", "time()", "1e3", "NaN", "scalar(up{job=\"api\",instance=\"a:80\"})"])]
        chance.shuffle(sides)
        return f"{sides[0]} {operator} {sides[1]}"
    if kind < 0.5:
        operator = chance.choice(["and", "or", "unless"])
        return f"{selector(chance)} {operator} {chance.choice(MATCHING)}{selector(chance)}"
    operator = chance.choice(ARITHMETIC + COMPARISONS + [f"{c} bool" for c in COMPARISONS])
    if kind < 0.75:
        group = chance.choice(["group_left ", "group_left (version) ", ""])
        right = chance.choice(["build_info", "up", "sum by (job) (memory_bytes)"])
        by = "on (job, instance) " if right != "sum by (job) (memory_bytes)" else "on (job) "
        return f"{chance.choice(['http_requests_total', 'memory_bytes', 'up'])} {operator} {by}{group}{right}"
    if kind < 0.85:
        return f"build_info {operator} on (job, instance) group_right (version) {chance.choice(['http_requests_total', 'up', 'memory_bytes > 5e8'])}"
    return f"{selector(chance)} {operator} {chance.choice(MATCHING)}{selector(chance)}"


def called(chance):
    inner = chance.choice([selector, selector, windowed, aggregated])(chance)
    return chance.choice([
        lambda: f"{chance.choice(EACH)}({inner})",
        lambda: f"{chance.choice(EACH)}({inner})",
        lambda: f"{chance.choice(DATES)}({chance.choice(['', 'timestamp(up)', 'memory_bytes', 'temperature_celsius * 1e7', 'vector(time())'])})",
        lambda: f"clamp({inner}, {chance.choice(['0', '-5', '1'])}, {chance.choice(['0.5', '100', 'time()'])})",
        lambda: f"clamp_{chance.choice(['min', 'max'])}({inner}, {chance.choice(['0', '7', 'NaN'])})",
        lambda: f"round({inner}{chance.choice(['', ', 0.1', ', 5', ', 1e3'])})",
        lambda: f"histogram_quantile({quantile(chance)}, {chance.choice(['rate(request_duration_seconds_bucket[5m])', 'request_duration_seconds_bucket', 'sum by (le) (increase(request_duration_seconds_bucket[10m]))', 'up', inner])})",
        lambda: f"label_replace({inner}, \"{chance.choice(['port', 'job', 'kind'])}\", \"{chance.choice(['$2', '${1}-x', 'p$$', '', '$name'])}\", \"instance\", \"{chance.choice(['(.*):(.*)', '(?P<name>[ab]).*', 'zzz', '.*'])}\")",
        lambda: f"label_join({inner}, \"joined\", \"{chance.choice(['-', ''])}\", \"job\", \"instance\", \"missing\")",
        lambda: f"absent({inner})",
        lambda: f"timestamp({inner})",
        lambda: f"vector({chance.choice(['1', 'time()', 'scalar(' + inner + ')', 'pi()'])})",
        lambda: f"scalar({inner})",
        lambda: f"{chance.choice(['sort', 'sort_desc'])}({inner})",
        lambda: f"-({inner})",
        lambda: f"{inner}",
    ])()


def nested(chance):
    left = chance.choice([windowed, aggregated, called])(chance)
    right = chance.choice([windowed, aggregated, called, joined])(chance)
    return chance.choice([
        f"({left}) {chance.choice(ARITHMETIC + ['and', 'or', 'unless', '> bool', '<'])} ({right})",
        f"{chance.choice(AGGREGATIONS)} {chance.choice(GROUPS)}(({left}) or ({right}))",
        f"max_over_time(({left})[{chance.choice(['5m', '20m'])}:{chance.choice(['1m', '45s'])}])",
        f"{chance.choice(AGGREGATIONS)} ({chance.choice(EACH)}({left}))",
    ])


def generated(count, seed=11):
    """`count` queries, every other one a range query."""
    chance = random.Random(seed)
    kinds = [selector, windowed, windowed, aggregated, joined, called, nested]
    queries = []
    while len(queries) < count:
        query = {"query": chance.choice(kinds)(chance)}
        if len(queries) % 2:
            step = chance.choice([1_000, 15_000, 47_000, 60_000, 300_000])
            query["start"] = START + chance.randint(-20, COUNT) * STEP + chance.choice([0, 0, 1, 7_001])
            query["end"] = query["start"] + step * chance.randint(0, 150)
            query["step"] = step
        else:
            query["time"] = START + chance.randint(-20, COUNT + 30) * STEP + chance.choice([0, 0, 1, 7_001])
        queries.append(query)
    return queries


SCRAPS = [
    "(", ")", "{", "}", "[", "]", ",", "=", "!=", "=~", '"', "offset", "by", "on", "5m", "1", "-", "bool", "start()",
    "and", "sum", "group_left", "~", "!", '"x"', "'", "`", "$", "\\", "#", "\n", ":", "foo", "5mm", "0s", "1e", ".", "==",
    "ignoring", "without", "é", "inf", "[5m:]", "a:b", "0x", "09", "5m5s", '=~"("', '=~"[z-a]"', '__name__="x"', "atan2",
    "count_values", "unless", "end",
]


def broken(count, seed=13):
    """`count` texts that were queries before a word or two of them were lost, moved or replaced."""
    chance = random.Random(seed)
    texts = []
    for query in generated(count, seed):
        words = re.findall(r'\w+|"[^"]*"|\s+|.', query["query"])
        for _ in range(chance.randint(1, 2)):
            place, kind = chance.randrange(len(words)), chance.random()
            if kind < 0.3:
                del words[place]
            elif kind < 0.6:
                words.insert(place, f" {chance.choice(SCRAPS)}" + chance.choice(["", " "]))
            elif kind < 0.75:
                words[place] = chance.choice(SCRAPS)
            elif kind < 0.9:
                other = chance.randrange(len(words))
                words[place], words[other] = words[other], words[place]
            else:
                words = words[:place]
            words = words or ["x"]
        texts.append({"query": "".join(words), "time": START})
    return texts
