import EventStore
import Projections
import TestKit
import Testing

@Suite("What a client is told of the limits")
struct LimitAnswerTests {
    private let start = ManualClock.start
    private let ann = LimitDemand(principal: "ann", role: "user")

    private func limits() -> RateLimits {
        var limits = RateLimits()
        limits.set(LimitPoliciesSet(policies: LimitPolicy.published, costs: [:]))
        return limits
    }

    @Test("is each limit that applies, and the one nearest to its end")
    func fields() {
        var limits = limits()
        for _ in 0..<58 { _ = limits.admit(ann, at: start) }
        let last = limits.admit(ann, at: start)
        #expect(LimitAnswer.field(last) == #""user-minute";r=41;t=36"#)
        #expect(
            LimitAnswer.policyField(limits.usage(of: ann, at: start))
                == #""user-minute";q=100;w=60, "user-hour";q=1000;w=3600"#)
        #expect(LimitAnswer.retryAfter(last) == nil)
    }

    @Test("is when to come back, in whole seconds that are long enough")
    func refusal() {
        var limits = limits()
        for _ in 0..<100 { _ = limits.admit(ann, at: start) }
        let refused = limits.admit(ann, at: start)
        #expect(LimitAnswer.retryAfter(refused) == "1")
        #expect(LimitAnswer.field(refused) == #""user-minute";r=0;t=60"#)
        let data = LimitAnswer.data(refused)
        #expect(data["policy"]?.string == "user-minute" && data["retryAfterMs"]?.int == 600)
        #expect(data["retryAfterSeconds"]?.int == 1 && data["remaining"]?.int == 0)
        #expect(LimitAnswer.message(refused).contains("100 units in 60 s"))
    }

    @Test("is nothing where no limit applies")
    func none() {
        var limits = RateLimits()
        let admission = limits.admit(ann, at: start)
        #expect(admission.isAdmitted && LimitAnswer.field(admission) == nil)
        #expect(LimitAnswer.policyField(limits.usage(of: ann, at: start)) == nil)
    }
}
