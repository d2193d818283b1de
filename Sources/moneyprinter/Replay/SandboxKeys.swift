import EventStore

/// The keys of a sandbox's own log, but digests as the recorded log makes them.
struct SandboxKeys: ValueKeys {
    private let own: any ValueKeys
    private let recorded: any ValueKeys

    init(_ own: any ValueKeys, digests recorded: any ValueKeys) {
        self.own = own
        self.recorded = recorded
    }

    func seal(_ plain: [UInt8], for subject: String) throws(StorageError) -> [UInt8] {
        try own.seal(plain, for: subject)
    }

    func open(_ sealed: [UInt8], for subject: String) throws(StorageError) -> [UInt8]? {
        try own.open(sealed, for: subject)
    }

    func forget(_ subject: String) throws(StorageError) { try own.forget(subject) }

    func subjects(prefix: String) throws(StorageError) -> [String] { try own.subjects(prefix: prefix) }

    func digest(_ plain: [UInt8], for subject: String) throws(StorageError) -> [UInt8] {
        try recorded.digest(plain, for: subject)
    }
}
