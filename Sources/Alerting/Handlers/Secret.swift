/// A text that nobody is shown: a password, a token, an address that holds one.
public struct Secret: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that uses it.
    public let value: String

    public init(_ value: String) { self.value = value }

    public var description: String { value.isEmpty ? "" : "***" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
