/// What is known about an event besides the fact itself: the trace it belongs to, what caused it, and who.
public struct EventMetadata: Hashable, Sendable {
    /// The W3C trace and span within which the event happened.
    public var trace: TraceContext?
    /// The position of the event that this one answers.
    public var causation: Position?
    /// The principal on whose behalf it happened.
    public var principal: String?

    /// The principal of calls that need no authentication: whoever uses this machine.
    public static let local = "local"

    /// Whom the event is about, where that is somebody who can ask to be forgotten.
    var subject: String? { principal == Self.local ? nil : principal }

    public init(trace: TraceContext? = nil, causation: Position? = nil, principal: String? = nil) {
        self.trace = trace
        self.causation = causation
        self.principal = principal
    }
}
