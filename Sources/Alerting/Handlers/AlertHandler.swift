/// Something that tells people: one way of delivering alerts.
///
/// The dispatcher delivers at least once: it may repeat a message, with the same keys, where the process died between
/// the delivery and its record.
public protocol AlertHandler: Sendable {
    /// What `alert.notified` calls it, such as `log`; unique among the handlers.
    var name: String { get }

    /// Delivers one message.
    ///
    /// - Throws: where it could not; the error's description is recorded and must hold no secret.
    func deliver(_ delivery: AlertDelivery) async throws
}

/// Why a message could not be delivered.
public struct DeliveryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Holds no secret.
    public let description: String
    /// Whether it makes sense to try again.
    public let isPermanent: Bool

    public init(_ description: String, isPermanent: Bool = false) {
        self.description = description
        self.isPermanent = isPermanent
    }
}
