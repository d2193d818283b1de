import EventStore

/// Logged lines as OTLP's `LogRecord` messages.
enum LogRecordWriter {
    private static let dropped = "otel.dropped_attributes_count"
    private static let version = "otel.scope.version"

    /// - Parameters:
    ///   - time: when the log had it.
    ///   - own: the resource of lines that this process logged.
    static func add(
        _ line: LogRecorded, _ trace: TraceContext?, at time: Timestamp, own: JSONObject, to groups: inout RecordGroups
    ) {
        let scope = RecordGroups.Scope(name: line.logger, version: line.attributes[version]?.string ?? "")
        groups.add(line.resource.isEmpty ? own : line.resource, scope) { writer in
            writer.fixed64(1, UInt64(clamping: (line.at ?? time).nanoseconds))
            writer.varint(2, UInt64(clamping: line.severity))
            writer.text(3, line.level)
            if line.body != .null { writer.message(5) { AttributeWriter.write(line.body, to: &$0) } }
            var attributes = line.attributes
            writer.varint(7, UInt64(clamping: attributes[dropped]?.int ?? 0))
            attributes[dropped] = nil
            attributes[version] = nil
            AttributeWriter.write(attributes, 6, to: &writer)
            if let trace {
                writer.identifier(9, trace.traceID.high, trace.traceID.low)
                writer.identifier(10, trace.spanID.value)
            }
            writer.fixed64(11, UInt64(clamping: time.nanoseconds))
        }
    }
}
