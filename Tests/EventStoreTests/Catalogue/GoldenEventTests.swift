import EventStore
import Foundation
import Testing

/// The stored form of every event, kept in `Tests/Golden/Events`.
///
/// `GOLDEN_UPDATE=1 swift test` writes them anew; the difference is what a reviewer reads.
@Suite("The stored form of events")
struct GoldenEventTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden/Events")
    private static let isUpdating = ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1"

    private static func file(_ type: EventType, _ version: Int) -> URL {
        folder.appending(path: "\(type.name).v\(version).json")
    }

    @Test("stays what it is, for each type and version", arguments: EventSamples.all.indices)
    func stability(index: Int) throws {
        let sample = EventSamples.all[index]
        let type = type(of: sample)
        let file = Self.file(type.type, type.version)
        let text = try JSON(encoding: sample).prettyText + "\n"
        if Self.isUpdating {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test("has a sample for every type of the catalogue")
    func completeness() {
        let sampled = Set(EventSamples.all.map { type(of: $0).type.name })
        #expect(sampled == Set(Catalogue.standard.all.map { $0.type.name }))
    }

    @Test("of any version ever written is readable today")
    func readability() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files where file.pathExtension == "json" {
            let name = file.deletingPathExtension().lastPathComponent
            let mark = try #require(name.range(of: ".v", options: .backwards))
            let version = try #require(Int(name[mark.upperBound...]))
            let payload = try JSON(parsing: Array(Data(contentsOf: file))).bytes
            let event = RecordedEvent(
                position: Position(1), time: Timestamp(nanoseconds: 0), stream: StreamName("golden", "1"),
                revision: .first, type: EventType(String(name[..<mark.lowerBound])), version: version,
                metadata: EventMetadata(), payload: payload)
            #expect(event.body != nil, "\(name) cannot be read: add an upcaster")
        }
    }

    @Test("is read back as the same fact", arguments: EventSamples.all.indices)
    func identity(index: Int) throws {
        try Self.expectIdentity(of: EventSamples.all[index])
    }

    @Test("has the same bytes whether an event writes itself or is encoded", arguments: EventSamples.all.indices)
    func bytes(index: Int) throws {
        let sample = EventSamples.all[index]
        #expect(try JSONObjectWriter.bytes(of: sample) == JSON(encoding: sample).bytes)
    }

    private static func expectIdentity(of event: some Event) throws {
        let again = try JSON(parsing: JSON(encoding: event).bytes).decode(type(of: event))
        #expect(again == event)
    }
}

@Suite("An upcaster")
struct UpcasterTests {
    struct Renamed: Event {
        static let type: EventType = "thing.renamed"
        static let version = 3
        let name: String
        let size: Int
    }

    private let catalogue = Catalogue(
        [[Renamed.self]],
        upcasters: [
            Upcaster(Renamed.type, from: 1) { json in ["title": json["t"] ?? "", "size": 0] },
            Upcaster(Renamed.type, from: 2) { json in ["name": json["title"] ?? "", "size": json["size"] ?? 0] },
        ])

    private func event(_ version: Int, _ payload: String) -> RecordedEvent {
        RecordedEvent(
            position: Position(1), time: Timestamp(nanoseconds: 0), stream: StreamName("thing", "1"), revision: .first,
            type: Renamed.type, version: version, metadata: EventMetadata(), payload: Array(payload.utf8))
    }

    @Test("brings every older shape up to today's, one version at a time")
    func chain() {
        #expect(catalogue.decode(event(1, #"{"t":"a"}"#)) as? Renamed == Renamed(name: "a", size: 0))
        #expect(catalogue.decode(event(2, #"{"title":"b","size":4}"#)) as? Renamed == Renamed(name: "b", size: 4))
        #expect(catalogue.decode(event(3, #"{"name":"c","size":5}"#)) as? Renamed == Renamed(name: "c", size: 5))
    }

    @Test("that is missing, or a shape that is damaged, makes the event unreadable and nothing worse")
    func missing() {
        #expect(catalogue.decode(event(0, "{}")) == nil)
        #expect(catalogue.decode(event(3, "{")) == nil)
        #expect(catalogue.decode(event(3, #"{"name":1}"#)) == nil)
    }
}
