import Access
import EventStore
import Projections
import TestKit
import Testing

@testable import MCPService

@Suite("The sessions of HTTP clients")
struct SessionDeskTests {
    private func withDesk(_ body: (SessionDesk) async throws -> Void) async throws {
        let log = InMemoryEventLog(clock: ManualClock())
        let host = ProjectionHost(log: log, projections: [Sessions.self], timeout: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await body(SessionDesk(log: log, host: host))
            group.cancelAll()
        }
    }

    private let ann = Caller(principal: Principal(id: "ann", role: "user", credential: .local))
    private let ben = Caller(principal: Principal(id: "ben", role: "user", credential: .local))

    private func isKnown(_ header: String, to caller: Caller, _ desk: SessionDesk) -> Bool {
        (try? desk.find(header, for: caller)) != nil
    }

    @Test("are known to their owner from the answer on until they are closed, and to nobody else")
    func ownership() async throws {
        try await withDesk { desk in
            let header = try await desk.open(revision: "2025-11-25", client: "a test", for: ann)
            #expect(isKnown(header, to: ann, desk) && !isKnown(header, to: ben, desk))
            let found = try desk.find(header, for: ann)
            #expect(found.session.revision == "2025-11-25")
            try await desk.close(found.id, by: ann)
            #expect(!isKnown(header, to: ann, desk))
        }
    }

    @Test("keep what they want to hear of in the log, an event only where it has changed")
    func preferences() async throws {
        try await withDesk { desk in
            let header = try await desk.open(revision: "2025-06-18", client: nil, for: ann)
            let wanted = SessionPreferencesSet(resources: ["task://t"], lists: ["tools"], logLevel: "info")
            await desk.save(wanted, of: header, by: ann)
            let head = desk.log.head
            try await desk.host.wait(for: head)
            #expect(try desk.find(header, for: ann).session.resources == ["task://t"])
            await desk.save(wanted, of: header, by: ann)
            #expect(desk.log.head == head)
        }
    }

    @Test("that are no sessions are not found")
    func nothing() async throws {
        try await withDesk { desk in
            for header in ["", "mp-", "mp-1", "somebody's", "mp-" + String(repeating: "1", count: 32)] {
                #expect(throws: RPCError.noSession) { try desk.find(header, for: ann) }
            }
        }
    }
}
