import Crypto
import Foundation
import Synchronization

/// The keys under which the payloads of principals' events are stored: one a principal, beside the log.
///
/// What a principal did can be forgotten for good by forgetting the key, wherever copies of the log may lie, while
/// every hash over it stays what it was. The keys are in a database of their own, so that a copy of the log is not
/// a copy of the keys; it overwrites what it deletes and keeps no write-ahead log.
final class SubjectKeys: Sendable {
    private struct State {
        /// Nil where the log is read by a process that found no keys.
        let connection: SQLiteConnection?
        var current: [String: (id: UInt64, key: SymmetricKey)] = [:]
        /// Nil for keys that were forgotten.
        var known: [UInt64: SymmetricKey?] = [:]
    }

    private let state: Mutex<State>

    /// Opens the keys of a log, and makes the file where there is none.
    static func open(path: String) throws(StorageError) -> SubjectKeys {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        try connection.execute(
            """
            PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
            CREATE TABLE IF NOT EXISTS keys(id INTEGER PRIMARY KEY AUTOINCREMENT, principal TEXT NOT NULL, key BLOB NOT NULL);
            CREATE INDEX IF NOT EXISTS keys_by_principal ON keys(principal);
            """)
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return SubjectKeys(connection)
    }

    /// The keys for a process that only reads the log; without any, the payloads of principals are not shown.
    static func openForReading(path: String) throws(StorageError) -> SubjectKeys {
        guard FileManager.default.fileExists(atPath: path) else { return SubjectKeys(nil) }
        // For writing, where the system allows it: what a process that died was about to change must be taken back first.
        return SubjectKeys(try SQLiteConnection(path: path, access: .readWrite))
    }

    private init(_ connection: sending SQLiteConnection?) { state = Mutex(State(connection: connection)) }

    /// Encrypts a payload or a block of them under the principal's key, which is made where there is none.
    func seal(_ plain: [UInt8], for principal: String) throws(StorageError) -> [UInt8] {
        let (id, key) = try state.withLock { (state) throws(StorageError) in try Self.current(principal, &state) }
        var stored = ByteWriter()
        stored.append(id)
        let associated = Array(principal.utf8)
        guard
            let box = try? AES.GCM.seal(plain, using: key, nonce: Self.nonce(), authenticating: associated).combined
        else {
            throw StorageError("the payload of an event of '\(principal)' cannot be encrypted")
        }
        stored.append(raw: box)
        return stored.bytes
    }

    /// 96 random bits (NIST SP 800-38D, 8.2.2), of a stock: a system call for each costs as much as the encryption.
    private static func nonce() throws -> AES.GCM.Nonce {
        let words = (RandomWords.next(), RandomWords.next())
        return try withUnsafeBytes(of: words) { try AES.GCM.Nonce(data: $0.prefix(12)) }
    }

    /// What ``seal(_:for:)`` was given; nil where its key was forgotten.
    ///
    /// - Throws: where the bytes are not what was sealed.
    func open(_ stored: ArraySlice<UInt8>, for principal: String) throws(StorageError) -> [UInt8]? {
        var reader = ByteReader(Array(stored))
        let id = try reader.number()
        let key = try state.withLock { (state) throws(StorageError) in try Self.key(id, &state) }
        guard let key else { return nil }
        let bytes = stored.dropFirst(reader.index)
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Array(principal.utf8))
        else { throw ByteReader.damaged }
        return Array(plain)
    }

    /// Forgets every key of a principal; events that it makes from now on have a new one.
    func forget(_ principal: String) throws(StorageError) {
        try state.withLock { (state) throws(StorageError) in
            guard let connection = state.connection else { throw StorageError("the keys were opened for reading") }
            let statement = try connection.prepare("DELETE FROM keys WHERE principal = ?1")
            try statement.run(.text(principal))
            state.current[principal] = nil
            state.known = [:]
        }
    }

    /// The principals and subjects that have a key and whose names begin so.
    func subjects(prefix: String) throws(StorageError) -> [String] {
        try state.withLock { (state) throws(StorageError) in
            guard let connection = state.connection else { return [] }
            let statement = try connection.prepare(
                "SELECT DISTINCT principal FROM keys WHERE substr(principal, 1, ?1) = ?2 ORDER BY 1")
            statement.bind(.int(Int64(prefix.count)), .text(prefix))
            var found: [String] = []
            while try statement.step() { found.append(statement.text(0)) }
            return found
        }
    }

    /// HMAC-SHA256 under the subject's key.
    func digest(_ plain: [UInt8], for subject: String) throws(StorageError) -> [UInt8] {
        let (_, key) = try state.withLock { (state) throws(StorageError) in try Self.current(subject, &state) }
        return Array(HMAC<SHA256>.authenticationCode(for: plain, using: key))
    }

    private static func current(
        _ principal: String, _ state: inout State
    ) throws(StorageError) -> (UInt64, SymmetricKey) {
        if let known = state.current[principal] { return (known.id, known.key) }
        guard let connection = state.connection else { throw StorageError("the keys were opened for reading") }
        let stored = try connection.prepare("SELECT id, key FROM keys WHERE principal = ?1 ORDER BY id DESC LIMIT 1")
        stored.bind(.text(principal))
        var entry: (id: UInt64, key: SymmetricKey)
        if try stored.step() {
            entry = (UInt64(stored.int(0)), SymmetricKey(data: stored.blob(1)))
        } else {
            entry = (0, SymmetricKey(size: .bits256))
            try connection.prepare("INSERT INTO keys(principal, key) VALUES (?1, ?2)")
                .run(.text(principal), .blob(entry.key.withUnsafeBytes { Array($0) }))
            entry.id = UInt64(try connection.number("SELECT last_insert_rowid()"))
        }
        state.current[principal] = entry
        state.known[entry.id] = entry.key
        return (entry.id, entry.key)
    }

    private static func key(_ id: UInt64, _ state: inout State) throws(StorageError) -> SymmetricKey? {
        if let known = state.known[id] { return known }
        guard let connection = state.connection else { return nil }
        let statement = try connection.prepare("SELECT key FROM keys WHERE id = ?1")
        statement.bind(.int(Int64(bitPattern: id)))
        let key = try statement.step() ? SymmetricKey(data: statement.blob(0)) : nil
        state.known[id] = .some(key)
        return key
    }
}
