import Foundation

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
        output.append(UInt8(ascii: "{"))
        add(.position, event.position.value, to: &output)
        add(.time, quoted: time(event.time), to: &output)
        add(.type, text: event.type.name, to: &output)
        add(.version, UInt64(clamping: event.version), to: &output)
        add(.stream, text: event.stream.text, to: &output)
        add(.revision, event.revision.value, to: &output)
        if let trace = event.metadata.trace {
            add(.traceID, quoted: trace.traceID.hex, to: &output)
            add(.spanID, quoted: trace.spanID.hex, to: &output)
        }
        if let causation = event.metadata.causation { add(.causation, causation.value, to: &output) }
        if let principal = event.metadata.principal { add(.principal, text: principal, to: &output) }
        add(payload: event.payload, to: &output)
        output.append(UInt8(ascii: "}"))
        output.append(UInt8(ascii: "\n"))
    }

    /// ISO 8601 to the nanosecond where it has any.
    private static func time(_ time: Timestamp) -> String {
        let rest = time.nanoseconds % 1000
        guard rest != 0 else { return time.iso8601 }
        let digits = String(1000 + (rest < 0 ? rest + 1000 : rest)).dropFirst()
        return "\(time.iso8601.dropLast())\(digits)Z"
    }

    private static func add(payload: [UInt8], to output: inout [UInt8]) {
        if JSONSkipper.isValue(payload) {
            name(.data, to: &output)
            output.append(contentsOf: payload)
        } else {
            add(.encodedData, quoted: Data(payload).base64EncodedString(), to: &output)
        }
    }

    private static func add(_ member: Member, _ number: UInt64, to output: inout [UInt8]) {
        name(member, to: &output)
        output.append(contentsOf: String(number).utf8)
    }

    /// A text that needs no escapes.
    private static func add(_ member: Member, quoted text: String, to output: inout [UInt8]) {
        name(member, to: &output)
        output.append(UInt8(ascii: "\""))
        output.append(contentsOf: text.utf8)
        output.append(UInt8(ascii: "\""))
    }

    private static func add(_ member: Member, text: String, to output: inout [UInt8]) {
        name(member, to: &output)
        JSON.string(text).write(to: &output)
    }

    private static func name(_ member: Member, to output: inout [UInt8]) {
        if member != .position { output.append(UInt8(ascii: ",")) }
        output.append(UInt8(ascii: "\""))
        output.append(contentsOf: member.name.utf8)
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: ":"))
    }
}
