/// Tells the operator's log: one line a notification.
public struct LogHandler: AlertHandler {
    public let name = "log"
    private let line: @Sendable (String) -> Void

    /// - Parameter line: takes one line of text without its end.
    public init(line: @escaping @Sendable (String) -> Void) { self.line = line }

    public func deliver(_ notification: AlertNotification) async { line(notification.text) }
}
