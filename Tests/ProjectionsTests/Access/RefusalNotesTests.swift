import EventStore
import Projections
import TestKit
import Testing

@Suite("Refusals in the log")
struct RefusalNotesTests {
    @Test("are one event at first and one every ten seconds, with their number")
    func coarseness() throws {
        var notes = RefusalNotes()
        var limits = RateLimits()
        limits.set(
            LimitPoliciesSet(
                policies: [LimitPolicy(name: "p", scope: .principal, quota: 1, window: 3600)], costs: [:]))
        let ann = LimitDemand(principal: "ann")
        _ = limits.admit(ann, at: ManualClock.start)
        var events: [LimitExceeded] = []
        for step in 0..<250 {
            let time = ManualClock.start.advanced(bySeconds: Double(step) / 10)
            if let event = notes.event(for: limits.admit(ann, at: time), at: time) { events.append(event) }
        }
        #expect(events.map(\.refused) == [1, 100, 100])
        #expect(events.allSatisfy { $0.policy == "p" && $0.key == "ann" })
    }

    private func refused(_ reason: String, from address: String = "10.0.0.1") -> AccessRefused {
        AccessRefused(scheme: "api_key", reason: reason, credential: nil, address: address, transport: "http")
    }

    @Test("are each an event where they count for a lock-out, and few where they do not")
    func guesses() {
        var notes = RefusalNotes()
        let guesses = (0..<50).compactMap { _ in notes.event(for: refused("unknown_key"), at: ManualClock.start) }
        #expect(guesses.count == 50 && guesses.allSatisfy { $0.times == 1 })
        let others = (0..<50).compactMap { _ in notes.event(for: refused("missing"), at: ManualClock.start) }
        #expect(others.count == 1)
        let later = notes.event(for: refused("missing"), at: ManualClock.start.advanced(bySeconds: 10))
        #expect(later?.times == 50)
    }

    @Test("of many addresses at once have an end")
    func flood() {
        var notes = RefusalNotes()
        var count = 0
        for step in 0..<100_000 {
            let time = ManualClock.start.advanced(bySeconds: Double(step) / 10_000)
            let reason = step.isMultiple(of: 2) ? "missing" : "unknown_key"
            if notes.event(for: refused(reason, from: "a\(step)"), at: time) != nil { count += 1 }
        }
        // 200 at once, and 20 in each of ten seconds.
        #expect((399...401).contains(count))
    }
}
