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

    private let files: [FrameFile]
    private var current = 0
    /// Whether the database could not be given what a process that died has left here.
    private var isHeld = false

    static func paths(of database: String) -> [String] { suffixes.map { database + $0 } }

    /// Opens the files beside a database for writing, and gives it what a process that died has left there.
    ///
    /// Where it cannot take it, as on a full disk, nothing more is written here until it can.
    init(database: String, adoptedBy connection: SQLiteConnection) throws(StorageError) {
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

    /// What the files hold, in order, whether the database has it or not; to be read before the database is.
    static func frames(of database: String) throws(StorageError) -> [StoredFrame] {
        var found: [StoredFrame] = []
        for path in paths(of: database) { found += try FrameFile.records(at: path) }
        return found.sorted { $0.first < $1.first }
    }
}

extension SQLiteConnection {
    /// Of frames read beside the database those that go on where it ends.
    func missing(of frames: [StoredFrame]) throws(StorageError) -> [StoredFrame] {
        guard !frames.isEmpty else { return [] }
        let end = try number(
            """
            SELECT max(coalesce((SELECT last FROM segments ORDER BY first DESC LIMIT 1), 0),
                coalesce((SELECT last FROM frames ORDER BY first DESC LIMIT 1), 0))
            """)
        return frames.following(end)
    }

    /// Gives the database the frames that lie beside it.
    func adopt(_ frames: [StoredFrame]) throws(StorageError) {
        let missing = try missing(of: frames)
        guard !missing.isEmpty else { return }
        try transaction { () throws(StorageError) in
            let insert = try prepare("INSERT INTO frames(\(StoredFrame.columns)) VALUES (?1, ?2, ?3, ?4, ?5)")
            for frame in missing {
                try insert.run(
                    .int(frame.first), .int(frame.last), .int(frame.time), .int(frame.checksum), .blob(frame.data))
            }
        }
    }
}

extension [StoredFrame] {
    /// Those that go on from a position without a gap.
    ///
    /// Where a power cut took more of the database than of the files, or of one of them, what lies beyond is no use.
    func following(_ position: Int64) -> [StoredFrame] {
        var end = position
        return filter { frame in
            guard frame.last > end, frame.first <= end + 1 else { return false }
            end = frame.last
            return true
        }
    }
}
