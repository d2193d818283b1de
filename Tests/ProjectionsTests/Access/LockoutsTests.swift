import EventStore
import Projections
import TestKit
import Testing

@Suite("Lock-outs")
struct LockoutsTests {
    private func failure(
        _ credential: String? = "k", from address: String? = "10.0.0.1", reason: String = "unknown_key"
    )
        -> AccessRefused
    {
        AccessRefused(
            scheme: "api_key", reason: reason, credential: credential, address: address, transport: "http")
    }

    private func folded(_ failures: [AccessRefused], every seconds: Double = 1) -> (Lockouts, Timestamp) {
        let given = Given(Lockouts.self, failures.map { Happening($0, after: seconds) })
        return (given.value, given.now)
    }

    @Test("begin with the fifth failure in a quarter of an hour, and last one")
    func five() {
        let (four, then) = folded(Array(repeating: failure(), count: 4))
        #expect(four.remaining(address: "10.0.0.1", credential: "k", at: then) == nil)
        let (five, now) = folded(Array(repeating: failure(), count: 5))
        #expect(five.remaining(address: "10.0.0.1", credential: "k", at: now) == 900)
        #expect(five.remaining(address: "10.0.0.1", credential: "k", at: now.advanced(bySeconds: 900)) == nil)
        let (slow, late) = folded(Array(repeating: failure(), count: 20), every: 226)
        #expect(slow.remaining(address: "10.0.0.1", credential: "k", at: late) == nil)
    }

    @Test("do not keep out another key, or the same key from elsewhere")
    func neighbours() {
        let (lockouts, now) = folded(Array(repeating: failure(), count: 5))
        #expect(lockouts.remaining(address: "10.0.0.1", credential: "other", at: now) == nil)
        #expect(lockouts.remaining(address: "10.0.0.2", credential: "k", at: now) == nil)
        #expect(lockouts.remaining(address: nil, credential: "k", at: now) == nil)
    }

    @Test("keep out an address that tries one key after the other")
    func spraying() {
        let (lockouts, now) = folded((0..<20).map { failure("k\($0)") })
        #expect(lockouts.remaining(address: "10.0.0.1", credential: nil, at: now) == 900)
        #expect(lockouts.remaining(address: "10.0.0.1", credential: "good", at: now) == 900)
        #expect(lockouts.locked(at: now) == ["10.0.0.1"])
    }

    @Test("do not come of what is no guess", arguments: Lockouts.harmless.sorted())
    func harmless(reason: String) {
        let (lockouts, now) = folded(Array(repeating: failure(reason: reason), count: 100))
        #expect(lockouts.remaining(address: "10.0.0.1", credential: "k", at: now) == nil)
    }

    @Test("follow the limits that were set")
    func configuration() {
        let policy = LimitPoliciesSet(
            policies: [], costs: [:], lockout: LockoutPolicy(failures: 2, addressFailures: 3, window: 10))
        Given(Lockouts.self, policy, failure(), failure()).then { lockouts, now in
            #expect(lockouts.remaining(address: "10.0.0.1", credential: "k", at: now) == 10)
        }
    }

    @Test("are the same whether counted at once or from the log", arguments: 0..<20)
    func equivalence(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var live = Lockouts()
        var happenings: [Happening] = []
        var time = ManualClock.start
        for index in 0..<200 {
            let delay = Double(Int.random(in: 0...120, using: &random))
            if index > 0 { time = time.advanced(bySeconds: delay) }
            let fact = failure("k\(Int.random(in: 0...3, using: &random))")
            live.note(address: fact.address, credential: fact.credential, reason: fact.reason, at: time)
            happenings.append(Happening(fact, after: delay))
        }
        let folded = Lockouts(folding: recorded(happenings))
        for credential in ["k0", "k1", "k2", "k3", "other"] {
            #expect(
                live.remaining(address: "10.0.0.1", credential: credential, at: time)
                    == folded.remaining(address: "10.0.0.1", credential: credential, at: time))
        }
    }
}
