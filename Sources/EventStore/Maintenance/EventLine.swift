/// An event as one line of JSON that loses nothing: what `log export` writes and `log import` reads.
///
/// `data` holds the payload byte for byte; where that is not JSON on one line, `data_base64` holds it instead.
/// Members without a value are left out. The shape is that of `moneyprinter events --json`.
enum EventLine {
    /// The members, in the order they are written.
    enum Member: Int, CaseIterable {
        case position, time, type, version, stream, revision, traceID, spanID, causation, principal, data, encodedData

        var name: String { Self.names[rawValue] }

        private static let names = [
            "position", "time", "type", "version", "stream", "revision", "trace_id", "span_id", "causation",
            "principal", "data", "data_base64",
        ]
    }

    /// Appends the event's line, its end included.
    static func write(_ event: RecordedEvent, to output: inout [UInt8]) {
        var writer = EventLineWriter(.exact)
        writer.write(event, to: &output)
    }
}
