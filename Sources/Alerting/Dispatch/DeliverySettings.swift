/// How deliveries are repeated, and when a receiver is left alone.
public struct DeliverySettings: Equatable, Sendable {
    /// Attempts before a message goes to the dead letters.
    public var attempts = 8
    /// Seconds after the first failure; then twice as long each time, up to the limit, spread by a quarter.
    public var firstPause = 10.0
    public var pauseLimit = 1800.0
    /// Failures in a row after which a receiver is left alone, and for how many seconds.
    public var breakerFailures = 5
    public var breakerPause = 60.0

    public init() {}

    /// Seconds until the next attempt: the same for the same message and attempt.
    func pause(after attempt: Int, key: String) -> Double {
        let full = min(pauseLimit, firstPause * Double(UInt64(1) << min(UInt64(max(0, attempt - 1)), 20)))
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in "\(key)#\(attempt)".utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return full * (0.75 + 0.5 * Double(hash >> 11) / Double(UInt64(1) << 53))
    }
}
