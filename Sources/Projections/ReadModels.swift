public import EventStore

/// Many projections folded together: all of them at the same position.
///
/// A value: copying one keeps the state of that position for good, at the cost of a few references.
public struct ReadModels: Sendable {
    /// The last event applied; `Position.start` where there was none.
    public private(set) var position = Position.start
    /// The time of the event at `position`.
    public private(set) var time: Timestamp?
    private(set) var values: [any Projection]
    private let plan: RoutingPlan
    /// Events between two points at which others may have the processor.
    private static let stretch = 32

    /// - Precondition: every projection is given once.
    public init(_ projections: [any Projection.Type]) {
        plan = RoutingPlan(projections)
        values = projections.map { $0.init() }
    }

    /// Values of the same projections from elsewhere, in the same order.
    init(like other: ReadModels, values: [any Projection], position: Position, time: Timestamp?) {
        plan = other.plan
        self.values = values
        self.position = position
        self.time = time
    }

    /// The same values as the beginning of another log: what happened here is known there, and nothing has yet
    /// happened there.
    public var asBeginning: ReadModels { ReadModels(like: self, values: values, position: .start, time: time) }

    /// The projections, in the order they were given.
    public var projections: [any Projection.Type] { values.map { type(of: $0) } }

    /// Hands the next event of the log to the projections that consume its type.
    ///
    /// An event at or before `position` was applied already and is passed over.
    public mutating func apply(_ event: RecordedEvent) {
        guard event.position > position else { return }
        position = event.position
        time = event.time
        guard let route = plan.routes[event.type] else { return }
        let shared = route.decodingReaders > 1 ? event.decoded : event
        for index in route.readers { values[index].apply(shared) }
    }

    /// Applies the events of a page up to and including a position, and passes over what the page left out.
    mutating func apply(_ page: Page, through last: Position) {
        for (index, event) in page.events.enumerated() where event.position <= last {
            if index % Self.stretch == 0 { YieldPoint.pass() }
            apply(event)
        }
        pass(to: min(page.through, last))
    }

    /// Nothing that is consumed lies between the last event and this position.
    mutating func pass(to position: Position) { self.position = max(self.position, position) }

    /// Whether a projection looks into the facts of the type.
    func isRead(_ type: EventType) -> Bool { (plan.routes[type]?.decodingReaders ?? 0) > 0 }

    /// Puts the values of some projections in the place of those here.
    mutating func replace(with fresh: ReadModels) {
        for value in fresh.values {
            if let place = plan.places[ObjectIdentifier(type(of: value))] { values[place] = value }
        }
    }

    /// Whether the projection is one of these.
    public func holds<P: Projection>(_ type: P.Type) -> Bool { plan.places[ObjectIdentifier(type)] != nil }

    /// One projection at the common position.
    ///
    /// - Precondition: it is one of the projections given at the start.
    public func view<P: Projection>(_ type: P.Type = P.self) -> View<P> {
        guard let place = plan.places[ObjectIdentifier(type)], let value = values[place] as? P else {
            preconditionFailure("\(P.name) is not among the projections of this host")
        }
        return View(value: value, position: position, time: time)
    }

    /// Short for `view(type).value`.
    public subscript<P: Projection>(type: P.Type) -> P { view(type).value }
}

/// Which projections read which events; made once and shared by all copies.
private final class RoutingPlan: Sendable {
    struct Route {
        var readers: [Int] = []
        /// How many of the readers look into an event's body: where more than one does, it is decoded once for all.
        var decodingReaders = 0
    }

    let routes: [EventType: Route]
    let places: [ObjectIdentifier: Int]

    init(_ projections: [any Projection.Type]) {
        var routes: [EventType: Route] = [:]
        for (index, projection) in projections.enumerated() {
            for type in projection.consumes {
                routes[type.type, default: Route()].readers.append(index)
                if !(projection is any EnvelopeProjection.Type) {
                    routes[type.type, default: Route()].decodingReaders += 1
                }
            }
        }
        self.routes = routes
        places = Dictionary(projections.enumerated().map { (ObjectIdentifier($1), $0) }) { first, _ in
            preconditionFailure("\(projections[first].name) is given twice")
        }
    }
}

/// A projection that looks at envelopes only and never decodes an event's body.
protocol EnvelopeProjection: Projection {}

extension RecordedEvent {
    /// The same event with its fact decoded as folds want it, so that its readers need not do it each.
    var decoded: RecordedEvent {
        var reader = FactReader()
        return reader.read(self, withFact: true)
    }
}
