/// The bounds of what one export may bring.
///
/// What goes beyond a bound of a record is cut off and counted; what goes beyond a bound of the export refuses it.
public struct OTLPLimits: Hashable, Sendable {
    /// Bytes of a body after it was inflated.
    public var inflatedBytes = 32 << 20
    /// Bytes of all events that one export becomes: each has its resource with it.
    public var eventBytes = 128 << 20
    /// Bytes of one event.
    public var recordBytes = 1 << 20
    /// Attributes of a span, a log record, a point, a resource, a span's event or link.
    public var attributes = 128
    /// Bytes of a text: an attribute's value or key, a name, a message.
    public var valueBytes = 8 << 10
    /// Bytes of the JSON that an attribute's array or list becomes; a larger one is dropped.
    public var compoundBytes = 64 << 10
    /// Bytes of a log record's body.
    public var bodyBytes = 64 << 10
    /// Levels of arrays and lists in a value; what lies deeper is null.
    public var depth = 16
    /// Events of a span, and links of it.
    public var moments = 128
    /// Buckets of a histogram as it is kept; finer exponential ones are merged until they fit.
    public var buckets = 160
    /// Buckets of a histogram as it comes.
    public var sentBuckets = 16_384
    /// Exemplars of a point.
    public var exemplars = 16

    public init() {}
}
