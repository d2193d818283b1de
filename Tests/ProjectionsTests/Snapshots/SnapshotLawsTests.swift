import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("A stored read model")
struct SnapshotLawsTests {
    private func models(_ events: some Sequence<RecordedEvent>) -> ReadModels {
        var models = ReadModels(DashboardRenderer.projections)
        for event in events { models.apply(event) }
        return models
    }

    private func events(seed: Int, count: Int) -> [RecordedEvent] {
        var random = RandomEvents(seed: UInt64(seed))
        return recorded(random.happenings(count: count))
    }

    /// Everything that is drawn from the models, as one text.
    private func text(_ models: ReadModels) -> String {
        let panels = PanelSource.standard.map { "\($0.name) \($0.draw(models).text)" }
        let board = models[TaskBoard.self]
        return (panels + board.tasks(limit: 1000).map { $0.json(now: models.time).text }).joined(separator: "\n")
    }

    @Test("is the same bytes again once it was read", arguments: 0..<60)
    func identity(seed: Int) async throws {
        let models = models(events(seed: seed, count: 150))
        let bytes = try models.stored()
        let again = try ReadModels(DashboardRenderer.projections).restored(from: bytes)
        #expect(try again.stored() == bytes)
        #expect(again.position == models.position && again.time == models.time)
        #expect(text(again) == text(models))
    }

    @Test("goes on like one that was never stored, wherever it is cut", arguments: 0..<100)
    func tail(seed: Int) async throws {
        let events = events(seed: seed, count: 120)
        var generator = SplitMix64(seed: UInt64(seed))
        let cut = Int.random(in: 0...events.count, using: &generator)
        let stored = try models(events.prefix(cut)).stored()
        var resumed = try ReadModels(DashboardRenderer.projections).restored(from: stored)
        for event in events.dropFirst(cut) { resumed.apply(event) }
        let whole = models(events)
        #expect(text(resumed) == text(whole))
        #expect(try resumed.stored() == whole.stored())
    }

    @Test("that is cut short or longer is refused, and never a crash")
    func damage() async throws {
        let empty = ReadModels(DashboardRenderer.projections)
        let bytes = try models(events(seed: 1, count: 100)).stored()
        for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
            #expect(throws: (any Error).self) { try empty.restored(from: Array(bytes.prefix(count))) }
        }
        #expect(throws: (any Error).self) { try empty.restored(from: bytes + [1]) }
        var generator = SplitMix64(seed: 1)
        for _ in 0..<100 {
            var flipped = bytes
            flipped[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            // Any value may come of it, as a checksum lies around these bytes in the log; it must only come or throw.
            _ = try? empty.restored(from: flipped)
        }
    }
}

@Suite("A snapshot's schema")
struct SnapshotSchemaTests {
    private struct Small: Codable { var count = 0 }
    private struct Wide: Codable {
        var count = 0
        var name: String?
    }
    private enum Level: String, Codable, CaseIterable { case low, high }
    private enum MoreLevels: String, Codable, CaseIterable { case low, high, highest }
    private struct Deep<Inner: Codable>: Codable { var list: [String: [Inner]] = [:] }
    private struct Uneven: Codable {
        enum Case: Codable { case one(Int) }
        var inner: Case?
    }

    private struct Byte: Codable { var byte: UInt8 }
    private struct Tree: Codable { var branches: [Tree] }

    private func schema<T: Codable>(_ first: T, version: Int = 1) throws -> String {
        var schema = SnapshotSchema()
        try schema.add("thing", version: version, first: first)
        return schema.text
    }

    @Test("is the same for the same shape, and 16 digits")
    func stable() throws {
        #expect(try schema(Small()) == schema(Small()))
        #expect(try schema(Small()).utf8.count == 16)
        #expect(try ReadModels([TaskBoard.self]).schema() == ReadModels([TaskBoard.self]).schema())
    }

    @Test("changes with the version, a field, a case, a bound, deep inside too, and with the projections")
    func changes() throws {
        #expect(try schema(Small()) != schema(Small(), version: 2))
        #expect(try schema(Deep<Small>()) != schema(Deep<Wide>()))
        #expect(try schema(Deep<Level>()) != schema(Deep<MoreLevels>()))
        #expect(
            try schema(RecentMap<String, Int>(limit: 5)) != schema(RecentMap<String, Int>(limit: 6)))
        #expect(try ReadModels([TaskBoard.self]).schema() != ReadModels([TaskBoard.self, RuleBook.self]).schema())
    }

    @Test("names the fields it is made of, those of tasks in lists included")
    func words() throws {
        let shape = try SnapshotCodec.shape(of: TaskBoard.self)
        #expect(shape.contains("finishedStages:[FinishedStage{stage:String;key:String;"))
        #expect(shape.contains("(queued|processing|complete|failed|cancelled)"))
    }

    @Test("says what has no stored form")
    func unsupported() {
        #expect(throws: (any Error).self) { try SnapshotCodec.shape(of: Uneven.self) }
        #expect(throws: (any Error).self) { try SnapshotCodec.bytes(Uneven(inner: .one(1))) }
        #expect(throws: SnapshotError("UInt8 has no stored form")) { try SnapshotCodec.shape(of: Byte.self) }
        #expect(throws: SnapshotError("Tree has no stored form")) { try SnapshotCodec.shape(of: Tree.self) }
    }

    @Test("can be made of every projection of the service")
    func all() throws {
        for projection in DashboardRenderer.projections { _ = try ReadModels([projection]).schema() }
    }
}
