/// Keys beside a log under which single values are kept for a time.
public protocol ValueKeys: Sendable {
    /// Encrypts a value under the subject's key, which is made where there is none.
    func seal(_ plain: [UInt8], for subject: String) throws(StorageError) -> [UInt8]

    /// What was sealed; nil where its key was forgotten.
    func open(_ sealed: [UInt8], for subject: String) throws(StorageError) -> [UInt8]?

    /// Forgets the key: what was sealed under it is gone, wherever copies of it lie.
    func forget(_ subject: String) throws(StorageError)

    /// The subjects that have a key and whose names begin so.
    func subjects(prefix: String) throws(StorageError) -> [String]

    /// HMAC-SHA256 under the subject's key: alike for alike in this log, and not to be guessed without the key.
    func digest(_ plain: [UInt8], for subject: String) throws(StorageError) -> [UInt8]
}

extension SQLiteEventLog {
    /// The keys of single values, in the file of the log's other keys.
    public var valueKeys: any ValueKeys { reader.keys }
}

extension SubjectKeys: ValueKeys {
    func open(_ sealed: [UInt8], for subject: String) throws(StorageError) -> [UInt8]? {
        try open(sealed[...], for: subject)
    }
}
