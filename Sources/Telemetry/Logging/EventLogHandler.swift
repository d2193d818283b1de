import EventStore
public import Logging
import ServiceContextModule

/// The back end of swift-log: a line that is logged is an event, within the trace in which it was.
public struct EventLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let label: String
    private let sink: TelemetrySink
    private let stream: StreamName

    /// - Parameters:
    ///   - instance: names the stream, `logs-<instance>`.
    ///   - level: the least that becomes an event.
    public init(label: String, sink: TelemetrySink, instance: String, level: Logger.Level = .notice) {
        self.label = label
        self.sink = sink
        stream = LogRecordEvents.stream(of: instance)
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        let record = LogRecorded(
            severity: Self.severity(event.level), level: event.level.rawValue, logger: label,
            body: .string("\(event.message)"),
            attributes: JSONObject(all.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }))
        sink.send(
            Proposal([record], to: stream, metadata: EventMetadata(trace: ServiceContext.current?.traceContext)))
    }

    /// OpenTelemetry's severity numbers.
    private static func severity(_ level: Logger.Level) -> Int {
        switch level {
        case .trace: 1
        case .debug: 5
        case .info: 9
        case .notice: 10
        case .warning: 13
        case .error: 17
        case .critical: 21
        }
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string("\(value)")
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
        }
    }
}
