extension OTLPShape {
    private static func many(_ number: UInt64, _ name: String, _ kind: Kind) -> Field {
        Field(number: number, name: name, kind: kind, isRepeated: true)
    }

    private static func one(_ number: UInt64, _ name: String, _ kind: Kind) -> Field {
        Field(number: number, name: name, kind: kind)
    }

    private static func attributes(_ number: UInt64) -> Field { many(number, "attributes", .message(.keyValue)) }

    /// The fields of a shape; see ``fields``, which has them all at hand.
    var listed: [Field] {
        switch self {
        case .tracesRequest, .resourceSpans, .scopeSpans, .span, .spanEvent, .spanLink, .spanStatus: traceFields
        case .metricsRequest, .resourceMetrics, .scopeMetrics, .metric, .gauge, .sum, .histogram,
            .exponentialHistogram, .summary:
            metricFields
        case .numberPoint, .histogramPoint, .exponentialPoint, .exponentialBuckets, .summaryPoint, .quantile, .exemplar:
            pointFields
        case .logsRequest, .resourceLogs, .scopeLogs, .logRecord: logFields
        case .resource, .scope, .keyValue, .anyValue, .arrayValue, .keyValueList: commonFields
        default: answerFields
        }
    }

    private var traceFields: [Field] {
        switch self {
        case .tracesRequest: [Self.many(1, "resourceSpans", .message(.resourceSpans))]
        case .resourceSpans:
            [Self.one(1, "resource", .message(.resource)), Self.many(2, "scopeSpans", .message(.scopeSpans))]
        case .scopeSpans: [Self.one(1, "scope", .message(.scope)), Self.many(2, "spans", .message(.span))]
        case .span:
            [
                Self.one(1, "traceId", .identifier), Self.one(2, "spanId", .identifier),
                Self.one(3, "traceState", .text), Self.one(4, "parentSpanId", .identifier), Self.one(5, "name", .text),
                Self.one(6, "kind", .choice(prefix: "SPAN_KIND_", names: SpanKindNames.all)),
                Self.one(7, "startTimeUnixNano", .fixed64), Self.one(8, "endTimeUnixNano", .fixed64),
                Self.attributes(9), Self.one(10, "droppedAttributesCount", .int32),
                Self.many(11, "events", .message(.spanEvent)), Self.one(12, "droppedEventsCount", .int32),
                Self.many(13, "links", .message(.spanLink)), Self.one(14, "droppedLinksCount", .int32),
                Self.one(15, "status", .message(.spanStatus)), Self.one(16, "flags", .fixed32),
            ]
        case .spanEvent:
            [Self.one(1, "timeUnixNano", .fixed64), Self.one(2, "name", .text), Self.attributes(3)]
        case .spanLink:
            [Self.one(1, "traceId", .identifier), Self.one(2, "spanId", .identifier), Self.attributes(4)]
        default:
            [
                Self.one(2, "message", .text),
                Self.one(3, "code", .choice(prefix: "STATUS_CODE_", names: ["UNSET", "OK", "ERROR"])),
            ]
        }
    }

    private static let temporality = one(
        2, "aggregationTemporality",
        .choice(prefix: "AGGREGATION_TEMPORALITY_", names: ["UNSPECIFIED", "DELTA", "CUMULATIVE"]))

    private var metricFields: [Field] {
        switch self {
        case .metricsRequest: [Self.many(1, "resourceMetrics", .message(.resourceMetrics))]
        case .resourceMetrics:
            [Self.one(1, "resource", .message(.resource)), Self.many(2, "scopeMetrics", .message(.scopeMetrics))]
        case .scopeMetrics: [Self.one(1, "scope", .message(.scope)), Self.many(2, "metrics", .message(.metric))]
        case .metric:
            [
                Self.one(1, "name", .text), Self.one(2, "description", .text), Self.one(3, "unit", .text),
                Self.one(5, "gauge", .message(.gauge)), Self.one(7, "sum", .message(.sum)),
                Self.one(9, "histogram", .message(.histogram)),
                Self.one(10, "exponentialHistogram", .message(.exponentialHistogram)),
                Self.one(11, "summary", .message(.summary)),
            ]
        case .gauge: [Self.many(1, "dataPoints", .message(.numberPoint))]
        case .sum:
            [Self.many(1, "dataPoints", .message(.numberPoint)), Self.temporality, Self.one(3, "isMonotonic", .bool)]
        case .histogram: [Self.many(1, "dataPoints", .message(.histogramPoint)), Self.temporality]
        case .exponentialHistogram: [Self.many(1, "dataPoints", .message(.exponentialPoint)), Self.temporality]
        default: [Self.many(1, "dataPoints", .message(.summaryPoint))]
        }
    }

    private static let start = one(2, "startTimeUnixNano", .fixed64)
    private static let time = one(3, "timeUnixNano", .fixed64)

    private var pointFields: [Field] {
        switch self {
        case .numberPoint:
            [
                Self.attributes(7), Self.start, Self.time, Self.one(4, "asDouble", .double),
                Self.one(6, "asInt", .sfixed64), Self.many(5, "exemplars", .message(.exemplar)),
                Self.one(8, "flags", .int32),
            ]
        case .histogramPoint:
            [
                Self.attributes(9), Self.start, Self.time, Self.one(4, "count", .fixed64), Self.one(5, "sum", .double),
                Self.many(6, "bucketCounts", .fixed64), Self.many(7, "explicitBounds", .double),
                Self.many(8, "exemplars", .message(.exemplar)), Self.one(10, "flags", .int32),
            ]
        case .exponentialPoint:
            [
                Self.attributes(1), Self.start, Self.time, Self.one(4, "count", .fixed64), Self.one(5, "sum", .double),
                Self.one(6, "scale", .sint32), Self.one(7, "zeroCount", .fixed64),
                Self.one(8, "positive", .message(.exponentialBuckets)),
                Self.one(9, "negative", .message(.exponentialBuckets)), Self.one(10, "flags", .int32),
                Self.many(11, "exemplars", .message(.exemplar)), Self.one(14, "zeroThreshold", .double),
            ]
        case .exponentialBuckets: [Self.one(1, "offset", .sint32), Self.many(2, "bucketCounts", .uint64)]
        case .summaryPoint:
            [
                Self.attributes(7), Self.start, Self.time, Self.one(4, "count", .fixed64), Self.one(5, "sum", .double),
                Self.many(6, "quantileValues", .message(.quantile)), Self.one(8, "flags", .int32),
            ]
        case .quantile: [Self.one(1, "quantile", .double), Self.one(2, "value", .double)]
        default:
            [
                Self.one(2, "timeUnixNano", .fixed64), Self.one(3, "asDouble", .double),
                Self.one(6, "asInt", .sfixed64), Self.one(4, "spanId", .identifier),
                Self.one(5, "traceId", .identifier),
            ]
        }
    }

    private var logFields: [Field] {
        switch self {
        case .logsRequest: [Self.many(1, "resourceLogs", .message(.resourceLogs))]
        case .resourceLogs:
            [Self.one(1, "resource", .message(.resource)), Self.many(2, "scopeLogs", .message(.scopeLogs))]
        case .scopeLogs: [Self.one(1, "scope", .message(.scope)), Self.many(2, "logRecords", .message(.logRecord))]
        default:
            [
                Self.one(1, "timeUnixNano", .fixed64),
                Self.one(2, "severityNumber", .choice(prefix: "SEVERITY_NUMBER_", names: SeverityNames.all)),
                Self.one(3, "severityText", .text), Self.one(5, "body", .message(.anyValue)), Self.attributes(6),
                Self.one(7, "droppedAttributesCount", .int32), Self.one(8, "flags", .fixed32),
                Self.one(9, "traceId", .identifier), Self.one(10, "spanId", .identifier),
                Self.one(11, "observedTimeUnixNano", .fixed64), Self.one(12, "eventName", .text),
            ]
        }
    }

    private var commonFields: [Field] {
        switch self {
        case .resource: [Self.attributes(1), Self.one(2, "droppedAttributesCount", .int32)]
        case .scope: [Self.one(1, "name", .text), Self.one(2, "version", .text), Self.attributes(3)]
        case .keyValue: [Self.one(1, "key", .text), Self.one(2, "value", .message(.anyValue))]
        case .anyValue:
            [
                Self.one(1, "stringValue", .text), Self.one(2, "boolValue", .bool), Self.one(3, "intValue", .int64),
                Self.one(4, "doubleValue", .double), Self.one(5, "arrayValue", .message(.arrayValue)),
                Self.one(6, "kvlistValue", .message(.keyValueList)), Self.one(7, "bytesValue", .bytes),
            ]
        case .arrayValue: [Self.many(1, "values", .message(.anyValue))]
        default: [Self.many(1, "values", .message(.keyValue))]
        }
    }

    private var answerFields: [Field] {
        switch self {
        case .tracesResponse: [Self.one(1, "partialSuccess", .message(.spansPartial))]
        case .metricsResponse: [Self.one(1, "partialSuccess", .message(.pointsPartial))]
        case .logsResponse: [Self.one(1, "partialSuccess", .message(.logsPartial))]
        case .spansPartial: [Self.one(1, "rejectedSpans", .int64), Self.one(2, "errorMessage", .text)]
        case .pointsPartial: [Self.one(1, "rejectedDataPoints", .int64), Self.one(2, "errorMessage", .text)]
        case .logsPartial: [Self.one(1, "rejectedLogRecords", .int64), Self.one(2, "errorMessage", .text)]
        default: [Self.one(1, "code", .int32), Self.one(2, "message", .text)]
        }
    }
}

/// Names of span kinds, in the order of their numbers.
private enum SpanKindNames {
    static let all = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"]
}

/// Names of severities, in the order of their numbers.
private enum SeverityNames {
    static let all =
        ["UNSPECIFIED"]
        + ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].flatMap { [$0, "\($0)2", "\($0)3", "\($0)4"] }
}
