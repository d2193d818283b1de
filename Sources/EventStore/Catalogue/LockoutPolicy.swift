/// When an address that keeps failing to prove who it is is not listened to any more.
public struct LockoutPolicy: Codable, Hashable, Sendable {
    /// Failures of one address with one credential in a window.
    public let failures: Int
    /// Failures of one address with any credential.
    public let addressFailures: Int
    /// Seconds: of the window, and of the lock-out after the last failure that counted.
    public let window: Int

    /// - Parameters: each is brought within 1 to 1,000, or 1 to 86,400 seconds.
    public init(failures: Int = 5, addressFailures: Int = 20, window: Int = 900) {
        self.failures = min(max(failures, 1), 1000)
        self.addressFailures = min(max(addressFailures, 1), 1000)
        self.window = min(max(window, 1), 86_400)
    }
}
