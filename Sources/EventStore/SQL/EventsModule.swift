import CSQLite

/// The table `events` as SQLite sees it: C functions that find the Swift objects behind SQLite's pointers.
///
/// Each record begins with SQLite's own fields, as its interface for virtual tables demands.
enum EventsModule {
    struct TableRecord {
        var base = sqlite3_vtab()
        let table: Unmanaged<EventsTable>
    }

    struct CursorRecord {
        var base = sqlite3_vtab_cursor()
        let cursor: Unmanaged<EventsCursor>
    }

    /// What lives as long as the module: the functions, and the table they serve.
    private final class Registration {
        let functions = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        let table: EventsTable

        init(_ table: EventsTable) {
            self.table = table
            functions.initialize(to: EventsModule.functions())
        }

        deinit { functions.deallocate() }
    }

    /// Makes the table known to a connection; no statement creates it (an eponymous-only virtual table).
    static func register(_ table: EventsTable, on connection: SQLiteConnection) throws(StorageError) {
        let registration = Registration(table)
        let code = sqlite3_create_module_v2(
            connection.handle, "events", registration.functions, Unmanaged.passRetained(registration).toOpaque()
        ) { Unmanaged<Registration>.fromOpaque($0.unsafelyUnwrapped).release() }
        // On failure SQLite has called the destructor already.
        guard code == SQLITE_OK else { throw connection.error(code) }
        // SQLite connects the table at its first use, which a guard that allows reading only would refuse.
        _ = try connection.prepare("SELECT position FROM events")
    }

    private static func functions() -> sqlite3_module {
        var module = sqlite3_module()
        // Without xCreate the table is there without a statement that makes it, and cannot be made twice.
        module.xConnect = { database, context, _, _, result, _ in
            EventsModule.connect(database, context, result)
        }
        module.xBestIndex = { table, info in EventsModule.choose(table, info) }
        module.xDisconnect = { table in
            UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: TableRecord.self).deallocate()
            return SQLITE_OK
        }
        module.xOpen = { table, result in EventsModule.open(table, result) }
        module.xClose = { cursor in EventsModule.close(cursor) }
        module.xFilter = { cursor, number, text, count, values in
            EventsModule.filter(cursor, number, text, count, values)
        }
        module.xNext = { cursor in EventsModule.next(cursor) }
        module.xEof = { cursor in EventsModule.cursor(cursor).event == nil ? 1 : 0 }
        module.xColumn = { cursor, context, column in EventsModule.column(cursor, context, column) }
        module.xRowid = { cursor, result in
            result?.pointee = Int64(clamping: EventsModule.cursor(cursor).event?.position.value ?? 0)
            return SQLITE_OK
        }
        return module
    }

    // MARK: From SQLite's pointers to ours

    static func table(_ pointer: UnsafeMutablePointer<sqlite3_vtab>?) -> EventsTable {
        UnsafeMutableRawPointer(pointer.unsafelyUnwrapped).assumingMemoryBound(to: TableRecord.self).pointee.table
            .takeUnretainedValue()
    }

    static func cursor(_ pointer: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> EventsCursor {
        UnsafeMutableRawPointer(pointer.unsafelyUnwrapped).assumingMemoryBound(to: CursorRecord.self).pointee.cursor
            .takeUnretainedValue()
    }

    /// Hands SQLite the words of an error, in memory that it frees.
    static func fail(_ table: UnsafeMutablePointer<sqlite3_vtab>?, _ error: StorageError) -> Int32 {
        let words = Array(error.message.utf8CString)
        if let table, let memory = sqlite3_malloc64(UInt64(words.count)) {
            memory.copyMemory(from: words, byteCount: words.count)
            sqlite3_free(table.pointee.zErrMsg)
            table.pointee.zErrMsg = memory.assumingMemoryBound(to: CChar.self)
        }
        return error.code == 0 ? SQLITE_ERROR : error.code
    }

    // MARK: The functions

    private static func connect(
        _ database: OpaquePointer?, _ context: UnsafeMutableRawPointer?,
        _ result: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
    ) -> Int32 {
        guard let context else { return SQLITE_MISUSE }
        let code = sqlite3_declare_vtab(database, EventColumn.declaration)
        guard code == SQLITE_OK else { return code }
        // The module outlives its tables, so the record need not hold on to the table.
        let table = Unmanaged<Registration>.fromOpaque(context).takeUnretainedValue().table
        let record = UnsafeMutablePointer<TableRecord>.allocate(capacity: 1)
        record.initialize(to: TableRecord(table: .passUnretained(table)))
        result?.pointee = UnsafeMutableRawPointer(record).assumingMemoryBound(to: sqlite3_vtab.self)
        return SQLITE_OK
    }

    private static func open(
        _ table: UnsafeMutablePointer<sqlite3_vtab>?,
        _ result: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
    ) -> Int32 {
        let record = UnsafeMutablePointer<CursorRecord>.allocate(capacity: 1)
        record.initialize(to: CursorRecord(cursor: .passRetained(self.table(table).cursor())))
        result?.pointee = UnsafeMutableRawPointer(record).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
        return SQLITE_OK
    }

    private static func close(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
        guard let cursor else { return SQLITE_OK }
        let record = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: CursorRecord.self)
        record.pointee.cursor.release()
        record.deallocate()
        return SQLITE_OK
    }

    private static func filter(
        _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ number: Int32, _ text: UnsafePointer<CChar>?,
        _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32 {
        let table = cursor?.pointee.pVtab
        let plan = EventsPlan(text: text.map { String(cString: $0) } ?? "", isDescending: number != 0)
        do throws(StorageError) {
            var query = EventsQuery(through: self.table(table).head, isDescending: plan.isDescending)
            for (index, term) in plan.terms.prefix(Int(count)).enumerated() {
                guard let value = values?[index] else { continue }
                try query.add(term, SQLArgument.values(of: value, for: term))
            }
            try self.cursor(cursor).start(query)
            return SQLITE_OK
        } catch {
            return fail(table, error)
        }
    }

    private static func next(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
        do throws(StorageError) {
            try self.cursor(cursor).advance()
            return SQLITE_OK
        } catch {
            return fail(cursor?.pointee.pVtab, error)
        }
    }
}
