import Foundation

/// Loads a log until somebody kills the process, and checks afterwards what the log has.
///
/// ```
/// logcrash append FOLDER APPENDERS SHARE    appends for ever; says on standard output what was acknowledged
/// logcrash check FOLDER [--cut] FILE...     holds the log to what former runs said; ends with 1 where it fails
/// ```
/// SHARE of 0 to 100 per cent of the appends are synced. `--cut` is for a log after a power cut: only what was
/// synced must be there, and the rest as far as the log reaches. Tests/Integration/log_crash.py does the killing.
@main
struct LogCrash {
    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        do {
            switch (words.first, words.count) {
            case ("append", 4): try await append(Array(words.dropFirst()))
            case ("check", 2...): try await check(Array(words.dropFirst()))
            default: throw Complaint("usage: logcrash append FOLDER APPENDERS SHARE | check FOLDER [--cut] FILE...")
            }
        } catch {
            Line.say("violation \(error)")
            exit(1)
        }
    }

    private static func append(_ words: [String]) async throws {
        guard let appenders = Int(words[1]), (1...1024).contains(appenders), let share = Int(words[2]),
            (0...100).contains(share)
        else { throw Complaint("APPENDERS must be 1 to 1024, SHARE 0 to 100") }
        try await Load(folder: words[0], appenders: appenders, syncedShare: share).run()
    }

    private static func check(_ words: [String]) async throws {
        let files = words.dropFirst().filter { $0 != "--cut" }
        var check = Check(isAfterCut: words.contains("--cut"))
        for file in files { try check.note(fileOfLines: file) }
        try await check.run(folder: words[0])
    }
}

/// What is wrong, in words.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Lines on standard output, each written at once: what was said before a kill is in the file.
enum Line {
    static func say(_ text: String) {
        // A reader that has gone away is no reason to stop.
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }
}
