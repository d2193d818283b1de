/// Reads the part of HTTP's structured fields (RFC 8941) that signatures and digests are written in.
///
/// A dictionary whose members are all inner lists of strings with parameters, or all byte sequences. What has another
/// form, or a name twice, is refused.
struct StructuredFields {
    /// Members, components and parameters of each at most.
    private static let limit = 32

    private let bytes: [UInt8]
    private var place = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// `sig1=("@method" "@authority");created=1;keyid="a"`.
    static func signatureInput(_ text: String) -> [(label: String, input: SignatureParameters)]? {
        dictionary(text) { $0.innerList() }?.map { ($0.0, $0.1) }
    }

    /// `sig1=:base64:`.
    static func byteSequences(_ text: String) -> [(label: String, bytes: [UInt8])]? {
        dictionary(text) { $0.byteSequence() }?.map { ($0.0, $0.1) }
    }

    private static func dictionary<Value>(_ text: String, _ value: (inout Self) -> Value?) -> [(String, Value)]? {
        guard text.utf8.count <= 8192 else { return nil }
        var fields = StructuredFields(text)
        var members: [(String, Value)] = []
        repeat {
            fields.skipSpace()
            guard members.count < limit, let key = fields.key(), fields.take(UInt8(ascii: "=")),
                !members.contains(where: { $0.0 == key }), let value = value(&fields)
            else { return nil }
            members.append((key, value))
            fields.skipSpace()
        } while fields.take(UInt8(ascii: ","))
        return fields.place == fields.bytes.count ? members : nil
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ letter: UInt8) -> Bool {
        guard next == letter else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { place += 1 }
    }

    private mutating func key() -> String? {
        let start = place
        while let letter = next {
            let isFirst = place == start
            switch letter {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "*"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if isFirst { return nil }
            default: return isFirst ? nil : String(decoding: bytes[start..<place], as: UTF8.self)
            }
            place += 1
        }
        return start == place ? nil : String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func innerList() -> SignatureParameters? {
        guard take(UInt8(ascii: "(")) else { return nil }
        var components: [String] = []
        while true {
            while take(UInt8(ascii: " ")) {}
            if take(UInt8(ascii: ")")) { break }
            // A component with parameters of its own (`;sf`) fails here: its `;` is neither space nor end.
            guard components.count < Self.limit, let component = string(), !components.contains(component),
                next == UInt8(ascii: " ") || next == UInt8(ascii: ")")
            else { return nil }
            components.append(component)
        }
        guard let parameters = parameters() else { return nil }
        return SignatureParameters(components: components, parameters: parameters)
    }

    private mutating func parameters() -> [(name: String, value: SignatureParameters.Value)]? {
        var parameters: [(name: String, value: SignatureParameters.Value)] = []
        while take(UInt8(ascii: ";")) {
            while take(UInt8(ascii: " ")) {}
            guard parameters.count < Self.limit, let name = key(), take(UInt8(ascii: "=")), let value = item(),
                !parameters.contains(where: { $0.name == name })
            else { return nil }
            parameters.append((name, value))
        }
        return parameters
    }

    private mutating func item() -> SignatureParameters.Value? {
        if next == UInt8(ascii: "\"") { return string().map(SignatureParameters.Value.text) }
        let start = place
        while let letter = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(letter) { place += 1 }
        guard (1...15).contains(place - start) else { return nil }
        return Int64(String(decoding: bytes[start..<place], as: UTF8.self)).map(SignatureParameters.Value.number)
    }

    /// Printable ASCII in quotes, with a backslash before quotes and backslashes.
    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var letters: [UInt8] = []
        while let letter = next {
            place += 1
            switch letter {
            case UInt8(ascii: "\""): return String(decoding: letters, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next, escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else {
                    return nil
                }
                place += 1
                letters.append(escaped)
            case 0x20...0x7E: letters.append(letter)
            default: return nil
            }
        }
        return nil
    }

    private mutating func byteSequence() -> [UInt8]? {
        guard take(UInt8(ascii: ":")), let end = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
            let value = Base64.bytes(String(decoding: bytes[place..<end], as: UTF8.self))
        else { return nil }
        place = end + 1
        return value
    }
}
