public import EventStore
import Projections

/// `trace://{id}`: everything done for one request, as a tree of spans.
public struct TraceResource: ResourceKind {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ResourceTemplate(
        uriTemplate: "trace://{id}{?at}", name: "trace", title: "A trace",
        description: "Spans and events of one request. 'at' is a position or time of the past.",
        mimeType: "application/json", icon: .eye)

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        guard uri.path.count == 1, let id = TraceID(hex: uri.path[0]) else {
            throw ResourceError.invalid("a trace's name is 32 hexadecimal digits")
        }
        let position = try await PastView(host: sight.host).position(uri.parameters)
        guard let trace = try await Trace.read(id, from: sight.log, asOf: position) else {
            throw ResourceError.notFound
        }
        return [ResourceContents(uri, trace)]
    }

    public func changes(_ uri: ResourceURI, by event: RecordedEvent) -> Bool {
        event.metadata.trace?.traceID.hex == uri.path.first
    }
}
