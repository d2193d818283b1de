import EventStore
import Foundation
import Testing

@Suite("A log whose clock steps back")
struct ClockTests {
    private let stream = StreamName("task", "one")

    @Test("lets no time fall from one position to the next, also after it was opened again")
    func steps() async throws {
        try await withFolder { folder in
            let clock = ModelClock()
            let steps = [0, 1_000, -1_000_000_000_000, 5, -1, 2_000_000_000_000, -3_000_000_000_000, 0]
            for _ in 0..<3 {
                let log = try SQLiteEventLog.open(folder: folder, clock: clock)
                for step in steps {
                    clock.move(by: step)
                    // One by one, and enough at once to be sealed at once.
                    try await log.append([progressed(1)], to: stream)
                    if step < -1 { try await log.append((0..<1100).map(progressed), to: stream) }
                }
                await log.close()
            }
            let log = try SQLiteEventLog.openForReading(folder: folder)
            let times = try await log.readAll(.all).map(\.time)
            #expect(times == times.sorted())
            // A search by time finds all of a moment that the clock showed more than once.
            let moment = try #require(times.last)
            let found = try await log.readAll(Selection(since: moment, until: moment))
            #expect(found.count == times.count { $0 == moment })
        }
    }
}
