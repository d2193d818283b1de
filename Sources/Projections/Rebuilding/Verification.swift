public import EventStore

/// Whether a read model is what the log folds to.
public struct Verification: Sendable {
    public let name: String
    /// The last event that both values include.
    public let position: Position
    public let isSame: Bool
    /// From the value that was looked at to what the log folds to; empty where they are the same.
    public let difference: JSONDifference

    public var json: JSON {
        let head: JSONObject = ["name": .string(name), "position": .position(position), "same": .bool(isSame)]
        return .object(isSame ? head : head.merging(difference.json.object ?? [:]))
    }
}

extension ProjectionHost {
    /// Folds the log anew and compares: each read model as it is now, with what it would be had it just been made.
    ///
    /// - Parameter names: the projections; nil for all.
    /// - Throws: a ``RebuildFault`` for an unknown name; a `StorageError` of the log.
    public func verify(_ names: [String]? = nil) async throws -> [Verification] { try await verify(models, names) }

    /// The same for read models of this log from elsewhere.
    public func verify(_ models: ReadModels, _ names: [String]? = nil) async throws -> [Verification] {
        let plan = try RebuildPlan(names, of: models.projections.map { $0.name }, through: models.position)
        return try await FoldThreads.run {
            let fresh = try await folded(models.fresh(plan.projections), through: models.position)
            return try Self.compare(models, fresh, plan)
        }
    }

    private func folded(_ empty: ReadModels, through position: Position) async throws -> ReadModels {
        var models = empty
        let pages = FoldPages(log: log) { empty.isRead($0) }
        try await pages.each(models.selection(through: position), after: .start) { page in
            models.apply(page, through: position)
        }
        return models
    }

    private static func compare(
        _ live: ReadModels, _ fresh: ReadModels, _ plan: RebuildPlan
    ) throws -> [Verification] {
        let found = Dictionary(try live.blocks().map { ($0.name, $0.bytes) }) { first, _ in first }
        let right = try fresh.blocks()
        let differing = right.filter { found[$0.name] != $0.bytes }.map(\.name)
        let (liveValues, freshValues) =
            differing.isEmpty ? (live, fresh) : (try live.canonical(), try fresh.canonical())
        return plan.projections.map { name in
            let isSame = !differing.contains(name)
            let values = { (models: ReadModels) in models.state(of: name)?["projections"] ?? .null }
            return Verification(
                name: name, position: live.position, isSame: isSame,
                difference: isSame
                    ? JSONDifference(.null, .null) : JSONDifference(values(liveValues), values(freshValues), limit: 100)
            )
        }
    }
}
