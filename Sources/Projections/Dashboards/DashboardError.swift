/// What is wrong with a dashboard's file.
public struct DashboardError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file's name without its folder.
    public let file: String
    /// Counted from 1, where the fault has one place.
    public let line: Int?
    /// The path of the field, such as `panels[2].source`.
    public let field: String?
    public let reason: String

    public init(file: String, line: Int? = nil, field: String? = nil, _ reason: String) {
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(field.map { "\($0): " } ?? "")\(reason)"
    }
}
