import EventStore
import Foundation

extension JSON {
    /// Prints a key that was made: the key alone on standard output, so that a script can take it.
    func reveal() {
        let end = self["expires"]?.string.map { "until \($0)" } ?? "without an end"
        let text =
            "key \(self["key"]?.string ?? "") for \(self["name"]?.string ?? "") as \(self["role"]?.string ?? ""), \(end); it is shown this once:\n"
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
        print(self["secret"]?.string ?? "")
    }
}
