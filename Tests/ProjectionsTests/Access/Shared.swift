import EventStore
import Projections
import Synchronization

/// Limits under one lock, as the service hosts them.
final class Shared: Sendable {
    private let limits = Mutex(RateLimits())

    init(_ policies: LimitPoliciesSet) { limits.withLock { $0.set(policies) } }

    func admit(_ demand: LimitDemand, at time: Timestamp) -> Admission {
        limits.withLock { $0.admit(demand, at: time) }
    }
}
