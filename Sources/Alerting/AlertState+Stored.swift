import EventStore

extension AlertState {
    /// The form in which checkpoints hold a state.
    private struct Stored: Codable {
        enum Name: String, CaseIterable, Codable { case inactive, pending, firing, resolved }

        let name: Name
        var since: Timestamp?
    }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode(Stored.self)
        let since = stored.since ?? Timestamp(nanoseconds: 0)
        switch stored.name {
        case .inactive: self = .inactive
        case .pending: self = .pending(since: since)
        case .firing: self = .firing(since: since)
        case .resolved: self = .resolved
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .inactive: try container.encode(Stored(name: .inactive))
        case .pending(let since): try container.encode(Stored(name: .pending, since: since))
        case .firing(let since): try container.encode(Stored(name: .firing, since: since))
        case .resolved: try container.encode(Stored(name: .resolved))
        }
    }
}

extension AlertTransition {
    /// The form in which checkpoints hold a transition.
    private struct Stored: Codable {
        enum Name: String, CaseIterable, Codable { case pending, fired, resolved }

        let name: Name
        var value: Double?
        var since: Timestamp?
        var hadFired: Bool?
    }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode(Stored.self)
        let since = stored.since ?? Timestamp(nanoseconds: 0)
        switch stored.name {
        case .pending: self = .pending(value: stored.value ?? 0, since: since)
        case .fired: self = .fired(value: stored.value ?? 0, since: since)
        case .resolved: self = .resolved(value: stored.value, hadFired: stored.hadFired ?? false)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .pending(let value, let since):
            try container.encode(Stored(name: .pending, value: value, since: since))
        case .fired(let value, let since): try container.encode(Stored(name: .fired, value: value, since: since))
        case .resolved(let value, let hadFired):
            try container.encode(Stored(name: .resolved, value: value, hadFired: hadFired))
        }
    }
}
