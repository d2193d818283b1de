import EventStore

/// Which panels of a dashboard are other than they were when it was drawn last.
struct PanelChanges {
    private var data: [String: JSON] = [:]

    /// Takes over what was drawn.
    ///
    /// - Parameter dashboard: the body of `GET /v1/dashboards/{name}`.
    /// - Returns: the same without the panels whose data and error are as they were, and of the others only those.
    mutating func take(_ dashboard: JSON) -> JSON {
        var changed: [JSON] = []
        for panel in dashboard["panels"]?.array ?? [] {
            guard let id = panel["id"]?.string else { continue }
            let shown: JSON = ["id": .string(id), "data": panel["data"] ?? .null, "error": panel["error"] ?? .null]
            guard data[id] != shown else { continue }
            data[id] = shown
            changed.append(shown)
        }
        var object: JSONObject = [:]
        for key in ["position", "timestamp", "from", "to", "step"] { object[key] = dashboard[key] }
        object["panels"] = .array(changed)
        return .object(object)
    }
}
