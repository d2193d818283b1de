extension Double {
    /// The sample that says a series has ended: Prometheus' stale marker, one NaN among many.
    ///
    /// Within an evaluation it also stands for "no value at this step": it is a signalling NaN, and arithmetic
    /// only ever yields quiet ones, so that no calculation can make it by chance.
    public static let staleMarker = Double(bitPattern: 0x7ff0_0000_0000_0002)

    /// Whether these are the bits of the stale marker; every other NaN is an ordinary value.
    @inline(__always)
    public var isStaleMarker: Bool { bitPattern == 0x7ff0_0000_0000_0002 }

    @inline(__always)
    static var absent: Double { staleMarker }

    @inline(__always)
    var isAbsent: Bool { isStaleMarker }

    @inline(__always)
    var isPresent: Bool { !isStaleMarker }
}
