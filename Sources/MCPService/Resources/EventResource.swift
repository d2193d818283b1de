import EventStore

/// `event://{position}`: one event, whole.
public struct EventResource: ResourceKind {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ResourceTemplate(
        uriTemplate: "event://{position}", name: "event", title: "An event",
        description: "One event of the log by its position; it never changes.", mimeType: "application/json", icon: .eye
    )

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        guard uri.path.count == 1, let number = UInt64(uri.path[0]), number > 0 else {
            throw ResourceError.invalid("an event's name is its position, a whole number from 1")
        }
        guard let event = try await EventSearch(log: sight.log).event(at: number) else { throw ResourceError.notFound }
        return [ResourceContents(uri, event.json)]
    }
}
