import CSQLite

#if canImport(Glibc)
import Glibc
#endif

/// SQLite's own way to files, but for the write-ahead log: what a commit adds to it is written by one call.
///
/// For the one connection that writes. SQLite makes two calls a page, of which a commit of 256 events has 25. What it has
/// asked for and is not written yet belongs to a commit that has not ended: who dies then leaves what dying before leaves.
///
/// C functions that find the Swift values behind SQLite's pointers. Each record begins with SQLite's own fields, as its
/// interface demands (sqlite.org/vfs.html).
enum GatheringVFS {
    private struct Record {
        var base: sqlite3_vfs
        let system: UnsafeMutablePointer<sqlite3_vfs>
        let functions: UnsafeMutablePointer<sqlite3_io_methods>
    }

    /// A write-ahead log; the system's file lies behind it.
    private struct File {
        var base = sqlite3_file()
        var writes = GatheredWrites()

        /// Multiples of what any of SQLite's fields must lie on.
        static let size = (MemoryLayout<File>.size + 15) & ~15
    }

    /// How connections ask for it; nil where SQLite refuses it, which costs speed alone.
    static let name: String? = {
        guard let system = sqlite3_vfs_find(nil) else { return nil }
        // Both are there for as long as the process.
        let functions = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        functions.initialize(to: GatheringVFS.functions())
        let record = UnsafeMutablePointer<Record>.allocate(capacity: 1)
        record.initialize(to: Record(base: system.pointee, system: system, functions: functions))
        record.pointee.base.pNext = nil
        record.pointee.base.zName = UnsafePointer(strdup("gathering"))
        record.pointee.base.szOsFile = system.pointee.szOsFile + Int32(File.size)
        record.pointee.base.xOpen = { vfs, name, file, flags, result in
            GatheringVFS.open(vfs, name, file, flags, result)
        }
        let vfs = UnsafeMutableRawPointer(record).assumingMemoryBound(to: sqlite3_vfs.self)
        return sqlite3_vfs_register(vfs, 0) == SQLITE_OK ? "gathering" : nil
    }()

    private static func open(
        _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ result: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let vfs, let file else { return SQLITE_MISUSE }
        let record = UnsafeMutableRawPointer(vfs).assumingMemoryBound(to: Record.self)
        let system = record.pointee.system
        guard flags & SQLITE_OPEN_WAL != 0 else { return system.pointee.xOpen(system, name, file, flags, result) }
        let code = system.pointee.xOpen(system, name, systemFile(file), flags, result)
        // Without functions SQLite does not close it.
        file.pointee.pMethods = nil
        guard code == SQLITE_OK else { return code }
        own(file).initialize(to: File())
        file.pointee.pMethods = UnsafePointer(record.pointee.functions)
        return code
    }

    private static func functions() -> sqlite3_io_methods {
        var functions = sqlite3_io_methods()
        functions.iVersion = 1
        functions.xClose = { file in GatheringVFS.close(file) }
        functions.xRead = { file, data, count, offset in
            GatheringVFS.after(flushing: file) { $0.pointee.xRead($1, data, count, offset) }
        }
        functions.xWrite = { file, data, count, offset in GatheringVFS.write(file, data, count, offset) }
        functions.xTruncate = { file, size in GatheringVFS.after(flushing: file) { $0.pointee.xTruncate($1, size) } }
        functions.xSync = { file, flags in GatheringVFS.after(flushing: file) { $0.pointee.xSync($1, flags) } }
        functions.xFileSize = { file, size in GatheringVFS.after(flushing: file) { $0.pointee.xFileSize($1, size) } }
        functions.xLock = { file, lock in GatheringVFS.after(flushing: file) { $0.pointee.xLock($1, lock) } }
        functions.xUnlock = { file, lock in GatheringVFS.after(flushing: file) { $0.pointee.xUnlock($1, lock) } }
        functions.xCheckReservedLock = { file, result in
            GatheringVFS.after(flushing: file) { $0.pointee.xCheckReservedLock($1, result) }
        }
        functions.xFileControl = { file, operation, value in
            GatheringVFS.after(flushing: file) { $0.pointee.xFileControl($1, operation, value) }
        }
        functions.xSectorSize = { file in GatheringVFS.call(file) { $0.pointee.xSectorSize($1) } }
        functions.xDeviceCharacteristics = { file in GatheringVFS.call(file) { $0.pointee.xDeviceCharacteristics($1) } }
        return functions
    }

    // MARK: The functions

    private static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ data: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        if own(file).pointee.writes.isInTheWay(of: Int(count), at: offset) {
            let code = flush(file)
            guard code == SQLITE_OK else { return code }
        }
        let isDue = own(file).pointee.writes.add(UnsafeRawBufferPointer(start: data, count: Int(count)), at: offset)
        return isDue ? flush(file) : SQLITE_OK
    }

    /// What cannot be written is forgotten: SQLite takes its commit back.
    private static func flush(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
        let own = own(file)
        guard !own.pointee.writes.bytes.isEmpty else { return SQLITE_OK }
        let code = own.pointee.writes.bytes.withUnsafeBytes { bytes in
            call(file) { $0.pointee.xWrite($1, bytes.baseAddress, Int32(bytes.count), own.pointee.writes.start) }
        }
        own.pointee.writes.removeAll()
        if code != SQLITE_OK { own.pointee.writes.interrupt() }
        return code
    }

    private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        let flushed = flush(file)
        let code = call(file) { $0.pointee.xClose($1) }
        own(file).deinitialize(count: 1)
        return flushed == SQLITE_OK ? code : flushed
    }

    private typealias Function = (
        UnsafePointer<sqlite3_io_methods>, UnsafeMutablePointer<sqlite3_file>
    ) -> Int32

    private static func after(flushing file: UnsafeMutablePointer<sqlite3_file>?, _ body: Function) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        let code = flush(file)
        own(file).pointee.writes.interrupt()
        return code == SQLITE_OK ? call(file, body) : code
    }

    private static func call(_ file: UnsafeMutablePointer<sqlite3_file>?, _ body: Function) -> Int32 {
        guard let file, let functions = systemFile(file).pointee.pMethods else { return SQLITE_MISUSE }
        return body(functions, systemFile(file))
    }

    // MARK: From SQLite's pointers to ours

    private static func own(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<File> {
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: File.self)
    }

    private static func systemFile(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file> {
        (UnsafeMutableRawPointer(file) + File.size).assumingMemoryBound(to: sqlite3_file.self)
    }
}
