/// What is wrong with a pattern, in the words of Go's regexp package.
public struct PatternError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, such as `missing closing ]`.
    public let fault: String
    /// The part of the pattern where it is wrong.
    public let part: String

    public var description: String { "error parsing regexp: \(fault): `\(part)`" }

    static func tooLarge(_ pattern: String, limit: Int) -> PatternError {
        PatternError(fault: "expression too large (limit of \(limit) instructions)", part: String(pattern.prefix(40)))
    }
}
