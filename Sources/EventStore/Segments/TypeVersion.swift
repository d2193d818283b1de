/// A type of event in one of its shapes.
struct TypeVersion: Hashable, Sendable {
    let type: EventType
    let version: Int
}
