import Testing

@testable import OTLP

@Suite("The delivery of a batch")
struct DeliveryStateTests {
    private func answer(_ status: Int, retryAfter: Double? = nil) -> OTLPOutcome {
        .answered(status: status, retryAfter: retryAfter, body: [])
    }

    private func handle(_ state: inout DeliveryState, _ outcome: OTLPOutcome, count: Int = 5) -> DeliveryState.Action {
        state.handle(outcome, count: count) { _ in (0, "") }
    }

    @Test("goes on where the collector took it, and says what it refused of it")
    func success() {
        var state = DeliveryState(seed: 1)
        #expect(handle(&state, answer(200)) == .advance(note: nil))
        let action = state.handle(answer(202), count: 5) { _ in (2, "too old") }
        #expect(action == .advance(note: "2 records refused: too old"))
    }

    @Test("waits longer after each failure, up to a limit, and starts anew after a success", arguments: 1...20)
    func backoff(seed: UInt64) {
        var state = DeliveryState(firstSeconds: 1, limitSeconds: 60, seed: seed)
        for attempt in 0..<100 {
            let full = min(60, Double(1 << min(attempt, 10)))
            guard case .retry(let seconds, let reason) = handle(&state, .unreachable("refused")) else {
                Issue.record("gave up")
                return
            }
            #expect(reason == "refused" && (full / 2...full).contains(seconds))
        }
        #expect(state.failures == 100)
        _ = handle(&state, answer(200))
        guard case .retry(let seconds, _) = handle(&state, answer(503)) else { return #expect(Bool(false)) }
        #expect((0.5...1).contains(seconds))
    }

    @Test("is spread by its seed, and always alike for the same one")
    func seeds() {
        var waits: [[DeliveryState.Action]] = []
        for seed: UInt64 in [0, 1, 2, 1] {
            var state = DeliveryState(seed: seed)
            waits.append((0..<5).map { _ in handle(&state, .unreachable("x")) })
        }
        #expect(waits[1] == waits[3] && waits[0] != waits[1] && waits[1] != waits[2])
    }

    @Test("waits as long as the collector wishes, but an hour at most", arguments: [(30.0, 30.0), (1e9, 3600)])
    func wishes(wish: Double, seconds: Double) {
        var state = DeliveryState(seed: 3)
        #expect(handle(&state, answer(429, retryAfter: wish)) == .retry(afterSeconds: seconds, reason: "HTTP 429"))
    }

    @Test(
        "is tried again only where that may help", arguments: [400, 401, 403, 404, 413, 429, 500, 501, 502, 503, 504])
    func codes(status: Int) {
        var state = DeliveryState(seed: 3)
        let action = handle(&state, answer(status))
        switch status {
        case 429, 502, 503, 504: #expect(state.failures == 1)
        case 413: #expect(action == .halve)
        default: #expect(action == .drop(reason: "HTTP \(status)") && state.failures == 0)
        }
    }

    @Test("of one record that is too large ends")
    func single() {
        var state = DeliveryState(seed: 3)
        #expect(handle(&state, answer(413), count: 1) == .drop(reason: "HTTP 413"))
    }
}
