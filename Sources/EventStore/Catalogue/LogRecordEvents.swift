/// Lines that programs log, of this process (swift-log) and of others (OTLP).
///
/// Stream `logs-<service>`.
public enum LogRecordEvents {
    public static let page: [any Event.Type] = [LogRecorded.self]

    public static func stream(of service: String) -> StreamName { StreamName("logs", service) }
}

/// A program logged a line.
///
/// The trace and span in which it did are the event's metadata.
public struct LogRecorded: Event {
    public static let type: EventType = "log.recorded"

    /// OpenTelemetry's severity number, 1 (trace) to 24 (fatal); 0 where the source gave none.
    public let severity: Int
    /// The source's own name of the severity, such as `warning`; empty for none.
    public let level: String
    /// Which part of the program: the logger's label or the instrumentation scope; empty for none.
    public let logger: String
    /// When it was logged, where the source says so and it is not the event's own time.
    public let at: Timestamp?
    /// A text, or whatever structure the source gave.
    public let body: JSON
    public let attributes: JSONObject
    /// What logged: OpenTelemetry's resource attributes; empty for this process.
    public let resource: JSONObject

    public init(
        severity: Int, level: String = "", logger: String = "", at: Timestamp? = nil, body: JSON,
        attributes: JSONObject = [:], resource: JSONObject = [:]
    ) {
        self.severity = severity
        self.level = level
        self.logger = logger
        self.at = at
        self.body = body
        self.attributes = attributes
        self.resource = resource
    }

    public init(from decoder: any Decoder) throws { self = try Self.read(try JSONObject(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try object.encode(to: encoder) }
    public func write(to writer: inout JSONObjectWriter) { writer.add(object) }

    public static func read(_ object: JSONObject) throws -> LogRecorded {
        LogRecorded(
            severity: try object.optionalInt("severity") ?? 0, level: try object.optionalText("level") ?? "",
            logger: try object.optionalText("logger") ?? "",
            at: try object["at"].map { _ in try object.moment("at") }, body: object["body"] ?? .null,
            attributes: object["attributes"]?.object ?? [:], resource: object["resource"]?.object ?? [:])
    }

    private var object: JSONObject {
        var pairs: [(String, JSON)] = [("severity", .int(severity))]
        if !level.isEmpty { pairs.append(("level", .string(level))) }
        if !logger.isEmpty { pairs.append(("logger", .string(logger))) }
        if let at { pairs.append(("at", .string(at.iso8601))) }
        pairs.append(("body", body))
        if !attributes.members.isEmpty { pairs.append(("attributes", .object(attributes))) }
        if !resource.members.isEmpty { pairs.append(("resource", .object(resource))) }
        return JSONObject(pairs)
    }
}
