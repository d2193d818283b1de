/// Whose definition of the language holds, where Prometheus has changed its mind.
public enum Dialect: String, Sendable {
    /// Prometheus 2.42 up to 2.5x.
    case prometheus2

    /// Prometheus 3.
    ///
    /// - A range or look-back leaves out a sample exactly at its beginning.
    /// - A counter that is extended to where it would be zero is so after the half interval, not before.
    /// - Sums and means of a group keep what rounding loses; the deviation of NaN or infinity alone is NaN.
    /// - `atan2` drops the metric's name. Counts of a histogram that differ by rounding only are equal.
    /// - A dot in a pattern matches a line break too.
    /// - Numbers are durations in seconds, and durations are numbers. A name may stand in braces in quotes.
    case prometheus3
}
