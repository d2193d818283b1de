import Crypto
import Foundation

/// The name of one result of one step: equal keys mean equal results.
///
/// SHA-256 over the step's name and version, the canonical JSON of the inputs it uses, and the keys of the
/// steps before it. Raise a step's version when its code gives another result for the same inputs.
public enum StepKey {
    /// - Throws: `invalidInput` when the inputs hold a number that JSON cannot (infinity, NaN).
    public static func make(
        _ step: String, version: Int, inputs: some Encodable, upstream: [String] = []
    ) throws(StageError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var hash = SHA256()
        do {
            hash.update(data: Data("\(step)\n\(version)\n".utf8))
            hash.update(data: try encoder.encode(inputs))
        } catch {
            throw StageError(.invalidInput, "the inputs of step \(step) cannot be written as JSON")
        }
        for key in upstream { hash.update(data: Data("\n\(key)".utf8)) }
        return hash.finalize().hex
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    var hex: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
