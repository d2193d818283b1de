public import Access
public import EventStore
public import Projections
import Synchronization

/// The stage before every request, whatever its transport: who, what and how much.
///
/// A transport calls ``enter(_:transport:)`` with what the client showed: once a request over HTTP, once a connection
/// over WebSocket. It gets a ``Caller``, which it puts into each request's ``RequestOrigin``, or the error to answer with
/// and nothing else. The pipeline then asks the policy and the limits for each request; a transport never does.
/// A WebSocket uses ``Caller/later`` from its second message on, and closes when the principal's `expires` has come.
/// stdio trusts its parent and calls nothing: a request's origin says ``Caller/local`` unless told otherwise.
/// What is neither of MCP's methods nor a tool call asks ``permit(_:_:connection:)``.
///
/// It waits for nothing and may be called on an event loop.
public final class Gate: Sendable {
    /// The read models that a host must hold for it.
    public static let projections: [any Projection.Type] = [
        KeyRing.self, PolicyBook.self, RevokedTokens.self, Lockouts.self, SeenNonces.self, RateLimits.self, Quotas.self,
    ]

    private struct Door {
        var authenticator: Authenticator {
            didSet { changes += 1 }
        }
        var rules = AccessRules() {
            didSet { changes += 1 }
        }
        /// Of either: whoever came in before the last one has to show again who they are.
        private(set) var changes = 0

        /// Whether callers without a credential are the operator: until there is a key.
        var isOpen: Bool { authenticator.anonymous != nil && rules.ring.isEmpty }

        /// Who may be nobody only while that is so.
        var guarded: Authenticator {
            guard !isOpen else { return authenticator }
            var copy = authenticator
            copy.anonymous = nil
            return copy
        }
    }

    let log: any EventLog
    private let host: ProjectionHost
    private let clock: any WallClock
    private let isDryRun: Bool
    private let door: Mutex<Door>
    private let live = Mutex(LiveAccess())
    private let calls: Mutex<CallsAtOnce>

    /// - Parameters:
    ///   - authenticator: the ways in; its `anonymous` counts only while no key was ever made.
    ///   - isDryRun: whether what the policy denies is only noted.
    ///   - callLimit: tool calls of one principal at once.
    public init(
        log: any EventLog, host: ProjectionHost, authenticator: Authenticator, isDryRun: Bool = false,
        callLimit: Int = 64, clock: any WallClock = SystemWallClock()
    ) {
        self.log = log
        self.host = host
        self.clock = clock
        self.isDryRun = isDryRun
        door = Mutex(Door(authenticator: authenticator))
        calls = Mutex(CallsAtOnce(limit: callLimit))
    }

    // MARK: Keeping up

    /// Takes over what the log says, and puts limits in force; the host must have caught up.
    ///
    /// - Parameter quotas: nil to leave them as they are.
    public func begin(_ limits: LimitPoliciesSet, quotas: LimitQuotasSet? = nil) async throws {
        let current = host.view(RateLimits.self).value
        var changes: [any Event] = []
        if !current.isInForce(limits) || host.view(Lockouts.self).value.policy != limits.lockout {
            changes.append(limits)
        }
        if let quotas, host.view(Quotas.self).value.limits != quotas { changes.append(quotas) }
        if !changes.isEmpty {
            let appended = try await log.append(changes, to: AccessEvents.limits, durability: .synced)
            // A start waits as long as it takes to catch up, also on a busy machine.
            try await host.wait(for: appended.last, timeout: .seconds(600))
        }
        live.withLock { $0 = LiveAccess(host) }
        refresh()
    }

    /// Takes over what is decided meanwhile, until the log closes or the task is cancelled.
    public func run() async throws {
        let rules = KeyRing.consumes + PolicyBook.consumes + RevokedTokens.consumes + [LimitPoliciesSet.self]
        let selection = Selection(types: rules.map { TypePattern($0.type.name) })
        for try await page in log.subscribe(to: selection, after: host.position) {
            guard let last = page.events.last else { continue }
            for event in page.events where event.body is LimitPoliciesSet { live.withLock { $0.apply(event) } }
            // Late read models are no reason to end; the next event tries again.
            try? await host.wait(for: last.position)
            refresh()
        }
    }

    /// Takes over the keys, revocations and roles that the host has: what a writer calls to read its own writes.
    public func refresh() {
        let rules = AccessRules(host, isDryRun: isDryRun)
        door.withLock { $0.rules = rules }
    }

    /// Changes the ways in, as when an issuer's keys are new.
    public func replace(_ authenticator: Authenticator) { door.withLock { $0.authenticator = authenticator } }

    // MARK: Who

    /// Whether nobody has to say who they are.
    var isOpen: Bool { door.withLock { $0.isOpen } }

    /// Tells who is there.
    ///
    /// - Parameter transport: for the log, such as `http`.
    public func enter(_ presented: Presented, transport: String) -> Result<Caller, RPCError> {
        let (authenticator, rules, isOpen) = door.withLock { ($0.guarded, $0.rules, $0.isOpen) }
        if isOpen, case .none = presented.credential { return .success(.local) }
        let now = clock.now()
        let address = presented.address?.limitKey
        let visitor = Visitor(address: address, transport: transport)
        switch live.withLock({ $0.knock(address: address, credential: presented.claimedID, at: now) }) {
        case .open: break
        case .lockedOut(let left):
            let refusal = authenticator.refusal(.lockedOut, .none, presented.claimedID)
            return .failure(refuse(refusal, visitor, at: now, wait: left))
        case .limited(let admission, let usage, let note):
            tell(note)
            return .failure(.limited(admission, usage: usage))
        }
        switch authenticator.authenticate(presented, at: now.nanoseconds, keys: rules, revocations: rules) {
        case .refused(let refusal): return .failure(refuse(refusal, visitor, at: now))
        case .admitted(let principal, let nonce):
            if let nonce, let error = take(nonce, authenticator, visitor, at: now) { return .failure(error) }
            if case .apiKey(let id) = principal.credential { noteUse(of: id, visitor.address, rules, at: now) }
            return .success(Caller(principal: principal, address: visitor.address, nonce: nonce, since: now))
        }
    }

    /// Somebody who came in by a key or a token, for the next request of the same connection.
    struct Known: Sendable {
        fileprivate let caller: Caller
        fileprivate let claimedID: String?
        fileprivate let changes: Int
    }

    /// What makes the next request of somebody who was let in cheaper; nil where each has to be proved.
    ///
    /// - Parameter changes: ``changes`` of before they were let in.
    func known(_ caller: Caller, by presented: Presented, since changes: Int) -> Known? {
        switch caller.principal.credential {
        case .apiKey, .token: Known(caller: caller, claimedID: presented.claimedID, changes: changes)
        case .local, .publishedKey, .clientSignature, .messageSignature: nil
        }
    }

    /// How often the ways in, the keys, the revocations or the roles have changed.
    var changes: Int { door.withLock { $0.changes } }

    /// Lets in somebody who shows what they came in with before; nil where that has to be looked at anew.
    ///
    /// Nothing that it was judged by has changed, so that only the time and the limits are asked.
    func enter(again known: Known) -> Caller? {
        let rules = door.withLock { $0.changes == known.changes ? $0.rules : nil }
        let (now, caller) = (clock.now(), known.caller)
        guard let rules, caller.principal.expires.map({ $0 > now.nanoseconds }) ?? true else { return nil }
        let answer = live.withLock { $0.knock(address: caller.address, credential: known.claimedID, at: now) }
        guard case .open = answer else { return nil }
        if case .apiKey(let id) = caller.principal.credential { noteUse(of: id, caller.address, rules, at: now) }
        return caller
    }

    /// Where somebody stands, for what is noted of them.
    private struct Visitor {
        let address: String?
        let transport: String
    }

    /// Uses a signature up; the error where that was done before.
    private func take(_ nonce: String, _ authenticator: Authenticator, _ visitor: Visitor, at now: Timestamp)
        -> RPCError?
    {
        switch live.withLock({ $0.take(nonce: nonce, at: now) }) {
        case .fresh: nil
        case .full: .tooManySignatures
        case .repeated: refuse(authenticator.refusal(.repeatedNonce, .messageSignature), visitor, at: now)
        }
    }

    private func refuse(_ refusal: Refusal, _ visitor: Visitor, at now: Timestamp, wait: Double? = nil) -> RPCError {
        let fact = AccessRefused(
            scheme: refusal.scheme.rawValue, reason: refusal.reason.rawValue, credential: refusal.credential,
            address: visitor.address, transport: visitor.transport)
        if let event = live.withLock({ $0.note(fact, at: now) }) {
            tell(event, to: AccessEvents.stream(ofAddress: visitor.address))
        }
        return .refused(refusal, wait: wait)
    }

    private func noteUse(of key: String, _ address: String?, _ rules: AccessRules, at now: Timestamp) {
        guard rules.ring.shouldNoteUse(of: key, from: address, at: now),
            live.withLock({ $0.shouldNoteUse(of: key, at: now) })
        else { return }
        tell(KeyUsed(key: key, address: address), to: AccessEvents.stream(ofKey: key))
    }

    /// Whether what somebody came in with would still open the door: it has not expired, and was not taken back.
    ///
    /// For what lasts, such as a stream or a WebSocket.
    public func isWelcome(_ caller: Caller) -> Bool {
        let (now, principal) = (clock.now(), caller.principal)
        if let expires = principal.expires, expires <= now.nanoseconds { return false }
        switch principal.credential {
        case .apiKey(let id): return door.withLock { $0.rules.ring.key(id)?.isLive(at: now) } ?? false
        case .token(let id):
            // Its token was issued before it came in: a revocation of all of somebody's tokens since then means it too.
            let since = caller.since?.nanoseconds
            return door.withLock { !$0.rules.isRevoked(token: id, subject: principal.id, issuedAt: since) }
        case .local, .publishedKey, .clientSignature, .messageSignature: return true
        }
    }

    /// Runs `body`, and cancels it when the caller is welcome no more.
    func whileWelcome(_ caller: Caller, _ body: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await body() }
            group.addTask { [self] in
                // An expiry is no event that one could wait for, so it is looked at again and again.
                while isWelcome(caller), (try? await Task.sleep(for: .seconds(1))) != nil {}
            }
            await group.next()
            group.cancelAll()
        }
    }

    // MARK: What and how much

    /// What becomes of a request of somebody who is known.
    enum Verdict: Sendable {
        /// Not asked: the caller is the operator.
        case open
        case admitted(RequestAccess, LimitStanding?)
        /// Recorded like any request, and goes no further.
        case denied(RequestAccess, Denial)
        /// Recorded only where it used up a signature.
        case limited(RequestAccess?, RPCError)
    }

    struct Denial: Sendable {
        let permission: Permission
        let decision: Decision
        let error: RPCError
    }

    /// Asks the policy and the limits.
    ///
    /// - Parameters:
    ///   - permission: nil where it is enough to be known.
    ///   - tool: a registered tool's name.
    func judge(_ caller: Caller, _ permission: Permission?, connection: String, tool: String? = nil) -> Verdict {
        guard !caller.isLocal else { return .open }
        let policy = door.withLock { $0.rules.policy }
        let principal = caller.principal
        let decision = permission.map { policy.decide(principal, $0) }
        let (charge, units) = charge(caller, connection, tool)
        func access(_ units: Int) -> RequestAccess {
            RequestAccess(
                role: principal.role, address: caller.address, units: units, rule: decision?.rule,
                policy: decision?.policy, nonce: caller.nonce)
        }
        guard charge.admission.isAdmitted else {
            tell(charge.note)
            return .limited(caller.nonce.map { _ in access(0) }, .limited(charge.admission, usage: charge.usage))
        }
        guard let permission, let decision, !decision.isPermitted else {
            return .admitted(access(units), charge.standing)
        }
        guard !decision.isDryRun else {
            note(decision, permission, caller, isPermitted: false)
            return .admitted(access(units), charge.standing)
        }
        let challenge = door.withLock { $0.authenticator.challenge }
        return .denied(
            access(units), Denial(permission: permission, decision: decision, error: .denied(permission, challenge)))
    }

    /// Runs a tool call of somebody, where not too many of theirs are under way.
    func run<T>(
        callOf caller: Caller, _ body: () async -> Result<T, RPCError>
    ) async -> Result<T, RPCError> {
        guard !caller.isLocal else { return await body() }
        let principal = caller.principal.id
        let now = clock.now()
        if case .refused(let note) = calls.withLock({ $0.start(principal, at: now) }) {
            tell(note)
            return .failure(.tooManyCalls(calls.withLock { $0.limit }))
        }
        defer { calls.withLock { $0.finish(principal) } }
        return await body()
    }

    private func charge(_ caller: Caller, _ connection: String, _ tool: String?) -> (LiveAccess.Charge, Int) {
        let now = clock.now()
        // The address was charged at the door.
        var demand = LimitDemand(
            principal: caller.principal.id, role: caller.principal.role, connection: connection, tool: tool)
        return live.withLock { live in
            demand.units = live.limits.cost(ofTool: tool)
            return (live.admit(demand, at: now), demand.units)
        }
    }

    /// Asks for something that is no request of MCP, such as reading events over HTTP.
    ///
    /// - Returns: the error to answer with; nil where it may be done.
    public func permit(_ caller: Caller, _ permission: Permission?, connection: String) -> RPCError? {
        switch standing(caller, permission, connection: connection) {
        case .success: nil
        case .failure(let error): error
        }
    }

    /// As ``permit(_:_:connection:)``, with where they then stand.
    func standing(
        _ caller: Caller, _ permission: Permission?, connection: String
    ) -> Result<LimitStanding?, RPCError> {
        switch judge(caller, permission, connection: connection) {
        case .open: return .success(nil)
        case .admitted(let access, let standing):
            keep(access, caller, connection)
            return .success(standing)
        case .denied(let access, let denial):
            keep(access, caller, connection)
            tell(denial, caller, request: nil)
            return .failure(denial.error)
        case .limited(let access, let error):
            if let access { keep(access, caller, connection) }
            return .failure(error)
        }
    }

    /// Whose tasks, videos, events or traces somebody may look at: nil for everybody's, else their own.
    ///
    /// Neither charged nor noted. What is another's then looks as if it were not there.
    public func owner(_ caller: Caller, _ area: String) -> String? {
        guard !caller.isLocal else { return nil }
        let policy = door.withLock { $0.rules.policy }
        let mayAll = policy.decide(caller.principal, Permission(area, "read", "any")).isPermitted
        return mayAll ? nil : caller.principal.id
    }

    // MARK: Telling the log

    /// Notes a denial; what the log refuses is left out, since the client is told either way.
    func tell(_ denial: Denial, _ caller: Caller, request: String?) {
        let fact = AccessDenied(
            request: request, role: caller.principal.role,
            permission: String(denial.permission.description.prefix(300)), rule: denial.decision.rule,
            policy: denial.decision.policy)
        tell(fact, to: AccessEvents.stream(ofAddress: caller.address), as: caller.principal.id)
    }

    private func note(_ decision: Decision, _ permission: Permission, _ caller: Caller, isPermitted: Bool) {
        let fact = AccessDecided(
            request: nil, role: caller.principal.role, permission: String(permission.description.prefix(300)),
            permitted: isPermitted, rule: decision.rule, policy: decision.policy)
        tell(fact, to: AccessEvents.stream(ofAddress: caller.address), as: caller.principal.id)
    }

    /// Writes down a signature that no recorded request carries.
    private func keep(_ access: RequestAccess, _ caller: Caller, _ connection: String) {
        guard access.nonce != nil else { return }
        let id = SpanID.random().hex
        let received = RequestReceived(
            request: id, transport: "rest", revision: "", method: "http", rpcID: nil, client: nil, params: [:],
            access: access)
        let done = RequestCompleted(request: id, method: "http", errorCode: nil, seconds: 0)
        // A log that is full refuses the next request too.
        try? log.enqueue(
            Proposal(
                [received, done], to: RequestEvents.stream(of: connection),
                metadata: EventMetadata(principal: caller.principal.id)))
    }

    private func tell(_ note: LimitExceeded?) {
        if let note { tell(note, to: AccessEvents.limits) }
    }

    private func tell(_ event: any Event, to stream: StreamName, as principal: String? = nil) {
        // Notes are best effort: a log that is full or closed refuses the request itself.
        try? log.enqueue(Proposal([event], to: stream, metadata: EventMetadata(principal: principal)))
    }
}
