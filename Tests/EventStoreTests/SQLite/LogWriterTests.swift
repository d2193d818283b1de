import Foundation
import Testing

@testable import EventStore

@Suite("The writer")
struct LogWriterTests {
    /// Three commits of 700 events each.
    private func jobs() throws -> [[WriteQueue.Job]] {
        let proposal = Proposal((0..<700).map(progressed), to: StreamName("task", "one"))
        let job = WriteQueue.Job(proposal, try ProposedEvent.encode(proposal))
        return [[job], [job], [job]]
    }

    @Test("puts segments in place that go on where the last one ends, each once, and no others")
    func installing() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let jobs = try jobs()
            let installed: [[UInt64]] = try await log.onWriter { writer in
                for job in jobs { _ = log.commit(job, with: writer) }
                let sealed = Result { try writer.sealer.seal(log.contents.unsealed()) }
                guard let segments = try? sealed.get(), segments.count == 2 else { return .failure(.closed) }
                return .success(
                    [[segments[1]], [segments[0], segments[0], segments[1]], [segments[0]]].map { found in
                        let placed = (try? writer.install(found)) ?? []
                        log.contents.add([], sealed: placed.map(\.summary))
                        return placed.map(\.first.value)
                    })
            }
            #expect(installed == [[], [1, 1025], []])
            #expect(try await log.readAll(.all).map(\.position.value) == Array(1...2100))
            await log.close()
        }
    }

    @Test("moves the write-ahead log into the database before it is large, whatever it holds")
    func writeAheadLog() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for _ in 0..<100 {
                // Written anew each time: of 40 MB in all the database has room for one.
                try await log.save(
                    Snapshot(
                        name: "test", position: .start, schema: "1", data: Array(repeating: 1, count: 400 << 10)))
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/events.db-wal")
            let size = try #require(attributes[.size] as? Int)
            #expect(size < 17 << 20)
            await log.close()
        }
    }
}
