/// Writes compact JSON straight to bytes, in the form the log's own serializer gives.
///
/// Ten million events are generated, so this builds no tree.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() { bytes.reserveCapacity(512) }

    static func object(_ body: (inout JSONText) -> Void) -> [UInt8] {
        var text = JSONText()
        text.braces(body)
        return text.bytes
    }

    mutating func object(_ key: StaticString, _ body: (inout JSONText) -> Void) {
        self.key(key)
        braces(body)
    }

    mutating func string(_ key: StaticString, _ value: String) {
        self.key(key)
        quoted(value)
    }

    mutating func strings(_ key: StaticString, _ values: [String]) {
        self.key(key)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            quoted(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func int(_ key: StaticString, _ value: Int) {
        self.key(key)
        digits(value)
    }

    mutating func bool(_ key: StaticString, _ value: Bool) {
        self.key(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A fraction given in millionths, as Swift writes the `Double`: at least one digit after the point, no zeros at
    /// the end.
    ///
    /// Zero, or not below 0.0001 (which Swift would write with an exponent).
    mutating func micros(_ key: StaticString, _ value: Int) {
        self.key(key)
        digits(value / 1_000_000)
        bytes.append(UInt8(ascii: "."))
        var rest = value % 1_000_000
        var unit = 100_000
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / unit))
            rest %= unit
            unit /= 10
        } while rest > 0
    }

    private mutating func braces(_ body: (inout JSONText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    private mutating func key(_ key: StaticString) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// The workload's texts need no escapes.
    private mutating func quoted(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: value.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func digits(_ value: Int) {
        if value >= 10 { digits(value / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}
