import CDeflate

/// The library that the log is compressed with.
public enum DeflateVersion {
    /// Such as `1.14`: the one that this process was built with.
    public static let text = LIBDEFLATE_VERSION_STRING
}
