import CSQLite

extension EventsModule {
    /// Gives SQLite one column of the current row.
    static func column(
        _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ context: OpaquePointer?, _ index: Int32
    ) -> Int32 {
        let cursor = self.cursor(cursor)
        guard let event = cursor.event, let column = EventColumn(rawValue: index) else { return SQLITE_OK }
        switch column {
        case .position: sqlite3_result_int64(context, Int64(clamping: event.position.value))
        case .time:
            cursor.time.set(event.time)
            give(cursor.time.bytes, to: context)
        case .type: give(event.type.name, to: context)
        case .stream: give(event.stream.text, to: context)
        case .revision: sqlite3_result_int64(context, Int64(clamping: event.revision.value))
        case .traceID: give(event.metadata.trace?.traceID.hex, to: context)
        case .spanID: give(event.metadata.trace?.spanID.hex, to: context)
        case .principal: give(event.metadata.principal, to: context)
        case .payload: give(payload: event.payload, to: context)
        case .version: sqlite3_result_int64(context, Int64(event.version))
        case .causation:
            guard let cause = event.metadata.causation else { break }
            sqlite3_result_int64(context, Int64(clamping: cause.value))
        case .category: give(String(event.stream.category), to: context)
        case .nanoseconds: sqlite3_result_int64(context, event.time.nanoseconds)
        }
        // A column that nothing was given for is null.
        return SQLITE_OK
    }

    /// SQLite copies the bytes before the call returns (SQLITE_TRANSIENT is -1 in C).
    private static var copy: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private static func give(_ text: String?, to context: OpaquePointer?) {
        guard var text else { return }
        text.withUTF8 { give($0, to: context) }
    }

    private static func give(_ bytes: [UInt8], to context: OpaquePointer?) {
        bytes.withUnsafeBufferPointer { give($0, to: context) }
    }

    private static func give(_ bytes: UnsafeBufferPointer<UInt8>, to context: OpaquePointer?) {
        bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_result_text64(
                context, $0.baseAddress, UInt64($0.count), copy, UInt8(truncatingIfNeeded: SQLITE_UTF8))
        }
    }

    /// Marked as JSON, so that SQLite's JSON functions take it as it is; null where it was erased.
    private static func give(payload: [UInt8], to context: OpaquePointer?) {
        guard !payload.isEmpty else { return }
        give(payload, to: context)
        sqlite3_result_subtype(context, UInt32(UInt8(ascii: "J")))
    }
}
