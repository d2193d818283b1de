public import EventStore

/// A projection's value together with the last position it includes.
///
/// Two views of one projection at one position are equal, whenever and however they were folded.
public struct View<P: Projection>: Sendable {
    public let value: P
    /// Every event up to here has been applied, and none after.
    public let position: Position
    /// The time of the event at `position`; nil where the log is empty.
    public let time: Timestamp?

    public init(value: P, position: Position, time: Timestamp?) {
        self.value = value
        self.position = position
        self.time = time
    }
}
