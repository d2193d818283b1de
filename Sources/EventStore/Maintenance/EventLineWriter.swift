import Foundation

/// Writes events as lines of JSON, straight from their stored bytes, and remembers what lines have in common.
///
/// The shape is that of ``RecordedEvent/json``. A value, used by one writer at a time.
public struct EventLineWriter: Sendable {
    enum Style: Sendable {
        /// What programs and people are shown: microseconds, and no data where there are none.
        case shown
        /// What loses nothing: all digits of the time, and in `data_base64` what is not JSON on one line.
        case exact
    }

    private let style: Style
    private var moments = MomentText()
    /// What stands between the time and the stream's name, for each type met: there are few.
    private var types: [(type: EventType, version: Int, bytes: [UInt8])] = []
    private var principal: (name: String, bytes: [UInt8]) = ("", [])

    /// Lines as `moneyprinter events --json` shows them.
    public init() { self.init(.shown) }

    init(_ style: Style) { self.style = style }

    /// The lines of some events, one after the other.
    public static func lines(of events: [RecordedEvent]) -> [UInt8] {
        var writer = EventLineWriter()
        var output: [UInt8] = []
        output.reserveCapacity(events.count * lineSize)
        for event in events { writer.write(event, to: &output) }
        return output
    }

    /// What a line takes, roughly.
    private static let lineSize = 640

    /// Appends the event's line, its end included.
    public mutating func write(_ event: RecordedEvent, to output: inout [UInt8]) {
        writeObject(event, to: &output)
        output.append(UInt8(ascii: "\n"))
    }

    /// Appends the event as an object, on one line.
    public mutating func writeObject(_ event: RecordedEvent, to output: inout [UInt8]) {
        writeStart(event, to: &output)
        output.append(contentsOf: middle(event.type, event.version))
        JSON.write(event.stream.text, to: &output)
        let metadata = event.metadata
        writeNumbers(event.revision, metadata, to: &output)
        if let name = metadata.principal {
            if name != principal.name { principal = (name, Self.member(.principal) + JSON.string(name).bytes) }
            output.append(contentsOf: principal.bytes)
        }
        event.withPayload { write(payload: $0, to: &output) }
        output.append(UInt8(ascii: "}"))
    }

    /// Position and time.
    private mutating func writeStart(_ event: RecordedEvent, to output: inout [UInt8]) {
        let hasFraction = event.time.nanoseconds % 1000 != 0
        let decimals = style == .exact && hasFraction ? 9 : 6
        Self.append(to: &output) { line in
            line.write(#"{"position":"#)
            line.write(event.position.value)
            line.write(#","time":""#)
            line.count += moments.write(event.time.nanoseconds, decimals: decimals, to: line.end)
            line.write(#"","#)
        }
    }

    private mutating func middle(_ type: EventType, _ version: Int) -> [UInt8] {
        if let known = types.first(where: { $0.version == version && $0.type == type }) { return known.bytes }
        let text = "\"type\":\(JSON.string(type.name).text),\"version\":\(max(0, version)),\"stream\":"
        types.append((type, version, Array(text.utf8)))
        return Array(text.utf8)
    }

    /// The revision and what the event is tied to.
    private func writeNumbers(_ revision: Revision, _ metadata: EventMetadata, to output: inout [UInt8]) {
        Self.append(to: &output) { line in
            line.write(#","revision":"#)
            line.write(revision.value)
            if let trace = metadata.trace {
                line.write(#","trace_id":""#)
                line.write(word: trace.traceID.high)
                line.write(word: trace.traceID.low)
                line.write(#"","span_id":""#)
                line.write(word: trace.spanID.value)
                line.write(#"""#)
            }
            guard let causation = metadata.causation else { return }
            line.write(#","causation":"#)
            line.write(causation.value)
        }
    }

    private func write(payload: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        if JSONSkipper.isValue(payload) {
            output.append(contentsOf: Self.data)
            output.append(contentsOf: payload)
        } else if style == .exact {
            output.append(contentsOf: Self.member(.encodedData))
            output.append(contentsOf: "\"\(Data(payload).base64EncodedString())\"".utf8)
        } else {
            output.append(contentsOf: Self.data)
            ((try? JSON(parsing: UnsafeRawBufferPointer(payload))) ?? .null).write(to: &output)
        }
    }

    private static let data = member(.data)

    private static func member(_ member: EventLine.Member) -> [UInt8] { Array(",\"\(member.name)\":".utf8) }

    private static func append(to output: inout [UInt8], _ body: (inout ShortLine) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ShortLine.room) { room in
            guard let start = room.baseAddress else { return }
            var line = ShortLine(start)
            body(&line)
            output.append(contentsOf: UnsafeBufferPointer(start: start, count: line.count))
        }
    }
}

/// A few members of known size, put together where they cost nothing.
private struct ShortLine {
    /// More than all that is written between two texts.
    static let room = 256
    private let start: UnsafeMutablePointer<UInt8>
    var count = 0

    init(_ start: UnsafeMutablePointer<UInt8>) { self.start = start }

    var end: UnsafeMutablePointer<UInt8> { start + count }

    @inline(__always)
    mutating func write(_ text: StaticString) {
        end.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    @inline(__always)
    mutating func write(_ number: UInt64) { count += NumberText.digits(number, to: end) }

    @inline(__always)
    mutating func write(word: UInt64) { count += IdentifierText.write(word, 0, .word, to: end) }
}
