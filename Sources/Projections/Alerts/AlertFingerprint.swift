public import EventStore

/// Hashes of label sets (FNV-1a, 64 bits), the same as Alertmanager's.
public enum AlertFingerprint {
    /// 16 hexadecimal digits.
    public static func text(_ labels: [String: String]) -> String { hex(hash(labels, from: seed)) }

    /// What one alert of a rule is called, from its beginning to its end.
    ///
    /// - Parameter tick: the event on which it began.
    public static func id(rule: String, labels: [String: String], tick: Position) -> String {
        "\(hex(hash(labels, from: add(255, to: add(rule, to: seed)))))-\(tick)"
    }

    private static let seed: UInt64 = 14_695_981_039_346_656_037

    private static func hash(_ labels: [String: String], from seed: UInt64) -> UInt64 {
        labels.sorted { $0.key < $1.key }.reduce(seed) { hash, label in
            add(255, to: add(label.value, to: add(255, to: add(label.key, to: hash))))
        }
    }

    private static func add(_ text: String, to hash: UInt64) -> UInt64 { text.utf8.reduce(hash) { add($1, to: $0) } }

    private static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 1_099_511_628_211 }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
