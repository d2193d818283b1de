import Foundation
import Testing

@testable import EventStore

@Suite("Archives")
struct LogArchiveTests {
    private let events = RandomEvents.make(count: 5000, seed: 11)

    private func archive(_ folder: String, _ selection: Selection = .all, after: UInt64 = 0) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try LogExport(folder: folder).archive(of: selection, after: Position(after)) { bytes += $0 }
        return bytes
    }

    private func read(_ bytes: [UInt8], _ folder: String) throws -> [RecordedEvent] {
        let path = folder + "/file.archive"
        try Data(bytes).write(to: URL(filePath: path))
        var file = try LogImport.events(
            in: try FileHandle(forReadingFrom: URL(filePath: path)),
            keys: SubjectKeys.openForReading(path: LogFolder(folder).keys))
        var found: [RecordedEvent] = []
        while let event = try file.next() { found.append(event) }
        return found
    }

    private func withLog(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            _ = try await LogImport(to: log).restore(EventList(events))
            for index in 0..<3 { try await log.append([progressed(index)], to: StreamName("task", "tail")) }
            await log.close()
            try await body(folder)
        }
    }

    @Test("hold the whole log, sealed or not, and can be imported again")
    func whole() async throws {
        try await withLog { folder in
            let bytes = try archive(folder)
            let found = try read(bytes, folder)
            #expect(Array(found.prefix(5000)) == events)
            #expect(found.map(\.position.value) == Array(1...5003))

            let other = try SQLiteEventLog.open(folder: folder + "/b")
            #expect(try await LogImport(to: other).restore(EventList(found)).added == 5003)
            #expect(try await other.readAll(.all) == found)
            await other.close()
        }
    }

    @Test("hold a part of the log, by position or by what is in the events")
    func parts() async throws {
        try await withLog { folder in
            let range = try read(archive(folder, Selection(through: Position(3333)), after: 1500), folder)
            #expect(range == Array(events[1500..<3333]))
            let selection = Selection(types: [TypePattern("task.*")], principal: "ann")
            let chosen = try read(archive(folder, selection), folder)
            #expect(chosen == events.filter(selection.matches))
            let none = try read(archive(folder, Selection(principal: "nobody")), folder)
            #expect(none == [])
        }
    }

    @Test("that were changed or cut off anywhere are refused, and name the place")
    func damaged() async throws {
        try await withLog { folder in
            let bytes = try archive(folder, Selection(through: Position(2500)), after: 500)
            var random = SeededGenerator(seed: 5)
            for _ in 0..<20 {
                var copy = bytes
                copy[Int.random(in: 8..<copy.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                #expect(throws: StorageError.self) { try read(copy, folder) }
                #expect(throws: StorageError.self) {
                    try read(Array(bytes.prefix(.random(in: 8..<bytes.count, using: &random))), folder)
                }
            }
            #expect {
                try read(Array(bytes.dropLast(48)), folder)
            } throws: {
                "\($0)" == "the archive is cut off after event 2500"
            }
        }
    }

    @Test("hold what principals did under the keys of the log alone")
    func keys() async throws {
        try await withLog { folder in
            let path = folder + "/all.mparchive"
            try Data(archive(folder)).write(to: URL(filePath: path))
            let other = try SQLiteEventLog.open(folder: folder + "/b")
            await #expect {
                let file = try FileHandle(forReadingFrom: URL(filePath: path))
                _ = try await LogImport(to: other).restore(from: file)
            } throws: {
                "\($0)".contains("has no payload that can be read: its key was forgotten, or is with the log")
            }
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            let result = try await LogImport(to: other, keys: folder).restore(from: file)
            #expect(result.added == 5003)
            #expect(Array(try await other.readAll(.all).prefix(5000)) == events)
            await other.close()

            let log = try SQLiteEventLog.open(folder: folder)
            try await log.erase(principal: "ann")
            await log.close()
            let again = try SQLiteEventLog.open(folder: folder + "/c")
            let erased = try FileHandle(forReadingFrom: URL(filePath: path))
            _ = try await LogImport(to: again, keys: folder, acceptsErased: true).restore(from: erased)
            for event in try await again.readAll(.all, after: Position(1)) where event.position <= Position(5000) {
                #expect(event.payload.isEmpty == (event.metadata.principal == "ann"))
            }
            await again.close()
        }
    }
}
