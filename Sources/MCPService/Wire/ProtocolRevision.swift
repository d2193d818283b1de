/// The revisions of MCP that this service speaks.
public enum ProtocolRevision: String, CaseIterable, Sendable, Comparable {
    case r2024_11_05 = "2024-11-05"
    case r2025_03_26 = "2025-03-26"
    case r2025_06_18 = "2025-06-18"
    case r2025_11_25 = "2025-11-25"
    case r2026_07_28 = "2026-07-28"

    /// The stateless revision: each request carries its own version and capabilities.
    public static let modern = ProtocolRevision.r2026_07_28

    /// The latest revision that opens with the `initialize` handshake.
    public static let latestLegacy = ProtocolRevision.r2025_11_25

    /// What a legacy request over HTTP without a version header speaks.
    public static let assumedWithoutHeader = ProtocolRevision.r2025_03_26

    public var isModern: Bool { self == .modern }

    public static func < (left: ProtocolRevision, right: ProtocolRevision) -> Bool { left.rawValue < right.rawValue }
}
