/// A place in one stream: 0 for its first event, then one more for each.
public struct Revision: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    /// The revision of a stream's first event.
    public static let first = Revision(0)

    public var next: Revision { Revision(value + 1) }

    public static func < (left: Revision, right: Revision) -> Bool { left.value < right.value }

    public var description: String { String(value) }
}

/// What an append believes about its stream; the log refuses it where that is not so.
public enum ExpectedRevision: Hashable, Sendable {
    /// Appends whatever came before.
    case any
    /// The stream has no event yet.
    case noStream
    /// The stream's last event has exactly this revision.
    case exactly(Revision)

    func holds(for current: Revision?) -> Bool {
        switch self {
        case .any: true
        case .noStream: current == nil
        case .exactly(let revision): current == revision
        }
    }
}
