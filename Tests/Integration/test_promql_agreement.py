"""The query language against the one who defined it: a real Prometheus answers the same queries on the same samples."""

import math
import re

import pytest

from promql_data import zoo
from promql_peers import Evaluator, Prometheus
from promql_queries import broken, generated

COUNT = 1200


@pytest.fixture(scope="module")
def peers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("promql")
    series = zoo()
    prometheus = Prometheus(folder)
    try:
        prometheus.feed(series)
        yield prometheus, Evaluator(folder, series)
    finally:
        prometheus.stop()


def close(one, other):
    one, other = float(one), float(other)
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return one == other or abs(one - other) <= 1e-9 * max(abs(one), abs(other)) + 1e-15


def same_points(one, other):
    return len(one) == len(other) and all(a[0] == b[0] and close(a[1], b[1]) for a, b in zip(one, other))


def by_labels(result):
    return {tuple(sorted(series["metric"].items())): series for series in result}


def difference(theirs, ours):
    """What differs between two answers, or nothing."""
    if theirs["status"] != ours["status"]:
        return f"they: {theirs.get('error', 'success')}; we: {ours.get('error', 'success')}"
    if theirs["status"] == "error":
        return None
    theirs, ours = theirs["data"], ours["data"]
    if theirs["resultType"] != ours["resultType"]:
        return f"they: {theirs['resultType']}; we: {ours['resultType']}"
    if theirs["resultType"] in ("scalar", "string"):
        return None if same_points([theirs["result"]], [ours["result"]]) else f"{theirs} != {ours}"
    they, we = by_labels(theirs["result"]), by_labels(ours["result"])
    if they.keys() != we.keys():
        return f"only they: {sorted(they.keys() - we.keys())[:3]}; only we: {sorted(we.keys() - they.keys())[:3]}"
    for labels, series in they.items():
        points = [s["values"] if "values" in s else [s["value"]] for s in (series, we[labels])]
        if not same_points(*points):
            odd = next((p for p in zip(*points) if not same_points([p[0]], [p[1]])), [len(p) for p in points])
            return f"{dict(labels)}: {odd}"
    return None


def persistent_difference(prometheus, query, ours):
    """What differs however often it is asked: among equals topk takes the first, which is chance in Prometheus where
    its input comes out of a hash map."""
    for _ in range(8):
        fault = difference(prometheus.ask(query), ours)
        if not fault:
            return None
    return fault


def test_generated_queries_have_prometheus_answers(peers):
    prometheus, evaluator = peers
    queries = generated(COUNT)
    differences = []
    for query, ours in zip(queries, evaluator.ask(queries)):
        if fault := persistent_difference(prometheus, query, ours):
            differences.append(f"{query}\n    {fault}")
    assert not differences, f"{len(differences)} of {COUNT} differ:\n" + "\n".join(differences[:20])


def test_broken_queries_have_prometheus_faults_at_the_same_places(peers):
    prometheus, evaluator = peers
    queries = broken(COUNT)
    differences = []
    for query, ours in zip(queries, evaluator.ask(queries)):
        # The API says what the text was a parameter of; and 2.42 has no name for the word "@" in its faults.
        theirs = re.sub(r'^invalid parameter "query": |"<Item \d+>" ', "", prometheus.ask(query).get("error", ""))
        if "parse error" in theirs + ours.get("error", "") and theirs != ours.get("error", ""):
            differences.append(f"{query['query']!r}\n    they: {theirs}\n    we: {ours.get('error')}")
    assert not differences, f"{len(differences)} of {COUNT} differ:\n" + "\n".join(differences[:20])
