public import EventStore
import Synchronization

extension ProjectionHost {
    /// The projections with their versions and stored shapes, how far they are behind the log, which positions are
    /// stored, and how far rebuilds are.
    public func listing() async throws -> JSON {
        let (models, head) = (models, log.head)
        let stored = try await storedHeadings().map { JSON.position($0.position) }
        let starting = rebuild
        let board = board.withLock { $0 }
        let lag = JSON.int(Int(max(head, models.position).value - models.position.value))
        let projections = try models.projections.map { projection -> JSON in
            let name = projection.name
            return [
                "name": .string(name), "version": .int(projection.version),
                "schema": .string(try schema(of: projection)),
                "consumes": .array(projection.consumes.map { .string($0.type.name) }),
                "position": .position(models.position), "lag": lag,
                "rebuild": (board.progress(of: name) ?? starting)?.json ?? .null,
                "fault": .optional(board.faults[name]),
            ]
        }
        return [
            "position": .position(models.position), "head": .position(head), "lag": lag, "snapshots": .array(stored),
            "projections": .array(projections),
        ]
    }

    private func schema(of projection: any Projection.Type) throws -> String {
        try schemas.withLock { schemas in
            if let known = schemas[projection.name] { return known }
            let schema = try ReadModels([projection]).schema()
            schemas[projection.name] = schema
            return schema
        }
    }
}

extension Rebuild {
    public var json: JSON {
        [
            "reason": .string(reason.rawValue), "position": .int(Int(position)), "through": .int(Int(through)),
            "progress": .double(through == 0 ? 1 : min(1, Double(position) / Double(through))),
        ]
    }
}
