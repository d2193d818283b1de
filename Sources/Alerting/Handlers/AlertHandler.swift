/// Something that tells people: one way of delivering an alert.
///
/// The dispatcher delivers at least once: it may repeat a notification, with the same key, where the process died
/// between the delivery and its record.
public protocol AlertHandler: Sendable {
    /// What `alert.notified` calls it, such as `log`; unique among the handlers.
    var name: String { get }

    /// Delivers one notification.
    ///
    /// - Throws: where it could not; the error's description is recorded and must hold no secret.
    func deliver(_ notification: AlertNotification) async throws
}
