import Foundation

/// What the rules look for in a line.
enum SourceLine {
    /// A line without its comment and without the contents of its texts.
    static func code(_ line: Substring) -> String {
        let bytes = Array(line.utf8)
        guard let start = bytes.firstIndex(where: { $0 != UInt8(ascii: " ") }) else { return "" }
        var result: [UInt8] = []
        var isText = false
        var last = UInt8(ascii: " ")
        for byte in bytes[start...] {
            if byte == UInt8(ascii: "\""), last != UInt8(ascii: "\\") { isText.toggle() }
            if byte == UInt8(ascii: "/"), last == byte, !isText {
                return String(decoding: result.dropLast(), as: UTF8.self)
            }
            if !isText { result.append(byte) }
            last = byte
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func importedModule(_ line: Substring) -> String? {
        guard line.contains("import ") else { return nil }
        let words = line.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "import"), place < words.count - 1,
            words[..<place].allSatisfy({ $0 == "public" || $0 == "internal" || $0 == "private" || $0.hasPrefix("@") })
        else { return nil }
        return words[words.count - 1].split(separator: ".").first.map(String.init)
    }

    /// True for the first line of a function that has a body of its own lines.
    static func beginsFunction(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "func") else { return false }
        return words[..<place].allSatisfy { $0.first?.isLetter == true || $0.first == "@" }
    }

    static func words(_ line: Substring) -> [String] {
        line.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Where a document's links lead within the repository.
    static func linkTargets(_ text: String) -> [String] {
        text.split(separator: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
            .filter { !$0.contains("://") && !$0.hasPrefix("#") && !$0.contains("\n") }
            .map { $0.split(separator: "#").first.map(String.init) ?? $0 }
    }
}

extension String {
    /// True where `call` stands in the text and is not the end of a longer name.
    func contains(call: String) -> Bool {
        var rest = self[...]
        while let range = rest.range(of: call) {
            let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
            if !(before.isLetter || before.isNumber || before == "_") || call.first?.isLetter == false { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}
