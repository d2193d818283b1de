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
}
