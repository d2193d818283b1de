/// Why an export cannot be taken in at all.
public struct OTLPError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// The bytes are not what they are said to be: sending them again does not help.
        case malformed
        /// More than the limits allow: smaller exports would be taken.
        case tooLarge
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    static func malformed(_ message: String) -> OTLPError { OTLPError(.malformed, message) }
    static func tooLarge(_ message: String) -> OTLPError { OTLPError(.tooLarge, message) }
}
