extension Evaluation {
    /// Sets a label to what a template makes of another label that a pattern matches.
    func labelReplace(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        let (target, template) = (try string(call.arguments[1]), try string(call.arguments[2]))
        let (origin, text) = (try string(call.arguments[3]), try string(call.arguments[4]))
        let pattern: Pattern
        do {
            pattern = try Pattern(text, options.dialect)
        } catch {
            throw QueryError.execution("invalid regular expression in label_replace(): \(text)")
        }
        guard Labels.isValid(name: target) else {
            throw QueryError.execution("invalid destination label name in label_replace(): \(target)")
        }
        return try vector(call.arguments[0], on: grid).map { column in
            guard let value = pattern.replacing(column.labels[origin], with: template) else { return column }
            return Column(column.labels.setting(target, value), column.values)
        }.merged()
    }

    /// Sets a label to the values of others, joined.
    func labelJoin(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        let (target, separator) = (try string(call.arguments[1]), try string(call.arguments[2]))
        let origins = try call.arguments.dropFirst(3).map { try string($0) }
        for origin in origins where !Labels.isValid(name: origin) {
            throw QueryError.execution("invalid source label name in label_join(): \(origin)")
        }
        guard Labels.isValid(name: target) else {
            throw QueryError.execution("invalid destination label name in label_join(): \(target)")
        }
        return try vector(call.arguments[0], on: grid).map { column in
            let value = origins.map { column.labels[$0] }.joined(separator: separator)
            return Column(column.labels.setting(target, value), column.values)
        }.merged()
    }

    /// In the order of the values of labels, where numbers within them count as numbers; then of all labels.
    func sortedByLabel(
        _ call: Expression.FunctionCall, on grid: StepGrid, descending: Bool
    ) throws -> [Column] {
        let names = try call.arguments.dropFirst().map { try string($0) }
        return try vector(call.arguments[0], on: grid).sorted { left, right in
            for name in names where left.labels[name] != right.labels[name] {
                return Self.naturallyPrecedes(left.labels[name], right.labels[name]) != descending
            }
            return descending ? right.labels < left.labels : left.labels < right.labels
        }
    }

    /// `a2` before `a10`.
    private static func naturallyPrecedes(_ one: String, _ other: String) -> Bool {
        var (left, right) = (one.utf8[...], other.utf8[...])
        while let first = left.first, let second = right.first {
            if first.isDigit && second.isDigit {
                let (digits, others) = (left.prefix(while: \.isDigit), right.prefix(while: \.isDigit))
                let (number, another) = (digits.drop { $0 == 0x30 }, others.drop { $0 == 0x30 })
                if number.count != another.count { return number.count < another.count }
                if !number.elementsEqual(another) { return number.lexicographicallyPrecedes(another) }
                (left, right) = (left[digits.endIndex...], right[others.endIndex...])
            } else if first != second {
                return first < second
            } else {
                (left, right) = (left.dropFirst(), right.dropFirst())
            }
        }
        return left.isEmpty && !right.isEmpty
    }
}
