import EventStore

/// The checked arguments of a tool, read by name.
struct TaskInput: Sendable {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    func text(_ name: String) -> String { json[name]?.string ?? "" }
    func int(_ name: String, _ standard: Int) -> Int { json[name]?.int ?? standard }
    func number(_ name: String, _ standard: Double) -> Double { json[name]?.number ?? standard }
    func flag(_ name: String, _ standard: Bool) -> Bool { json[name]?.bool ?? standard }

    /// The named arguments only: what a stage depends on.
    func part(_ names: String...) -> JSON {
        .object(JSONObject(names.map { ($0, json[$0] ?? .null) }))
    }
}
