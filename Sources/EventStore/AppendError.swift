/// Why the log refused an append.
///
/// Whatever the case, nothing of the proposal was written.
public enum AppendError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The stream is not where the writer believed it to be; nil stands for "no such stream".
    case conflict(stream: StreamName, expected: ExpectedRevision, actual: Revision?)
    /// The bounded write queue is full: try again shortly.
    case overloaded
    /// The idempotency key was used before, with other events.
    case keyReused(String)
    /// A proposal must hold at least one event and at most so many bytes.
    case invalid(String)
    /// The log is closed, or was opened for reading only.
    case closed
    /// The storage failed; the log stays as it was.
    case storage(StorageError)

    public var description: String {
        switch self {
        case .conflict(let stream, let expected, let actual):
            "conflict on stream '\(stream)': expected \(expected), it is at \(actual.map(\.description) ?? "no event")"
        case .overloaded: "the log's write queue is full; try again shortly"
        case .keyReused(let key): "the idempotency key '\(key)' was used before for other events"
        case .invalid(let reason): reason
        case .closed: "the log is closed for writing"
        case .storage(let error): error.description
        }
    }
}

/// A fault of the storage below the log: SQLite's extended result code and its words.
public struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite's extended result code; 0 where the fault lies in the stored bytes.
    public let code: Int32
    public let message: String

    /// The code where another process writes to the log: SQLite's own code for a database that is busy.
    public static let inUse: Int32 = 5

    public init(code: Int32 = 0, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether another process holds a lock that this would have to wait for.
    var isBusy: Bool { code & 0xFF == Self.inUse }

    public var description: String { code == 0 ? message : "\(message) (SQLite \(code))" }
}
