import Foundation

/// Commits that the database does not have yet: two files beside it, written in turn.
///
/// A commit of the database costs three times what writing its bytes to a file does. So what only adds events is written
/// here, and reaches the database sealed. Everything else that the database is given comes after what lies here
/// (``LogWriter/absorb()``): it never knows of an event that it, read alone, does not have.
///
/// A file is begun anew once the database has all that it holds. Whoever reads looks here first and into the database
/// then: what has gone from here by then is there.
final class FrameFiles {
    private static let suffixes = ["-frames0", "-frames1"]
    /// A file is changed for the other one beyond this, where that one is done with.
    private static let turn = 4 << 20
    /// The most that one holds: the sealer has fallen behind.
    private static let limit = 64 << 20

    private let database: String
    private let files: [FrameFile]
    private var current = 0
    /// Whether the database could not be given what a process that died has left here.
    private var isHeld = false

    static func paths(of database: String) -> [String] { suffixes.map { database + $0 } }

    /// Opens the files beside a database for writing, and gives it what a process that died has left there.
    ///
    /// Where it cannot take it, as on a full disk, nothing more is written here until it can.
    init(database: String, adoptedBy connection: SQLiteConnection) throws(StorageError) {
        self.database = database
        let left = try Self.frames(of: database)
        var files: [FrameFile] = []
        for path in Self.paths(of: database) { files.append(try FrameFile(path: path)) }
        self.files = files
        do throws(StorageError) {
            try connection.adopt(left)
            empty()
        } catch {
            isHeld = true
        }
    }

    /// Whether something lies here that the database may not have.
    var isEmpty: Bool { bytes == 0 && !isHeld }

    /// Bytes of what was written here since, but for a file that was let go of.
    var bytes: Int { files.reduce(0) { $0 + $1.end } }

    /// Lets go of what has been sealed through a position, where that is worth it; false where there is no room even so.
    func makeRoom(sealedThrough position: Position) -> Bool {
        if files[current].end >= Self.turn, files[1 - current].last <= position.value {
            current = 1 - current
            files[current].rewind()
        }
        return files[current].end < Self.limit && !isHeld
    }

    /// Lets go of the files of which all has been sealed.
    func letGo(sealedThrough position: Position) {
        for file in files where file.last <= position.value { file.rewind() }
    }

    func append(first: Position, last: Position, time: Timestamp, data: [UInt8]) throws(StorageError) {
        try files[current].append(first: first, last: last, time: time, data: data)
    }

    /// Lets go of all frames: the database has them.
    func clear() {
        isHeld = false
        for file in files { file.rewind() }
    }

    /// The same, and gives the room back.
    func empty() {
        isHeld = false
        for file in files { file.empty() }
    }

    /// Removes the files once nobody writes there any more.
    static func remove(of database: String) {
        for path in paths(of: database) { try? FileManager.default.removeItem(atPath: path) }
    }

    // MARK: Reading

    /// Of what lies here, for the writer itself, what the database lacks that ends at a position.
    ///
    /// - Throws: where it cannot be read whole: the database must not go on behind a gap.
    func missing(after position: Int64) throws(StorageError) -> [StoredFrame] {
        guard !isHeld else { return try Self.frames(of: database).following(position) }
        let found = files.flatMap { $0.records(after: UInt64(clamping: position)) }
        let missing = found.sorted { $0.first < $1.first }.following(position)
        guard UInt64(clamping: missing.last?.last ?? position) >= files.map(\.last).max() ?? 0 else {
            throw StorageError("the events after \(position) cannot be read from the files beside '\(database)'")
        }
        return missing
    }

    /// What the files hold, in order, whether the database has it or not; to be read before the database is.
    static func frames(of database: String) throws(StorageError) -> [StoredFrame] {
        var found: [StoredFrame] = []
        for path in paths(of: database) { found += try FrameFile.records(at: path) }
        return found.sorted { $0.first < $1.first }
    }
}
