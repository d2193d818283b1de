import Foundation
import Testing

@testable import EventStore

@Suite("Erasing what a principal did")
struct ErasureTests {
    private let stream = StreamName("task", "one")

    @Test("leaves every envelope, and nothing of what its events said", arguments: [10, 2600])
    func erasing(count: Int) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await fill(log, count)
            let before = try await log.readAll(.all)
            try await log.save(Snapshot(name: "projection/tasks", position: Position(3), schema: "1", data: [1]))
            try await log.erase(principal: "ann")
            #expect(try await log.snapshot(named: "projection/tasks") == nil)
            try expectErased(try await log.readAll(.all), before)
            await log.close()

            let reader = try SQLiteEventLog.openForReading(folder: folder)
            try expectErased(try await reader.readAll(.all), before)
        }
    }

    @Test("makes them unreadable in a copy that was taken before")
    func copies() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await fill(log, 1500)
            await log.close()
            let copy = try Data(contentsOf: URL(filePath: folder + "/events.db"))
            #expect(copy.range(of: Data("secret of ann".utf8)) == nil)
            let again = try SQLiteEventLog.open(folder: folder)
            try await again.erase(principal: "ann")
            await again.close()
            try copy.write(to: URL(filePath: folder + "/events.db"))
            let old = try SQLiteEventLog.openForReading(folder: folder)
            let events = try await old.readAll(Selection(principal: "ann"))
            #expect(events.count == 500 && events.allSatisfy { $0.payload.isEmpty })
        }
    }

    @Test("is refused for those who need no key: they are nobody in particular")
    func local() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append([progressed(1)], to: stream, metadata: EventMetadata(principal: EventMetadata.local))
            await #expect(throws: AppendError.self) { try await log.erase(principal: EventMetadata.local) }
            await #expect(throws: AppendError.self) {
                try await InMemoryEventLog().erase(principal: EventMetadata.local)
            }
            await log.close()
            let again = try SQLiteEventLog.open(folder: folder)
            #expect(try await again.readAll(.all).first?.payload.isEmpty == false)
            await again.close()
        }
    }

    @Test("does not touch what it does afterwards")
    func afterwards() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let ann = EventMetadata(principal: "ann")
            try await log.append([progressed(1)], to: stream, metadata: ann)
            try await log.erase(principal: "ann")
            try await log.append([progressed(2)], to: stream, metadata: ann)
            await log.close()
            let again = try SQLiteEventLog.open(folder: folder)
            #expect(try await again.readAll(.all).map { $0.payload.isEmpty } == [true, false])
            await again.close()
        }
    }

    private func fill(_ log: SQLiteEventLog, _ count: Int) async throws {
        for index in 0..<count {
            let principal = ["ann", "bob", nil][index % 3]
            let fact = TaskProgressed(
                task: "one", stage: "render", progress: 0.5, message: "secret of \(principal ?? "none") \(index)")
            try await log.append([fact], to: stream, metadata: EventMetadata(principal: principal))
        }
    }

    private func expectErased(_ events: [RecordedEvent], _ before: [RecordedEvent]) throws {
        try #require(events.count == before.count)
        for (event, old) in zip(events, before) {
            let isErased = event.metadata.principal == "ann"
            #expect(event == (isErased ? old.erased : old))
            #expect(isErased == (event.body == nil))
        }
    }
}
