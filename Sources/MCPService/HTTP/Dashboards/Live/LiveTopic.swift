import EventStore
import Projections

/// What one page looks at; pages that look at the same are drawn once.
struct LiveTopic: Hashable, Sendable {
    let dashboard: String
    let time: DashboardTime
    /// Patterns of types of events that are sent along; nil for none.
    let events: [String]?

    init(_ dashboard: String, _ query: Query) throws(ParameterError) {
        self.dashboard = dashboard
        time = try DashboardTime(query)
        guard try query.choice("events", of: ["0", "1"]) == "1" else {
            events = nil
            return
        }
        events = query.text("type").map { $0.split(separator: ",").map(String.init) } ?? []
    }

    var selection: Selection? { events.map { Selection(types: $0.map { TypePattern($0) }) } }
}
