import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("Folds of facts read quickly")
struct QuickFactsTests {
    private let projections: [any Projection.Type] =
        DashboardRenderer.projections + [
            KeyRing.self, PolicyBook.self, RevokedTokens.self, Lockouts.self, SeenNonces.self,
        ]

    /// Requests as they are let in, with parameters and answers that no fold looks at, among events of all kinds.
    private func events(_ seed: Int) -> [RecordedEvent] {
        var random = RandomEvents(seed: UInt64(seed))
        let limit = LimitPoliciesSet(
            policies: [LimitPolicy(name: "calls", scope: .principal, quota: 100, window: 60)], costs: ["tool1": 5])
        let requests = (0..<20).map { number in
            Happening(
                RequestReceived(
                    request: "q\(number)", transport: "http", revision: "2026-07-28", method: "tools/call",
                    rpcID: "\(number)", client: "c",
                    params: ["name": .string("tool\(number % 3)"), "arguments": ["deep": [["name": "other"]]]],
                    access: RequestAccess(role: "user", address: "::1", units: 1 + number % 3, nonce: "k/\(number)")),
                metadata: EventMetadata(principal: "ann"))
        }
        return recorded([Happening(limit)] + requests + random.happenings(count: 300))
    }

    private func fold(_ events: [RecordedEvent]) async throws -> [UInt8] {
        var models = ReadModels(projections)
        for event in events { models.apply(event) }
        return try models.stored()
    }

    @Test("are those of whole facts", arguments: 0..<20)
    func same(seed: Int) async throws {
        let events = events(seed)
        let whole = events.map {
            RecordedEvent(
                position: $0.position, time: $0.time, stream: $0.stream, revision: $0.revision, type: $0.type,
                version: $0.version, metadata: $0.metadata, payload: $0.payload, fresh: $0.body)
        }
        #expect(try await fold(events) == fold(whole))
        let pages = FoldPages(log: InMemoryEventLog(clock: ManualClock())) { ReadModels(projections).isRead($0) }
        let page = pages.prepared(Page(events: events, through: Position(1), isLast: true))
        #expect(try await fold(page.events) == fold(whole))
    }
}
