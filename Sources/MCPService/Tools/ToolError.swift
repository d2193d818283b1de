/// Why a tool did not do what it was asked, in words for the caller.
public struct ToolError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case invalidInput = "invalid_input"
        case notFound = "not_found"
        case failed
        case timedOut = "timed_out"
        case cancelled
        case overloaded
        /// The key of the call stands for another one.
        case conflict
        /// The caller has used what it may have.
        case quotaExceeded = "quota_exceeded"
    }

    public let code: Code
    public let message: String
    /// What to do about it.
    public let hint: String?

    /// What the protocol says in place of the tool: for what no other arguments would change.
    let protocolError: RPCError?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.init(code, message, hint: hint, protocolError: nil)
    }

    init(_ code: Code, _ message: String, hint: String?, protocolError: RPCError?) {
        self.code = code
        self.message = message
        self.hint = hint
        self.protocolError = protocolError
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
