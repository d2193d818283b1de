import Foundation

/// Bytes in memory and on the disk.
enum Footprint {
    /// VmRSS of this process (proc(5)).
    static func resident() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .ascii)
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            if let kilobytes = line.split(separator: " ").compactMap({ Int($0) }).first { return kilobytes * 1024 }
        }
        throw Failure("/proc/self/status tells no VmRSS")
    }

    /// Every file of a log: the database, its write-ahead log and whatever lies beside them.
    static func stored(in folder: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, name in
            // The shared-memory index of the write-ahead log is rebuilt at need, and the lock file holds a number.
            if name.hasSuffix("-shm") || name.hasSuffix(".lock") { return sum }
            return sum + size("\(folder)/\(name)")
        }
    }

    static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}

/// Why a measurement does not count.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// Stops the run where the log did not do what it was asked: a wrong answer is no figure.
    static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws {
        if !condition { throw Failure(description()) }
    }
}
