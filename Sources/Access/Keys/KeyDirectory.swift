/// Where the keys are found: the KeyRing projection, or a dictionary in a test.
public protocol KeyDirectory: Sendable {
    /// The key of that id, revoked and expired ones too.
    func key(_ id: String) -> KeyRecord?
}

extension [String: KeyRecord]: KeyDirectory {
    public func key(_ id: String) -> KeyRecord? { self[id] }
}
