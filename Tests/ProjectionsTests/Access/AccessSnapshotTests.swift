import EventStore
import Projections
import TestKit
import Testing

@Suite("The projections of access")
struct AccessSnapshotTests {
    private static let projections: [any Projection.Type] = [
        KeyRing.self, PolicyBook.self, RevokedTokens.self, Lockouts.self, SeenNonces.self, RateLimits.self,
        Quotas.self,
    ]

    private let events: [RecordedEvent] = recorded([
        LimitPoliciesSet(policies: LimitPolicy.published, costs: ["create_video": 5]),
        LimitQuotasSet(base: TaskQuotas(openTasks: 3, tasksADay: 5, videoSecondsADay: 100, diskBytes: 1000)),
        TaskCreated(
            task: "a", kind: .video, tool: "create_video", input: [:], estimatedSeconds: 1,
            charge: TaskCharge(role: "user", videoSeconds: 7)),
        TaskStageCompleted(
            task: "a", stage: "voice", key: "k", outputs: [StageOutput(path: "p", bytes: 9, sha256: "00")], result: [:],
            seconds: 1, cpuSeconds: 0),
        TaskCreated(
            task: "b", kind: .script, tool: "generate_video_script", input: [:], estimatedSeconds: 1),
        TaskStageCompleted(
            task: "b", stage: "s", key: "k", outputs: [StageOutput(path: "q", bytes: 3, sha256: "00")], result: [:],
            seconds: 1, cpuSeconds: 0),
        TaskCompleted(task: "b", result: [:], seconds: 1),
        KeyCreated(key: "a", name: "ann", role: "user", scopes: ["tools:*"], mac: "00", networks: ["10.0.0.0/8"]),
        KeyUsed(key: "a", address: nil), RoleSaved(name: "editor", allow: ["a"], deny: ["b"]),
        TokenRevoked(token: "j", subject: "ann", reason: "left"),
        AccessRefused(scheme: "token", reason: "wrong_signature", credential: "k", address: "::1", transport: "http"),
        RequestReceived(
            request: "r", transport: "http", revision: "", method: "tools/call", rpcID: nil, client: nil,
            params: ["name": "create_video"],
            access: RequestAccess(role: "user", address: "10.0.0.1", units: 5, nonce: "k/1")),
    ])

    @Test("are the same after they were stored", arguments: projections.indices)
    func storage(index: Int) throws { try check(Self.projections[index]) }

    private func check<P: Projection>(_ type: P.Type) throws {
        let value = P(folding: events)
        let bytes = try SnapshotCodec.bytes(value)
        let again = try SnapshotCodec.value(P.self, from: bytes[...])
        #expect(try JSON(encoding: again) == JSON(encoding: value))
        #expect(try SnapshotCodec.shape(of: P.self).isEmpty == false)
    }
}
