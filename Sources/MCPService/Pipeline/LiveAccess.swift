import EventStore
import Projections

/// What was used and who failed, ahead of the log: a plain value that is kept under one lock.
///
/// Each change gives the event that tells the log of it, where it is worth one.
struct LiveAccess: Sendable {
    private(set) var limits = RateLimits()
    private(set) var lockouts = Lockouts()
    private var nonces = SeenNonces()
    private var notes = RefusalNotes()
    /// When a key's use was last noted here, which its projection learns a little later.
    private var uses: [String: Timestamp] = [:]
    /// `RateLimit-Policy` of each role and tool that came by: it stays the same until the limits are others.
    private var policyFields: [PolicyPlace: String] = [:]

    private struct PolicyPlace: Hashable {
        let role: String?
        let tool: String?
    }

    init() {}

    init(_ host: ProjectionHost) {
        limits = host.view(RateLimits.self).value
        lockouts = host.view(Lockouts.self).value
        nonces = host.view(SeenNonces.self).value
    }

    /// What comes of a knock at the door, before anybody has said who they are.
    enum Knock: Sendable {
        case open
        /// Seconds left.
        case lockedOut(Double)
        case limited(Admission, usage: [Admission], note: LimitExceeded?)
    }

    mutating func knock(address: String?, credential: @autoclosure () -> String?, at now: Timestamp) -> Knock {
        if let left = lockouts.remaining(address: address, credential: credential(), at: now) {
            return .lockedOut(left)
        }
        let demand = LimitDemand(address: address)
        let admission = limits.admit(demand, at: now)
        guard !admission.isAdmitted else { return .open }
        return .limited(
            admission, usage: limits.usage(of: demand, at: now), note: notes.event(for: admission, at: now))
    }

    /// Counts a refusal; the event to append, if any.
    mutating func note(_ refusal: AccessRefused, at now: Timestamp) -> AccessRefused? {
        lockouts.note(address: refusal.address, credential: refusal.credential, reason: refusal.reason, at: now)
        return notes.event(for: refusal, at: now)
    }

    mutating func take(nonce: String, at now: Timestamp) -> SeenNonces.Verdict { nonces.take(nonce, at: now) }

    /// What the limits say to one request.
    struct Charge: Sendable {
        let admission: Admission
        /// Every limit that applies, where one of them refused.
        var usage: [Admission] = []
        /// What a good answer tells.
        var standing: LimitStanding?
        var note: LimitExceeded?
    }

    mutating func admit(_ demand: LimitDemand, at now: Timestamp) -> Charge {
        let admission = limits.admit(demand, at: now)
        guard !admission.isAdmitted else {
            return Charge(
                admission: admission, standing: LimitStanding(admission, policies: policies(of: demand, at: now)))
        }
        return Charge(
            admission: admission, usage: limits.usage(of: demand, at: now), note: notes.event(for: admission, at: now))
    }

    private mutating func policies(of demand: LimitDemand, at now: Timestamp) -> String? {
        let place = PolicyPlace(role: demand.role, tool: demand.tool)
        if let known = policyFields[place] { return known }
        // Roles and tools are few; whoever makes more of them gains nothing.
        if policyFields.count >= 1024 { policyFields = [:] }
        let field = LimitAnswer.policyField(limits.usage(of: demand, at: now))
        policyFields[place] = field
        return field
    }

    /// Whether to note the use of a key that its projection would have noted: once, until that has learnt of it.
    mutating func shouldNoteUse(of key: String, at now: Timestamp) -> Bool {
        if let last = uses[key], now.seconds(since: last) < 60 { return false }
        if uses.count >= KeyRing.keyLimit { uses = [:] }
        uses[key] = now
        return true
    }

    /// Takes over limits that were set in the log.
    mutating func apply(_ event: RecordedEvent) {
        policyFields = [:]
        limits.apply(event)
        lockouts.apply(event)
    }
}
