import CSQLite

/// Copies a whole database while others read and write it.
enum DatabaseCopy {
    /// Copies in one step: one consistent state, during which commits go on into the write-ahead log.
    ///
    /// Copying in small steps would begin anew at every commit of another connection, and never end under load.
    static func run(from source: String, to destination: String) throws(StorageError) {
        let from = try SQLiteConnection(path: source, access: .readOnly)
        let to = try SQLiteConnection(path: destination, access: .readWrite)
        guard let backup = sqlite3_backup_init(to.handle, "main", from.handle, "main") else {
            throw to.error(sqlite3_errcode(to.handle))
        }
        let step = sqlite3_backup_step(backup, -1)
        let finish = sqlite3_backup_finish(backup)
        guard step == SQLITE_DONE, finish == SQLITE_OK else { throw to.error(finish == SQLITE_OK ? step : finish) }
    }
}
