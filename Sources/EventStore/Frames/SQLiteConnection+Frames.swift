extension SQLiteConnection {
    /// The last position that the database has, sealed or in a frame; 0 where it has none.
    func lastStored() throws(StorageError) -> Int64 {
        try number(
            """
            SELECT max(coalesce((SELECT last FROM segments ORDER BY first DESC LIMIT 1), 0),
                coalesce((SELECT last FROM frames ORDER BY first DESC LIMIT 1), 0))
            """)
    }

    /// Of frames read beside the database those that go on where it ends.
    func missing(of frames: [StoredFrame]) throws(StorageError) -> [StoredFrame] {
        frames.isEmpty ? [] : frames.following(try lastStored())
    }

    /// Gives the database the frames that lie beside it; for good, as they may have outlived a power cut where they were.
    func adopt(_ frames: [StoredFrame]) throws(StorageError) {
        let missing = try missing(of: frames)
        guard !missing.isEmpty else { return }
        let level = try number("PRAGMA synchronous")
        try execute("PRAGMA synchronous = FULL")
        defer { try? execute("PRAGMA synchronous = \(level)") }
        try transaction { () throws(StorageError) in
            let insert = try prepare(StoredFrame.insertion)
            for frame in missing {
                try insert.run(
                    .int(frame.first), .int(frame.last), .int(frame.time), .int(frame.checksum), .blob(frame.data))
            }
        }
    }
}
