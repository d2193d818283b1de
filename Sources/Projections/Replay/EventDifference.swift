public import EventStore

/// One difference between two runs of events: one that is missing, one that is new, or fields that differ.
public struct EventDifference: Sendable {
    /// `request`, or `task` and its id.
    public let place: String
    public let type: EventType
    /// Nil where it is new.
    public let before: Int?
    /// Nil where it is missing.
    public let after: Int?
    /// Empty where the event is on one side only.
    public let fields: JSONDifference

    /// Lines up two runs by their types, in order, and compares what stands beside each other.
    static func between(_ recorded: [RecordedEvent], _ replayed: [RecordedEvent], in place: String) -> [Self] {
        let before = recorded.filter { !VolatileFields.isVolatile($0.type) }
        let after = replayed.filter { !VolatileFields.isVolatile($0.type) }
        let changes = after.map(\.type).difference(from: before.map(\.type))
        let removed = Set(changes.removals.map(offset))
        let added = Set(changes.insertions.map(offset))
        let nothing = JSONDifference(.null, .null)
        let missing = removed.sorted().map {
            Self(place: place, type: before[$0].type, before: $0, after: nil, fields: nothing)
        }
        let new = added.sorted().map {
            Self(place: place, type: after[$0].type, before: nil, after: $0, fields: nothing)
        }
        let pairs = zip(
            before.indices.filter { !removed.contains($0) }, after.indices.filter { !added.contains($0) })
        let changed = pairs.compactMap { left, right -> Self? in
            let fields = compared(before[left], after[right])
            return fields.isEmpty
                ? nil : Self(place: place, type: before[left].type, before: left, after: right, fields: fields)
        }
        return missing + new + changed
    }

    private static func offset(_ change: CollectionDifference<EventType>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    private static func compared(_ before: RecordedEvent, _ after: RecordedEvent) -> JSONDifference {
        let type = before.type
        return JSONDifference(data(before), data(after)) { path in
            // The result has a place of its own.
            VolatileFields.isVolatile(path, of: type) || (type == ToolCompleted.type && path == "result")
        }
    }

    private static func data(_ event: RecordedEvent) -> JSON {
        VolatileFields.placeless((try? JSON(parsing: event.payload)) ?? .null)
    }

    var json: JSON {
        [
            "in": .string(place), "event": .string(type.name),
            "kind": .string(before == nil ? "added" : after == nil ? "missing" : "changed"),
            "index": .int(before ?? after ?? 0), "differences": .array(fields.entries.map(\.json)),
        ]
    }
}
