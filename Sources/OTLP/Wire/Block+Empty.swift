extension UnsafeBufferPointer<UInt8> {
    /// No bytes.
    static var empty: Self { Self(start: nil, count: 0) }
}
