/// A consumer's stored place in the log, with the read model it had there.
///
/// The log keeps the latest of each name. Nothing depends on it: a consumer that finds none, or one of another
/// schema, folds from the start.
public struct Snapshot: Hashable, Sendable {
    /// Unique among consumers, such as `projection/task_board` or `alerts/evaluator`.
    public let name: String
    /// The last position that `data` includes.
    public let position: Position
    /// Tells the shapes of `data` apart: a reader that expects another one ignores the snapshot.
    public let schema: String
    /// The read model as its owner encoded it; empty for a plain checkpoint.
    public let data: [UInt8]

    public init(name: String, position: Position, schema: String, data: [UInt8] = []) {
        self.name = name
        self.position = position
        self.schema = schema
        self.data = data
    }
}
