extension VectorMatch {
    /// An operator on the values of series that match: one to one, or many to one where the expression says so.
    func combine() throws -> [Column] {
        let isOneToMany = matching.grouping == .oneToMany
        let (many, one) = isOneToMany ? (right, left) : (left, right)
        guard !many.isEmpty, !one.isEmpty else { return [] }
        let ones = grouped(one)
        try checkUnique(one, ones, against: many)
        let body = Arithmetic.filter(operation, returnsBool: returnsBool)
        var results: [Column] = []
        for (key, members) in orderedGroups(many) {
            guard let partners = ones[key] else { continue }
            var group: [Column] = []
            for place in members {
                for partner in partners {
                    try budget.charge(steps)
                    let values = combined(many[place].values, one[partner].values, isSwapped: isOneToMany, body)
                    guard let values else { continue }
                    group.append(Column(resultLabels(many[place].labels, one[partner].labels), values))
                }
            }
            try checkMatches(group)
            results += group
        }
        try budget.checkSeries(results.count)
        return try results.merged()
    }

    /// The groups in the order of their first members.
    private func orderedGroups(_ columns: [Column]) -> [(key: Labels, members: [Int])] {
        grouped(columns).sorted { $0.value[0] < $1.value[0] }.map { ($0.key, $0.value) }
    }

    /// Nil where no step has a value.
    private func combined(
        _ many: [Double], _ one: [Double], isSwapped: Bool, _ body: (Double, Double) -> Double
    ) -> [Double]? {
        var hasAny = false
        let values = [Double](unsafeUninitializedCapacity: steps) { result, count in
            count = steps
            for step in 0..<steps {
                let (value, other) = (many[step], one[step])
                var outcome = Double.absent
                if value.isPresent && other.isPresent {
                    outcome = isSwapped ? body(other, value) : body(value, other)
                    hasAny = hasAny || outcome.isPresent
                }
                result.initializeElement(at: step, to: outcome)
            }
        }
        return hasAny ? values : nil
    }

    private func resultLabels(_ many: Labels, _ one: Labels) -> Labels {
        var labels = dropsName ? many.withoutName : many
        if matching.grouping == .oneToOne {
            labels = matching.isOn ? labels.keeping(matching.labels) : labels.dropping(matching.labels)
        }
        for name in matching.included { labels = labels.setting(name, one[name]) }
        return returnsBool ? labels.withoutName : labels
    }

    /// The one side must not have two series of one group at a step at which the other side has any.
    private func checkUnique(_ one: [Column], _ groups: [Labels: [Int]], against many: [Column]) throws {
        let doubtful = groups.values.filter { $0.count > 1 }
        guard !doubtful.isEmpty else { return }
        let presence = Self.presence(many, steps: steps)
        var found: (step: Int, first: Int, second: Int)?
        for group in doubtful {
            try budget.spend(group.count * steps)
            for step in 0..<(found?.step ?? steps - 1) + 1 where presence[step] {
                let present = group.lazy.filter { one[$0].values[step].isPresent }.prefix(2)
                let pair = Array(present)
                guard pair.count == 2 else { continue }
                if let found, found.step == step, found.second <= pair[1] { continue }
                found = (step, pair[0], pair[1])
                break
            }
        }
        guard let found else { return }
        let side = matching.grouping == .oneToMany ? "left" : "right"
        let (first, second) = (one[found.first].labels, one[found.second].labels)
        throw QueryError.execution(
            "found duplicate series for the match group \(matched(second)) on the \(side) hand-side of the operation: "
                + "[\(second), \(first)];many-to-many matching not allowed: matching labels must be unique on one side")
    }

    /// The labels that a group has in common, as the error shows them.
    private func matched(_ labels: Labels) -> Labels {
        matching.isOn ? labels.keeping(matching.labels) : labels.dropping(matching.labels + [Labels.metricName])
    }

    /// One to one, a group has one result a step; many to one, its results differ in their labels.
    private func checkMatches(_ group: [Column]) throws {
        guard group.count > 1 else { return }
        if matching.grouping == .oneToOne {
            var seen = [Bool](repeating: false, count: steps)
            for column in group {
                for (step, value) in column.values.enumerated() where value.isPresent {
                    guard !seen[step] else {
                        let fault = "multiple matches for labels: many-to-one matching must be explicit"
                        throw QueryError.execution("\(fault) (group_left/group_right)")
                    }
                    seen[step] = true
                }
            }
            return
        }
        do {
            _ = try group.merged()
        } catch {
            let fault = "multiple matches for labels: grouping labels must ensure unique matches"
            throw QueryError.execution(fault)
        }
    }
}
