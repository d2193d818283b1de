/// Which alerts go to which receiver, and together with which others: a node of a tree.
///
/// An alert goes to the first child that matches, and to its next siblings for as long as they say `continue`; where no
/// child matches it stays here. What a route does not say it has from its parent.
public struct AlertRoute: Equatable, Sendable {
    public var receiver: String?
    public var matchers = LabelMatchers.all
    public var continues = false
    /// Labels by which alerts are told together; `...` for all of them, so each alone.
    public var groupBy: [String]?
    /// Seconds that the first notification of a group waits for more alerts.
    public var groupWait: Double?
    /// Seconds between two notifications of a group that has news.
    public var groupInterval: Double?
    /// Seconds after which alerts that still fire are told again; 0 for never.
    public var repeatInterval: Double?
    /// Names of windows in which nothing is told, or in which alone it is.
    public var muteWindows: [String] = []
    public var activeWindows: [String] = []
    public var routes: [AlertRoute] = []

    public init(receiver: String? = nil) { self.receiver = receiver }
}

/// A route as it applies to an alert: with everything that its parents say.
struct AppliedRoute: Equatable, Sendable {
    var receiver = ""
    var groupBy = ["..."]
    var groupWait = 0.0
    var groupInterval = 0.0
    var repeatInterval = 0.0
    var muteWindows: [String] = []
    var activeWindows: [String] = []
    /// Matchers from the root down, as part of the group's key.
    var path = "{}"

    /// The same with what a child says.
    func applying(_ route: AlertRoute, isRoot: Bool) -> AppliedRoute {
        var applied = self
        applied.receiver = route.receiver ?? receiver
        applied.groupBy = route.groupBy ?? groupBy
        applied.groupWait = route.groupWait ?? groupWait
        applied.groupInterval = route.groupInterval ?? groupInterval
        applied.repeatInterval = route.repeatInterval ?? repeatInterval
        applied.muteWindows = route.muteWindows
        applied.activeWindows = route.activeWindows
        if !isRoot { applied.path += "/{\(route.matchers.texts.joined(separator: ","))}" }
        return applied
    }

    /// The labels that the alerts of a group have in common.
    func groupLabels(_ labels: [String: String]) -> [String: String] {
        groupBy == ["..."] ? labels : labels.filter { groupBy.contains($0.key) }
    }
}
