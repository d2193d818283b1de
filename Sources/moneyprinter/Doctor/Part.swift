import EventStore

/// One thing outside this program that it can use, as it was found.
struct Part: Equatable, Sendable {
    enum Need: String, Sendable {
        /// The default video cannot be made without it.
        case required
        /// Something is worse or missing without it.
        case optional
    }

    enum State: String, Sendable {
        case ok
        case missing
        /// There, but not all of it works.
        case limited
    }

    let name: String
    let need: Need
    let state: State
    /// Such as `5.1.9`; nil where it has none or was not found.
    var version: String?
    /// What was looked at, or what is wrong.
    var detail: String = ""
    /// What its absence costs.
    let cost: String
    /// The exact command that brings it; nil where no command does.
    var install: String?

    /// True where nothing must be done.
    var isFine: Bool { state == .ok }

    /// True where the default video cannot be made.
    var isFatal: Bool { need == .required && state != .ok }

    var json: JSON {
        [
            "name": .string(name), "need": .string(need.rawValue), "state": .string(state.rawValue),
            "version": version.map(JSON.string) ?? .null, "detail": .string(detail), "cost": .string(cost),
            "install": isFine ? .null : install.map(JSON.string) ?? .null,
        ]
    }
}
