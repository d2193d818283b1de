import EventStore
import Testing

@Suite("Pages that are made ahead")
struct PagesAheadTests {
    private func log(_ count: Int) async throws -> InMemoryEventLog {
        let log = InMemoryEventLog(clock: ModelClock())
        for number in 1...count {
            try await log.append([TaskStageStarted(task: "t", stage: "\(number)")], to: StreamName("task", "t"))
        }
        return log
    }

    @Test("come in the order of the log, each once, whichever is done first", arguments: [1, 3, 7, 100])
    func order(pageSize: Int) async throws {
        let pages = PagesAhead(log: try await log(50), pageSize: pageSize, ahead: 3)
        var found: [UInt64] = []
        try await pages.each(.all, after: Position(4)) { page in
            page.events.map(\.position.value)
        } take: {
            found += $0
        }
        #expect(found == Array(5...50))
    }

    @Test("end where whoever takes them throws")
    func fault() async throws {
        struct Enough: Error {}
        let pages = PagesAhead(log: try await log(50), pageSize: 5)
        var taken = 0
        await #expect(throws: Enough.self) {
            try await pages.each(.all, after: .start) {
                $0.events.count
            } take: {
                taken += $0
                if taken >= 10 { throw Enough() }
            }
        }
        #expect(taken == 10)
    }
}
