/// Why read models are not folded anew.
public enum RebuildFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no projection of that name.
    case unknown(String, known: [String])
    /// It is being folded anew already.
    case running(String)
    /// Nothing is kept up to date: the host does not run.
    case stopped

    public var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no projection '\(name.prefix(64))': allowed are \(known.joined(separator: ", "))"
        case .running(let name): "'\(name)' is being rebuilt already: wait until that is over"
        case .stopped: "the read models do not run"
        }
    }
}
