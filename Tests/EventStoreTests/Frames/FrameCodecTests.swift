import Foundation
import Testing

@testable import EventStore

@Suite("The frame of a commit")
struct FrameCodecTests {
    private let first = Position(7)
    private let time = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

    private func keys(in folder: String) throws -> SubjectKeys {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SubjectKeys.open(path: folder + "/keys.db")
    }

    private func event(_ index: Int, by principal: String?) -> RecordedEvent {
        RecordedEvent(
            position: first.advanced(by: index), time: time, stream: StreamName("task", "\(index / 2)"),
            revision: Revision(UInt64(index)), type: "task.progressed", version: 1,
            metadata: EventMetadata(principal: principal), payload: Array(#"{"note":"\#(index)"}"#.utf8))
    }

    private func encoded(_ events: [RecordedEvent], _ keys: SubjectKeys) throws -> [UInt8] {
        var writer = ByteWriter()
        try FrameCodec.encode(events[...], to: &writer, keys: keys)
        return writer.bytes
    }

    @Test("gives back the events of several principals and of nobody, in their order")
    func principals() async throws {
        try await withFolder { folder in
            let keys = try keys(in: folder)
            let names = ["ann", nil, "tom", "ann", EventMetadata.local, "tom", "ann"]
            let events = names.enumerated().map { event($0.offset, by: $0.element) }
            let data = try encoded(events, keys)
            #expect(try FrameCodec.decode(data, first: first, time: time, keys: keys) == events)

            try keys.forget("ann")
            let left = try FrameCodec.decode(data, first: first, time: time, keys: keys)
            #expect(left.map(\.payload.isEmpty) == names.map { $0 == "ann" })
            #expect(left.map(\.stream) == events.map(\.stream))
        }
    }

    @Test("is damaged where a principal's payloads are not all there")
    func damage() async throws {
        try await withFolder { folder in
            let keys = try keys(in: folder)
            let data = try encoded([event(0, by: "ann"), event(1, by: "ann")], keys)
            for index in data.indices {
                var changed = data
                changed[index] ^= 0x40
                // Whatever it gives, it does not trap; what was encrypted is either whole or refused.
                let events = try? FrameCodec.decode(changed, first: first, time: time, keys: keys)
                for event in events ?? [] where event.metadata.subject == "ann" {
                    #expect(event.payload.isEmpty || event.payload.first == UInt8(ascii: "{"))
                }
            }
        }
    }

    @Test("is read as earlier versions wrote it, each payload encrypted where it stands")
    func former() async throws {
        try await withFolder { folder in
            let keys = try keys(in: folder)
            var writer = ByteWriter()
            writer.append(byte: 1)
            writer.append(2)
            for (principal, text) in [("ann", "{}"), (EventMetadata.local, #"{"a":1}"#)] {
                writer.append(byte: 16)
                writer.append("task-one")
                writer.append(UInt64(3))
                writer.append(principal)
                writer.append("task.progressed")
                writer.append(1)
                let payload = Array(text.utf8)
                writer.append(block: principal == "ann" ? try keys.seal(payload, for: principal) : payload)
            }
            let events = try FrameCodec.decode(writer.bytes, first: first, time: time, keys: keys)
            #expect(events.map { String(decoding: $0.payload, as: UTF8.self) } == ["{}", #"{"a":1}"#])
            #expect(events.map(\.metadata.principal) == ["ann", EventMetadata.local])
        }
    }
}
