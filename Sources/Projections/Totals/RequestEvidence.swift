public import EventStore
public import PromQL

/// Which series a request counts in: the way back from a series to the requests behind it.
public enum RequestEvidence {
    /// The series of ``ServiceTotals`` that the request of a server span is counted in, a histogram by the smallest
    /// bucket that holds it; empty for other spans.
    public static func series(of span: SpanEnded) -> [Labels] {
        guard span.kind == .server, span.resource == nil, let method = span.attributes["mcp.method.name"]?.string
        else { return [] }
        let label = RequestTotals.label(of: method)
        let ending = span.status == .error ? "error" : "success"
        return ["started", ending].map {
            Labels([(Labels.metricName, "mcp_operations_\($0)_total"), ("method", label)])
        }
            + histogram("mcp_operations_duration_seconds", [("method", label)], span.seconds)
            + histogram("mcp_server_operation_duration_seconds", attributes(span, label), span.seconds)
            + tool(span)
    }

    private static func tool(_ span: SpanEnded) -> [Labels] {
        guard let tool = span.attributes["gen_ai.tool.name"]?.string else { return [] }
        let error = span.attributes["error.type"]?.string
        let outcome = error == nil ? "success" : error == "tool_error" ? "tool_error" : "error"
        return [Labels([(Labels.metricName, "mcp_tools_calls_total"), ("tool", tool), ("outcome", outcome)])]
    }

    private static func histogram(_ name: String, _ labels: [(String, String)], _ seconds: Double) -> [Labels] {
        let bound = DurationTotals.bounds.first { seconds <= $0 }.map(SampleText.format) ?? "+Inf"
        return [("_bucket", [("le", bound)]), ("_count", []), ("_sum", [])].map { suffix, more in
            Labels([(Labels.metricName, name + suffix)] + labels + more)
        }
    }

    private static let carried = [
        "gen_ai.operation.name", "gen_ai.tool.name", "error.type", "rpc.response.status_code", "network.transport",
        "mcp.protocol.version",
    ]

    private static func attributes(_ span: SpanEnded, _ method: String) -> [(String, String)] {
        [("mcp_method_name", method)]
            + carried.compactMap { name in
                span.attributes[name]?.string.map { (name.replacing(".", with: "_"), $0) }
            }
    }
}
