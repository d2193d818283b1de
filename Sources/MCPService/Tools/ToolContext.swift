public import EventStore

/// What a tool may use of the request it answers.
public struct ToolContext: Sendable {
    /// The request's span: what the tool causes carries a child of it.
    public let trace: TraceContext
    public let principal: String
    /// Whose tasks alone may be shown to them; nil for everybody's.
    public let owner: String?
    /// Tells the client how far the call has come: a fraction of 1, and words for people.
    public let progress: @Sendable (Double, String) -> Void

    public init(
        trace: TraceContext, principal: String, owner: String? = nil,
        progress: @escaping @Sendable (Double, String) -> Void
    ) {
        self.owner = owner
        self.trace = trace
        self.principal = principal
        self.progress = progress
    }

    init(_ context: RequestContext) {
        self.init(trace: context.trace, principal: context.principal, owner: context.owner) { fraction, message in
            context.report(progress: fraction, total: 1, message: message)
        }
    }
}
