import Access
public import EventStore

/// What a tool may use of the request it answers.
public struct ToolContext: Sendable {
    /// The request's span: what the tool causes carries a child of it.
    public let trace: TraceContext
    public let principal: String
    /// Whose tasks alone may be shown to them; nil for everybody's.
    public let owner: String?
    /// The caller's role, whose quotas count; nil for the operator, who has none.
    let role: String?
    /// Names a call that is made once, however often it is sent; nil where each is another.
    let key: String?
    /// Tells the client how far the call has come: a fraction of 1, and words for people.
    public let progress: @Sendable (Double, String) -> Void
    /// Tells the client what happened, where it asked for log messages of the level.
    let log: @Sendable (LogLevel, JSON) -> Void

    public init(
        trace: TraceContext, principal: String, owner: String? = nil,
        progress: @escaping @Sendable (Double, String) -> Void
    ) {
        role = nil
        self.owner = owner
        self.trace = trace
        self.principal = principal
        key = nil
        self.progress = progress
        log = { _, _ in }
    }

    init(_ context: RequestContext) {
        trace = context.trace
        principal = context.principal
        key = context.request.meta[MetaKey.idempotencyKey]?.string.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        progress = { context.report(progress: $0, total: 1, message: $1) }
        log = { context.log($0, $1, logger: "tasks") }
        owner = context.owner
        let caller = context.request.origin.caller
        role = caller.isLocal ? nil : caller.principal.role
    }
}
