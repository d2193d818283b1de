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
    }

    public let code: Code
    public let message: String
    /// What to do about it.
    public let hint: String?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
