import CSQLite

extension EventsModule {
    /// Says which of a statement's conditions and orders the table takes on, and what that costs.
    static func choose(
        _ table: UnsafeMutablePointer<sqlite3_vtab>?, _ info: UnsafeMutablePointer<sqlite3_index_info>?
    ) -> Int32 {
        guard let info else { return SQLITE_MISUSE }
        var plan = EventsPlan()
        var span = PositionSpan()
        for index in 0..<Int(info.pointee.nConstraint) {
            guard let term = usable(info, index), !plan.isTaken(term) else { continue }
            plan.terms.append(takingAll(term, info, index))
            info.pointee.aConstraintUsage[index].argvIndex = Int32(plan.terms.count)
            info.pointee.aConstraintUsage[index].omit = EventsPlan.isExact(term) ? 1 : 0
            if term.column == .position { span.narrow(term.comparison, constant(info, index)) }
        }
        let count = Double(self.table(table).head.value)
        let cost = EventsCost(plan, count: count, span: span.share(of: count))
        info.pointee.estimatedCost = cost.cost
        info.pointee.estimatedRows = Int64(cost.rows)
        if plan.terms.contains(where: { $0.column == .position && $0.comparison == .equal }) {
            info.pointee.idxFlags = SQLITE_INDEX_SCAN_UNIQUE
        }
        if let isDescending = order(info) {
            plan.isDescending = isDescending
            info.pointee.orderByConsumed = 1
        }
        return hand(plan, to: info)
    }

    private static func usable(
        _ info: UnsafeMutablePointer<sqlite3_index_info>, _ index: Int
    ) -> EventsPlan.Term? {
        let constraint = info.pointee.aConstraint[index]
        guard constraint.usable != 0, let term = EventsPlan.term(constraint.iColumn, constraint.op) else { return nil }
        // A comparison under another collation means something else.
        let collation = String(cString: sqlite3_vtab_collation(info, Int32(index)))
        let own = term.column == .time ? TimeCollation.name : "BINARY"
        return term.column.isText && collation.uppercased() != own ? nil : term
    }

    /// `type IN (…)` in one walk; other columns are walked once for each value, by SQLite.
    private static func takingAll(
        _ term: EventsPlan.Term, _ info: UnsafeMutablePointer<sqlite3_index_info>, _ index: Int
    ) -> EventsPlan.Term {
        guard term.column == .type, term.comparison == .equal, sqlite3_vtab_in(info, Int32(index), -1) != 0
        else { return term }
        _ = sqlite3_vtab_in(info, Int32(index), 1)
        return EventsPlan.Term(column: .type, comparison: .anyOf)
    }

    /// The value that a condition compares with, where the statement's text has it.
    private static func constant(_ info: UnsafeMutablePointer<sqlite3_index_info>, _ index: Int) -> Int64? {
        var value: OpaquePointer?
        guard sqlite3_vtab_rhs_value(info, Int32(index), &value) == SQLITE_OK, let value,
            sqlite3_value_type(value) == SQLITE_INTEGER
        else { return nil }
        return sqlite3_value_int64(value)
    }

    /// True for a descending walk, false for an ascending one; nil where the rows' order is another.
    private static func order(_ info: UnsafeMutablePointer<sqlite3_index_info>) -> Bool? {
        var isDescending: Bool?
        for index in 0..<Int(info.pointee.nOrderBy) {
            let term = info.pointee.aOrderBy[index]
            guard let column = term.iColumn == -1 ? .position : EventColumn(rawValue: term.iColumn),
                column.followsPosition, isDescending == nil || isDescending == (term.desc != 0)
            else { return nil }
            isDescending = term.desc != 0
            if column.isUnique { break }
        }
        return isDescending
    }

    private static func hand(_ plan: EventsPlan, to info: UnsafeMutablePointer<sqlite3_index_info>) -> Int32 {
        let text = Array(plan.text.utf8CString)
        guard let memory = sqlite3_malloc64(UInt64(text.count)) else { return SQLITE_NOMEM }
        memory.copyMemory(from: text, byteCount: text.count)
        info.pointee.idxStr = memory.assumingMemoryBound(to: CChar.self)
        info.pointee.needToFreeIdxStr = 1
        info.pointee.idxNum = plan.isDescending ? 1 : 0
        return SQLITE_OK
    }
}

/// The share of the log that bounds on the position leave.
private struct PositionSpan {
    private var low = 1.0
    private var high: Double?
    private var isKnown = false

    mutating func narrow(_ comparison: EventsPlan.Comparison, _ value: Int64?) {
        guard let value else { return }
        isKnown = true
        switch comparison {
        case .greater, .greaterOrEqual: low = max(low, Double(value))
        case .less, .lessOrEqual: high = min(high ?? .infinity, Double(value))
        default: break
        }
    }

    func share(of count: Double) -> Double? {
        guard isKnown, count > 0 else { return nil }
        return max(0, min(high ?? count, count) - low + 1) / count
    }
}
