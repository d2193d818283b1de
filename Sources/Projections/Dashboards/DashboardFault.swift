/// What is wrong with a dashboard's file, or looks wrong.
public struct DashboardFault: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Severity: String, Sendable {
        /// The dashboard cannot be drawn.
        case error
        /// It can, but hardly as it was meant.
        case warning
    }

    public let severity: Severity
    /// The file's name without its folder.
    public let file: String
    /// Counted from 1, where the fault has one place.
    public let line: Int?
    /// The path of the field, such as `panels[2].source`.
    public let field: String?
    public let reason: String

    public init(
        file: String, line: Int? = nil, field: String? = nil, _ reason: String, severity: Severity = .error
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let mark = severity == .warning ? "warning: " : ""
        return "\(place): \(mark)\(field.map { "\($0): " } ?? "")\(reason)"
    }
}
