extension UInt8 {
    /// A letter of ASCII or the underscore: what a name may begin with.
    @inline(__always)
    var isLetter: Bool {
        (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") || self == UInt8(ascii: "_")
    }

    @inline(__always)
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    @inline(__always)
    var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }

    /// The value of a hexadecimal digit.
    var hexadecimal: UInt32? {
        if isDigit { return UInt32(self - UInt8(ascii: "0")) }
        let letter = self | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f")
            ? UInt32(letter - UInt8(ascii: "a")) + 10 : nil
    }
}
