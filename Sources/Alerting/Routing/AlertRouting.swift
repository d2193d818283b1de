/// Who is told what: routes, inhibitions and windows of time.
public struct AlertRouting: Equatable, Sendable {
    /// While an alert of the source fires, those of the target are not told, where the labels named are equal.
    public struct Inhibition: Equatable, Sendable {
        public var source: LabelMatchers
        public var target: LabelMatchers
        public var equal: [String]

        public init(source: LabelMatchers, target: LabelMatchers, equal: [String]) {
            self.source = source
            self.target = target
            self.equal = equal
        }
    }

    public var root: AlertRoute
    public var inhibitions: [Inhibition] = []
    public var windows: [String: [TimeWindow]] = [:]

    /// Everything to one receiver, each alert for itself, at once.
    public init(receiver: String = "default") { root = AlertRoute(receiver: receiver) }

    /// Every receiver that a route names, sorted.
    public var receivers: [String] { Set(Self.receivers(of: root)).sorted() }

    private static func receivers(of route: AlertRoute) -> [String] {
        (route.receiver.map { [$0] } ?? []) + route.routes.flatMap(receivers)
    }

    /// The routes that an alert takes.
    func routes(for labels: [String: String]) -> [AppliedRoute] {
        Self.routes(for: labels, in: root, AppliedRoute().applying(root, isRoot: true))
    }

    private static func routes(
        for labels: [String: String], in route: AlertRoute, _ applied: AppliedRoute
    ) -> [AppliedRoute] {
        var found: [AppliedRoute] = []
        for child in route.routes where child.matchers.match(labels) {
            found += routes(for: labels, in: child, applied.applying(child, isRoot: false))
            if !child.continues { break }
        }
        return found.isEmpty ? [applied] : found
    }

    /// Whether an alert is kept quiet by others that fire.
    func isInhibited(_ labels: [String: String], by firing: some Sequence<[String: String]>) -> Bool {
        inhibitions.contains { inhibition in
            guard inhibition.target.match(labels) else { return false }
            return firing.contains { source in
                // An alert that is both does not silence itself.
                guard source != labels, inhibition.source.match(source) else { return false }
                if inhibition.target.match(source), inhibition.source.match(labels) { return false }
                return inhibition.equal.allSatisfy { source[$0] ?? "" == labels[$0] ?? "" }
            }
        }
    }

    /// Whether a route may tell anything at a moment.
    func isOpen(_ route: AppliedRoute, at seconds: Double) -> Bool {
        let covers = { (name: String) in windows[name]?.contains { $0.contains(seconds) } ?? false }
        if route.muteWindows.contains(where: covers) { return false }
        return route.activeWindows.isEmpty || route.activeWindows.contains(where: covers)
    }
}
