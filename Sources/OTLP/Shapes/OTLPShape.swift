/// The messages of OTLP, each with its fields: what turns JSON into protobuf and back.
///
/// Names and numbers are those of opentelemetry-proto 1.x; fields that nothing here reads are left out.
enum OTLPShape: Int, CaseIterable {
    case tracesRequest, resourceSpans, scopeSpans, span, spanEvent, spanLink, spanStatus
    case metricsRequest, resourceMetrics, scopeMetrics, metric, gauge, sum, histogram, exponentialHistogram, summary
    case numberPoint, histogramPoint, exponentialPoint, exponentialBuckets, summaryPoint, quantile, exemplar
    case logsRequest, resourceLogs, scopeLogs, logRecord
    case resource, scope, keyValue, anyValue, arrayValue, keyValueList
    case tracesResponse, metricsResponse, logsResponse, spansPartial, pointsPartial, logsPartial, status

    /// One field: its number in protobuf, its name in JSON, and what it holds.
    struct Field {
        let number: UInt64
        let name: String
        let kind: Kind
        var isRepeated = false
    }

    enum Kind {
        case text
        /// Base64 in JSON.
        case bytes
        /// Hexadecimal in JSON, unlike other bytes: a trace id or span id.
        case identifier
        case bool
        /// A varint that JSON writes as a number.
        case int32
        /// A varint that JSON writes as a text of digits.
        case int64
        /// A varint without a sign that JSON writes as a text of digits.
        case uint64
        /// A zigzag varint that JSON writes as a number.
        case sint32
        case fixed32
        /// JSON writes it as a text of digits.
        case fixed64
        /// The same with a sign.
        case sfixed64
        case double
        /// A varint; JSON has the number, and readers take the name that begins with `prefix` too.
        case choice(prefix: String, names: [String])
        case message(OTLPShape)
    }

    var fields: [Field] { Self.table[rawValue] }

    func field(named name: String) -> Field? { fields.first { $0.name == name } }
    func field(_ number: UInt64) -> Field? { fields.first { $0.number == number } }

    private static let table = allCases.map(\.listed)
}
