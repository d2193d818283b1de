public import EventStore

extension ReadModels {
    /// Everything the read models keep, by the names of their projections, for debugging.
    ///
    /// - Parameter name: the projection to show; nil for all.
    /// - Returns: nil where there is no projection of that name.
    public func state(of name: String? = nil) -> JSON? {
        let shown = values.filter { name == nil || type(of: $0).name == name }
        guard name == nil || !shown.isEmpty else { return nil }
        let states = shown.map { (type(of: $0).name, StateText.json($0)) }
        return [
            "position": .position(position), "time": .optional(time), "projections": .object(JSONObject(states)),
        ]
    }

    /// Name and version of each projection, and the types that it consumes.
    public var catalogue: JSON {
        .array(
            projections.map {
                [
                    "name": .string($0.name), "version": .int($0.version),
                    "consumes": .array($0.consumes.map { .string($0.type.name) }),
                ]
            })
    }
}
