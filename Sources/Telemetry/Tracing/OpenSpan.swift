import EventStore
import Synchronization
public import Tracing

/// A span under way; its end makes the event, once.
public final class OpenSpan: Span {
    private struct State {
        var name: String
        var attributes: SpanAttributes = [:]
        var status: SpanStatus?
        var events: [SpanMoment] = []
        var links: [EventStore.SpanLink] = []
        var hasEnded = false
    }

    public let context: ServiceContext
    private let kind: Tracing.SpanKind
    private let parent: SpanID?
    private let start: Timestamp
    private let onEnd: @Sendable (SpanEnded) -> Void
    private let state: Mutex<State>

    /// Moments and links of one span that are kept; more are left out (OpenTelemetry's limit).
    private static let limit = 128

    init(
        name: String, kind: Tracing.SpanKind, context: ServiceContext, parent: SpanID?, start: Timestamp,
        onEnd: @escaping @Sendable (SpanEnded) -> Void
    ) {
        self.context = context
        self.kind = kind
        self.parent = parent
        self.start = start
        self.onEnd = onEnd
        state = Mutex(State(name: name))
    }

    public var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    public var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.attributes = newValue } }
    }

    public var isRecording: Bool { state.withLock { !$0.hasEnded } }

    public func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }

    public func addEvent(_ event: SpanEvent) {
        let moment = SpanMoment(
            name: event.name, time: Timestamp(nanoseconds: Int64(clamping: event.nanosecondsSinceEpoch)),
            attributes: event.attributes.json)
        state.withLock { if $0.events.count < Self.limit { $0.events.append(moment) } }
    }

    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        var attributes = attributes
        attributes["exception.type"] = "\(type(of: error))"
        attributes["exception.message"] = "\(error)"
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    public func addLink(_ link: Tracing.SpanLink) {
        guard let trace = link.context.traceContext else { return }
        let link = EventStore.SpanLink(trace: trace.traceID, span: trace.spanID, attributes: link.attributes.json)
        state.withLock { if $0.links.count < Self.limit { $0.links.append(link) } }
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let end = Timestamp(nanoseconds: Int64(clamping: instant().nanosecondsSinceEpoch))
        let last: State? = state.withLock { state in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return state
        }
        if let last { onEnd(event(last, end)) }
    }

    private func event(_ state: State, _ end: Timestamp) -> SpanEnded {
        SpanEnded(
            name: state.name, kind: SpanEnded.Kind(rawValue: "\(kind)") ?? .internal, parent: parent, start: start,
            seconds: max(0, end.seconds(since: start)), status: Self.status(state.status),
            message: state.status?.message, attributes: state.attributes.json,
            events: state.events.isEmpty ? nil : state.events, links: state.links.isEmpty ? nil : state.links)
    }

    private static func status(_ status: SpanStatus?) -> SpanEnded.Status {
        switch status?.code {
        case .ok?: .ok
        case .error?: .error
        default: .unset
        }
    }
}
