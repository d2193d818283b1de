/// Why read models are folded anew instead of being read from a snapshot.
public enum RebuildReason: String, Sendable {
    /// None was kept.
    case noSnapshot = "no_snapshot"
    /// A build that stored something else kept it.
    case otherSchema = "other_schema"
    /// It knows of events that the log does not hold.
    case otherLog = "other_log"
    /// It cannot be read.
    case damaged
    /// Somebody asked for it.
    case requested
}
