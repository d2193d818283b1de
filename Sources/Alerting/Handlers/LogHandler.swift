/// Tells the operator's log: one line for each alert that is news.
public struct LogHandler: AlertHandler {
    public let name: String
    private let line: @Sendable (String) -> Void

    /// - Parameter line: takes one line of text without its end.
    public init(name: String = "log", line: @escaping @Sendable (String) -> Void) {
        self.name = name
        self.line = line
    }

    public func deliver(_ delivery: AlertDelivery) async {
        for place in delivery.news { line(delivery.alerts[place].text) }
    }
}
