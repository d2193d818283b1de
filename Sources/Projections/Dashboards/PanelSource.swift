public import EventStore

/// A named, pure function from read models to a panel's data.
public struct PanelSource: Sendable {
    /// What a dashboard file calls it, such as `operations.rate`.
    public let name: String
    /// The shape of its data.
    public let type: PanelType
    /// What it shows, in a sentence.
    public let summary: String
    /// The data at the models' position.
    public let draw: @Sendable (ReadModels) -> JSON

    public init(
        _ name: String, _ type: PanelType, _ summary: String, draw: @escaping @Sendable (ReadModels) -> JSON
    ) {
        self.name = name
        self.type = type
        self.summary = summary
        self.draw = draw
    }

    /// A source of a single number.
    static func stat(
        _ name: String, _ summary: String, _ value: @escaping @Sendable (ReadModels) -> Double?
    ) -> PanelSource {
        PanelSource(name, .stat, summary) { ["value": .rounded(value($0))] }
    }

    /// Every source of this build.
    public static let standard =
        operationSources + taskSources + alertSources + accessSources + logSources + referenceSections
}
