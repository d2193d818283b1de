// promql-eval SAMPLES
//
// Reads series from the file SAMPLES and queries from the standard input, evaluates each query and prints its answer
// in the shape of Prometheus' HTTP API; all three one JSON object a line.
//
//     {"labels": {"__name__": "up"}, "timestamps": [1000], "values": ["1"]}      values: numbers, NaN, Inf, "stale"
//     {"query": "up", "time": 1000}  or  {"query": "up", "start": 0, "end": 60000, "step": 1000}      milliseconds
//     {"status": "success", "data": {"resultType": "vector", "result": […]}, "seconds": 0.001}
//
// A query with "repeat": N is evaluated N times, and "seconds" is the median.

import Foundation
import PromQL

let arguments = CommandLine.arguments
guard arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: promql-eval SAMPLES < QUERIES\n".utf8))
    exit(2)
}
let source = try MemorySource(file: arguments[1])
var options = QueryOptions()
options.dialect = ProcessInfo.processInfo.environment["PROMQL_DIALECT"].flatMap(Dialect.init) ?? .prometheus2
let engine = QueryEngine(source: source, options: options)
while let line = readLine() {
    print(try QueryRequest(line).answer(by: engine))
}
