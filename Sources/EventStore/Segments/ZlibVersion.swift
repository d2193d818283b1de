import CZlib

/// The zlib library this process runs with.
public enum ZlibVersion {
    /// Such as `1.2.13`.
    public static var text: String { zlibVersion().map { String(cString: $0) } ?? "" }
}
