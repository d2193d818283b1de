import EventStore
import Foundation
import Testing

@Suite("A group as large as the queue", .timeLimit(.minutes(5)))
struct LargeGroupTests {
    @Test("numbers each stream's events one after the other, however many streams lie between them")
    func manyStreams() async throws {
        try await withFolder { folder in
            var limits = SQLiteEventLog.Limits()
            limits.busyTimeout = 60_000
            let log = try SQLiteEventLog.open(folder: folder, limits: limits)
            let stranger = try Database(folder: folder)
            try stranger.run("BEGIN IMMEDIATE")
            try log.enqueue(Proposal([NoteTaken(text: "", lines: [])], to: StreamName("note", "first")))
            // Once the writer has taken it and waits for the lock, all that follows gathers in one group.
            while log.queueDepth > 0 { await Task.yield() }
            let count = 34_000
            for number in 0..<count {
                try log.enqueue(Proposal([NoteTaken(text: "", lines: [])], to: StreamName("note", "\(number)")))
            }
            for number in [0, 1, count - 1] {
                try log.enqueue(
                    Proposal(
                        [NoteTaken(text: "again", lines: [])], to: StreamName("note", "\(number)"),
                        expecting: .exactly(.first)))
            }
            try stranger.run("ROLLBACK")
            let last = try await log.append([NoteTaken(text: "", lines: [])], to: StreamName("note", "1"))
            #expect(last.revision == Revision(2) && last.last.value == UInt64(count + 5))
            await log.close()
        }
    }
}
