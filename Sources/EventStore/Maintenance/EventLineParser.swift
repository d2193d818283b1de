import Foundation

/// Reads what ``EventLine`` writes; whatever it cannot keep exactly is an error that names the member.
struct EventLineParser {
    /// Where each member's value stands; empty for those that are not there.
    private var ranges = Array(repeating: 0..<0, count: EventLine.Member.allCases.count)
    private let line: UnsafeBufferPointer<UInt8>
    private var last = -1

    /// - Throws: where the line is not one event, in words that fit after "line 17: ".
    static func parse(_ line: [UInt8]) throws(StorageError) -> RecordedEvent {
        let result: Result<RecordedEvent, StorageError> = line.withUnsafeBufferPointer { buffer in
            do throws(StorageError) {
                return .success(try EventLineParser(buffer).event())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(_ line: UnsafeBufferPointer<UInt8>) throws(StorageError) {
        self.line = line
        var skipper = JSONSkipper(line)
        skipper.skipSpace()
        guard skipper.take(UInt8(ascii: "{")) else { throw StorageError("not a JSON object") }
        repeat { try readMember(&skipper) } while skipper.take(UInt8(ascii: ","))
        guard skipper.take(UInt8(ascii: "}")) else { throw Self.malformed(at: skipper.index) }
        skipper.skipSpace()
        guard skipper.index == line.count else { throw Self.malformed(at: skipper.index) }
    }

    private mutating func readMember(_ skipper: inout JSONSkipper) throws(StorageError) {
        skipper.skipSpace()
        let start = skipper.index
        guard skipper.skipText() else { throw Self.malformed(at: start) }
        let name = UnsafeBufferPointer(rebasing: line[(start + 1)..<(skipper.index - 1)])
        guard let member = Self.member(name, from: last + 1) else {
            throw StorageError("'\(String(decoding: name, as: UTF8.self))' is not a member of an event")
        }
        skipper.skipSpace()
        guard skipper.take(UInt8(ascii: ":")) else { throw Self.malformed(at: skipper.index) }
        skipper.skipSpace()
        let value = skipper.index
        guard skipper.skipValue() else { throw Self.malformed(at: value) }
        guard !has(member) else { throw StorageError("'\(member.name)' stands twice") }
        ranges[member.rawValue] = value..<skipper.index
        last = member.rawValue
        skipper.skipSpace()
    }

    private static let names = EventLine.Member.allCases.map { Array($0.name.utf8) }

    /// The member of that name; looks first where it stands in lines of ours.
    private static func member(_ name: UnsafeBufferPointer<UInt8>, from start: Int) -> EventLine.Member? {
        for offset in 0..<names.count {
            let index = (start + offset) % names.count
            if names[index].count == name.count, name.elementsEqual(names[index]) {
                return EventLine.Member(rawValue: index)
            }
        }
        return nil
    }

    private func has(_ member: EventLine.Member) -> Bool { !ranges[member.rawValue].isEmpty }

    private func event() throws(StorageError) -> RecordedEvent {
        RecordedEvent(
            position: Position(try number(.position, from: 1)), time: try time(), stream: try stream(),
            revision: Revision(try number(.revision)), type: EventType(try text(.type)),
            version: Int(try number(.version, through: UInt64(Int32.max))), metadata: try metadata(),
            payload: try payload())
    }

    private func metadata() throws(StorageError) -> EventMetadata {
        var metadata = EventMetadata()
        if has(.traceID) || has(.spanID) {
            guard let trace = TraceID(hex: try text(.traceID)), let span = SpanID(hex: try text(.spanID)) else {
                throw StorageError("'trace_id' and 'span_id' are 32 and 16 hexadecimal digits, not all zero")
            }
            metadata.trace = TraceContext(traceID: trace, spanID: span)
        }
        if has(.causation) { metadata.causation = Position(try number(.causation)) }
        if has(.principal) { metadata.principal = try text(.principal) }
        return metadata
    }

    private func stream() throws(StorageError) -> StreamName {
        let text = try text(.stream)
        guard let name = StreamName(text) else {
            throw StorageError("'stream' is '\(text)': allowed is category-id, such as task-mcp_1a2b3c4d")
        }
        return name
    }

    private func time() throws(StorageError) -> Timestamp {
        let text = try text(.time)
        guard let year = Int(text.prefix(4)), TimeBound.years.contains(year), let time = Timestamp(iso8601: text) else {
            throw StorageError(
                "'time' is '\(text)': allowed is ISO 8601, such as 2026-11-25T03:00:00Z, from \(TimeBound.years.lowerBound) "
                    + "to \(TimeBound.years.upperBound)")
        }
        return time
    }

    private func payload() throws(StorageError) -> [UInt8] {
        switch (has(.data), has(.encodedData)) {
        case (true, false): return Array(line[ranges[EventLine.Member.data.rawValue]])
        case (false, true):
            guard let data = Data(base64Encoded: try text(.encodedData)) else {
                throw StorageError("'data_base64' is not base64")
            }
            return Array(data)
        default: throw StorageError("an event has either 'data' or 'data_base64'")
        }
    }

    private func number(
        _ member: EventLine.Member, from low: UInt64 = 0, through high: UInt64 = UInt64(Int64.max)
    ) throws(StorageError) -> UInt64 {
        let text = String(decoding: line[try range(member)], as: UTF8.self)
        guard let value = UInt64(text), (low...high).contains(value) else {
            throw StorageError("'\(member.name)' is \(text): allowed is \(low) to \(high)")
        }
        return value
    }

    private func text(_ member: EventLine.Member) throws(StorageError) -> String {
        let bytes = Array(line[try range(member)])
        // Texts without escapes, which is nearly all, need no reader.
        if bytes.first == UInt8(ascii: "\""), !bytes.contains(UInt8(ascii: "\\")),
            let text = String(validating: bytes.dropFirst().dropLast(), as: UTF8.self)
        {
            return text
        }
        guard case .string(let text)? = try? JSON(parsing: bytes) else {
            throw StorageError("'\(member.name)' is not a text")
        }
        return text
    }

    private func range(_ member: EventLine.Member) throws(StorageError) -> Range<Int> {
        guard has(member) else { throw StorageError("'\(member.name)' is missing") }
        return ranges[member.rawValue]
    }

    private static func malformed(at index: Int) -> StorageError { StorageError("not JSON at byte \(index)") }
}
