import EventStore
import Foundation

extension JSON {
    /// Prints a key or token that was made: it alone on standard output, so that a script can take it.
    func reveal(as kind: String = "key") {
        let end = self["expires"]?.string.map { "until \($0)" } ?? "without an end"
        let text =
            "\(kind) \(self[kind]?.string ?? "") for \(self["name"]?.string ?? "") as \(self["role"]?.string ?? ""), \(end); it is shown this once:\n"
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
        print(self["secret"]?.string ?? "")
    }
}
